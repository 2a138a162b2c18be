#include "telegram/poll.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/fetch_many.h"
#include "io/field.h"
#include "io/secret.h"
#include "telegram/api.h"
#include "telegram/bot.h"
#include "telegram/client.h"
#include "telegram/raw.h"
#include "telegram/update.h"
#include "telegram/work.h"

#define BOTS_MAX	200	/* of one process */
#define LOOK_MS		2000	/* for bots that nobody has */
#define KEEP_MS		5000	/* leases are prolonged as often */
#define WAIT_MS		500
#define QUICK_TRIES	3	/* of a second poller that may be our own dead one's call */
#define QUICK_S		2
#define QUIET_S		1	/* of one that is asked without being held */
#define PAUSE_S		30	/* of one that does not work */
#define HELD_MS		1000	/* who answers sooner, with nothing, holds no call */

/* A bot that is asked. */
struct polled {
	struct telegram_bot	 bot;
	struct telegram		*tg;
	int			 refused;	/* by another poller, in a row */
	int			 failed;	/* otherwise, in a row */
	bool			 alone;		/* updates come one by one: many were too large */
	int64_t			 asked_ms;
	bool			 asking;
};

struct poller {
	struct db		*db;
	const struct conf	*conf;
	struct fetch_many	*many;
	struct polled		*bots[BOTS_MAX];
	size_t			 n;
	char			 lease[LEASE_SIZE];
	int64_t			 looked_ms, kept_ms;
	int64_t			 again_ms;	/* one that was left is asked again then */
};

int
telegram_poll_wanted(struct db *db, bool *wanted, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (telegram_bot_idle(db, 1, &rows, err) == -1)
		return -1;
	*wanted = db_rows_next(rows);
	return 0;
}

/* --- a bot comes and goes --- */

/* It is not asked any more, by nobody for so long. */
static int
drop(struct poller *p, size_t i, int64_t after_s, struct err *err)
{
	struct polled	*b = p->bots[i];
	const int64_t	 id = b->bot.id;

	if (b->asking)
		fetch_many_drop(p->many, b);
	telegram_close(b->tg);
	free(b);
	p->bots[i] = p->bots[--p->n];
	if (clock_mono_ms() + (after_s + 1) * 1000 > p->again_ms)
		p->again_ms = clock_mono_ms() + (after_s + 1) * 1000;
	return telegram_bot_leave(p->db, id, p->lease, after_s, err);
}

static int
ask(struct poller *p, struct polled *b, struct err *err)
{
	const int	wait_s = (int)conf_int(p->conf, "TELEGRAM_POLL_S",
			    TELEGRAM_POLL_S);

	b->asking = true;
	b->asked_ms = clock_mono_ms();
	return telegram_updates_begin(b->tg, p->many, &(struct telegram_ask){
	    .offset = b->bot.silent ? 0 : b->bot.next_update_id,
	    .limit = b->alone ? 1 : TELEGRAM_BATCH, .wait_s = wait_s }, b,
	    err);
}

static int
add(struct poller *p, const struct telegram_bot *bot, struct err *err)
{
	static const struct telegram_client	nobody = { 0, 0 };
	struct polled				*b;
	struct err				 why = { 0 };
	bool					 ours;

	if (telegram_bot_take(p->db, bot->id, p->lease, &ours, err) == -1)
		return -1;
	if (!ours)
		return 0;
	b = mem_zero(sizeof(*b));
	b->bot = *bot;
	p->bots[p->n++] = b;
	if ((b->tg = telegram_client_open(p->db, p->conf, bot->id, &nobody,
	    &why)) != NULL && ask(p, b, &why) == 0)
		return 0;
	b->asking = false;
	log_err(LOG_WARN, "telegram: poll", &why);
	if (telegram_bot_bad(p->db, bot->id, &why, NULL, err) == -1)
		return -1;
	return drop(p, p->n - 1, PAUSE_S, err);
}

static int
look(struct poller *p, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct telegram_bot	 bot;

	if (p->looked_ms != 0 && clock_mono_ms() - p->looked_ms < LOOK_MS)
		return 0;
	p->looked_ms = clock_mono_ms();
	if (telegram_bot_idle(p->db, BOTS_MAX - p->n, &rows, err) == -1)
		return -1;
	while (p->n < BOTS_MAX && telegram_bot_next(rows, &bot))
		if (add(p, &bot, err) == -1)
			return -1;
	return 0;
}

/* Leases are prolonged; bots that are switched off, or to a webhook, are let go. */
static int
keep(struct poller *p, struct err *err)
{
	bool	ours;

	if (clock_mono_ms() - p->kept_ms < KEEP_MS)
		return 0;
	p->kept_ms = clock_mono_ms();
	for (size_t i = p->n; i-- > 0;) {
		if (telegram_bot_take(p->db, p->bots[i]->bot.id, p->lease,
		    &ours, err) == -1)
			return -1;
		if (!ours && drop(p, i, 0, err) == -1)
			return -1;
	}
	return 0;
}

/* --- what a call brings --- */

struct storing {
	const struct telegram_bot	*bot;
	const json_t			*updates;
	const struct telegram_raw	*broken;	/* instead, when they cannot be read */
	int64_t				 next;
};

