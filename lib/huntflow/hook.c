#include "huntflow/hook.h"

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
#include "huntflow/api.h"
#include "huntflow/api_dictionary.h"
#include "huntflow/api_webhook.h"
#include "huntflow/cache.h"
#include "huntflow/event.h"
#include "huntflow/link.h"
#include "huntflow/org.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "service/connection.h"
#include "service/profile.h"
#include "webhook/account.h"
#include "webhook/service.h"
#include "webhook/webhook.h"

#define LOCK_WAIT_S	10
#define CHECK_S		600	/* between two looks at a healthy one */
#define CHECK_SICK_S	60
#define CHECKS_MAX	100	/* of one go */
#define PROVIDER	"huntflow"

/* --- addresses --- */

static char *
address_of(const struct conf *conf, const char *key)
{
	const char	*base = conf_get(conf, "WEB_BASE_URL", "");
	size_t		 len = strlen(base);

	while (len > 0 && base[len - 1] == '/')
		len--;
	return mem_fmt("%.*s" HUNTFLOW_HOOK_PATH "%s", (int)len, base, key);
}

/* The key at the end of an address that looks like one of ours, or NULL. */
static const char *
key_of(const char *url)
{
	const char	*at = strstr(url, HUNTFLOW_HOOK_PATH);

	if (at == NULL)
		return NULL;
	at += strlen(HUNTFLOW_HOOK_PATH);
	return strlen(at) == SECRET_TOKEN_SIZE - 1 ? at : NULL;
}

/* Could Huntflow reach us? */
static int
check_address(const struct conf *conf, struct err *err)
{
	own_str char	*address = address_of(conf, "");
	struct err	 why = { 0 };

	if (profile_url_check(conf, "WEB_BASE_URL", address, &why) == -1)
		return err_code(err, ERR_CONFLICT, "huntflow.webhook_address",
		    "%s", conf_get(conf, "WEB_BASE_URL", ""));
	return 0;
}

/* --- one webhook being set up --- */

struct setup {
	struct db		*db;
	const struct conf	*conf;
	struct huntflow_link	*link;
	struct webhook		 hook;		/* id 0: none yet */
	char			*url, *secret;	/* of the whole address; NULL: not known */
	char			 lock[40];
};

static void
setup_clear(struct setup *s)
{
	if (s->lock[0] != '\0')
		db_unlock(s->db, s->lock);
	huntflow_link_close(s->link);
	mem_free_str(&s->url);
	mem_free_str(&s->secret);
}
#define own_setup cleanup(setup_clear)

/* One process at a time works on the webhook of a connection. */
static int
setup_lock(struct setup *s, int64_t connection_id, int wait_s, struct err *err)
{
	char	 name[sizeof(s->lock)];

	snprintf(name, sizeof(name), "webhook-%" PRId64, connection_id);
	if (db_lock(s->db, name, wait_s, err) == -1)
		return err->kind == ERR_BUSY ? err_code(err, ERR_BUSY,
		    "webhook.busy", "webhook: is being changed") : -1;
	memcpy(s->lock, name, sizeof(name));
	return 0;
}

static int
read_hook(struct setup *s, int64_t connection_id, struct err *err)
{
	struct err	 why = { 0 };

	if (webhook_of(s->db, connection_id, &s->hook, &why) == 0 ||
	    why.kind == ERR_ABSENT)
		return 0;
	*err = why;
	return -1;
}

static int
setup_open(struct setup *s, int64_t user_id, struct err *err)
{
	if (huntflow_link_open(s->db, s->conf, user_id, NULL, &s->link,
	    err) == -1 || setup_lock(s, s->link->connection_id, LOCK_WAIT_S,
	    err) == -1)
		return -1;
	return read_hook(s, s->link->connection_id, err);
}

static bool
is_ours(const struct setup *s, const struct huntflow_webhook *w)
{
	const char	*key = key_of(w->url);
	char		 hash[SECRET_HASH_SIZE];

	if (key == NULL || s->hook.id == 0)
		return false;
	secret_hash(key, hash);
	return secret_equal(hash, s->hook.key_hash);
}

