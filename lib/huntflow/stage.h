/* stage: which stages applicants came to, when, moved by whom, as logs that were read say. Table
 * huntflow_stage. */
#ifndef HUNTFLOW_STAGE_H
#define HUNTFLOW_STAGE_H

#include <jansson.h>
#include <stdint.h>

struct db;
struct err;
struct huntflow_place;

/* log: entries as applicant_view_log shapes them; those with a stage are kept, each once. Of an
 * applicant whom huntflow_person does not know, nothing is. */
int	huntflow_stage_seen(struct db *, const struct huntflow_place *,
	    int64_t applicant_id, const json_t *log, struct err *);

#endif
