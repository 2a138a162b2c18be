#include "clickup/sync.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/user.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/api_task.h"
#include "clickup/link.h"
#include "clickup/sync_int.h"
#include "clickup/sync_read.h"
#include "io/db.h"
#include "io/field.h"
#include "live/event.h"
#include "service/connection.h"
#include "webhook/webhook.h"

#define BEAT_MS		5000
#define PUSH_MS		1000
#define WAIT_DIFFERS_MS	2000

static void
sync_free(struct sync **p)
{
	struct sync	*s = *p;

	clickup_close(s->api);
	clickup_set_clear(&s->set);
	sync_changes_clear(&s->changes);
	free(s->seen);
	free(s);
}
#define own_sync cleanup(sync_free)

static void
tell(struct sync *s, bool kept)
{
	own_json json_t	*data = sync_run_json(&s->run, s->lang);

	s->push_at = clock_mono_ms();
	if (kept)
		live_event_add(s->db, s->conf, s->run.company_id,
		    s->run.user_id, "sync", data);
	else
		live_event_progress(s->db, s->conf, s->run.user_id, "sync", data);
}

/* Has ClickUp asked for a pause, or is it over? The clocks of two answers differ by little. */
static int
note_wait(struct sync *s, bool *changed, struct err *err)
{
	int64_t	until;

	*changed = false;
	if (s->api == NULL)
		return 0;
	if (clickup_waits(s->api, &until, err) == -1)
		return -1;
	*changed = llabs(until - s->run.waits_until) > WAIT_DIFFERS_MS;
	if (*changed)
		s->run.waits_until = until;
	return 0;
}

int
sync_beat(struct sync *s, struct err *err)
{
	const int64_t	now = clock_mono_ms();
	bool		waits = false;

	if (now - s->push_at >= PUSH_MS) {
		if (note_wait(s, &waits, err) == -1)
			return -1;
		tell(s, false);
	}
	if (s->lasts != NULL)
		s->lasts(s->lasts_arg, now - s->began_at);
	if (!waits && now - s->beat_at < BEAT_MS)
		return 0;
	s->beat_at = now;
	return sync_run_beat(s->db, &s->run, err);
}

static struct sync_read *
open_reader(const struct sync *s, struct err *err)
{
	const int64_t	left = s->run.max_tasks - s->run.processed;
	const struct sync_read_conf	conf = {
		.conf = s->conf,
		.company_id = s->run.company_id,
		.user_id = s->run.user_id,
		.ask = {
			.list_id = s->list_id,
			.page = (int)s->cursor.page,
			.include_closed = s->set.include_closed ||
			    s->place.incremental,
			.subtasks = s->set.subtasks,
			.newest_first = s->run.max_tasks <
			    CLICKUP_SET_TASKS_MAX,
			.updated_gt = s->place.incremental ?
			    s->cursor.updated_gt - SYNC_OVERLAP_MS : 0,
		},
		.pages = (int)((left + CLICKUP_PAGE_SIZE - 1) /
		    CLICKUP_PAGE_SIZE),
	};

	return sync_read_open(&conf, err);
}

static int
read_pages(struct sync *s, struct err *err)
{
	own_sync_read struct sync_read	*reader = NULL;
	const int64_t			 calls = s->run.calls;
	int				 rc;

	if ((reader = open_reader(s, err)) == NULL)
		return -1;
	for (;;) {
		own_clickup_task_page struct clickup_task_page	page = { 0 };

		rc = sync_read_next(reader, PUSH_MS, &page, err);
		s->run.calls = calls + sync_read_calls(reader);
		if (rc == -1 || rc == 2)
			return rc == -1 ? -1 : 0;
		if ((rc == 1 && sync_store_page(s, &page, err) == -1) ||
			    sync_beat(s, err) == -1)
			return -1;
	}
}

/* --- one run from end to end --- */

