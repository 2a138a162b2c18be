#include "clickup/hook.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "clickup/api.h"
#include "clickup/api_webhook.h"
#include "clickup/event.h"
#include "clickup/link.h"
#include "clickup/set.h"
#include "clickup/sync.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "service/connection.h"
#include "service/profile.h"
#include "service/sync_run.h"
#include "webhook/service.h"
#include "webhook/webhook.h"

#define LOCK_WAIT_S	10
#define CHECK_S		600	/* between two looks at a healthy one */
#define CHECK_SICK_S	60
#define CHECK_JITTER_S	60
#define CHECKS_MAX	100	/* of one go */
#define PATIENCE_MS	3000	/* the budget is used up: look later */
#define BLIND_MS	INT64_C(2400000) /* not looked for so long: we were away */

/* --- addresses --- */

/* WEB_BASE_URL without a slash at its end. */
static char *
base_url(const struct conf *conf)
{
	char	*base = mem_dup(conf_get(conf, "WEB_BASE_URL", ""));
	size_t	 len = strlen(base);

	while (len > 0 && base[len - 1] == '/')
		base[--len] = '\0';
	return base;
}

static char *
address_of(const struct conf *conf, const char *key)
{
	own_str char	*base = base_url(conf);

	return mem_fmt("%s" CLICKUP_HOOK_PATH "%s", base, key);
}

/* The key at the end of an address that looks like one of ours, or NULL. */
static const char *
key_of(const char *endpoint)
{
	const char	*at = strstr(endpoint, CLICKUP_HOOK_PATH);

	if (at == NULL)
		return NULL;
	at += strlen(CLICKUP_HOOK_PATH);
	return strlen(at) == SECRET_TOKEN_SIZE - 1 ? at : NULL;
}

/* Could ClickUp reach us? */
static int
check_address(const struct conf *conf, struct err *err)
{
	own_str char	*base = base_url(conf);
	struct err	 why = { 0 };

	if (profile_url_check(conf, "WEB_BASE_URL", base, &why) == -1)
		return err_code(err, ERR_CONFLICT, "clickup.webhook_address", "%s",
		    base);
	return 0;
}

/* --- one webhook being set up --- */

struct setup {
	struct db		*db;
	const struct conf	*conf;
	int64_t			 company_id, user_id;
	struct clickup_set	 set;
	struct clickup		*api;
	struct webhook		 hook;	/* id 0: none yet */
	struct clickup_webhooks	 remote;
	char			 lock[40];
};

static void
setup_clear(struct setup *s)
{
	if (s->lock[0] != '\0')
		db_unlock(s->db, s->lock);
	clickup_set_clear(&s->set);
	clickup_close(s->api);
	clickup_webhooks_clear(&s->remote);
}
#define own_setup cleanup(setup_clear)

/* One process at a time works on the webhook of a connection. */
static int
setup_lock(struct setup *s, int wait_s, struct err *err)
{
	char	name[sizeof(s->lock)];

	snprintf(name, sizeof(name), "webhook-%" PRId64,
	    s->set.connection_id);
	if (db_lock(s->db, name, wait_s, err) == -1)
		return err->kind == ERR_BUSY ? err_code(err, ERR_BUSY,
		    "webhook.busy", "webhook: is being changed") : -1;
	memcpy(s->lock, name, sizeof(name));
	return 0;
}

static int
read_hook(struct setup *s, struct err *err)
{
	struct err	why = { 0 };

	if (webhook_of(s->db, s->set.connection_id, &s->hook, &why) == 0 ||
	    why.kind == ERR_ABSENT)
		return 0;
	*err = why;
	return -1;
}

static int
setup_open(struct setup *s, int wait_s, struct err *err)
{
	if (clickup_set_get(s->db, s->company_id, s->user_id, &s->set,
	    err) == -1 || setup_lock(s, wait_s, err) == -1 ||
	    read_hook(s, err) == -1)
		return -1;
	return clickup_link_open(s->db, s->conf, s->company_id, s->user_id,
	    &s->api, err);
}

static const struct clickup_webhook *
find_remote(const struct clickup_webhooks *all, const char *id)
{
	for (size_t i = 0; id[0] != '\0' && i < all->n; i++)
		if (strcmp(all->v[i].id, id) == 0)
			return &all->v[i];
	return NULL;
}

static bool
has_our_key(const struct setup *s, const struct clickup_webhook *remote)
{
	const char	*key = key_of(remote->endpoint);
	char		 hash[SECRET_HASH_SIZE];

	if (key == NULL)
		return false;
	secret_hash(key, hash);
	return secret_equal(hash, s->hook.key_hash);
}

