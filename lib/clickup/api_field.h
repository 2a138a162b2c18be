/* api_field: a custom field of ClickUp as text for people. Source: vendor reference,
 * "Custom Fields". */
#ifndef CLICKUP_API_FIELD_H
#define CLICKUP_API_FIELD_H

#include <jansson.h>
#include <stdint.h>

struct buf;

/*
 * Adds {"id","name","type","display","href","value"} to an open array. A field without a value
 * has display "" and value null; an option that was deleted shows what the task still holds.
 * ahead_ms: how far the person's clocks are before UTC, for the days of dates.
 */
void	clickup_field_emit(struct buf *, const json_t *field, int64_t ahead_ms);

#endif
