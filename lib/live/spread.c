#include "live/spread.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "live/audience.h"
#include "live/channel.h"
#include "live/event.h"
#include "live/post.h"
#include "service/watch.h"

#define LOCK		"tick-live"
#define LOCK_WAIT_S	3	/* whoever has it may be about to end */
#define WORK_MS		20000	/* one that does not watch works no longer */

struct spreader {
	struct db			*db;
	const struct conf		*conf;
	const struct live_audience *const *audiences;
};

struct numbering {
	const struct spreader	*s;
	struct live_taken	*post;
	const char		*lease;
};

/* As a JSON array of ids; a thing of a kind that nobody knows has no people. */
static int
find_people(const struct spreader *s, const struct live_taken *post,
    struct buf *out, struct err *err)
{
	own_people struct live_people	 people = { 0 };
	const struct live_audience *const *a = s->audiences;

	while (*a != NULL && strcmp((*a)->name, post->audience) != 0)
		a++;
	if (*a != NULL && (*a)->people(s->db, post->company_id,
	    post->audience_id, &people, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	for (size_t i = 0; i < people.n; i++)
		emit_int(out, NULL, people.v[i]);
	emit_close(out, ']');
	return 0;
}

#define IDS	"JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$'))"

/* It gets its number and its readers together. */
static int
number_work(struct db *db, void *arg, struct err *err)
{
	const struct numbering	*n = arg;
	struct live_taken	*post = n->post;
	own_buf struct buf	 people = { 0 };
	int64_t			 seq;

	if (find_people(n->s, post, &people, err) == -1 ||
	    live_event_store(db, post->company_id, 0, post->type, post->data,
	    &seq, err) == -1 ||
	    db_exec(db, "INSERT INTO live_reader (user_id, event_id) "
	    "SELECT u.id, ? FROM (SELECT id FROM " IDS " a UNION "
	    "SELECT id FROM " IDS " b) j JOIN user u ON u.id = j.id "
	    "AND u.active AND u.company_id = ?", DB_ARGS(db_int(seq),
	    db_str(buf_str(&people)), db_str(post->people),
	    db_int(post->company_id)), NULL, err) == -1 ||
	    live_post_number(db, post->id, n->lease, seq, err) == -1)
		return -1;
	post->seq = seq;
	return 0;
}

static int
spread_one(const struct spreader *s, struct live_taken *post,
    const char *lease, struct err *err)
{
	struct numbering	n = { s, post, lease };

	if (post->seq == 0 && db_tx_run(s->db, number_work, &n, err) == -1)
		return -1;
	live_event_spread(s->db, s->conf, &(struct live_event){
	    .seq = post->seq, .at = post->created_at, .type = post->type,
	    .data = post->data });
	return 0;
}

/* One that fails waits for the end of its lease, and holds up no other. */
static int
spread_part(const struct spreader *s, int *done, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct live_taken	 post;
	char			 lease[LEASE_SIZE];

	lease_name(lease);
	if (live_post_take(s->db, lease, &rows, err) == -1)
		return -1;
	*done = 0;
	for (; live_taken_next(rows, &post); (*done)++) {
		struct err	why = { 0 };

		if (spread_one(s, &post, lease, &why) == 0)
			continue;
		if (why.kind == ERR_DOWN) {
			*err = why;
			return -1;
		}
		log_err(LOG_WARN, "live: event", &why);
	}
	return *done == 0 ? 0 : live_post_done(s->db, lease, err);
}

static int
spread_all(void *arg, int64_t end, struct err *err)
{
	int	n, any = 0;

	do {
		if (spread_part(arg, &n, err) == -1)
			return -1;
		any |= n > 0;
	} while (n > 0 && clock_mono_ms() < end);
	return any;
}

int
live_spread_run(struct db *db, const struct conf *conf,
    const struct live_audience *const *audiences, bool watch, struct err *err)
{
	struct spreader	s = { db, conf, audiences };
	struct watch	w;
	int		rc;

	if (db_lock(db, LOCK, watch ? LOCK_WAIT_S : 0, err) == -1) {
		if (err->kind != ERR_BUSY)
			return -1;
		memset(err, 0, sizeof(*err));
		return 0;
	}
	watch_open(&w, db, WATCH_LIVE);
	if (live_post_expire(db, err) == -1)
		rc = -1;
	else
		rc = watch ? watch_on(&w, spread_all, &s, err) :
		    spread_all(&s, clock_mono_ms() + WORK_MS, err);
	db_unlock(db, LOCK);
	return rc == -1 ? -1 : 0;
}