static bool
same_list(const struct setup *s)
{
	return strcmp(s->hook.list_id, s->set.list_id) == 0 &&
	    strcmp(s->hook.team_id, s->set.team_id) == 0;
}

/* What a set-up that was cut short left in ClickUp: an address of ours with a key that no webhook
 * has. */
static int
sweep(struct setup *s, struct err *err)
{
	own_str char	*base = address_of(s->conf, "");
	char		 hash[SECRET_HASH_SIZE];
	bool		 known;

	for (size_t i = 0; i < s->remote.n; i++) {
		const struct clickup_webhook	*r = &s->remote.v[i];
		struct err			 lost = { 0 };

		if (strncmp(r->endpoint, base, strlen(base)) != 0 ||
		    key_of(r->endpoint) == NULL)
			continue;
		secret_hash(key_of(r->endpoint), hash);
		if (webhook_known(s->db, hash, &known, err) == -1)
			return -1;
		if (!known && clickup_webhook_delete(s->api, r->id,
		    &lost) == -1 && lost.kind != ERR_ABSENT)
			log_err(LOG_WARN, "webhook: an old one stays", &lost);
	}
	return 0;
}

/* The answer to our POST was lost: was it carried out? */
static int
adopt(struct setup *s, const char *endpoint, struct clickup_webhook *out,
    struct err *err)
{
	own_clickup_webhooks struct clickup_webhooks all = { 0 };
	struct err	why = { 0 };

	if (err->kind != ERR_REMOTE && err->kind != ERR_TIMEOUT)
		return -1;
	if (clickup_webhook_list(s->api, s->set.team_id, &all, &why) == -1)
		return -1;
	for (size_t i = 0; i < all.n; i++)
		if (strcmp(all.v[i].endpoint, endpoint) == 0) {
			*out = give(all.v[i]);
			memset(err, 0, sizeof(*err));
			return 0;
		}
	return -1;
}

static int
create(struct setup *s, struct err *err)
{
	own_clickup_webhook struct clickup_webhook	 made = { 0 };
	own_str char	*endpoint = NULL;
	struct webhook	 w = { .company_id = s->company_id,
		.user_id = s->user_id, .connection_id = s->set.connection_id,
		.provider = "clickup" };
	char		 key[SECRET_TOKEN_SIZE];

	secret_token(key);
	secret_hash(key, w.key_hash);
	endpoint = address_of(s->conf, key);
	snprintf(w.team_id, sizeof(w.team_id), "%s", s->set.team_id);
	snprintf(w.list_id, sizeof(w.list_id), "%s", s->set.list_id);
	if (webhook_begin(s->db, &w, err) == -1)
		return -1;
	if (clickup_webhook_create(s->api, w.team_id, w.list_id, endpoint,
	    &made, err) == -1 && adopt(s, endpoint, &made, err) == -1)
		return -1;
	/* The secret first: from the moment it is registered, events are checked with it. */
	if (connection_secret_set(s->db, s->conf, w.connection_id,
	    WEBHOOK_SECRET, made.secret, 0, err) == -1)
		return -1;
	return webhook_registered(s->db, w.connection_id, made.id, err);
}

/* Away in ClickUp; one that is not there is as good. */
static int
delete_remote(struct setup *s, struct err *err)
{
	struct err	why = { 0 };

	if (s->hook.remote_id[0] == '\0' || clickup_webhook_delete(s->api,
	    s->hook.remote_id, &why) == 0 || why.kind == ERR_ABSENT)
		return 0;
	*err = why;
	return -1;
}

/* A fresh one for the list that is chosen now. */
static int
renew(struct setup *s, struct err *err)
{
	if (!clickup_id_ok(s->set.team_id) || !clickup_id_ok(s->set.list_id))
		return err_code(err, ERR_CONFLICT, "clickup.list_unset",
		    "clickup: no list is chosen");
	if (delete_remote(s, err) == -1)
		return -1;
	return create(s, err);
}

/* Ours as it should be: alive, at our present address. */
static int
revive(struct setup *s, const struct clickup_webhook *remote,
    int64_t *fail_count, struct err *err)
{
	own_str char	*endpoint = address_of(s->conf,
			    key_of(remote->endpoint));

	*fail_count = remote->fail_count;
	if (strcmp(remote->status, "active") == 0 &&
	    strcmp(remote->endpoint, endpoint) == 0)
		return 0;
	return clickup_webhook_activate(s->api, remote->id, endpoint,
	    fail_count, err);
}