static const struct huntflow_webhook *
find_ours(const struct setup *s, const struct huntflow_webhooks *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (is_ours(s, &all->v[i]))
			return &all->v[i];
	return NULL;
}

/* Gone in Huntflow; one that was gone before is as good. */
static int
delete_remote(struct setup *s, int64_t account, int64_t id, struct err *err)
{
	struct err	 why = { 0 };

	if (huntflow_webhook_delete(s->link->api, account, id, &why) == 0 ||
	    why.kind == ERR_ABSENT)
		return 0;
	*err = why;
	return -1;
}

/* What a set-up that was cut short left behind: our address with a key that nobody has. */
static void
sweep(struct setup *s, int64_t account, const struct huntflow_webhooks *all)
{
	own_str char	*base = address_of(s->conf, "");
	char		 hash[SECRET_HASH_SIZE];
	struct err	 why = { 0 };
	bool		 known;

	for (size_t i = 0; i < all->n; i++) {
		const struct huntflow_webhook	*w = &all->v[i];

		if (strncmp(w->url, base, strlen(base)) != 0 ||
		    key_of(w->url) == NULL)
			continue;
		secret_hash(key_of(w->url), hash);
		if (webhook_known(s->db, hash, &known, &why) == -1 ||
		    (!known && delete_remote(s, account, w->id, &why) == -1))
			log_err(LOG_WARN, "webhook: an old one stays", &why);
	}
}

/* A fresh address and secret; the old ones are worth nothing then. Stored before Huntflow hears
 * of them: it tries the address at once. */
static int
begin(struct setup *s, int64_t company_id, int64_t user_id, struct err *err)
{
	struct webhook	 w = { .company_id = company_id, .user_id = user_id,
			    .connection_id = s->link->connection_id,
			    .provider = PROVIDER };
	char		 key[SECRET_TOKEN_SIZE], secret[SECRET_TOKEN_SIZE];

	secret_token(key);
	secret_token(secret);
	secret_hash(key, w.key_hash);
	if (webhook_begin(s->db, &w, err) == -1 ||
	    connection_secret_set(s->db, s->conf, w.connection_id,
	    WEBHOOK_SECRET, secret, 0, err) == -1 ||
	    webhook_of(s->db, w.connection_id, &s->hook, err) == -1)
		return -1;
	s->url = address_of(s->conf, key);
	s->secret = mem_dup(secret);
	return 0;
}

/* The answer to our POST was lost: was it carried out? */
static int
adopt(struct setup *s, int64_t account, int64_t *id, struct err *err)
{
	struct huntflow_webhooks	 all;
	const struct huntflow_webhook	*ours;
	struct err			 why = { 0 };

	if (!huntflow_sent(s->link->api) ||
	    huntflow_webhook_list(s->link->api, account, &all, &why) == -1 ||
	    (ours = find_ours(s, &all)) == NULL)
		return huntflow_org_refused(err);
	*id = ours->id;
	memset(err, 0, sizeof(*err));
	return 0;
}

static int
create(struct setup *s, int64_t account, struct err *err)
{
	struct webhook_account	 made = { .account_id = account };

	if (huntflow_webhook_create(s->link->api, account, s->url, s->secret,
	    &made.remote_id, err) == -1 &&
	    adopt(s, account, &made.remote_id, err) == -1)
		return -1;
	return webhook_account_put(s->db, s->hook.id, &made, err);
}

/* One organisation: ours stands there and is switched on, at the address that is ours now. */
static int
ensure(struct setup *s, int64_t account, struct err *err)
{
	struct huntflow_webhooks	 all;
	const struct huntflow_webhook	*ours;
	struct webhook_account		 there = { .account_id = account };

	if (huntflow_webhook_list(s->link->api, account, &all, err) == -1)
		return -1;
	sweep(s, account, &all);
	if ((ours = find_ours(s, &all)) == NULL)
		return create(s, account, err);
	if (ours->active && strcmp(ours->url, s->url) == 0) {
		there.remote_id = ours->id;
		return webhook_account_put(s->db, s->hook.id, &there, err);
	}
	if (delete_remote(s, account, ours->id, err) == -1)
		return -1;
	return create(s, account, err);
}

