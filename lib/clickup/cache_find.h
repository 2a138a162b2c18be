/* cache_find: tasks of the cache by words, filters and order; pages of them, counts of them. The
 * index says which and how many (follow.h; ERR_DOWN, code "index.indexing", while it is being
 * made), table clickup_task has the rows. */
#ifndef CLICKUP_CACHE_FIND_H
#define CLICKUP_CACHE_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/words.h"
#include "clickup/cache.h"
#include "origin/sent.h"
#include "io/cursor.h"

struct conf;
struct db;
struct db_rows;
struct err;
struct index_read;
struct index_set;

#define CLICKUP_FIND_ANY	20	/* values of one filter */
#define CLICKUP_FIND_PAGE	100	/* largest page */

/* Any of these; n 0: no matter. */
struct clickup_any {
	const char	*v[CLICKUP_FIND_ANY];
	size_t		 n;
};
/* All that are set must hold. Nothing is owned; times are ms, 0: no bound. */
struct clickup_filter {
	struct clickup_home	 home;		/* whose list */
	const struct words_want	*wants;		/* of words_wants; NULL: any words */
	size_t			 nwants;	/* 0: no word was in the question: none */
	bool			 one;		/* that task alone */
	int64_t			 one_id;	/* 0: it is not there */
	struct clickup_any	 status, priority, tag, assignee, cv;
	int64_t			 updated_from, updated_to, due_from, due_to;
	const char		*transfer;	/* none, done, running, failed, unsure; NULL: any */
};

/* A page: by cursor (after), or skipping some. */
struct clickup_slice {
	const char	*sort;		/* NULL: "-date_updated" */
	const char	*after;		/* a cursor, or NULL */
	size_t		 size;		/* 1 .. CLICKUP_FIND_PAGE */
	int64_t		 skip;
};
/* Names of the orders, NULL-ended. */
extern const char *const clickup_sorts[];

/* One task of a list. Texts live until the next row. */
struct clickup_brief {
	int64_t		 id;
	const char	*task_id, *name, *status, *status_type, *status_color;
	const char	*priority, *url, *assignees, *tags, *cv;
	int64_t		 date_created, date_updated, due_date, cv_count;
	struct origin_sent sent;	/* the newest transfer; no state: none */
};
struct clickup_found {
	int64_t		 total;			/* how many match in all */
	char		 next[CURSOR_SIZE];	/* the page behind this one; "": there is none */
};
/* ERR_INPUT on the field "after": no cursor of this order; on "sort". */
int	clickup_find(struct db *, const struct conf *,
	    const struct clickup_filter *, const struct clickup_slice *,
	    struct db_rows **, struct clickup_found *, struct err *);
bool	clickup_find_next(struct db_rows *, struct clickup_brief *out);
int	clickup_find_count(struct db *, const struct conf *,
	    const struct clickup_filter *, int64_t *, struct err *);
/* Row ids of all that match, ascending; the caller frees. */
int	clickup_find_ids(struct db *, const struct conf *,
	    const struct clickup_filter *, int64_t **ids, size_t *n,
	    struct err *);

/* What matches, as a set of the index; NULL: all. */
int	clickup_find_set(struct db *, struct index_read *,
	    const struct clickup_filter *, struct index_set **, struct err *);

#endif
