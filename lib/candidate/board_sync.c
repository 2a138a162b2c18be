#include "candidate/board_sync.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "boards/boards.h"
#include "candidate/search_row.h"
#include "io/db.h"
#include "io/field.h"
#include "io/slot.h"
#include "platform/integration.h"
#include "platform/integration_log.h"
#include "platform/integration_sync.h"
#include "platform/link.h"
#include "platform/platform.h"
#include "platform/run.h"
#include "platform/wish.h"
#include "service/connection.h"
#include "service/sync_run.h"

#define PAGE_PEOPLE	100
#define NOTES_MAX	50
#define PEOPLE_MAX	2000	/* of one run and stage */
#define DEADLINE_MS	25000	/* of one page: less than SYNC_LEASE_S */
#define RESPONSES_MS	600000
#define DAY_MS		INT64_C(86400000)

enum stage { SEARCH, RESPONSES, OVER };

struct board_sync {
	struct db		*db;
	const struct conf	*conf;
	struct sync_run		 run;
	struct integration	 in;
	const struct platform	*platform;
	struct wish		 wish;
	enum stage		 stage;
	char			*cursor;
	int64_t			 taken;		/* people of this stage */
	bool			 limited;	/* there were more people than one run takes */
	json_t			*notes;		/* what boards did not do as wished, each once */
};

static void
sync_close(struct board_sync *s)
{
	integration_clear(&s->in);
	wish_clear(&s->wish);
	mem_free_str(&s->cursor);
	json_decref(s->notes);
}

/* --- where it is --- */

static int
state_read(struct board_sync *s, struct err *err)
{
	own_json json_t	*state = NULL;
	int64_t		 stage;

	if (integration_sync_state(s->db, s->in.con.id, &state, err) == -1)
		return -1;
	if (field_num(state, "run", 0) != s->run.id)
		return 0;
	stage = field_num(state, "stage", SEARCH);
	if (stage == RESPONSES || stage == OVER)
		s->stage = (enum stage)stage;
	s->taken = field_num(state, "taken", 0);
	s->limited = json_is_true(json_object_get(state, "limited"));
	mem_put(&s->cursor, mem_dup(field_str(state, "cursor")));
	return 0;
}

static int
state_write(struct board_sync *s, struct err *err)
{
	own_json json_t	*state = json_pack("{s:I, s:i, s:s?, s:I, s:b}", "run",
			    (json_int_t)s->run.id, "stage", (int)s->stage,
			    "cursor", s->cursor, "taken",
			    (json_int_t)s->taken, "limited", s->limited);

	return integration_sync_set_state(s->db, s->in.con.id, state, err);
}

/* --- one page --- */

static void
keep_notes(struct board_sync *s, const json_t *notes)
{
	json_t	*one, *had;
	size_t	 i, k;

	if (s->notes == NULL)
		s->notes = json_array();
	json_array_foreach((json_t *)(uintptr_t)notes, i, one) {
		json_array_foreach(s->notes, k, had)
			if (json_equal(one, had))
				break;
		if (k == json_array_size(s->notes) && k < NOTES_MAX)
			json_array_append(s->notes, one);
	}
}

/* While a talk of many requests goes on, the run stays ours. */
static int
ask_page(struct board_sync *s, const struct platform_talk *talk,
    int64_t deadline_ms, struct platform_got *got, struct err *err)
{
	own_platform_run struct platform_run	*run = NULL;
	const struct platform_ask ask = { .wish = &s->wish,
	    .cursor = s->cursor, .account = s->in.account,
	    .base_url = platform_address(s->platform, s->conf),
	    .now_ms = clock_ms() };
	struct platform_link	*link;
	struct platform_done	*done;

	if ((run = platform_run_open(s->db, s->conf, deadline_ms,
	    err)) == NULL || platform_link_open(s->db, s->conf, s->platform,
	    &s->in, 0, NULL, &link, err) == -1)
		return -1;
	platform_run_add(run, link, talk, &ask, NULL);
	done = platform_run_next(run);
	s->run.calls += done->calls;
	keep_notes(s, done->got.notes);
	*got = give(done->got);
	if (done->rc == -1)
		*err = done->err;
	return done->rc;
}

