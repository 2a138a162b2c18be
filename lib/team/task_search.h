/* task_search: what to look for among the tasks, from a query string. */
#ifndef TEAM_TASK_SEARCH_H
#define TEAM_TASK_SEARCH_H

#include "team/task_find.h"

struct err;
struct web_req;

/* status, list, ..., lang: ended by NULL. */
extern const char *const task_search_names[];

/* 400 for a parameter that is neither a filter nor one of more (ended by NULL). */
int	task_search_only(const struct web_req *, const char *const *more,
	    struct err *);
/* The filters of the request; texts are borrowed from it. */
int	task_search_read(const struct web_req *, struct task_filter *,
	    struct err *);

#endif
