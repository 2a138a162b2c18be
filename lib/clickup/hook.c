#include "clickup/hook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/api_webhook.h"
#include "clickup/event.h"
#include "clickup/link.h"
#include "clickup/sync.h"
#include "io/db.h"
#include "service/sync_run.h"
#include "webhook/service.h"
#include "webhook/webhook.h"

#define PATIENCE_MS	2000	/* the budget is used up: another time */
#define REASON		"webhook"
#define AGAIN_MS	600000	/* between two whole passes, and after a sync that failed */

/* --- the client --- */

static int
find_connection(const struct caller *who, int64_t *id, struct err *err)
{
	own_clickup_set struct clickup_set	set = { 0 };

	if (clickup_set_get(who->db, who->company_id, who->user_id, &set,
	    err) == -1)
		return -1;
	*id = set.connection_id;
	return 0;
}

static void
close_client(void *client)
{
	struct clickup_hook_client	*c = client;

	clickup_close(c->api);
	clickup_set_clear(&c->set);
	free(c);
}

/* connection_id: a person has one. */
static int
open_client(const struct caller *who, int64_t connection_id, const void *arg,
    void **client, struct err *err)
{
	struct clickup_hook_client	*c = mem_zero(sizeof(*c));

	(void)connection_id;
	*c = (struct clickup_hook_client){ .db = who->db, .conf = who->conf,
		.listeners = arg, .company_id = who->company_id,
		.user_id = who->user_id };
	if (clickup_set_get(who->db, who->company_id, who->user_id, &c->set,
	    err) == -1 || clickup_link_open(who->db, who->conf,
	    who->company_id, who->user_id, &c->api, err) == -1) {
		close_client(c);
		return -1;
	}
	clickup_set_patience(c->api, PATIENCE_MS);
	*client = c;
	return 0;
}

/* --- at the service --- */

/* The lists that are chosen: "team/list". */
static int
add_places(void *client, json_t *names, struct err *err)
{
	const struct clickup_hook_client	*c = client;

	if (!clickup_id_ok(c->set.team_id) || !clickup_id_ok(c->set.list_id))
		return err_code(err, ERR_CONFLICT, "clickup.list_unset",
		    "clickup: no list is chosen");
	for (size_t i = 0; i < c->set.nlists; i++) {
		own_str char	*name = mem_fmt("%s/%s",
				    c->set.lists[i].team_id,
				    c->set.lists[i].list_id);

		json_array_append_new(names, json_string(name));
	}
	return 0;
}

struct place {
	char	team[CLICKUP_ID_SIZE + 1], list[CLICKUP_ID_SIZE + 1];
};

static struct place
place_of(const char *name)
{
	struct place	 place = { .team = "" };
	const char	*slash = strchr(name, '/');

	snprintf(place.team, sizeof(place.team), "%.*s",
	    (int)(slash - name), name);
	snprintf(place.list, sizeof(place.list), "%s", slash + 1);
	return place;
}

static void
to_entry(const struct clickup_webhook *w, struct webhook_entry *out)
{
	snprintf(out->id, sizeof(out->id), "%s", w->id);
	out->url = mem_dup(w->endpoint);
	out->secret = w->secret[0] != '\0' ? mem_dup(w->secret) : NULL;
	out->stopped = strcmp(w->status, "suspended") == 0;
	out->failing = !out->stopped && strcmp(w->status, "active") != 0;
	out->fail_count = w->fail_count;
}

static int
list_at(void *client, const char *name, struct webhook_entries *out,
    struct err *err)
{
	const struct clickup_hook_client		*c = client;
	const struct place				 place = place_of(name);
	own_clickup_webhooks struct clickup_webhooks	 all = { 0 };

	if (clickup_webhook_list(c->api, place.team, &all, err) == -1)
		return -1;
	for (size_t i = 0; i < all.n; i++)
		to_entry(&all.v[i], webhook_entries_add(out));
	return 0;
}

