/* notion: the pages of a Notion account as items that go to Huntflow, and where their properties
 * go: the choices of a data source (transfer/choice.h), by the property's id, so that a renamed
 * one keeps its place. */
#ifndef TRANSFER_NOTION_H
#define TRANSFER_NOTION_H

#include <jansson.h>
#include <stdint.h>

struct caller;
struct err;
struct notion_row;
struct transfer_item;

#define TRANSFER_NOTION_ROWS	20	/* that are shown */

/* A row as it is cached; its files NULL: not known. choices: the item's own from now on. */
void	transfer_notion_item(const struct notion_row *, const json_t *choices,
	    struct transfer_item *out);
/*
 * {source: {id, name, url}, fields: [{id, name, type, to, guess, chosen, filled}], tasks: as of
 * transfer/mapping.h}: the newest rows. choices: tried out; NULL: the stored ones. ERR_ABSENT: no
 * such account; ERR_CONFLICT "notion.unread": nothing was read of it yet.
 */
int	transfer_notion_mapping(const struct caller *, int64_t account_id,
	    const json_t *choices, json_t **out, struct err *);
/* Stores the choices for all of the company; the same errors. */
int	transfer_notion_map(const struct caller *, int64_t account_id,
	    const json_t *choices, struct err *);

#endif
