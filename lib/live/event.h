/* event: live events of a user's pages: stored in event_log, published to their channels,
 * listed for a page that missed some. Table event_log; those of many have their readers in
 * live_reader. */
#ifndef LIVE_EVENT_H
#define LIVE_EVENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct conf;
struct db;
struct db_rows;
struct err;
struct live_part;
struct publish_to;

struct live_event {
	int64_t		 seq, at;	/* at: ms since the epoch */
	const char	*type, *data;	/* data: JSON; until the next row */
};

/*
 * type: "task", "import", "sync", "notification", ... Message on the wire: {"seq": event_log id,
 * "type": ..., "at": ISO, "data": {...}}. Stored, then published; a failed publication
 * is only logged (pages list what they missed by seq).
 */
void	live_event_add(struct db *, const struct conf *, int64_t company_id,
	    int64_t user_id, const char *type, const json_t *data);
/* Progress that comes often: published, not stored; the message has no seq. */
void	live_event_progress(struct db *, const struct conf *, int64_t user_id,
	    const char *type, const json_t *data);

/* The data of an event as text, to be freed; NULL, logged: it is too long. */
char	*live_event_text(const char *type, const json_t *data);
/* Stores one; user_id 0: its readers are in live_reader. */
int	live_event_store(struct db *, int64_t company_id, int64_t user_id,
	    const char *type, const char *data, int64_t *seq, struct err *);
/* The same for posts (live/post.h) without a number: they get theirs. In a transaction. */
int	live_event_store_part(struct db *, struct live_part *, struct err *);
/* Publishes one to a user's channels at this front; a failure is only logged. */
void	live_event_publish(struct db *, const struct conf *, int64_t user_id,
	    const struct live_event *);
/* Publishes one to these channels; a failure is only logged. */
void	live_event_send(const struct conf *, const struct publish_to *,
	    const struct live_event *);

/* Those of a user behind seq, oldest first: while (live_event_next(rows, &e)). */
int	live_event_list(struct db *, int64_t user_id, int64_t after_seq,
	    int limit, struct db_rows **, struct err *);
bool	live_event_next(struct db_rows *, struct live_event *out);
/* The newest of the user's; 0: none. */
int	live_event_last(struct db *, int64_t user_id, int64_t *seq,
	    struct err *);

/* Removes the company's whose data hold this text: of somebody who is erased. */
int	live_event_erase(struct db *, int64_t company_id, const char *text,
	    struct err *);

/*
 * Removes some of those older than days, and those of many after a day; removed: how many. Call
 * again for what is left.
 */
int	live_event_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

#endif