/* Our address is known to us by its hash alone; Huntflow shows it. */
static int
recover(struct setup *s, const struct huntflow_items *accounts,
    struct err *err)
{
	struct huntflow_webhooks	 all;
	const struct huntflow_webhook	*ours;
	struct err			 why = { 0 };

	if (s->hook.id == 0)
		return 0;
	if (connection_secret(s->db, s->conf, s->link->connection_id,
	    WEBHOOK_SECRET, &s->secret, &why) == -1) {
		if (why.kind == ERR_ABSENT)
			return 0;
		*err = why;
		return -1;
	}
	for (size_t i = 0; i < accounts->n && s->url == NULL; i++) {
		if (huntflow_webhook_list(s->link->api, accounts->v[i].id,
		    &all, &why) == -1) {
			if (why.kind == ERR_DENIED)
				continue;
			*err = why;
			return -1;
		}
		if ((ours = find_ours(s, &all)) != NULL)
			s->url = address_of(s->conf, key_of(ours->url));
	}
	return 0;
}

/* In every organisation; those that the key may not change are passed by. done: how many. */
static int
ensure_all(struct setup *s, const struct huntflow_items *accounts, int *done,
    struct err *err)
{
	struct err	 denied = { 0 };

	*done = 0;
	for (size_t i = 0; i < accounts->n; i++) {
		struct err	 why = { 0 };

		if (ensure(s, accounts->v[i].id, &why) == 0) {
			(*done)++;
			continue;
		}
		if (why.kind != ERR_DENIED) {
			*err = why;
			return -1;
		}
		log_err(LOG_WARN, "webhook: an organisation", &why);
		denied = why;
	}
	if (*done > 0)
		return 0;
	*err = denied;
	return denied.kind != ERR_NONE ? -1 : err_code(err, ERR_CONFLICT,
	    "huntflow.account", "0");
}

/* What was kept while no events came may be out of date. */
static void
forget_kept(struct setup *s)
{
	const struct huntflow_cache	 cache = huntflow_cache_of(s->link);
	own_rows struct db_rows		*rows = NULL;
	struct webhook_account		 at;
	struct err			 err = { 0 };

	if (webhook_account_list(s->db, s->hook.id, &rows, &err) == -1) {
		log_err(LOG_WARN, "webhook: the cache", &err);
		return;
	}
	while (webhook_account_next(rows, &at)) {
		own_str char	*path = mem_fmt("/accounts/%" PRId64
				    "/applicants/0/vacancy", at.account_id);

		if (huntflow_cache_wrote(&cache, path, &err) == -1)
			log_err(LOG_WARN, "webhook: the cache", &err);
	}
	if (webhook_gap_done(s->db, &s->hook, &err) == -1)
		log_err(LOG_WARN, "webhook: the gap is closed", &err);
}

static int
stand(struct setup *s, int done, struct err *err)
{
	char	 text[24];

	snprintf(text, sizeof(text), "%d", done);
	return webhook_registered(s->db, s->link->connection_id, text, err);
}

int
huntflow_hook_register(const struct huntflow_hook *h, struct err *err)
{
	own_setup struct setup		 s = { .db = h->db, .conf = h->conf };
	own_huntflow_items struct huntflow_items accounts = { 0 };
	int				 done;

	if (check_address(h->conf, err) == -1 ||
	    setup_open(&s, h->user_id, err) == -1 ||
	    huntflow_dictionary_accounts(s.link->api, &accounts, err) == -1 ||
	    recover(&s, &accounts, err) == -1)
		return -1;
	if (s.url == NULL) {
		mem_free_str(&s.secret);
		if (begin(&s, h->company_id, h->user_id, err) == -1)
			return -1;
	}
	if (ensure_all(&s, &accounts, &done, err) == -1 ||
	    stand(&s, done, err) == -1)
		return -1;
	forget_kept(&s);
	return 0;
}

/* --- removing --- */

