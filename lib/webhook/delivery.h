/* delivery: deliveries of webhooks: kept as they came, then handled object by object under
 * a lease. Tables inbound_event, inbound_item, inbound_watch. */
#ifndef WEBHOOK_DELIVERY_H
#define WEBHOOK_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;

#define DELIVERY_LEASE_SIZE	17
#define DELIVERY_LEASE_S		120

/* One delivery; nothing is taken over. */
struct delivery_new {
	const char	*provider, *delivery;	/* delivery: 64 hex digits */
	int64_t		 webhook_id;
	const char	*event, *object_id;	/* object_id "": not for us */
	const char	*items;			/* JSON array of ids */
	const void	*body;
	size_t		 len;
	const char	*failed;		/* NULL: to be handled */
	bool		 again;			/* when it came before: handle it again */
};
int	delivery_add(struct db *, const struct delivery_new *,
	    struct err *);

/* All that waits about one object. */
struct delivery_group {
	int64_t	webhook_id;
	char	object_id[41];
	char	lease[DELIVERY_LEASE_SIZE];	/* "": not ours yet */
};
/* Groups that wait, the longest waiting first (a group may come more than once). */
int	delivery_waiting(struct db *, const char *provider, size_t limit,
	    struct db_rows **, struct err *);
bool	delivery_next(struct db_rows *, struct delivery_group *out);
/* Take all its events that wait; n: how many are ours now. */
int	delivery_claim(struct db *, struct delivery_group *, int64_t *n,
	    struct err *);
/* Those we took, oldest first. Texts live until the next row. */
struct delivery_taken {
	const char	*event, *items;
	int64_t		 attempts;	/* 1: taken for the first time */
	int64_t		 failures, received_at;
};
int	delivery_taken(struct db *, const struct delivery_group *,
	    struct db_rows **, struct err *);
bool	delivery_taken_next(struct db_rows *, struct delivery_taken *out);
/* They are handled (failed: given up); result says how. */
int	delivery_finish(struct db *, const struct delivery_group *,
	    bool failed, const char *result, struct err *);
/* Another time; failed: one failure more. */
int	delivery_retry(struct db *, const struct delivery_group *,
	    const char *result, int64_t after_s, bool failed, struct err *);
/* All that waits for this webhook waits so long. */
int	delivery_defer(struct db *, int64_t webhook_id, int64_t after_s,
	    struct err *);
/* Objects of a webhook that wait, at most limit. */
int	delivery_objects(struct db *, int64_t webhook_id, size_t limit,
	    int64_t *n, struct err *);

/* How many of these history items (JSON array of ids) were not acted on yet. */
int	delivery_item_fresh(struct db *, int64_t webhook_id, const char *items,
	    int64_t *n, struct err *);
int	delivery_item_add(struct db *, int64_t webhook_id, const char *items,
	    struct err *);

/*
 * The watch: whoever has it looks at the provider's queue until then. taken: it was free
 * and is ours for so long.
 */
int	delivery_watch_take(struct db *, const char *provider, int64_t ms,
	    bool *taken, struct err *);
int	delivery_watch_keep(struct db *, const char *provider, int64_t ms,
	    struct err *);
/* The next delivery is to start somebody. */
int	delivery_watch_drop(struct db *, const char *provider, struct err *);
int	delivery_watch_over(struct db *, const char *provider, bool *over,
	    struct err *);

/* Removes a bounded number of handled ones that are older; removed: how many. */
int	delivery_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

#endif
