#include "clickup/event.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/proc.h"
#include "clickup/api.h"
#include "clickup/api_comment.h"
#include "clickup/api_task.h"
#include "clickup/api_webhook.h"
#include "clickup/cache.h"
#include "clickup/cache_fill.h"
#include "clickup/follow.h"
#include "clickup/hook.h"
#include "clickup/listener.h"
#include "clickup/set.h"
#include "clickup/sync.h"
#include "clickup/view.h"
#include "io/db.h"
#include "io/field.h"
#include "live/event.h"
#include "service/sync_run.h"
#include "webhook/delivery.h"
#include "webhook/service.h"

#define MANY		40	/* tasks that wait: a list page is cheaper */
#define MANY_WAIT_S	15
#define LEFT_MAX	3	/* times that a task is left to a sync */

/* --- what is sent --- */

static char *
items_json(const struct clickup_event *ev)
{
	own_buf struct buf	out = { 0 };

	emit_open(&out, NULL, '[');
	for (size_t i = 0; i < ev->nitems; i++)
		emit_str(&out, NULL, ev->items[i]);
	emit_close(&out, ']');
	return mem_dup(buf_str(&out));
}

/*
 * Two deliveries differ by what they say happened; of those without history (a
 * deletion) the same may happen again.
 */
int
clickup_event_read(const struct webhook_post *post, struct webhook_event *out,
    struct err *err)
{
	struct clickup_event	ev;

	if (clickup_event_parse(post->body, post->len, &ev, err) == -1)
		return -1;
	snprintf(out->name, sizeof(out->name), "%s", ev.event);
	snprintf(out->object_id, sizeof(out->object_id), "%s", ev.task_id);
	out->sent_at = ev.date;
	out->items = items_json(&ev);
	if (ev.nitems > 0)
		out->identity = mem_fmt("%s %s %s", ev.event, ev.task_id,
		    out->items);
	return 0;
}

/* --- what became of the task --- */

static void
tell_pages(struct clickup_hook_client *c, const json_t *data)
{
	live_event_add(c->db, c->conf, c->company_id, c->user_id, "task",
	    data);
}

/* The row id in the cache; 0: it is not there. */
static int
cached_id(struct clickup_hook_client *c, const char *task_id, int64_t *id,
    struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	struct clickup_cache_row	 row;
	struct err			 why = { 0 };

	*id = 0;
	if (clickup_cache_get(c->db, c->set.connection_id, task_id, &rows,
	    &row, &why) == 0)
		*id = row.id;
	else if (why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	return 0;
}

struct dropping {
	int64_t	connection_id, id;
	size_t	dropped;
};

static int
drop_work(struct db *db, void *arg, struct err *err)
{
	struct dropping	*d = arg;

	return clickup_cache_drop(db, d->connection_id, &d->id, 1, &d->dropped,
	    err);
}

/* The list holds it no more. */
static int
drop(struct clickup_hook_client *c, const char *task_id, struct err *err)
{
	struct dropping	 d = { .connection_id = c->set.connection_id };
	own_json json_t	*data = NULL;

	if (cached_id(c, task_id, &d.id, err) == -1 ||
	    (d.id != 0 && db_tx_run(c->db, drop_work, &d, err) == -1))
		return -1;
	if (d.dropped == 0)
		return 0;
	clickup_follow_written(c->db, c->conf, d.connection_id);
	data = json_pack("{s:s, s:I, s:s}", "change", "deleted", "id",
	    (json_int_t)d.id, "task_id", task_id);
	tell_pages(c, data);
	return 0;
}

static int
store(struct clickup_hook_client *c, const struct clickup_task *task,
    const char *comments, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	own_json json_t			*data = NULL;
	struct clickup_cache_row	 row;
	int64_t				 had;

	if (cached_id(c, task->task_id, &had, err) == -1 ||
	    clickup_fill_put(c->db, c->listeners, c->set.connection_id,
	    c->user_id, task, comments, err) == -1)
		return -1;
	clickup_follow_written(c->db, c->conf, c->set.connection_id);
	if (clickup_cache_get(c->db, c->set.connection_id, task->task_id,
	    &rows, &row, err) == -1)
		return -1;
	if ((data = clickup_view_row(&row)) == NULL)
		return err_set(err, ERR_INTERNAL, "task %s: no JSON",
		    task->task_id);
	json_object_set_new(data, "change", json_string(had == 0 ? "created" :
	    "updated"));
	tell_pages(c, data);
	clickup_listeners_passed(c->listeners, c->db, c->conf);
	return 0;
}

/* 1: it is of the list, out is what it is like now; 0: the list holds it no more; or -1. */
static int
read_task(struct clickup_hook_client *c, const char *task_id,
    struct clickup_task *out, struct err *err)
{
	if (clickup_task_fetch(c->api, task_id, out, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		memset(err, 0, sizeof(*err));
		return 0;
	}
	if (out->attachments == NULL)
		out->attachments = mem_dup("[]");
	return clickup_fill_wanted(&c->set, out);
}

/* ClickUp is asked what the task is like now; result: what was done. */
static int
reread(struct clickup_hook_client *c, const char *task_id, bool with_comments,
    const char **result, struct err *err)
{
	own_clickup_task struct clickup_task	 task = { 0 };
	own_json json_t				*comments = NULL;
	own_str char				*text = NULL;
	int					 rc;

	if ((rc = read_task(c, task_id, &task, err)) == -1)
		return -1;
	*result = rc == 1 ? "stored" : "removed";
	if (rc == 0)
		return drop(c, task_id, err);
	if (with_comments && clickup_comments_fetch(c->api, task_id, 0,
	    &comments, err) == -1)
		return -1;
	text = comments != NULL ? json_dumps(comments, JSON_COMPACT) : NULL;
	return store(c, &task, text, err);
}

/* --- a group --- */

/*
 * So many tasks wait that a sync costs fewer calls. It finishes the events about the tasks that it
 * meets; those about others come back here and are read one by one.
 */
static int
leave_to_sync(struct clickup_hook_client *c, const struct webhook_group *g,
    bool *left, struct err *err)
{
	static const char *const args[] = { "sync", NULL };
	const struct sync_wish	 wish = { .company_id = c->company_id,
		.user_id = c->user_id, .reason = "webhook" };
	struct sync_run		 run;
	int64_t			 waiting;
	bool			 synced;

	*left = false;
	if (g->attempts > LEFT_MAX)
		return 0;
	if (delivery_objects(c->db, g->webhook_id, MANY, &waiting,
	    err) == -1 || sync_run_since(c->db, c->set.connection_id,
	    g->newest_at, &synced, err) == -1)
		return -1;
	if (waiting < MANY || synced)
		return 0;
	if (sync_ask(c->db, &wish, &run, err) == 0) {
		if (proc_start(c->conf, "tick", args, err) == -1)
			return -1;
	} else if (err->kind != ERR_CONFLICT)
		return -1;
	memset(err, 0, sizeof(*err));
	*left = true;
	return 0;
}

int
clickup_event_handle(void *client, const struct webhook_group *g,
    struct webhook_outcome *out, struct err *err)
{
	const bool	comments = strstr(g->names, "\n"
			    CLICKUP_EVENT_COMMENT) != NULL;
	bool		left = false;

	if (!g->bare && !comments &&
	    leave_to_sync(client, g, &left, err) == -1)
		return -1;
	out->wait_s = left ? MANY_WAIT_S : 0;
	return left ? 0 : reread(client, g->object_id, comments, &out->result,
	    err);
}