static int
store_work(struct db *db, void *arg, struct err *err)
{
	struct storing	*s = arg;

	if ((s->broken != NULL ? telegram_raw_add_all(db, s->broken, &s->next,
	    err) :
	    telegram_update_add(db, s->bot->id, s->updates, &s->next,
	    err)) == -1)
		return -1;
	if (s->next == 0)
		return 0;
	return telegram_bot_stored(db, s->bot->id, s->next, err) == -1 ? -1 :
	    telegram_bot_heard(db, s->bot->id, err);
}

/* *news: there was something to store. */
static int
store(struct poller *p, struct polled *b, struct storing *s, bool *news,
    struct err *err)
{
	*news = false;
	s->bot = &b->bot;
	if (s->broken == NULL && json_array_size(s->updates) == 0)
		return 0;
	if (db_tx_run(p->db, store_work, s, err) == -1)
		return -1;
	if (s->next == 0)
		return 0;
	*news = true;
	b->bot.next_update_id = s->next;
	b->bot.silent = false;
	telegram_work_wake(p->db, p->conf);
	return 0;
}

/* Another's webhook is removed; our own is set after the bot was switched to it. */
static void
remove_webhook(struct poller *p, const struct polled *b)
{
	static const struct telegram_client	 nobody = { 0, 0 };
	own_telegram struct telegram		*tg = NULL;
	struct err				 err = { 0 };
	bool					 ours;

	if (telegram_bot_take(p->db, b->bot.id, p->lease, &ours, &err) == 0 &&
	    !ours)
		return;
	if (err.kind != ERR_NONE || (tg = telegram_client_open(p->db, p->conf,
	    b->bot.id, &nobody, &err)) == NULL ||
	    telegram_webhook_delete(tg, &err) == -1)
		log_err(LOG_WARN, "telegram: webhook", &err);
}

/* When it is asked again after a failure. */
static int64_t
pause_of(struct poller *p, struct polled *b, const struct err *why)
{
	if (why->kind == ERR_BUSY)
		return why->retry_after_s;
	if (strcmp(why->code, "telegram.poller") == 0)
		return ++b->refused <= QUICK_TRIES ? QUICK_S :
		    PAUSE_S + secret_random(PAUSE_S);
	if (strcmp(why->code, "telegram.webhook") != 0)
		return ++b->failed < 5 ? INT64_C(1) << b->failed : PAUSE_S;
	remove_webhook(p, b);
	return QUICK_S;
}

static int
take_failure(struct poller *p, size_t i, const struct err *why,
    struct err *err)
{
	struct polled	*b = p->bots[i];
	const int64_t	 after_s = pause_of(p, b, why);
	bool		 revoked;

	if (b->refused == 0 || b->refused > QUICK_TRIES) {
		log_err(LOG_WARN, "telegram: poll", why);
		if (telegram_bot_bad(p->db, b->bot.id, why, &revoked,
		    err) == -1)
			return -1;
	}
	return drop(p, i, after_s, err);
}

/* An answer that cannot be read may have updates that can; nothing new: why it is a failure. */
static int
take_broken(struct poller *p, struct polled *b, const struct buf *text,
    bool large, bool *news, struct err *err)
{
	const struct telegram_raw	raw = { b->bot.id, text->data,
					    text->len, large };
	struct storing			s = { .broken = &raw };

	*news = false;
	if (text->len == 0)
		return 0;
	if (store(p, b, &s, news, err) == -1)
		return -1;
	b->alone = true;
	return 0;
}

static int
take(struct poller *p, struct fetch_done *done, struct err *err)
{
	own_json json_t		*updates = NULL, *doc = done->doc;
	own_buf struct buf	 broken = done->broken;
	struct polled		*b = done->arg;
	struct err		 why = { 0 };
	size_t			 i = 0;
	bool			 news;

	(void)doc;	/* freed here */
	while (p->bots[i] != b)
		i++;
	b->asking = false;
	if (telegram_updates_end(b->tg, done, &updates, &why) == -1) {
		if (take_broken(p, b, &broken, strcmp(done->err.code,
		    "io.remote_too_large") == 0, &news, err) == -1)
			return -1;
		return news ? ask(p, b, err) : take_failure(p, i, &why, err);
	}
	b->refused = b->failed = 0;
	if (store(p, b, &(struct storing){ .updates = updates }, &news,
	    err) == -1)
		return -1;
	b->alone = false;
	return !news && clock_mono_ms() - b->asked_ms < HELD_MS ?
	    drop(p, i, QUIET_S, err) : ask(p, b, err);
}

/* --- all --- */

static void
poller_close(struct poller *p)
{
	struct err	err = { 0 };

	while (p->n > 0)
		if (drop(p, p->n - 1, 0, &err) == -1)
			log_err(LOG_WARN, "telegram: poll", &err);
	fetch_many_close_p(&p->many);
}

int
telegram_poll_run(struct db *db, const struct conf *conf, int64_t end,
    const volatile sig_atomic_t *stop, struct err *err)
{
	cleanup(poller_close) struct poller	p = { .db = db, .conf = conf };
	struct fetch_done			done;

	lease_name(p.lease);
	if ((p.many = fetch_many_open(err)) == NULL)
		return -1;
	do {
		if (look(&p, err) == -1 || keep(&p, err) == -1)
			return -1;
		if (p.n == 0)
			clock_sleep_ms(WAIT_MS);
		else if (fetch_many_wait(p.many, WAIT_MS, &done) == 1 &&
		    take(&p, &done, err) == -1)
			return -1;
	} while ((p.n > 0 || clock_mono_ms() < p.again_ms) && !*stop &&
	    !conf_changed(conf) && clock_mono_ms() < end);
	return 0;
}
