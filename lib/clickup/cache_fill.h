/* cache_fill: a task as ClickUp sends it becomes a row of the cache; one task read anew
 * with its attachments and comments. */
#ifndef CLICKUP_CACHE_FILL_H
#define CLICKUP_CACHE_FILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

struct clickup_listeners;
struct clickup;
struct clickup_set;
struct clickup_task;
struct clickup_cache_new;
struct clickup_cache_row;
struct conf;
struct db;
struct db_rows;
struct err;

/* Is it of the lists that are synced, as they are set up? */
bool	clickup_fill_wanted(const struct clickup_set *,
	    const struct clickup_task *);

/*
 * The row of a task; borrows everything. comments: JSON text or NULL. Its cv says what a CV can
 * be made of: "pdf" (files: their number) when attachments were read and hold one, else "file" of
 * other documents and pictures, else
 * "linkedin" or "rabota" by a profile that the task or its comments link to, else "none", or
 * "unknown" while attachments were not read.
 */
void	clickup_fill_map(const struct clickup_task *, const char *comments,
	    struct clickup_cache_new *out);
/*
 * Store one task in a transaction of its own. comments: JSON text, or NULL: not
 * read.
 */
int	clickup_fill_put(struct db *, const struct clickup_listeners *,
	    int64_t connection_id, int64_t user_id,
	    const struct clickup_task *, const char *comments, struct err *);
/* What was read of a task for another purpose: its files and comments, when the user's cache has
 * it. */
int	clickup_fill_detail(struct db *, int64_t user_id,
	    const struct clickup_task *, const json_t *comments, struct err *);
/*
 * Read the task, its attachments and comments, and store them. 2 or more calls.
 * ERR_ABSENT, code "clickup.absent": it is gone in ClickUp.
 */
int	clickup_fill_refresh(struct db *, const struct conf *,
	    const struct clickup_listeners *, int64_t company_id,
	    int64_t user_id, int64_t connection_id, const char *task_id,
	    struct err *);

#endif
