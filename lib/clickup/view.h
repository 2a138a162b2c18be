/* view: tasks of the cache as JSON: a page of the list, one with all its details, what the
 * list can be filtered by. */
#ifndef CLICKUP_VIEW_H
#define CLICKUP_VIEW_H

#include <jansson.h>
#include <stdint.h>

#include "clickup/cache_find.h"

struct buf;
struct clickup_cache_row;
struct conf;
struct db;
struct db_rows;
struct err;

/* The rows of clickup_find as an array. */
void	clickup_view_list(struct db_rows *, struct buf *out);

/* A task as a row of that array, without its transfer. */
json_t	*clickup_view_row(const struct clickup_cache_row *);

/* One task of the user's own: the summary, the details, its transfers. ERR_ABSENT. */
int	clickup_view_get(struct db *, int64_t user_id, const char *task_id,
	    struct buf *out, struct err *);

/* {statuses, priorities, tags, assignees, cvs, total}, each with counts. */
int	clickup_view_choices(struct db *, const struct conf *,
	    const struct clickup_home *, struct buf *out, struct err *);

#endif
