/* inbound_event: deliveries of webhooks: kept as they came, then handled object by object under
 * a lease. Tables inbound_event, inbound_item, inbound_watch. */
#ifndef STORE_INBOUND_EVENT_H
#define STORE_INBOUND_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;

#define INBOUND_LEASE_SIZE	17
#define INBOUND_LEASE_S		120

/* One delivery; nothing is taken over. */
struct inbound_new {
	const char	*provider, *delivery;	/* delivery: 64 hex digits */
	int64_t		 webhook_id;
	const char	*event, *object_id;	/* object_id "": not for us */
	const char	*items;			/* JSON array of ids */
	const void	*body;
	size_t		 len;
	const char	*failed;		/* NULL: to be handled */
	bool		 again;			/* when it came before: handle it again */
};
int	inbound_event_add(struct db *, const struct inbound_new *,
	    struct err *);

/* All that waits about one object. */
struct inbound_group {
	int64_t	webhook_id;
	char	object_id[41];
	char	lease[INBOUND_LEASE_SIZE];	/* "": not ours yet */
};
/* Groups that wait, the longest waiting first (a group may come more than once). */
int	inbound_event_waiting(struct db *, const char *provider, size_t limit,
	    struct db_rows **, struct err *);
bool	inbound_event_next(struct db_rows *, struct inbound_group *out);
/* Take all its events that wait; n: how many are ours now. */
int	inbound_event_claim(struct db *, struct inbound_group *, int64_t *n,
	    struct err *);
/* Those we took, oldest first. Texts live until the next row. */
struct inbound_taken {
	const char	*event, *items;
	int64_t		 attempts;	/* 1: taken for the first time */
	int64_t		 failures, received_at;
};
int	inbound_event_taken(struct db *, const struct inbound_group *,
	    struct db_rows **, struct err *);
bool	inbound_event_taken_next(struct db_rows *, struct inbound_taken *out);
/* They are handled (failed: given up); result says how. */
int	inbound_event_finish(struct db *, const struct inbound_group *,
	    bool failed, const char *result, struct err *);
/* Another time; failed: one failure more. */
int	inbound_event_retry(struct db *, const struct inbound_group *,
	    const char *result, int64_t after_s, bool failed, struct err *);
/* All that waits for this webhook waits so long. */
int	inbound_event_defer(struct db *, int64_t webhook_id, int64_t after_s,
	    struct err *);
/* Objects of a webhook that wait, at most limit. */
int	inbound_event_objects(struct db *, int64_t webhook_id, size_t limit,
	    int64_t *n, struct err *);

/* How many of these history items (JSON array of ids) were not acted on yet. */
int	inbound_item_fresh(struct db *, int64_t webhook_id, const char *items,
	    int64_t *n, struct err *);
int	inbound_item_add(struct db *, int64_t webhook_id, const char *items,
	    struct err *);

/*
 * The watch: whoever has it looks at the provider's queue until then. taken: it was free
 * and is ours for so long.
 */
int	inbound_watch_take(struct db *, const char *provider, int64_t ms,
	    bool *taken, struct err *);
int	inbound_watch_keep(struct db *, const char *provider, int64_t ms,
	    struct err *);
/* The next delivery is to start somebody. */
int	inbound_watch_drop(struct db *, const char *provider, struct err *);
int	inbound_watch_over(struct db *, const char *provider, bool *over,
	    struct err *);

/* Removes a bounded number of handled ones that are older; removed: how many. */
int	inbound_event_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

#endif
