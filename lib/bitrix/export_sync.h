/* export_sync: reads all that a portal has for its export (export.h): a part of its sync that only
 * a run of its own name does. */
#ifndef BITRIX_EXPORT_SYNC_H
#define BITRIX_EXPORT_SYNC_H

struct err;
struct provider_run;

/* provider_part.work; its api is a struct bitrix. */
int	bitrix_export_sync(struct provider_run *, struct err *);

#endif
