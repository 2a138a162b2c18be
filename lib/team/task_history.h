/* task_history: what became of a task: who, when, from where, before and after. Rows are added,
 * never changed. Table task_history. */
#ifndef TEAM_TASK_HISTORY_H
#define TEAM_TASK_HISTORY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct actor;
struct buf;
struct db;
struct db_rows;
struct err;
struct task;

/* In the transaction of the change. before, after: objects of what changed; NULL: nothing. */
int	task_history_add(struct db *, const struct actor *, int64_t task_id,
	    const char *action, const json_t *before, const json_t *after,
	    struct err *);
/* Of the fields of these bits (task.h) those that differ, into two new objects. before NULL: all
 * that after has. False: none differs. */
bool	task_history_diff(const struct task *before, const struct task *after,
	    unsigned bits, json_t **was, json_t **is);

/* Newest first, those before an id (0: all), then row by row. */
int	task_history_list(struct db *, int64_t task_id, int64_t before_id,
	    int64_t limit, int64_t skip, struct db_rows **, struct err *);
int	task_history_count(struct db *, int64_t task_id, int64_t *,
	    struct err *);
/* The next row as JSON; 0: there is none, else its id. */
int64_t	task_history_emit(struct db_rows *, struct buf *out);

#endif