/* An answer, and where the run is behind it. */
struct page {
	const struct board_sync		*was;
	const struct platform_got	*got;
	bool				 whole;	/* nothing failed behind its people */
	struct board_sync		 now;	/* its texts belong to was and got */
};

static void
move_on(struct board_sync *s, char *cursor)
{
	s->limited = s->limited || (cursor != NULL && s->taken >= PEOPLE_MAX);
	s->cursor = s->taken >= PEOPLE_MAX ? NULL : cursor;
	if (s->cursor == NULL) {
		s->stage++;
		s->taken = 0;
	}
}

/* The people, the counts and the place are stored at once: whoever goes on repeats nothing. */
static int
store(struct db *db, void *arg, struct err *err)
{
	own_candidate_rows struct candidate_rows rows = { .only_new = true };
	struct page		*p = arg;
	struct board_sync	*s = &p->now;
	const int64_t		 people =
				    (int64_t)json_array_size(p->got->found);
	struct candidate_counts	 n;

	*s = *p->was;
	if (candidate_rows_add(db, &s->in, p->got->found, 0, &rows, &n,
	    err) == -1)
		return -1;
	s->run.processed += people;
	s->run.created += n.sources;
	s->run.updated += n.updated;
	s->run.unreadable += p->got->unreadable;
	s->taken += people;
	if (!p->whole)
		return 0;
	move_on(s, p->got->cursor);
	return sync_run_beat(db, &s->run, err) == -1 ? -1 :
	    state_write(s, err);
}

/* What came before a failure is stored, too. */
static int
take_page(struct board_sync *s, const struct platform_talk *talk,
    int64_t deadline_ms, struct err *err)
{
	own_platform_got struct platform_got	got = { 0 };
	struct err				failed = { 0 };
	const int	rc = ask_page(s, talk, deadline_ms, &got, &failed);
	struct page	page = { .was = s, .got = &got, .whole = rc == 0 };
	own_str char	*cursor = NULL;

	if (db_tx_run_committed(s->db, store, &page, err) == -1)
		return -1;
	cursor = mem_dup(page.now.cursor);
	mem_free_str(&s->cursor);
	*s = page.now;
	s->cursor = give(cursor);
	if (rc == -1)
		*err = failed;
	return rc;
}

/* An integration that wishes for nobody in particular searches nothing. */
static int
take_stage(struct board_sync *s, struct err *err)
{
	const struct platform_talk *talk = s->stage == SEARCH ?
	    s->platform->search : s->platform->responses;

	if (talk == NULL || (s->stage == SEARCH &&
	    wish_given(&s->wish) == 0)) {
		s->stage++;
		return 0;
	}
	if (s->stage == SEARCH)
		return sync_run_beat(s->db, &s->run, err) == -1 ? -1 :
		    take_page(s, talk, DEADLINE_MS, err);
	return sync_run_hold(s->db, &s->run, RESPONSES_MS / 1000 + 30,
	    err) == -1 ? -1 : take_page(s, talk, RESPONSES_MS, err);
}

/* --- a run --- */

/* After the first one those who changed since the last are enough. */
static int
prepare(struct board_sync *s, struct err *err)
{
	const int64_t	last = s->in.con.last_sync_at;

	s->platform = platform_by_name(boards, s->in.con.provider);
	if (s->platform == NULL)
		return err_set(err, ERR_INTERNAL, "no board %s",
		    s->in.con.provider);
	if (wish_read_stored(s->in.search, &s->wish, err) == -1)
		return -1;
	s->wish.limit = PAGE_PEOPLE;
	if (last != 0 && clock_ms() > last && wish_given(&s->wish) != 0)
		s->wish.updated_within_days = (clock_ms() - last) / DAY_MS + 1;
	if (s->wish.updated_within_days > 365)
		s->wish.updated_within_days = 365;
	return state_read(s, err);
}

