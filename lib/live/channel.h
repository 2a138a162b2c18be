/*
 * channel: where live events reach the pages of one session, or the programs of one API key.
 * Each has a channel of its own, so that a revoked one is closed alone. Table live_channel.
 */
#ifndef LIVE_CHANNEL_H
#define LIVE_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "live/publish.h"

struct buf;
struct conf;
struct db;
struct db_rows;
struct err;
struct web_who;

/* The channel of who asks, made at the first time. */
int	live_channel_open(struct db *, const struct web_who *,
	    char name[PUBLISH_NAME_SIZE], struct err *);
/*
 * Sends a JSON message to the channels of a user whose session or API key holds; a failure is
 * only logged.
 */
void	live_channel_publish(struct db *, const struct conf *,
	    int64_t user_id, const struct buf *message);
/* Where the readers of these events listen, event by event, limit rows at most; then row by row:
 * the event and the name of a channel. */
int	live_channel_readers(struct db *, const int64_t *seqs, size_t n,
	    int64_t limit, struct db_rows **, struct err *);
bool	live_channel_next(struct db_rows *, int64_t *seq,
	    char name[PUBLISH_NAME_SIZE]);
/*
 * Closes the channels of a user's sessions and API keys that ended or were revoked (user_id 0:
 * everybody's); the others stay. A failure is logged: tick tries again.
 */
void	live_channel_close(struct db *, const struct conf *, int64_t user_id);

#endif
