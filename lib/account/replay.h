/* replay: answers kept for repeated POSTs with an Idempotency-Key. Table
 * replay; kept for a day. */
#ifndef ACCOUNT_REPLAY_H
#define ACCOUNT_REPLAY_H

#include <stddef.h>
#include <stdint.h>

#include "io/db_clock.h"

struct buf;
struct db;
struct err;

/*
 * request: hash of method, path, query and body. 1: answered before, status and body
 * are filled; 0: new, now reserved; -1 with err: ERR_INPUT (the key is not 1 to 120
 * printable characters), ERR_CONFLICT "account.replay_running", "account.replay_other" or
 * "account.replay_unknown" (its worker ended before it answered: something is done).
 *
 * The first change that the request commits says so in the key's row (io/db_note.h), and so does
 * its first call to a service that is no mere question. One whose worker died before that has done
 * nothing: its key is new again, at once where the worker asked the same server of a database, else
 * after half a minute; should it live after all, its first change fails. The answer itself is kept
 * after the last change: who dies in between leaves a key under which something is done and that
 * has no answer, "account.replay_unknown".
 */
int	replay_find(struct db *, int64_t user_id, const char *key,
	    const char *request, int *status, struct buf *body, struct err *);
int	replay_save(struct db *, int64_t user_id, const char *key, int status,
	    const char *body, size_t len, struct err *);
/* The request in hand (base/log.h), which has the key, failed in a way that a repetition may mend:
 * it is new again. */
int	replay_drop(struct db *, int64_t user_id, const char *key,
	    struct err *);

/* What waits for a time. */
extern const struct db_deadline replay_deadlines[];

#endif
