/* task_find: tasks by filters and order: pages of them, counts of them. */
#ifndef TEAM_TASK_FIND_H
#define TEAM_TASK_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/cursor.h"
#include "team/right.h"

struct db;
struct db_build;
struct db_rows;
struct err;
struct task;

#define TASK_FIND_ANY		50	/* values of one filter */
#define TASK_FIND_COUNTED	10000	/* counts stop behind it */

struct task_ids {
	size_t	 n;
	int64_t	 v[TASK_FIND_ANY];
	bool	 none;		/* those that have none, too */
};
struct task_texts {
	size_t		 n;
	const char	*v[TASK_FIND_ANY];
};
/* Deadlines, ms: from <= due < to; 0: no bound. open: of tasks alone that are not done. */
struct task_due {
	int64_t	from, to;
	bool	none, open;
};
struct task_link {
	const char	*kind, *id;	/* id NULL: any of the kind */
};

/* Several values of one filter: any of them; several filters: all of them. Texts are borrowed. */
struct task_filter {
	struct task_texts	 status, tag, priority;
	struct task_ids		 list, assigned_to, created_by;
	struct task_due		 due[TASK_FIND_ANY];
	size_t			 ndue;
	struct task_link	 link[TASK_FIND_ANY];
	size_t			 nlink;
	const bool		*completed;
	bool			 completed_value;
	struct buf		 ask;	/* words in boolean mode; empty: no search */
};
void	task_filter_clear(struct task_filter *);
#define own_task_filter	cleanup(task_filter_clear)

extern const char *const task_orders[];		/* "-created_at" is the usual one */

struct task_slice {
	const char	*order;		/* NULL: the usual one */
	const char	*after;		/* a cursor, or NULL */
	size_t		 size;
	int64_t		 skip;
};

/* Then task_find_next row by row, at most size; a row more says that there is a next page. */
int	task_find(struct db *, const struct right_who *,
	    const struct task_filter *, const struct task_slice *,
	    struct db_rows **, struct err *);
/* The cursor behind a task, in that order. */
void	task_find_cursor(const char *order, const struct task *,
	    char out[CURSOR_SIZE]);
/* Exact up to TASK_FIND_COUNTED, then one more. */
int	task_find_count(struct db *, const struct right_who *,
	    const struct task_filter *, int64_t *, struct err *);

/* " FROM task t WHERE " and the filter, open: only tasks that are not done. */
void	task_find_where(struct db_build *, const struct right_who *,
	    const struct task_filter *, bool open);

#endif
