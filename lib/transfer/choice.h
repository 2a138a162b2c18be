/* choice: where a person wants the custom fields of a ClickUp list in Huntflow, for all of the
 * company. Table field_choice. */
#ifndef TRANSFER_CHOICE_H
#define TRANSFER_CHOICE_H

#include <jansson.h>
#include <stdint.h>

struct db;
struct err;

#define TRANSFER_CHOICES_MAX	300	/* of one list */

/* {"field's id": "word of transfer_field_words"}: those that were chosen, the caller's. */
int	transfer_choice_get(struct db *, int64_t company_id,
	    const char *list_id, json_t **out, struct err *);
/* The same stored in place of what was. */
int	transfer_choice_set(struct db *, int64_t company_id, int64_t user_id,
	    const char *list_id, const json_t *choices, struct err *);
/*
 * [{id, to}] from outside as above. ERR_INPUT: more than TRANSFER_CHOICES_MAX, a field twice, a
 * word that there is not.
 */
int	transfer_choice_read(const json_t *body, json_t **out, struct err *);

#endif
