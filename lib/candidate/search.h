/* search: what to look for among the candidates, from a query string. */
#ifndef CANDIDATE_SEARCH_H
#define CANDIDATE_SEARCH_H

#include <jansson.h>

#include "candidate/find.h"

struct err;
struct web_req;

/* q, platform, ..., lang: ended by NULL. */
extern const char *const candidate_search_names[];

/* 400 for a parameter that is neither a filter nor one of more (ended by NULL). */
int	candidate_search_only(const struct web_req *, const char *const *more,
	    struct err *);
/* query: an object of texts or arrays of texts, which lives on. zone: whose days dates are. */
int	candidate_search_read(const json_t *query, const char *zone,
	    struct candidate_filter *, struct err *);

#endif
