#include "live/spread.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/rota.h"
#include "live/audience.h"
#include "live/event.h"
#include "live/front.h"
#include "live/post.h"
#include "live/send.h"
#include "service/watch.h"

#define LOCK		"tick-live"
#define LOCK_WAIT_S	3	/* whoever has it may be about to end */
#define WORK_MS		20000	/* one that does not watch works no longer */
#define STEP_MS		100
#define ROUND_MS	500	/* then whoever watches says so again */
#define GATHER_MS	50	/* when none of a turn had a full part: more go out together then */

struct spreader {
	struct db			*db;
	const struct conf		*conf;
	const struct live_audience *const *audiences;
	int64_t				 company_id;	/* whose turn it is */
	int64_t				 limit;		/* of a part */
	struct live_part		 part;
};

/* --- numbers and readers --- */

static bool
has_fresh(const struct live_part *part, const char *audience)
{
	for (size_t i = 0; i < part->n; i++)
		if (part->v[i].seq == 0 && (audience == NULL ||
		    strcmp(part->v[i].audience, audience) == 0))
			return true;
	return false;
}

#define POSTS "FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j "	\
	"JOIN live_post p ON p.id = j.id JOIN "
#define ONCE " ON DUPLICATE KEY UPDATE user_id = VALUES(user_id)"

/* Those who may see what it is about; a thing of a kind that nobody knows has no people. */
static int
add_audience(struct db *db, const struct live_audience *audience,
    const char *ids, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "INSERT INTO live_reader (user_id, event_id) "
	    "SELECT STRAIGHT_JOIN s.user_id, p.seq " POSTS "(",
	    DB_ARGS(db_str(ids)));
	db_build_add(&b, audience->seen, DB_NONE);
	db_build_add(&b, ") s ON s.thing_id = p.audience_id AND "
	    "s.company_id = p.company_id WHERE p.audience = ?" ONCE,
	    DB_ARGS(db_str(audience->name)));
	return db_build_exec(db, &b, err);
}

/* Those who are named. */
static int
add_people(struct db *db, const char *ids, struct err *err)
{
	return db_exec(db, "INSERT INTO live_reader (user_id, event_id) "
	    "SELECT STRAIGHT_JOIN u.id, p.seq " POSTS "JSON_TABLE(p.people, "
	    "'$[*]' COLUMNS (id BIGINT PATH '$')) x JOIN user u ON u.id = x.id "
	    "WHERE u.active AND u.company_id = p.company_id" ONCE,
	    DB_ARGS(db_str(ids)), NULL, err);
}