static int
find_webhook(struct sync *s, struct err *err)
{
	struct webhook	hook;
	struct err	why = { 0 };

	if (webhook_of(s->db, s->run.connection_id, &hook, &why) == 0)
		s->webhook_id = hook.id;
	else if (why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	return 0;
}

/* done: this run, which was interrupted, has read the list already. */
static int
find_place(struct sync *s, const char *list_id, bool *done, struct err *err)
{
	struct sync_cursor	*c = &s->cursor;
	int64_t			 now;

	s->list_id = list_id;
	s->complete = false;
	snprintf(s->stream, sizeof(s->stream), "list:%s", list_id);
	if (sync_cursor_get(s->db, s->run.connection_id, s->stream, c,
	    err) == -1 || db_now(s->db, &now, err) == -1)
		return -1;
	*done = c->run_id == s->run.id && c->page == 0;
	s->newest = c->updated_gt;
	s->place = sync_place_begin(c, &s->run, now);
	return 0;
}

static int
prepare(struct sync *s, struct err *err)
{
	own_user struct user	user = { 0 };

	if (user_get(s->db, s->run.user_id, &user, err) == -1 ||
	    find_webhook(s, err) == -1 ||
	    sync_changes_load(s->db, s->run.id, &s->changes, err) == -1)
		return -1;
	snprintf(s->lang, sizeof(s->lang), "%s", user.locale);
	if (s->run.attempts > SYNC_ATTEMPTS_MAX)
		return err_code(err, ERR_INTERNAL, "clickup.sync_crashed",
		    "sync: given up after %d tries", SYNC_ATTEMPTS_MAX);
	return clickup_set_get(s->db, s->run.company_id, s->run.user_id,
	    &s->set, err);
}

/* Under the lease: nobody said meanwhile that all begins anew. */
static int
save_cursor(struct db *db, void *arg, struct err *err)
{
	const struct sync	*s = arg;

	if (sync_run_beat(db, &s->run, err) == -1)
		return -1;
	return sync_cursor_set(db, s->run.connection_id, s->stream, &s->cursor,
	    err);
}

/* After the last page of a list: the cursor is saved for the next run, and says that this one has
 * read it. */
static int
park_cursor(struct sync *s, struct err *err)
{
	int64_t	now;

	if (db_now(s->db, &now, err) == -1)
		return -1;
	sync_place_end(&s->cursor, &s->place, s->complete, s->newest, now);
	return db_tx_run(s->db, save_cursor, s, err);
}

static int
read_list(struct sync *s, const char *list_id, struct err *err)
{
	bool	done;

	if (find_place(s, list_id, &done, err) == -1)
		return -1;
	if (done)
		return 0;
	if (read_pages(s, err) == -1)
		return -1;
	s->limited |= !s->complete;
	/* Tasks without an id may be any of those that were not met. */
	if (s->complete && !s->place.incremental && !s->place.resumed &&
	    s->run.unreadable == 0 && sync_missing_drop(s, err) == -1)
		return -1;
	return park_cursor(s, err);
}

static int
work(struct sync *s, struct err *err)
{
	if (prepare(s, err) == -1)
		return -1;
	tell(s, true);
	s->beat_at = clock_mono_ms();
	if (clickup_link_open(s->db, s->conf, s->run.company_id,
	    s->run.user_id, &s->api, err) == -1)
		return -1;
	for (size_t i = 0; i < s->set.nlists; i++)
		if (read_list(s, s->set.lists[i].list_id, err) == -1)
			return -1;
	return 0;
}

static void
put_error(struct sync_run *run, const char *code, const char *text)
{
	snprintf(run->status, sizeof(run->status), "%s",
	    run->processed > 0 ? "partial" : "error");
	snprintf(run->error_code, sizeof(run->error_code), "%s", code);
	snprintf(run->error_message, sizeof(run->error_message), "%s", text);
}

/* What a run that read all that it may has to say. */
static void
put_result(const struct sync *s, struct sync_run *run)
{
	const struct { bool so; const char *code; int64_t n; } says[] = {
		{ s->limited, SYNC_LIMIT, run->max_tasks },
		{ run->missing > 0, SYNC_MISSING, run->missing },
		{ run->unreadable > 0, SYNC_UNREADABLE, run->unreadable },
	};

	snprintf(run->status, sizeof(run->status), "success");
	for (size_t i = 0; i < nitems(says); i++) {
		if (!says[i].so)
			continue;
		snprintf(run->status, sizeof(run->status), "partial");
		snprintf(run->error_code, sizeof(run->error_code), "%s",
		    says[i].code);
		snprintf(run->error_message, sizeof(run->error_message),
		    "%" PRId64, says[i].n);
		return;
	}
}

/* How the run went, for the connection's card. A dead key has marked it already. */
static int
note_end(struct sync *s, const struct err *failed, struct err *err)
{
	if (failed->kind == ERR_NONE)
		return connection_synced(s->db, s->run.connection_id,
		    s->run.finished_at, err);
	return failed->kind == ERR_REMOTE_AUTH ? 0 : connection_mark(s->db,
	    s->run.connection_id, "error", s->run.error_code, failed->text,
	    err);
}

struct ending {
	struct sync		*s;
	const struct err	*failed;
};

/* Whoever sees that it is over sees its connection so, too. */
static int
finish_work(struct db *db, void *arg, struct err *err)
{
	struct ending	*e = arg;

	return sync_run_finish(db, &e->s->run, err) == -1 ? -1 :
	    note_end(e->s, e->failed, err);
}

static int
finish(struct sync *s, const struct err *failed, struct err *err)
{
	struct ending	 e = { s, failed };
	const char	*code = failed->code[0] != '\0' ? failed->code :
			    err_name(failed->kind);

	if (failed->kind == ERR_NONE)
		put_result(s, &s->run);
	else {
		put_error(&s->run, code, failed->text);
		log_err(LOG_WARN, "sync", failed);
	}
	return db_tx_run(s->db, finish_work, &e, err);
}

/* 1: ours; 0: none waits, or its cache is being emptied. */
static int
claim(struct sync *s, struct err *err)
{
	int	rc = sync_run_claim(s->db, 0, SYNC_OF_LISTS, &s->run,
		    err);
	bool	waits;

	if (rc != 1)
		return rc;
	if (sync_clear_waits(s->db, s->run.connection_id, &waits, err) == -1)
		return -1;
	if (!waits)
		return 1;
	return sync_run_back(s->db, &s->run, err);
}

int
sync_next(struct db *db, const struct conf *conf,
    const struct clickup_listeners *listeners, sync_lasts *lasts, void *arg,
    struct err *err)
{
	own_sync struct sync	*s = NULL;
	struct err		 failed = { 0 };
	int			 rc;

	s = mem_zero(sizeof(*s));
	s->db = db;
	s->conf = conf;
	s->listeners = listeners;
	s->lasts = lasts;
	s->lasts_arg = arg;
	s->began_at = clock_mono_ms();
	if ((rc = claim(s, err)) != 1)
		return rc;
	if (work(s, &failed) == -1 && (failed.kind == ERR_DOWN ||
	    strcmp(failed.code, "service.lease_lost") == 0)) {
		*err = failed;
		return failed.kind == ERR_DOWN ? -1 : 1;
	}
	if (finish(s, &failed, err) == -1)
		return -1;
	tell(s, true);
	return 1;
}
