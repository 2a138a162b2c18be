/* event_form: an event that somebody asks for. Source: b24restdocs, calendar.event.add. */
#ifndef BITRIX_EVENT_FORM_H
#define BITRIX_EVENT_FORM_H

#include <jansson.h>

struct err;

/*
 * What the service needs of an event, named before it is asked: type, ownerId, name, from and to in
 * this order. name: of fields. ERR_INPUT on the field.
 */
int	bitrix_event_check(const json_t *fields, const char **name, struct err *);

#endif
