/* update: what came for the bots: stored as it came, once, then handled in order within a chat.
 * Table telegram_update. It is not the queue of webhook/delivery.h: that one puts all deliveries
 * about an object together, and then asks the service; here each counts by itself, what it
 * says is all there is, and chats must not wait for each other. Leases and waking are the
 * same (service/lease.h, service/watch.h). */
#ifndef TELEGRAM_UPDATE_H
#define TELEGRAM_UPDATE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/db_clock.h"
#include "service/lease.h"

struct db;
struct err;

#define TELEGRAM_UPDATE_LEASE_S	120
#define TELEGRAM_UPDATE_TRIES	4	/* so many failures, and it is given up */
#define TELEGRAM_UPDATE_ID_MAX	(INT64_C(1) << 53)

/*
 * Stores updates (an array, or one) of a bot; those that are there already stay. An update without
 * a number, and what is no object, is passed over. next (may be NULL): the highest number and one;
 * 0: there was none.
 */
int	telegram_update_add(struct db *, int64_t bot_id, const json_t *,
	    int64_t *next, struct err *);

/* One that cannot be read. code: why; text: the beginning of it is kept. */
struct telegram_unread {
	int64_t		 update_id;
	const char	*code, *text;
	size_t		 len;
};
/* It is stored as one that failed: nobody is to handle it. */
int	telegram_update_add_unread(struct db *, int64_t bot_id,
	    const struct telegram_unread *, struct err *);

struct telegram_update {
	int64_t	 id, bot_id, update_id, chat_id, failures;
	char	 kind[41], lease[LEASE_SIZE];
	json_t	*body;			/* NULL: it cannot be read */
	bool	 lost;			/* by whoever had it before */
};
void	telegram_update_clear(struct telegram_update *);
#define own_telegram_update cleanup(telegram_update_clear)

/* The next that is due and the oldest of its chat, taken for TELEGRAM_UPDATE_LEASE_S: 1, or 0 when
 * none is. Of two processes, one has it. */
int	telegram_update_take(struct db *, struct telegram_update *out,
	    struct err *);
/* It was handled: in the transaction of what was done. ERR_CONFLICT "service.lease_lost". */
int	telegram_update_done(struct db *, const struct telegram_update *,
	    const char *result, struct err *);
/* Again later; after TELEGRAM_UPDATE_TRIES never, so that the chat goes on. gave_up: that. */
int	telegram_update_fail(struct db *, const struct telegram_update *,
	    const char *code, bool *gave_up, struct err *);
/* Is one due within so many seconds, or already? */
int	telegram_update_soon(struct db *, int64_t seconds, bool *soon,
	    struct err *);
/* How many wait, of a bot (0: of all), and since when the oldest does (ms; 0: none). */
int	telegram_update_waiting(struct db *, int64_t bot_id, int64_t *n,
	    int64_t *since, struct err *);
/* Removes some handled ones that are older than days; removed: how many. */
int	telegram_update_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

/* What waits for a time. */
extern const struct db_deadline telegram_update_deadlines[];

#endif
