#include "live/relay.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "io/db.h"
#include "live/channel.h"
#include "live/event.h"
#include "live/front.h"
#include "live/publish.h"
#include "live/send.h"

#define RUN_MS		62000	/* cron starts the next one within a minute */
#define LOCK_WAIT_S	6	/* the one before is about to end */
#define LOOK_MS		400

int
live_relay_keep(struct db *db, const struct conf *conf, struct err *err)
{
	static const char *const args[] = { "relay", NULL };
	bool			 due;

	if (live_front_expire(db, err) == -1 ||
	    live_front_beat(db, conf, &due, err) == -1)
		return -1;
	return due ? proc_start(conf, "tick", args, err) : 0;
}

/* What fails is logged and keeps nothing from the others: pages list what they missed. */
static void
bring(struct db *db, const struct conf *conf, const struct live_relay *relay)
{
	const struct live_event	event = { relay->event_id, relay->at,
		relay->type, relay->data };
	own_buf struct buf	message = { 0 };
	struct err		err = { 0 };

	if (relay->channel != NULL) {
		if (publish_close(conf, relay->channel, &err) == -1)
			log_err(LOG_WARN, "relay: close", &err);
	} else if (relay->message != NULL) {
		buf_puts(&message, relay->message);
		live_channel_publish(db, conf, relay->user_id, &message);
	} else if (relay->data != NULL && relay->user_id != 0) {
		live_event_publish(db, conf, relay->user_id, &event);
	} else if (relay->data != NULL && live_send(db, conf, &event, 1,
	    &err) == -1) {
		log_err(LOG_WARN, "relay: send", &err);
	}
}

/* n: how many there were. */
static int
bring_part(struct db *db, const struct conf *conf, size_t *n, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct live_relay	 relay;

	if (live_front_list(db, conf, &rows, err) == -1)
		return -1;
	*n = db_rows_count(rows);
	while (live_front_next(rows, &relay)) {
		bring(db, conf, &relay);
		if (live_front_brought(db, conf, relay.id, err) == -1)
			return -1;
	}
	return 0;
}

static int
bring_all(struct db *db, const struct conf *conf, struct err *err)
{
	const int64_t	end = clock_mono_ms() + RUN_MS;
	size_t		n;

	if (live_front_promise(db, conf, RUN_MS, err) == -1)
		return -1;
	do {
		if (bring_part(db, conf, &n, err) == -1)
			return -1;
	} while (clock_mono_ms() < end &&
	    (n > 0 || clock_sleep_ms(LOOK_MS) == 0));
	return 0;
}

int
live_relay_run(struct db *db, const struct conf *conf, struct err *err)
{
	own_str char	*lock = live_front_lock(conf);
	int		 rc;

	if (db_lock(db, lock, LOCK_WAIT_S, err) == -1) {
		if (err->kind != ERR_BUSY)
			return -1;
		memset(err, 0, sizeof(*err));
		return 0;
	}
	rc = bring_all(db, conf, err);
	db_unlock(db, lock);
	return rc;
}
