/* event_ask: what is asked of a portal's calendars. Source: b24restdocs, "calendar.event". */
#ifndef BITRIX_EVENT_ASK_H
#define BITRIX_EVENT_ASK_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct bitrix;
struct bitrix_calendar;
struct bitrix_event;
struct err;

/* Parameters of calendar.event.get: the days of both times (ms) are in; the caller's. */
json_t	*bitrix_event_window(const struct bitrix_calendar *, int64_t from,
	    int64_t to);
/* One event; release with bitrix_event_clear. */
int	bitrix_event_get(struct bitrix *, int64_t id, struct bitrix_event *out,
	    struct err *);
/*
 * Makes an event of calendar.event.add's fields, once: an event of the same calendar and day whose
 * description ends with the mark is the one. first: it is looked for before, too.
 */
int	bitrix_event_create(struct bitrix *, const json_t *fields,
	    const char *mark, bool first, int64_t *id, struct err *);

#endif
