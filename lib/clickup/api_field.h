/* api_field: a custom field of ClickUp as text for people. Source: vendor reference,
 * "Custom Fields". */
#ifndef CLICKUP_API_FIELD_H
#define CLICKUP_API_FIELD_H

#include <jansson.h>

struct buf;

/*
 * Adds {"id","name","type","display","href","value"} to an open array. A field without a value
 * has display "" and value null; an option that was deleted shows what the task still holds.
 */
void	clickup_field_emit(struct buf *, const json_t *field);

#endif