int
clickup_hook_register(const struct clickup_hook *h, struct err *err)
{
	own_setup struct setup	 s = { .db = h->db, .conf = h->conf,
		.company_id = h->company_id, .user_id = h->user_id };
	const struct clickup_webhook	*remote;
	int64_t				 fails;

	if (check_address(h->conf, err) == -1 ||
	    setup_open(&s, LOCK_WAIT_S, err) == -1)
		return -1;
	if (!clickup_id_ok(s.set.team_id) || !clickup_id_ok(s.set.list_id))
		return err_code(err, ERR_CONFLICT, "clickup.list_unset",
		    "clickup: no list is chosen");
	if (clickup_webhook_list(s.api, s.set.team_id, &s.remote, err) == -1)
		return -1;
	remote = find_remote(&s.remote, s.hook.remote_id);
	if (remote == NULL || !has_our_key(&s, remote) || !same_list(&s))
		return renew(&s, err) == -1 ? -1 : sweep(&s, err);
	if (revive(&s, remote, &fails, err) == -1)
		return -1;
	return webhook_registered(s.db, s.set.connection_id, remote->id, err);
}

/* A key that ClickUp takes no more must not keep the webhook with us. */
static bool
is_final(const struct err *err)
{
	return err->kind == ERR_REMOTE_AUTH || err->kind == ERR_DENIED ||
	    strcmp(err->code, "clickup.unset") == 0;
}

int
clickup_hook_remove(const struct clickup_hook *h, struct err *err)
{
	own_setup struct setup	s = { .db = h->db, .conf = h->conf,
		.company_id = h->company_id, .user_id = h->user_id };
	struct err		why = { 0 };

	if ((setup_open(&s, LOCK_WAIT_S, &why) == -1 ||
	    delete_remote(&s, &why) == -1) && !is_final(&why)) {
		*err = why;
		return -1;
	}
	if (s.set.connection_id == 0)
		return 0;
	if (webhook_remove(s.db, s.set.connection_id, err) == -1)
		return -1;
	return connection_secret_set(s.db, s.conf, s.set.connection_id,
	    WEBHOOK_SECRET, NULL, 0, err);
}

/* --- telling --- */

static json_t *
hook_json(const struct clickup_hook *h, const struct webhook *w)
{
	own_str char	*endpoint = address_of(h->conf, "***");
	const bool	 registered = w->remote_id[0] != '\0' &&
			    strcmp(w->status, "off") != 0;
	char		 text[600] = "";

	if (w->status_code[0] != '\0')
		text_put(text, sizeof(text), h->lang, w->status_code, "");
	return json_pack("{s:b, s:s, s:s, s:s, s:I, s:I, s:o, s:o, s:o}",
	    "registered", registered, "status", registered ? w->status :
	    "off", "status_code", w->status_code, "status_text", text,
	    "fail_count", (json_int_t)w->fail_count, "events_received",
	    (json_int_t)w->events_received, "last_event_at",
	    field_time(w->last_event_at), "endpoint", registered ?
	    json_string(endpoint) : json_null(), "checked_at",
	    field_time(w->checked_at));
}

int
clickup_hook_get(const struct clickup_hook *h, json_t **out, struct err *err)
{
	own_clickup_set struct clickup_set	set = { 0 };
	struct webhook	w = { .status = "off" };
	struct err	why = { 0 };

	if ((clickup_set_get(h->db, h->company_id, h->user_id, &set,
	    &why) == -1 || webhook_of(h->db, set.connection_id, &w,
	    &why) == -1) && why.kind != ERR_ABSENT &&
	    strcmp(why.code, "clickup.unset") != 0) {
		*err = why;
		return -1;
	}
	*out = hook_json(h, &w);
	return 0;
}

/* --- looking after them --- */

static void
note(struct webhook *w, const char *status, const char *code)
{
	snprintf(w->status, sizeof(w->status), "%s", status);
	snprintf(w->status_code, sizeof(w->status_code), "%s", code);
}

/* Missed events are never sent again: a sync reads what they would have told. */
static void
mind_gap(struct setup *s, struct webhook *w)
{
	const struct sync_wish	 wish = { .company_id = s->company_id,
		.user_id = s->user_id, .reason = "webhook" };
	struct sync_run		 run;
	struct err		 err = { 0 };

	if (w->gap_at == 0 || sync_ask(s->db, &wish, &run, &err) == -1) {
		if (err.kind != ERR_NONE && err.kind != ERR_CONFLICT)
			log_err(LOG_WARN, "webhook: sync after a gap", &err);
		return;
	}
	if (webhook_gap_done(s->db, w, &err) == -1)
		log_err(LOG_WARN, "webhook: the gap is closed", &err);
	else
		w->gap_at = 0;
}

