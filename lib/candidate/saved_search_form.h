/* saved_search_form: a saved search as JSON, sent and shown. */
#ifndef CANDIDATE_SAVED_SEARCH_FORM_H
#define CANDIDATE_SAVED_SEARCH_FORM_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct err;
struct platform;
struct saved_search;

/*
 * {name, search, shared?, auto_sync?, sync_interval_hours?} over what is there (a new one is zero);
 * search: {keywords, ..., platforms, weights} as search-candidates takes them, without limit and
 * cursor, with at least one wish. *anew: it looks for others than before. ERR_INPUT.
 */
int	saved_search_form_read(const json_t *body,
	    const struct platform *const *boards, struct saved_search *,
	    bool *anew, struct err *);
json_t	*saved_search_form_json(const struct saved_search *, int64_t user_id,
	    const char *lang);

#endif
