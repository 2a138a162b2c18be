/* expiry: rows whose time is over, of tables that have such: sign-ins, kept answers, events,
 * sync logs. */
#ifndef ACCOUNT_EXPIRY_H
#define ACCOUNT_EXPIRY_H

#include <stdint.h>

struct db;
struct err;

/* Days that logs are kept. */
struct expiry {
	int64_t	event_days, sync_days;
};
/* Removes a bounded number of each; removed: how many in all. Call again for the rest. */
int	expiry_run(struct db *, const struct expiry *, int64_t *removed,
	    struct err *);

#endif
