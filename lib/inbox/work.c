#include "inbox/work.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "inbox/fetch.h"
#include "inbox/read.h"
#include "io/db.h"
#include "live/post.h"
#include "service/watch.h"
#include "telegram/api.h"
#include "telegram/bot.h"
#include "telegram/client.h"
#include "telegram/work.h"

#define WORKERS		2
#define WORK_MS		45000	/* one that does not watch works no longer */
#define QUEUE		"inbox"
#define LATER_S		60	/* when Telegram names no time */

struct worker {
	struct db		*db;
	const struct conf	*conf;
	struct watch		 watch;
};

/* What comes of asking again is the same. */
static bool
is_final(const struct err *why)
{
	return why->kind == ERR_TOO_LARGE || why->kind == ERR_REMOTE_AUTH ||
	    strcmp(why->code, "telegram.local_path") == 0;
}

static int
get_bytes(const struct worker *w, const struct inbox_fetch *f,
    struct buf *out, struct err *err)
{
	const struct telegram_client	 of = { f->company_id, f->by_id };
	own_telegram struct telegram	*tg = NULL;
	struct telegram_bot		 bot;

	if (telegram_bot_get(w->db, f->bot_id, &bot, err) == -1)
		return -1;
	if (!telegram_bot_active(&bot))
		return err_code(err, ERR_REMOTE_AUTH, "inbox.bot_off", "%s",
		    "");
	if ((tg = telegram_client_open(w->db, w->conf, bot.id, &of,
	    err)) == NULL || telegram_file(tg, f->file_id, out, err) == -1)
		return -1;
	return out->len > 0 ? 0 : err_code(err, ERR_REMOTE, "inbox.empty",
	    "%s", "");
}

/* A revoked token is the bot's fault, not the file's alone. */
static int
note(const struct worker *w, const struct inbox_fetch *f,
    const struct err *why, struct err *err)
{
	if (why->kind == ERR_BUSY)
		return inbox_fetch_later(w->db, f, why->retry_after_s > 0 ?
		    why->retry_after_s : LATER_S, err);
	if (strcmp(why->code, "telegram.token") == 0 &&
	    telegram_bot_bad(w->db, f->bot_id, why, NULL, err) == -1)
		return -1;
	return inbox_fetch_fail(w->db, f, is_final(why), why, err);
}

static int
fetch_one(const struct worker *w, const struct inbox_fetch *f,
    struct err *err)
{
	own_buf struct buf	bytes = { 0 };
	struct err		why = { 0 };
	int			rc;

	if (get_bytes(w, f, &bytes, &why) == 0)
		rc = inbox_fetch_done(w->db, f, &bytes, &why);
	else {
		log_err(LOG_WARN, "inbox: file", &why);
		if (why.kind == ERR_DOWN) {
			*err = why;
			return -1;
		}
		rc = note(w, f, &why, err);
		if (rc == -1)
			return -1;
	}
	if (rc == -1 && strcmp(why.code, "service.lease_lost") != 0) {
		*err = why;
		return -1;
	}
	live_post_wake(w->db, w->conf);
	telegram_work_wake(w->db, w->conf);
	return 0;
}

static int
read_one(const struct worker *w, const struct inbox_unread *u,
    struct err *err)
{
	if (inbox_read_do(w->db, w->conf, u, err) == -1)
		return -1;
	live_post_wake(w->db, w->conf);
	telegram_work_wake(w->db, w->conf);
	return 0;
}

/* The next file that is to be fetched, else the next that is to be read: 1; 0: there is none. */
static int
do_next(struct worker *w, struct err *err)
{
	struct inbox_unread	u;
	struct inbox_fetch	f;
	int			rc = inbox_fetch_take(w->db, &f, err);

	if (rc == 1)
		return watch_leave(&w->watch, err) == -1 ||
		    fetch_one(w, &f, err) == -1 ? -1 : 1;
	if (rc == 0)
		rc = inbox_read_find(w->db, &u, err);
	return rc == 1 && (watch_leave(&w->watch, err) == -1 ||
	    read_one(w, &u, err) == -1) ? -1 : rc;
}

/* Until nothing is due, or the time is over. 1: something was done, or tried. */
static int
work_off(void *arg, int64_t end, struct err *err)
{
	struct worker	*w = arg;
	int		 done = 0, rc = 0;

	while (clock_mono_ms() < end && (rc = do_next(w, err)) == 1)
		done = 1;
	return rc == -1 ? -1 : done;
}

int
inbox_work_run(struct db *db, const struct conf *conf, bool watch,
    struct err *err)
{
	struct worker			w = { .db = db, .conf = conf };
	const struct watch_slots	slots = { QUEUE, conf_int(conf,
	    "INBOX_WORKERS", WORKERS), WORK_MS };

	watch_open(&w.watch, db, QUEUE);
	return watch_run(&w.watch, &slots, watch, work_off, &w, err);
}

void
inbox_work_wake(struct db *db, const struct conf *conf)
{
	static const char *const args[] = { QUEUE, NULL };
	struct err		 err = { 0 };
	bool			 wake = false;

	if (watch_wake(db, QUEUE, &wake, &err) == -1 ||
	    (wake && proc_start(conf, "tick", args, &err) == -1))
		log_err(LOG_WARN, "inbox: wake", &err);
}