/* Each gets its number, its readers and its way to the other fronts together. */
static int
take_work(struct db *db, void *arg, struct err *err)
{
	struct spreader			*s = arg;
	const struct live_audience *const *a = s->audiences;
	own_buf struct buf		 ids = { 0 };
	bool				 of[8] = { false };
	size_t				 n = 0;

	if (live_post_take(db, s->company_id, s->limit, &s->part, err) == -1)
		return -1;
	if (s->part.n == 0)
		return 0;
	if (!has_fresh(&s->part, NULL))
		return live_post_keep(db, &s->part, err);
	live_post_ids(&s->part, true, &ids);
	for (; a[n] != NULL && n < nitems(of); n++)
		of[n] = has_fresh(&s->part, a[n]->name);
	if (live_event_store_part(db, &s->part, err) == -1 ||
	    live_post_keep(db, &s->part, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (of[i] && add_audience(db, a[i], buf_str(&ids), err) == -1)
			return -1;
	return add_people(db, buf_str(&ids), err) == -1 ? -1 :
	    live_front_tell_posts(db, s->conf, buf_str(&ids), err);
}

/* One that fails holds up no other: they are taken one by one then, and it waits. */
static int
take_part(struct spreader *s, struct err *err)
{
	if (db_tx_run_committed(s->db, take_work, s, err) == 0) {
		s->limit = s->limit * 2 < LIVE_POST_PART ? s->limit * 2 :
		    LIVE_POST_PART;
		return 0;
	}
	live_part_clear(&s->part);
	if (err->kind == ERR_DOWN || (s->limit == 1 &&
	    live_post_postpone(s->db, s->company_id, err) == -1))
		return -1;
	log_err(LOG_WARN, "live: event", err);
	*err = (struct err){ 0 };
	s->limit = 1;
	return 1;
}

/* --- sending --- */

static int
send_part(const struct spreader *s, struct err *err)
{
	struct live_event	v[LIVE_POST_PART];

	for (size_t i = 0; i < s->part.n; i++)
		v[i] = (struct live_event){ .seq = s->part.v[i].seq,
			.at = s->part.v[i].created_at,
			.type = s->part.v[i].type,
			.data = s->part.v[i].data };
	return live_send(s->db, s->conf, v, s->part.n, err);
}

/* --- runs --- */

/* 1: something of the company's went out, or was put off. */
static int
spread_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	struct spreader	*s = arg;
	int		 rc;

	s->company_id = company_id;
	if ((rc = take_part(s, err)) != 0 || s->part.n == 0)
		return rc;
	return send_part(s, err) == -1 ||
	    live_post_done(db, &s->part, err) == -1 ? -1 : 1;
}

/* 1: something went out, or was put off. */
static int
spread_part(void *arg, int64_t end, struct err *err)
{
	const int64_t	round = clock_mono_ms() + ROUND_MS;
	struct spreader	*s = arg;
	int64_t		 first = -1;	/* of those who have a turn now */
	bool		 full = false;
	int		 rc, done = 0;

	while ((rc = rota_take(s->db, &live_post_rota, spread_of, s,
	    err)) == 1) {
		done = 1;
		if (clock_mono_ms() >= (round < end ? round : end))
			return 1;
		full |= (int64_t)s->part.n >= s->limit;
		if (s->company_id == first && !full)
			clock_sleep_ms(GATHER_MS);
		if (s->company_id == first || first == -1) {
			first = s->company_id;
			full = false;
		}
	}
	if (rc == 0 && done)
		clock_sleep_ms(GATHER_MS);
	return rc == -1 ? -1 : done;
}

/*
 * Until nothing waits, or until end. linger: then looks until end all the same: a writer that saw
 * the promise just before it was dropped has woken nobody.
 */
static int
spread_until(struct spreader *s, int64_t end, bool linger, struct err *err)
{
	for (;;) {
		const int	n = spread_part(s, end, err);

		if (n == -1)
			return -1;
		if (clock_mono_ms() >= end || (n == 0 && !linger) ||
		    (n == 0 && clock_sleep_ms(STEP_MS) == -1))
			return 0;
	}
}

static int
spread_all(struct spreader *s, bool watch, struct err *err)
{
	struct watch	w;

	if (!watch)
		return spread_until(s, clock_mono_ms() + WORK_MS, false, err);
	watch_open(&w, s->db, WATCH_LIVE);
	return watch_on(&w, spread_part, s, err) == -1 ? -1 :
	    spread_until(s, clock_mono_ms() + 2 * LIVE_POST_SURE_MS, true,
	    err);
}

int
live_spread_run(struct db *db, const struct conf *conf,
    const struct live_audience *const *audiences, bool watch, struct err *err)
{
	struct spreader	s = { .db = db, .conf = conf,
		.audiences = audiences, .limit = LIVE_POST_PART };
	int		rc;

	if (db_lock(db, LOCK, watch ? LOCK_WAIT_S : 0, err) == -1) {
		if (err->kind != ERR_BUSY)
			return -1;
		memset(err, 0, sizeof(*err));
		return 0;
	}
	rc = live_post_expire(db, err) == -1 ? -1 :
	    spread_all(&s, watch, err);
	live_part_clear(&s.part);
	db_unlock(db, LOCK);
	return rc;
}
