/* mapping: the custom fields of a ClickUp list, where each goes in Huntflow, and what that would
 * send of its newest tasks. Asks no service: the cache has the fields with the tasks. */
#ifndef TRANSFER_MAPPING_H
#define TRANSFER_MAPPING_H

#include <jansson.h>

struct caller;
struct err;
struct transfer_contact_ask;

#define TRANSFER_MAPPING_TASKS	10	/* that are shown */

/*
 * {list_id, fields: [{id, name, type, to, guess, chosen, filled}], tasks: [{task_id, name,
 * members: [{to, text}], lines: [{name, text}], kept: [name]}]}; filled: of how many of the tasks.
 * list_id NULL: the person's list. choices: of transfer/choice.h, tried out; NULL: the stored ones.
 * "clickup.unset", "clickup.list_unset"; ERR_ABSENT: no list of the person's.
 */
int	transfer_mapping_get(const struct caller *, const char *list_id,
	    const json_t *choices, json_t **out, struct err *);
/* What would be sent of one item of any source: {task_id, name, members, lines, kept}. */
json_t	*transfer_mapping_item(const char *id,
	    const struct transfer_contact_ask *);
/* Adds fields as above: those of custom_fields (JSON text of clickup/api_field.h) that are not
 * among them yet, and that one more item fills them. */
void	transfer_mapping_fields(json_t *fields, const json_t *choices,
	    const char *custom_fields);
/* Stores the choices for all of the company; the same errors. */
int	transfer_mapping_save(const struct caller *, const char *list_id,
	    const json_t *choices, struct err *);

#endif
