/* event_sync: calendars of a portal, the company's and those of linked people, from a month ago to
 * twelve months ahead: a part of its sync. */
#ifndef BITRIX_EVENT_SYNC_H
#define BITRIX_EVENT_SYNC_H

struct err;
struct provider_run;

#define BITRIX_EVENTS	"calendar"

/* provider_part.work; its api is a struct bitrix. */
int	bitrix_event_sync(struct provider_run *, struct err *);

#endif
