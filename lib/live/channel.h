/* channel: the nchan channel on which the pages of one user listen. */
#ifndef LIVE_CHANNEL_H
#define LIVE_CHANNEL_H

#include <stdint.h>

struct buf;
struct conf;

/* Its name: HMAC of the user's id under SECRET_KEY, not guessable; "" without a key. */
void	live_channel_name(const struct conf *, int64_t user_id, char out[65]);
/* Sends a JSON message to those that listen; a failure is only logged. */
void	live_channel_publish(const struct conf *, int64_t user_id,
	    const struct buf *message);
/* Cuts off the pages of a user that listen; those that still may come back by themselves. */
void	live_channel_close(const struct conf *, int64_t user_id);

#endif
