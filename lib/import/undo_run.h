/* undo_run: one applicant of an import is rejected or removed in Huntflow. However often
 * it is begun anew, it is done once. Source: "Huntflow API v2", applicants, change of status. */
#ifndef IMPORT_UNDO_RUN_H
#define IMPORT_UNDO_RUN_H

#include <jansson.h>
#include <stdint.h>

struct conf;
struct db;
struct err;
struct huntflow;
struct import_job;
struct import_undo;
struct import_undo_item;

/* The body of undo-bulk-import; vacancy_id: the import's own one, 0: none. ERR_INPUT. */
int	import_undo_read(const json_t *body, int64_t vacancy_id,
	    struct import_undo *out, struct err *);
/*
 * Are the vacancy, the stage of rejection and the reason there? Asked before anything is queued.
 * ERR_INPUT names the field; the key's and Huntflow's own errors.
 */
int	import_undo_allow(struct db *, const struct conf *,
	    const struct import_job *, const struct import_undo *,
	    const char *lang, struct err *);
/*
 * May the undo still be done? ERR_CONFLICT "import.undo_stage": the stage is none of
 * rejection.
 */
int	import_undo_check(struct huntflow *, int64_t account,
	    const struct import_undo *, struct err *);
/* One that is gone, or at the wanted stage already, is done. "import.undo_merged": it is another
 * by now, whom this import did not make. */
int	import_undo_one(struct huntflow *, int64_t account,
	    const struct import_undo_item *, struct err *);

#endif