/* A key that Huntflow takes no more must not keep the webhook with us. */
static bool
is_final(const struct err *err)
{
	return err->kind == ERR_REMOTE_AUTH || err->kind == ERR_DENIED;
}

static int
delete_all(struct setup *s, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct webhook_account	 at;

	if (webhook_account_list(s->db, s->hook.id, &rows, err) == -1)
		return -1;
	while (webhook_account_next(rows, &at))
		if (delete_remote(s, at.account_id, at.remote_id, err) == -1)
			return -1;
	return 0;
}

static int
remove_here(struct setup *s, int64_t connection_id, struct err *err)
{
	if (webhook_remove(s->db, connection_id, err) == -1)
		return -1;
	return connection_secret_set(s->db, s->conf, connection_id,
	    WEBHOOK_SECRET, NULL, 0, err);
}

/* Nothing is set up: nothing is to be removed. */
static int
open_for_removal(struct setup *s, int64_t user_id, struct err *err)
{
	struct err	 why = { 0 };

	if (setup_open(s, user_id, &why) == 0 ||
	    strcmp(why.code, "huntflow.setup") == 0)
		return 0;
	*err = why;
	return -1;
}

int
huntflow_hook_remove(const struct huntflow_hook *h, struct err *err)
{
	own_setup struct setup	 s = { .db = h->db, .conf = h->conf };
	struct err		 why = { 0 };

	if (open_for_removal(&s, h->user_id, err) == -1)
		return -1;
	if (s.hook.id == 0)
		return 0;
	if (delete_all(&s, &why) == -1 && !is_final(&why)) {
		*err = why;
		return -1;
	}
	return remove_here(&s, s.link->connection_id, err);
}

/* --- telling --- */

static json_t *
hook_json(const struct huntflow_hook *h, const struct webhook *w,
    json_t *accounts)
{
	own_str char	*endpoint = address_of(h->conf, "***");
	const bool	 registered = w->remote_id[0] != '\0' &&
			    strcmp(w->status, "off") != 0;
	char		 text[600] = "";

	if (w->status_code[0] != '\0')
		text_put(text, sizeof(text), h->lang, w->status_code, "");
	return json_pack("{s:b, s:s, s:s, s:s, s:I, s:o, s:o, s:o, s:o}",
	    "registered", registered, "status", registered ? w->status :
	    "off", "status_code", w->status_code, "status_text", text,
	    "events_received", (json_int_t)w->events_received,
	    "last_event_at", field_time(w->last_event_at), "endpoint",
	    registered ? json_string(endpoint) : json_null(), "checked_at",
	    field_time(w->checked_at), "accounts", accounts);
}

static int
accounts_json(struct db *db, int64_t webhook_id, json_t *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct webhook_account	 at;

	if (webhook_account_list(db, webhook_id, &rows, err) == -1)
		return -1;
	while (webhook_account_next(rows, &at))
		json_array_append_new(out, json_pack("{s:I}", "id",
		    (json_int_t)at.account_id));
	return 0;
}

/* The webhook of the active system, if there is one. */
static int
find_hook(const struct huntflow_hook *h, struct webhook *out, struct err *err)
{
	own_huntflow_link struct huntflow_link	*link = NULL;
	struct err				 why = { 0 };

	if (huntflow_link_open(h->db, h->conf, h->user_id, NULL, &link,
	    &why) == 0 && webhook_of(h->db, link->connection_id, out,
	    &why) == 0)
		return 0;
	if (why.kind == ERR_ABSENT || strcmp(why.code, "huntflow.setup") == 0)
		return 0;
	*err = why;
	return -1;
}

int
huntflow_hook_get(const struct huntflow_hook *h, json_t **out,
    struct err *err)
{
	own_json json_t	*accounts = json_array();
	struct webhook	 w = { .status = "off" };

	if (find_hook(h, &w, err) == -1 ||
	    accounts_json(h->db, w.id, accounts, err) == -1)
		return -1;
	*out = hook_json(h, &w, json_incref(accounts));
	return 0;
}

/* --- looking after them --- */

