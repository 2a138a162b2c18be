/* cache_find: tasks of the cache by words, filters and order; pages of them, counts of them.
 * Table clickup_task and its marks. */
#ifndef CLICKUP_CACHE_FIND_H
#define CLICKUP_CACHE_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clickup/sent.h"
#include "io/cursor.h"

struct db;
struct db_rows;
struct err;

#define CLICKUP_FIND_ANY	20	/* values of one filter */
#define CLICKUP_FIND_PAGE	100	/* largest page */
#define CLICKUP_FIND_COUNTED	10000	/* counts go this far, then one more */

/* Any of these; n 0: no matter. */
struct clickup_any {
	const char	*v[CLICKUP_FIND_ANY];
	size_t		 n;
};
/* All that are set must hold. Nothing is owned; times are ms, 0: no bound. */
struct clickup_filter {
	int64_t		 connection_id;
	const char	*ask;		/* from words_ask; NULL: any words */
	const char	*task_id;	/* NULL: any */
	struct clickup_any status, priority, tag, assignee, cv;
	int64_t		 updated_from, updated_to, due_from, due_to;
	const char	*transfer;	/* none, done, running, failed, unsure; NULL: any */
};
bool	clickup_filter_any(const struct clickup_filter *);	/* is one set? */

/* A page: by cursor (after), or skipping some. */
struct clickup_slice {
	const char	*sort;		/* NULL: "-date_updated" */
	const char	*after;		/* a cursor, or NULL */
	size_t		 size;		/* 1 .. CLICKUP_FIND_PAGE */
	int64_t		 skip;
	int64_t		 total;		/* of an unfiltered list, else -1: lets a
					 * far page be read from the nearer end */
};
/* Names of the orders, NULL-ended. */
extern const char *const clickup_sorts[];

/* One task of a list. Texts live until the next row. */
struct clickup_brief {
	int64_t		 id;
	const char	*task_id, *name, *status, *status_type, *status_color;
	const char	*priority, *url, *assignees, *tags, *cv;
	int64_t		 date_created, date_updated, due_date, cv_count;
	struct clickup_sent sent;	/* the newest transfer; no state: none */
	const char	*key;		/* what it was sorted by */
};
/*
 * found (may be NULL): how many match in all, or -1 when this was not counted on
 * the way. ERR_INPUT on the field "after": no cursor of this order; on "sort".
 */
int	clickup_find(struct db *, const struct clickup_filter *,
	    const struct clickup_slice *, struct db_rows **, int64_t *found,
	    struct err *);
bool	clickup_find_next(struct db_rows *, struct clickup_brief *out);
/* The cursor after this row of that order. */
void	clickup_find_cursor(const char *sort, const struct clickup_brief *,
	    char out[CURSOR_SIZE]);
/* At most CLICKUP_FIND_COUNTED + 1. */
int	clickup_find_count(struct db *, const struct clickup_filter *,
	    int64_t *, struct err *);

/* Up to that many, by status: name, count; the most first. */
int	clickup_find_by_status(struct db *, const struct clickup_filter *,
	    struct db_rows **, struct err *);

/*
 * Row ids of those that match, in this order, after a cursor (NULL: from the first); then rows of
 * some of them (at most CLICKUP_FIND_PAGE), for clickup_find_next. For all of a long list: a
 * page by its cursor alone reads what lies before it.
 */
int	clickup_find_ids(struct db *, const struct clickup_filter *,
	    const char *sort, const char *after, size_t limit,
	    struct db_rows **, struct err *);
int	clickup_find_these(struct db *, const char *sort, const int64_t *ids,
	    size_t n, struct db_rows **, struct err *);

/*
 * All that match in parts by row id, for an import: id, task_id, name, cv. after_id 0
 * first, then the last id of the part before.
 */
int	clickup_find_all(struct db *, const struct clickup_filter *,
	    int64_t after_id, size_t limit, struct db_rows **, struct err *);

#endif
