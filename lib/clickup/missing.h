/* missing: cached tasks that syncs did not meet and kept, until ClickUp shows them again or a
 * person says what becomes of them. Column clickup_task.missed. */
#ifndef CLICKUP_MISSING_H
#define CLICKUP_MISSING_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

#define CLICKUP_MISSED_KEPT	255	/* a person keeps it; else whole passes without it */
#define CLICKUP_MISSING_SHOWN	100

/*
 * May so many tasks of a list of all not be removed without a person's word? More than 20, or
 * more than one in twenty; three may go from any list.
 */
bool	clickup_missing_many(size_t n, size_t all);
/* These rows (at most CLICKUP_CACHE_BATCH) were not met once more. */
int	clickup_missing_add(struct db *, int64_t connection_id, const int64_t *ids,
	    size_t n, struct err *);
int	clickup_missing_count(struct db *, int64_t connection_id, int64_t *,
	    struct err *);
/* {"count", "tasks": [{task_id, name, status, url}]}: the first CLICKUP_MISSING_SHOWN by name. */
int	clickup_missing_list(struct db *, int64_t connection_id, json_t **out,
	    struct err *);
/* They leave the cache; or they stay, and are not asked about before ClickUp shows them again.
 * connection_id 0: there are none. */
int	clickup_missing_remove(struct db *, int64_t connection_id, int64_t *n,
	    struct err *);
int	clickup_missing_keep(struct db *, int64_t connection_id, int64_t *n,
	    struct err *);

#endif
