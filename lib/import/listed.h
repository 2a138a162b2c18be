/* listed: sources whose items are rows that are listed by words and by their transfers. */
#ifndef IMPORT_LISTED_H
#define IMPORT_LISTED_H

#include <jansson.h>

#include "base/mem.h"
#include "origin/sent.h"

struct caller;
struct err;
struct import_plan;

/* import_source.filter: {search, transfer}. */
int	import_listed_filter(const struct caller *, const json_t *filter,
	    struct import_plan *, struct err *);

/* The rows that a plan names. ask lives as long as the plan. */
struct import_listed {
	struct origin_sent_ask	 ask;
	char			*ids;
};
void	import_listed_clear(struct import_listed *);
#define own_import_listed	cleanup(import_listed_clear)
int	import_listed_read(const struct import_plan *,
	    struct import_listed *out, struct err *);

#endif
