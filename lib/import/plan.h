/* plan: a bulk import as it is asked for: the request read and checked, and its start. */
#ifndef IMPORT_PLAN_H
#define IMPORT_PLAN_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "clickup/search.h"

struct caller;
struct conf;
struct db;
struct err;
struct import_source;

#define IMPORT_IDS_MAX	10000	/* items of one selection */

struct import_plan {
	int64_t		 company_id, user_id;
	const struct conf *conf;	/* borrowed */
	int64_t		 account_id, vacancy_id, status_id;
	double		 delay_seconds;
	const struct import_source *of;	/* whose items */
	const char	*scope;		/* all, filter, selection */
	const json_t	*task_ids;	/* borrowed from the request, or found */
	json_t		*found;		/* ids that a filter stands for; NULL: none */
	struct clickup_search search;	/* of ClickUp's tasks */
	const json_t	*filter;	/* of other sources, read by them; borrowed */
	int64_t		 clickup_id, huntflow_id;	/* clickup_id 0: another source */
	int64_t		 source_id;	/* in which of the source's places; 0: it has but one */
	const json_t	*choices;	/* of import/choice.h; NULL: none; borrowed */
	char		*source;	/* the place's name */
	char		*request;	/* as it came, to be kept */
};
void	import_plan_clear(struct import_plan *);
#define own_import_plan cleanup(import_plan_clear)

/*
 * The body of start- and preview-bulk-import; body must outlive the plan. ERR_INPUT with fields;
 * ERR_CONFLICT with "clickup.unset" or "huntflow.setup" when a service is not set up.
 */
int	import_plan_read(const struct caller *, const json_t *body,
	    struct import_plan *out, struct err *);
/*
 * Writes the job and its items; somebody must start the importer. ERR_CONFLICT with
 * "import.running" (one at a time) or "import.empty" (nothing was chosen).
 */
int	import_plan_start(struct db *, const struct import_plan *, int64_t *job_id,
	    struct err *);

#endif
