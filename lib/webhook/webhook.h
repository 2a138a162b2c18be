/* webhook: what remote services were asked to tell us, and how that fares. Table webhook;
 * the secret that signs is the connection's credential WEBHOOK_SECRET. */
#ifndef WEBHOOK_WEBHOOK_H
#define WEBHOOK_WEBHOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/db_clock.h"

struct db;
struct db_rows;
struct err;

#define WEBHOOK_SECRET	"webhook"	/* for connection_secret */

/* Times are ms, 0: never. */
struct webhook {
	int64_t	id, company_id, user_id, connection_id;
	char	provider[21];
	char	remote_id[81];		/* "": not registered */
	char	team_id[41], list_id[41];
	char	key_hash[65];		/* of the last part of our address */
	char	status[12];		/* off, active, failing, suspended */
	char	status_code[49];	/* why it is not active, else "" */
	int64_t	fail_count, events_received;
	int64_t	gap_at;			/* since then events may be missing */
	int64_t	last_event_at, checked_at;
};

/* ERR_ABSENT: the connection has none. */
int	webhook_of(struct db *, int64_t connection_id, struct webhook *out,
	    struct err *);
int	webhook_get(struct db *, int64_t id, struct webhook *out,
	    struct err *);
/* The one whose address ends with the key of this hash. ERR_ABSENT. */
int	webhook_by_key(struct db *, const char *provider, const char *key_hash,
	    int64_t *id, int64_t *connection_id, struct err *);
/* Is it the address of any webhook of ours? */
int	webhook_known(struct db *, const char *key_hash, bool *known,
	    struct err *);

/* One for the connection with a new address, in place of what it had: off, without a remote_id. */
int	webhook_begin(struct db *, const struct webhook *, struct err *);
/* It stands at the service: active, checked just now. */
int	webhook_registered(struct db *, int64_t connection_id,
	    const char *remote_id, struct err *);
/* What the last look said: status, status_code, fail_count, gap_at (when none is noted yet). */
int	webhook_checked(struct db *, const struct webhook *,
	    int64_t next_check_s, struct err *);
/* The sync that a gap owed is queued; a gap noted meanwhile stays. */
int	webhook_gap_done(struct db *, const struct webhook *, struct err *);
/* Events may be missing from now on; what was noted earlier stands. */
int	webhook_gap(struct db *, int64_t id, struct err *);
/* Look at it at the next opportunity (its list was changed); none: nothing happens. */
int	webhook_recheck(struct db *, int64_t connection_id, struct err *);
/* n events came, the last one then. */
int	webhook_count(struct db *, int64_t id, int64_t n, int64_t last_at,
	    struct err *);
int	webhook_remove(struct db *, int64_t connection_id, struct err *);

/* Those that are to be looked at, the longest overdue first. */
int	webhook_due(struct db *, const char *provider, size_t limit,
	    struct db_rows **, struct err *);
bool	webhook_next(struct db_rows *, struct webhook *out);
/* taken: ours to look at for a minute, no other process'. */
int	webhook_take(struct db *, int64_t id, bool *taken, struct err *);

/* What waits for a time. */
extern const struct db_deadline webhook_deadlines[];

#endif
