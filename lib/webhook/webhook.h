/* webhook: what a connection's service was asked to send us, and how that fares. Table webhook; its
 * secrets are the connection's credentials. */
#ifndef WEBHOOK_WEBHOOK_H
#define WEBHOOK_WEBHOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/db_clock.h"

struct db;
struct db_rows;
struct err;

/* For connection_secret: what signs deliveries, and the last part of our address. */
#define WEBHOOK_SECRET	"webhook"
#define WEBHOOK_KEY	"webhook_key"

/* Times are ms, 0: never. */
struct webhook {
	int64_t	id, company_id, user_id, connection_id;
	char	provider[21];
	char	key_hash[65];		/* of the last part of our address */
	char	status[12];		/* off, active, failing, suspended */
	char	status_code[49];	/* why it is not active, else "" */
	int64_t	fail_count, events_received;
	int64_t	gap_at;			/* events that came before may be missing; 0: none */
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

/* One for the connection, off; or its own with a new address. */
int	webhook_begin(struct db *, const struct webhook *, struct err *);
void	webhook_note(struct webhook *, const char *status, const char *code);
/* It is registered at the service: active, checked just now, to be caught up with. */
int	webhook_registered(struct db *, int64_t id, struct err *);
/*
 * What the last check said: status, status_code, fail_count, gap_at (a newer one stays). The
 * next one is in next_check_s, or earlier when that was asked for meanwhile.
 */
int	webhook_checked(struct db *, const struct webhook *,
	    int64_t next_check_s, struct err *);
/* What the gap may have hidden was read; a gap noted meanwhile stays. */
int	webhook_gap_done(struct db *, const struct webhook *, struct err *);
/* Events may be missing. */
int	webhook_gap(struct db *, int64_t id, struct err *);
/* Look at it at the next opportunity (its list was changed); none: nothing happens. */
int	webhook_recheck(struct db *, int64_t connection_id, struct err *);
/* n events came, the last one then. */
int	webhook_count(struct db *, int64_t id, int64_t n, int64_t last_at,
	    struct err *);
/* What waits for it is finished as "foreign". In a transaction. */
int	webhook_remove(struct db *, int64_t id, struct err *);

/* Those that are to be looked at, the longest overdue first. */
int	webhook_due(struct db *, size_t limit, struct db_rows **, struct err *);
bool	webhook_next(struct db_rows *, struct webhook *out);
/* taken: ours to look at for a minute, no other process'. */
int	webhook_take(struct db *, int64_t id, bool *taken, struct err *);

/* What waits for a time. */
extern const struct db_deadline webhook_deadlines[];

#endif
