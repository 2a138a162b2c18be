/* clickup_search: what to look for among the tasks, from a query string or from the filter of
 * an import: one set of names. */
#ifndef CLICKUP_SEARCH_H
#define CLICKUP_SEARCH_H

#include <jansson.h>

#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/cache_find.h"

struct db;
struct err;
struct web_req;

/* search, status, priority, tag, assignee, cv, transfer, updated_from, updated_to, due_from,
 * due_to (NULL-ended). */
extern const char *const clickup_search_names[];

/*
 * A list may be asked for by these, sort, lang and a few more (NULL-ended): ERR_INPUT names any
 * other parameter.
 */
int	clickup_search_only(const struct web_req *, const char *const *more,
	    struct err *);

/* filter borrows from the document and from wants, which is freed with the search. */
struct clickup_search {
	struct clickup_filter	 filter;
	struct words_want	*wants;
};
void	clickup_search_clear(struct clickup_search *);
#define own_clickup_search cleanup(clickup_search_clear)

/*
 * doc: an object of texts or arrays of texts (NULL: nothing set); other members are left to
 * the caller. zone: whose days dates without a time are. The filter's home is set by him
 * before. A search for the id of a cached task, or for a task's address, finds that
 * task alone (db NULL: ids are words). ERR_INPUT.
 */
int	clickup_search_read(struct db *, const json_t *doc, const char *zone,
	    struct clickup_search *, struct err *);

#endif