static int
work(struct board_sync *s, struct err *err)
{
	if (s->run.attempts > SYNC_ATTEMPTS_MAX)
		return err_code(err, ERR_INTERNAL, "platform.sync_lost",
		    "given up after %d attempts", SYNC_ATTEMPTS_MAX);
	if (prepare(s, err) == -1)
		return -1;
	while (s->stage != OVER)
		if (take_stage(s, err) == -1)
			return -1;
	return 0;
}

static void
put_result(struct board_sync *s, const struct err *failed)
{
	struct sync_run	*run = &s->run;
	const bool	 well = failed->kind == ERR_NONE;
	const char	*code = !well && failed->code[0] == '\0' ?
			    err_name(failed->kind) : failed->code;

	snprintf(run->status, sizeof(run->status), "%s", well ?
	    (s->limited || run->unreadable > 0 ? "partial" : "success") :
	    run->processed > 0 ? "partial" : "error");
	snprintf(run->error_code, sizeof(run->error_code), "%s", well &&
	    s->limited ? "platform.sync_limited" : code);
	snprintf(run->error_message, sizeof(run->error_message), "%s",
	    failed->text);
}

static void
note(struct board_sync *s, const struct err *why)
{
	own_json json_t	*details = json_pack("{s:I, s:I, s:I, s:I, s:I, s:s,"
			    " s:O?}",
			    "found", (json_int_t)s->run.processed, "created",
			    (json_int_t)s->run.created, "updated",
			    (json_int_t)s->run.updated, "failed",
			    (json_int_t)s->run.unreadable, "calls",
			    (json_int_t)s->run.calls, "reason", s->run.reason,
			    "notes", s->notes);

	if (strcmp(s->run.status, "partial") == 0)
		integration_log_partial(s->db, &s->in, "sync", 0, details,
		    why);
	else
		integration_log_add(s->db, &s->in, "sync", 0, details, why);
}

struct ending {
	struct board_sync	*s;
	const struct err	*why;	/* NULL: it went well */
	int64_t			 began_ms;
};

/* Whoever sees that it is over sees its integration and its log so, too. */
static int
finish(struct db *db, void *arg, struct err *err)
{
	const struct ending		*e = arg;
	struct board_sync		*s = e->s;
	const int64_t			 id = s->in.con.id;
	const struct integration_gain	 gain = { .errors = e->why != NULL };
	own_json json_t			*none = json_object();

	note(s, e->why);
	return sync_run_finish(db, &s->run, err) == -1 ||
	    (e->why == NULL && connection_synced(db, id, s->run.finished_at,
	    err) == -1) || integration_settle(db, id, clock_mono_ms() -
	    e->began_ms, e->why, err) == -1 ||
	    integration_log_gain(db, &s->in, &gain, err) == -1 ||
	    integration_sync_set_state(db, id, none, err) == -1 ? -1 : 0;
}

/* 1: one was carried out; 0: none waits. */
static int
sync_one(struct db *db, const struct conf *conf, struct err *err)
{
	cleanup(sync_close) struct board_sync	s = { .db = db, .conf = conf };
	struct ending	end = { .s = &s, .began_ms = clock_mono_ms() };
	struct err	failed = { 0 };
	int		rc = sync_run_claim(db, 0, SYNC_OF_BOARDS, &s.run,
			    err);

	if (rc != 1)
		return rc;
	if (integration_get(db, s.run.company_id, s.run.connection_id, &s.in,
	    err) == -1)
		return -1;
	if (work(&s, &failed) == -1) {
		log_err(LOG_WARN, "board sync", &failed);
		if (strcmp(failed.code, "service.lease_lost") == 0)
			return 1;	/* it is another's now, or was cancelled */
	}
	put_result(&s, &failed);
	end.why = failed.kind == ERR_NONE ? NULL : &failed;
	if (db_tx_run(db, finish, &end, err) == -1)
		return -1;
	return 1;
}

int
board_sync_run(struct db *db, const struct conf *conf, struct err *err)
{
	char	slot[SLOT_SIZE];
	int	rc = slot_take(db, "board-sync", conf_int(conf,
		    "BOARD_SYNC_WORKERS", 4), slot, err);

	if (rc != 1)
		return rc;
	do
		rc = sync_one(db, conf, err);
	while (rc == 1);
	db_unlock(db, slot);
	return rc;
}
