/* push: live events to a user's pages: kept in event_log, sent through nchan. */
#ifndef LIVE_PUSH_H
#define LIVE_PUSH_H

#include <jansson.h>
#include <stdint.h>

struct conf;
struct db;

/*
 * type: "task", "import", "sync", "notification". Message on the wire: {"seq":
 * event_log id, "type": ..., "at": ISO, "data": {...}}.
 * Written to event_log, then published to the user's channel; a failed
 * publication is only logged (clients catch up by seq).
 */
void	push_event(struct db *, const struct conf *, int64_t company_id,
	    int64_t user_id, const char *type, const json_t *data);
/* Progress that comes often: published, not stored; the message has no seq. */
void	push_live(const struct conf *, int64_t user_id, const char *type,
	    const json_t *data);
/* Cuts off the pages of a user that listen; those that still may come back by themselves. */
void	push_close(const struct conf *, int64_t user_id);
/* The nchan channel of a user (HMAC of the id under SECRET_KEY: not guessable); "" without one. */
void	push_channel(const struct conf *, int64_t user_id, char out[65]);

#endif