static void
note(struct webhook *w, const char *status, const char *code)
{
	snprintf(w->status, sizeof(w->status), "%s", status);
	snprintf(w->status_code, sizeof(w->status_code), "%s", code);
}

/* One organisation. Huntflow has switched it off: it is made anew, and events were missed. */
static int
look_at(struct setup *s, const struct webhook_account *at, struct webhook *w,
    int *gone, struct err *err)
{
	struct huntflow_webhooks	 all;
	const struct huntflow_webhook	*ours;

	if (huntflow_webhook_list(s->link->api, at->account_id, &all,
	    err) == -1)
		return -1;
	if ((ours = find_ours(s, &all)) == NULL) {
		(*gone)++;
		return webhook_account_remove(s->db, w->id, at->account_id,
		    err);
	}
	if (ours->active)
		return 0;
	if (w->gap_at == 0)
		w->gap_at = clock_ms();
	mem_free_str(&s->url);
	s->url = address_of(s->conf, key_of(ours->url));
	if (delete_remote(s, at->account_id, ours->id, err) == -1)
		return -1;
	return create(s, at->account_id, err);
}

static int
look(struct setup *s, struct webhook *w, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct webhook_account	 at;
	int			 all = 0, gone = 0;

	if (connection_secret(s->db, s->conf, s->link->connection_id,
	    WEBHOOK_SECRET, &s->secret, err) == -1 ||
	    webhook_account_list(s->db, w->id, &rows, err) == -1)
		return -1;
	for (; webhook_account_next(rows, &at); all++)
		if (look_at(s, &at, w, &gone, err) == -1)
			return -1;
	if (gone == all)
		note(w, "off", "huntflow.webhook_gone");
	else if (gone > 0)
		note(w, "failing", "huntflow.webhook_gone");
	else
		note(w, "active", "");
	return 0;
}

static int
open_due(struct setup *s, const struct webhook *due, struct err *err)
{
	if (setup_lock(s, due->connection_id, 0, err) == -1 ||
	    read_hook(s, due->connection_id, err) == -1)
		return -1;
	return huntflow_link_open_id(s->db, s->conf, due->connection_id,
	    due->user_id, &s->link, err);
}

/* One that is ours for a minute. */
static int
check_one(struct db *db, const struct conf *conf, const struct webhook *due,
    struct err *err)
{
	own_setup struct setup	 s = { .db = db, .conf = conf };
	struct webhook		 w = *due;
	struct err		 why = { 0 };
	bool			 well;

	if (open_due(&s, due, &why) == 0) {
		if (s.hook.id != due->id)
			return 0;	/* removed meanwhile */
		w = s.hook;
		look(&s, &w, &why);
	}
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
	well = why.kind == ERR_NONE && strcmp(w.status, "active") == 0;
	if (webhook_checked(db, &w, well ? CHECK_S : CHECK_SICK_S, err) == -1)
		return -1;
	if (why.kind == ERR_NONE && w.gap_at != 0 &&
	    read_hook(&s, due->connection_id, err) == 0)
		forget_kept(&s);
	return 0;
}

int
huntflow_hook_check(struct db *db, const struct conf *conf, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct webhook		 due;
	bool			 taken;

	if (webhook_due(db, PROVIDER, CHECKS_MAX, &rows, err) == -1)
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
	huntflow_link_close(client);
}

static int
open_client(const struct caller *who, int64_t connection_id, const void *arg,
    void **client, struct err *err)
{
	struct huntflow_link	*link;

	(void)arg;
	if (huntflow_link_open_id(who->db, who->conf, connection_id,
	    who->user_id, &link, err) == -1)
		return -1;
	*client = link;
	return 0;
}

const struct webhook_service	huntflow_hook_service = {
	.provider = PROVIDER,
	.signature = "X-Huntflow-Signature",
	.event = "X-Huntflow-Event",
	.unset = "huntflow.setup",
	.open = open_client,
	.close = close_client,
	.is_signed = webhook_signed_hmac,
	.read = huntflow_event_read,
	.handle = huntflow_event_handle,
};
