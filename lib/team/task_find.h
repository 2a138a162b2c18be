/* task_find: tasks by filters and order: pages of them, counts of them. The index says which and
 * how many, table task has the rows. */
#ifndef TEAM_TASK_FIND_H
#define TEAM_TASK_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/words.h"
#include "io/cursor.h"
#include "team/task_sight.h"

struct db;
struct db_rows;
struct err;
struct index_set;

#define TASK_FIND_ANY		50	/* values of one filter */
#define TASK_FIND_PAGE		500	/* largest page */

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
	bool			 completed, open;	/* is_completed is true, is false */
	struct words_want	 wants[WORDS_ASKED];
	size_t			 nwants;	/* 0, and words: nothing is found */
	bool			 words;		/* some were asked for */
	int64_t			 number;	/* or this task; 0: none was asked for */
};

extern const char *const task_orders[];		/* "-created_at" is the usual one */

struct task_slice {
	const char	*order;		/* NULL: the usual one */
	const char	*after;		/* a cursor, or NULL */
	size_t		 size;		/* 1 .. TASK_FIND_PAGE */
	int64_t		 skip;
};
struct task_found {
	int64_t	total;			/* how many match in all */
	char	next[CURSOR_SIZE];	/* the page behind this one; "": there is none */
};

/* Then task_next row by row. ERR_INPUT on the field "after": no cursor of this order. */
int	task_find(struct db *, const struct task_sight *,
	    const struct task_filter *, const struct task_slice *,
	    struct db_rows **, struct task_found *, struct err *);
int	task_find_count(struct db *, const struct task_sight *,
	    const struct task_filter *, int64_t *, struct err *);
/* What matches and is seen, as a set of the index; NULL: all. */
int	task_find_set(struct db *, const struct task_sight *,
	    const struct task_filter *, struct index_set **, struct err *);
/* Those of a set (NULL: all) that are neither done nor cancelled. */
int	task_find_open(const struct task_sight *, struct index_set **,
	    struct err *);

#endif
