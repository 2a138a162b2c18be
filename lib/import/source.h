/* source: the table of all sources whose items go to Huntflow, and what a bulk import asks of each
 * beside its transfers. */
#ifndef IMPORT_SOURCE_H
#define IMPORT_SOURCE_H

#include <stdbool.h>

struct caller;
struct db;
struct err;
struct import_chosen;
struct import_plan;
struct transfer_item;
struct transfer_source;

struct import_source {
	const struct transfer_source	*transfer;
	bool	(*id_ok)(const char *id);
	const char			*sample;	/* of an id, for the error */
	bool				 by_filter;	/* chosen from otherwise than by ids, too */
	/* Where its items lie: of the plan what they are found by. */
	int	(*place)(const struct caller *, struct import_plan *, struct err *);
	/* Those that the plan names, in the order in which they are sent, each once. */
	int	(*chosen)(struct db *, const struct import_plan *,
		    struct import_chosen *out, struct err *);
	/* One as it is known here, no service is asked; its files NULL: not known. ERR_ABSENT. */
	int	(*item)(const struct caller *, const struct import_plan *,
		    const char *id, struct transfer_item *out, struct err *);
};
extern const struct import_source import_source_clickup;
extern const struct import_source import_source_candidate;

/* kind NULL: ClickUp. NULL: there is none of this kind. */
const struct import_source *import_source_of(const char *kind);
/* Of a row that is there: ERR_INTERNAL, a later release wrote it. */
int	import_source_transfer(const char *kind,
	    const struct transfer_source **out, struct err *);

#endif