/* ClickUp makes the secret. */
static int
create_at(void *client, const char *name, const char *url, const char *secret,
    struct webhook_entry *made, struct err *err)
{
	const struct clickup_hook_client		*c = client;
	const struct place				 place = place_of(name);
	own_clickup_webhook struct clickup_webhook	 w = { 0 };

	(void)secret;
	if (clickup_webhook_create(c->api, place.team, place.list, url, &w,
	    err) == -1)
		return -1;
	to_entry(&w, made);
	return 0;
}

static int
activate(void *client, const char *id, const char *url, int64_t *fail_count,
    struct err *err)
{
	const struct clickup_hook_client	*c = client;

	return clickup_webhook_activate(c->api, id, url, fail_count, err);
}

static int
remove_at(void *client, const char *name, const char *id, struct err *err)
{
	const struct clickup_hook_client	*c = client;

	(void)name;
	return clickup_webhook_delete(c->api, id, err);
}

/* --- what was missed --- */

/* Since when each of the chosen lists was read as a whole; 0: one never was. */
static int
read_whole_at(const struct clickup_hook_client *c, int64_t *out,
    struct err *err)
{
	*out = 0;
	for (size_t i = 0; i < c->set.nlists; i++) {
		own_str char		*stream = mem_fmt("list:%s",
					    c->set.lists[i].list_id);
		struct sync_cursor	 cursor;

		if (sync_cursor_get(c->db, c->set.connection_id, stream,
		    &cursor, err) == -1)
			return -1;
		if (i == 0 || cursor.full_at < *out)
			*out = cursor.full_at;
	}
	return 0;
}

/* A sync for the webhook's sake; a whole pass, unless one has just been made. */
static int
ask_sync(const struct clickup_hook_client *c, int64_t full_at, int64_t now,
    struct err *err)
{
	const struct sync_wish	 wish = { .company_id = c->company_id,
		.user_id = c->user_id, .reason = REASON };
	struct sync_run		 run;
	struct err		 why = { 0 };

	if (now - full_at > AGAIN_MS &&
	    sync_cursor_drop(c->db, c->set.connection_id, err) == -1)
		return -1;
	if (sync_ask(c->db, &wish, &run, &why) == 0 ||
	    why.kind == ERR_CONFLICT)
		return 0;
	*err = why;
	return -1;
}

/*
 * Missed events are never sent again. A whole pass that began later reads what they were about,
 * departures too; or as much of the lists as the settings let a sync read.
 */
static int
catch_up(void *client, const struct webhook *hook, bool *done,
    struct err *err)
{
	const struct clickup_hook_client	*c = client;
	struct sync_run		 run;
	struct err		 why = { 0 };
	bool			 limited, read;
	int64_t			 full_at, now;

	if (read_whole_at(c, &full_at, err) == -1 ||
	    db_now(c->db, &now, err) == -1)
		return -1;
	if (sync_run_newest(c->db, c->set.connection_id, REASON,
	    hook->gap_at, &run, &why) == -1) {
		if (why.kind == ERR_ABSENT)
			return ask_sync(c, full_at, now, err);
		*err = why;
		return -1;
	}
	if (strcmp(run.state, "done") != 0)
		return 0;
	limited = strcmp(run.error_code, SYNC_LIMIT) == 0;
	read = sync_run_is_read(&run);
	*done = read && (limited || full_at >= hook->gap_at);
	if (*done || now - (read ? full_at : run.finished_at) < AGAIN_MS)
		return 0;
	return ask_sync(c, full_at, now, err);
}

const struct webhook_service	clickup_hook_service = {
	.provider = "clickup",
	.label = "ClickUp",
	.signature = "X-Signature",
	.unset = "clickup.unset",
	.connection = find_connection,
	.open = open_client,
	.close = close_client,
	.places = add_places,
	.list = list_at,
	.create = create_at,
	.activate = activate,
	.remove = remove_at,
	.catch_up = catch_up,
	.is_signed = webhook_signed_hmac,
	.read = clickup_event_read,
	.handle = clickup_event_handle,
};
