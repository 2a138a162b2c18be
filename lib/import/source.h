/* source: the table of all sources whose items go to Huntflow, and what a bulk import asks of each
 * beside its transfers. */
#ifndef IMPORT_SOURCE_H
#define IMPORT_SOURCE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "clickup/api.h"

struct buf;
struct caller;
struct db;
struct err;
struct import_chosen;
struct import_job;
struct import_plan;
struct transfer_item;
struct transfer_source;

struct import_source {
	const struct transfer_source	*transfer;
	bool	(*id_ok)(const char *id);
	const char			*sample;	/* of an id, for the error */
	bool				 placed;	/* plan->source_id says in which place */
	/* Where its items lie: of the plan what they are found by. ERR_ABSENT: the caller has no
	 * place with the plan's source_id. */
	int	(*place)(const struct caller *, struct import_plan *, struct err *);
	/* The filter of a request, NULL: none, becomes the plan's. NULL: items are chosen by ids
	 * alone. ERR_INPUT with fields. */
	int	(*filter)(const struct caller *, const json_t *, struct import_plan *,
		    struct err *);
	/* All that lie there become the job's items. NULL: those that chosen gives. */
	int	(*fill)(struct db *, const struct import_job *, struct err *);
	/* Those that the plan names, in the order in which they are sent, each once. */
	int	(*chosen)(struct db *, const struct import_plan *,
		    struct import_chosen *out, struct err *);
	/* id becomes what its item was sent as to this organisation, or is to be, when it was
	 * joined to another. NULL: items are never joined. */
	int	(*sent_as)(struct db *, int64_t company_id,
		    int64_t account_id, char id[CLICKUP_ID_SIZE + 1],
		    struct err *);
	/* One as it is known here, no service is asked; its files NULL: not known. ERR_ABSENT. */
	int	(*item)(const struct caller *, const struct import_plan *,
		    const char *id, struct transfer_item *out, struct err *);
};
extern const struct import_source import_source_clickup;
extern const struct import_source import_source_candidate;
extern const struct import_source import_source_table;
extern const struct import_source import_source_notion;

/* All kinds: "clickup, candidate". */
void	import_source_kinds(struct buf *);
/* kind NULL: ClickUp. NULL: there is none of this kind. */
const struct import_source *import_source_of(const char *kind);
/* Of a row that is there: ERR_INTERNAL, a later release wrote it. */
int	import_source_transfer(const char *kind,
	    const struct transfer_source **out, struct err *);

#endif
