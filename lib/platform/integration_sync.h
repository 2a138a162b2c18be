/* integration_sync: syncs of integrations as they are queued and go on: which are due, where an
 * interrupted one was, how they fare. Table integration. */
#ifndef PLATFORM_INTEGRATION_SYNC_H
#define PLATFORM_INTEGRATION_SYNC_H

#include <jansson.h>
#include <stdint.h>

struct db;
struct err;
struct integration;

/* Queues one; ERR_CONFLICT "service.sync_running": one waits or is at work already. */
int	integration_sync_queue(struct db *, const struct integration *,
	    int64_t *run_id, struct err *);
/* Queues those whose time has come. */
int	integration_sync_due(struct db *, struct err *);

/* Where a run is: any object, {} at first; the caller's. */
int	integration_sync_state(struct db *, int64_t id, json_t **out,
	    struct err *);
int	integration_sync_set_state(struct db *, int64_t id, const json_t *,
	    struct err *);

/* {status, last_sync_at, next_sync_at, found, created, updated, failed, error_count, last_error}:
 * of the newest run; status "never" (and nothing else failed), "queued", "running", "success",
 * "partial", "error". */
int	integration_sync_status(struct db *, const struct integration *,
	    const char *lang, json_t **out, struct err *);

#endif