/* How ClickUp sees it; one that it gave up is switched on again. */
static int
compare(struct setup *s, const struct clickup_webhook *remote,
    struct webhook *w, struct err *err)
{
	const bool	blind = w->checked_at != 0 &&
			    clock_ms() - w->checked_at > BLIND_MS;
	const bool	fails = remote->fail_count > w->fail_count;
	const bool	suspended = strcmp(remote->status, "suspended") == 0;

	if (w->gap_at == 0 && (blind || fails || suspended))
		w->gap_at = clock_ms();
	if (suspended)
		note(w, "suspended", "clickup.webhook_suspended");
	else if (fails || strcmp(remote->status, "active") != 0)
		note(w, "failing", "clickup.webhook_failing");
	else
		note(w, "active", "");
	w->fail_count = remote->fail_count;
	if (revive(s, remote, &w->fail_count, err) == -1)
		return -1;
	if (suspended)
		note(w, "active", "");
	return 0;
}

static int
look(struct setup *s, struct webhook *w, struct err *err)
{
	const struct clickup_webhook	*remote;

	clickup_set_patience(s->api, PATIENCE_MS);
	if (!same_list(s)) {
		if (renew(s, err) == -1)
			return -1;
		return webhook_of(s->db, s->set.connection_id, w, err);
	}
	if (clickup_webhook_list(s->api, s->set.team_id, &s->remote,
	    err) == -1)
		return -1;
	remote = find_remote(&s->remote, w->remote_id);
	if (remote == NULL || !has_our_key(s, remote)) {
		note(w, "off", "clickup.webhook_gone");
		return 0;
	}
	return compare(s, remote, w, err);
}

/* One that is ours for a minute. */
static int
check_one(struct db *db, const struct conf *conf, const struct webhook *due,
    struct err *err)
{
	own_setup struct setup	 s = { .db = db, .conf = conf,
		.company_id = due->company_id, .user_id = due->user_id };
	struct webhook		 w = *due;
	struct err		 why = { 0 };
	int64_t			 next_s = CHECK_S;

	if (setup_open(&s, 0, &why) == 0 && s.hook.id == due->id)
		w = s.hook;
	else if (why.kind == ERR_NONE)
		return 0;	/* removed meanwhile */
	if (why.kind == ERR_NONE && look(&s, &w, &why) == 0)
		mind_gap(&s, &w);
	if (why.kind == ERR_DOWN) {
		*err = why;
		return -1;
	}
	if (why.kind != ERR_NONE) {
		log_err(LOG_WARN, "webhook: look", &why);
		if (why.kind != ERR_BUSY)
			snprintf(w.status_code, sizeof(w.status_code), "%s",
			    why.code);
	}
	if (w.gap_at != 0 || why.kind == ERR_BUSY || strcmp(w.status,
	    "active") != 0)
		next_s = CHECK_SICK_S;
	return webhook_checked(db, &w, next_s + (int64_t)secret_random(
	    CHECK_JITTER_S), err);
}

int
clickup_hook_check(struct db *db, const struct conf *conf, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct webhook		 due;
	bool			 taken;

	if (webhook_due(db, "clickup", CHECKS_MAX, &rows, err) == -1)
		return -1;
	while (webhook_next(rows, &due))
		if (webhook_take(db, due.id, &taken, err) == -1 ||
		    (taken && check_one(db, conf, &due, err) == -1))
			return -1;
	return 0;
}

/* --- for the machine --- */

static void
close_client(void *client)
{
	struct clickup_hook_client	*c = client;

	clickup_close(c->api);
	clickup_set_clear(&c->set);
	free(c);
}

static int
open_client(const struct caller *who, int64_t connection_id, const void *arg,
    void **client, struct err *err)
{
	struct clickup_hook_client	*c = mem_zero(sizeof(*c));

	*c = (struct clickup_hook_client){ .db = who->db, .conf = who->conf,
		.listeners = arg, .company_id = who->company_id,
		.user_id = who->user_id };
	if (clickup_set_get(who->db, who->company_id, who->user_id, &c->set,
	    err) == -1 || clickup_link_open(who->db, who->conf,
	    who->company_id, who->user_id, &c->api, err) == -1) {
		close_client(c);
		return -1;
	}
	(void)connection_id;	/* a person has one */
	clickup_set_patience(c->api, PATIENCE_MS);
	*client = c;
	return 0;
}

const struct webhook_service	clickup_hook_service = {
	.provider = "clickup",
	.signature = "X-Signature",
	.unset = "clickup.unset",
	.open = open_client,
	.close = close_client,
	.is_signed = webhook_signed_hmac,
	.read = clickup_event_read,
	.handle = clickup_event_handle,
};
