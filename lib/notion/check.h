/* check: what the key of an account may do: whose it is, which generation of the API is spoken, how
 * many data sources are shared with it. */
#ifndef NOTION_CHECK_H
#define NOTION_CHECK_H

#include <jansson.h>
#include <stdint.h>

struct caller;
struct err;

/* {name, workspace, version, sources, missing: [{scope, code}]}; the caller's. It is kept as the
 * account's facts: with a version that it was not asked in before, clients speak that one. */
int	notion_check(const struct caller *, int64_t account_id, json_t **facts,
	    struct err *);

#endif
