/* delivery: deliveries of webhooks: kept as they came, then handled object by object under
 * a lease. Tables inbound_event, inbound_item. */
#ifndef WEBHOOK_DELIVERY_H
#define WEBHOOK_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/db_clock.h"
#include "service/lease.h"

struct contact_store;
struct db;
struct db_rows;
struct err;

#define DELIVERY_LEASE_S		120

/* One delivery; nothing is taken over. */
struct delivery_new {
	const char	*provider, *delivery;	/* delivery: 64 hex digits */
	int64_t		 webhook_id;
	const char	*event, *object_id;	/* object_id "": not for us */
	const char	*items;			/* JSON array of ids */
	int64_t		 sent_at;		/* ms; 0: the service does not say */
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
	char	lease[LEASE_SIZE];	/* "": not ours yet */
	bool	lost;			/* a worker that had taken it is gone */
};
/* Ids of the webhooks that have any waiting and their companies, whose turn it is first. */
int	delivery_webhooks(struct db *, struct db_rows **, struct err *);
/* It has its turn. */
int	delivery_served(struct db *, int64_t company_id, int64_t webhook_id,
	    struct err *);
/* A webhook's groups that wait, those of a worker that is gone first, then the longest waiting (a
 * group may come more than once). */
int	delivery_waiting(struct db *, int64_t webhook_id, size_t limit,
	    struct db_rows **, struct err *);
bool	delivery_next(struct db_rows *, struct delivery_group *out);
/* Take all its events that wait; n: how many are ours now. */
int	delivery_claim(struct db *, struct delivery_group *, int64_t *n,
	    struct err *);
/* Those we took, oldest first. Texts live until the next row. */
struct delivery_taken {
	const char	*event, *items;
	int64_t		 attempts;	/* 1: taken for the first time */
	int64_t		 failures, received_at, sent_at;
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
 * Objects (a JSON array of their ids) that were read at the service after received_before, and
 * stored: what waits about them is finished with this result, but for events whose names
 * begin with but.
 */
struct delivery_met {
	int64_t		 webhook_id, received_before;
	const char	*objects, *but, *result;
};
int	delivery_meet(struct db *, const struct delivery_met *, struct err *);

/* Those of the objects that an event was handled of which came since then, as rows of their ids. */
int	delivery_handled(struct db *, int64_t webhook_id, const char *objects,
	    int64_t since_ms, struct db_rows **, struct err *);

/* A webhook is removed: what waits for it is finished as "foreign". */
int	delivery_abandon(struct db *, int64_t webhook_id, struct err *);

/* Removes a bounded number of handled ones that are older; removed: how many. */
int	delivery_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

/* What waits for a time. */
extern const struct db_deadline delivery_deadlines[];

/* What handled ones said of a person who is erased goes. */
extern const struct contact_store	delivery_store;

#endif
