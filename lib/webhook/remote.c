#include "webhook/remote.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/log.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "service/connection.h"
#include "webhook/place.h"
#include "webhook/service.h"

/* --- addresses --- */

char *
webhook_remote_url(const struct conf *conf, const struct webhook_use *use,
    const char *key)
{
	const char	*base = conf_get(conf, "WEB_BASE_URL", "");
	size_t		 len = strlen(base);

	while (len > 0 && base[len - 1] == '/')
		len--;
	return mem_fmt("%.*s/hooks/%s/%s", (int)len, base,
	    use->service->provider, key);
}

/* The key at the end of an address that looks like one of ours, whatever its host; or NULL. */
static const char *
key_of(const struct webhook_use *use, const char *url)
{
	own_str char	*path = mem_fmt("/hooks/%s/", use->service->provider);
	const char	*at = url != NULL ? strstr(url, path) : NULL;

	if (at == NULL)
		return NULL;
	at += strlen(path);
	return strlen(at) == SECRET_TOKEN_SIZE - 1 ? at : NULL;
}

/* --- one process at a time --- */

int
webhook_remote_open(struct webhook_remote *r, int wait_s, struct err *err)
{
	char		name[sizeof(r->lock)];
	struct err	why = { 0 };

	snprintf(name, sizeof(name), "webhook-%" PRId64, r->connection_id);
	if (db_lock(r->who.db, name, wait_s, err) == -1)
		return err->kind == ERR_BUSY ? err_code(err, ERR_BUSY,
		    "webhook.busy", "webhook: is being changed") : -1;
	memcpy(r->lock, name, sizeof(name));
	if (webhook_of(r->who.db, r->connection_id, &r->hook, &why) == 0 ||
	    why.kind == ERR_ABSENT)
		return 0;
	*err = why;
	return -1;
}

int
webhook_remote_connect(struct webhook_remote *r, struct err *err)
{
	return r->use->service->open(&r->who, r->connection_id, r->use->arg,
	    &r->client, err);
}

void
webhook_remote_close(struct webhook_remote *r)
{
	if (r->client != NULL)
		r->use->service->close(r->client);
	if (r->lock[0] != '\0')
		db_unlock(r->who.db, r->lock);
	mem_free_str(&r->key);
}

bool
webhook_remote_final(const struct webhook_use *use, const struct err *why)
{
	return why->kind == ERR_REMOTE_AUTH || why->kind == ERR_DENIED ||
	    strcmp(why->code, use->service->unset) == 0;
}

/* --- what is there --- */

/* Gone at the service; one that was gone before is as good. */
static int
remove_at(struct webhook_remote *r, const char *place, const char *id,
    struct err *err)
{
	struct err	why = { 0 };

	if (id[0] == '\0' || r->use->service->remove(r->client, place, id,
	    &why) == 0 || why.kind == ERR_ABSENT)
		return 0;
	*err = why;
	return -1;
}

static const struct webhook_entry *
find_ours(const struct webhook_remote *r, const struct webhook_entries *all)
{
	char	hash[SECRET_HASH_SIZE];

	for (size_t i = 0; r->hook.id != 0 && i < all->n; i++) {
		const char	*key = key_of(r->use, all->v[i].url);

		if (key == NULL)
			continue;
		secret_hash(key, hash);
		if (secret_equal(hash, r->hook.key_hash))
			return &all->v[i];
	}
	return NULL;
}

/* What a set-up that was cut short left: an address of ours with a key that no webhook has. */
static void
sweep(struct webhook_remote *r, const char *place, const struct webhook_entries *all)
{
	own_str char	*base = webhook_remote_url(r->who.conf, r->use, "");
	char		 hash[SECRET_HASH_SIZE];
	bool		 known;

	for (size_t i = 0; i < all->n; i++) {
		const char	*url = all->v[i].url;
		struct err	 why = { 0 };

		if (url == NULL || strncmp(url, base, strlen(base)) != 0 ||
		    key_of(r->use, url) == NULL)
			continue;
		secret_hash(key_of(r->use, url), hash);
		if (webhook_known(r->who.db, hash, &known, &why) == -1 ||
		    (!known && remove_at(r, place, all->v[i].id, &why) == -1))
			log_err(LOG_WARN, "webhook: an old one stays", &why);
	}
}

/* --- making one --- */

struct beginning {
	struct webhook_remote	*remote;
	struct webhook	 hook;
	char		 key[SECRET_TOKEN_SIZE], secret[SECRET_TOKEN_SIZE];
};

static int
begin_work(struct db *db, void *arg, struct err *err)
{
	const struct beginning	*b = arg;
	const struct conf	*conf = b->remote->who.conf;
	const int64_t		 id = b->hook.connection_id;

	if (webhook_begin(db, &b->hook, err) == -1 ||
	    connection_secret_set(db, conf, id, WEBHOOK_KEY, b->key, 0,
	    err) == -1)
		return -1;
	return connection_secret_set(db, conf, id, WEBHOOK_SECRET, b->secret,
	    0, err);
}

/*
 * A fresh address and secret: what is registered with the old ones is worth nothing then. Stored
 * before the service hears of them: some try the address at once.
 */
static int
begin(struct webhook_remote *r, struct err *err)
{
	struct beginning	 b = { .remote = r, .hook = {
		.company_id = r->who.company_id, .user_id = r->who.user_id,
		.connection_id = r->connection_id } };

	snprintf(b.hook.provider, sizeof(b.hook.provider), "%s",
	    r->use->service->provider);
	secret_token(b.key);
	secret_token(b.secret);
	secret_hash(b.key, b.hook.key_hash);
	if (db_tx_run(r->who.db, begin_work, &b, err) == -1 ||
	    webhook_of(r->who.db, r->connection_id, &r->hook, err) == -1 ||
	    webhook_place_turn(r->who.db, r->hook.id, WEBHOOK_REGISTERED,
	    WEBHOOK_MISSING, err) == -1)
		return -1;
	mem_put(&r->key, mem_dup(b.key));
	return 0;
}

/* Fresh ones when nothing is registered; else those of the other places. */
static int
prepare(struct webhook_remote *r, char **secret, struct err *err)
{
	int64_t	registered;

	if (webhook_place_count(r->who.db, r->hook.id, &registered,
	    err) == -1 || (registered == 0 && begin(r, err) == -1))
		return -1;
	return connection_secret(r->who.db, r->who.conf, r->connection_id,
	    WEBHOOK_SECRET, secret, err);
}

/* The answer to our POST was lost: was it carried out? */
static int
adopt(struct webhook_remote *r, const char *place, struct webhook_entry *made,
    struct err *err)
{
	own_webhook_entries struct webhook_entries	 all = { .n = 0 };
	const struct webhook_entry			*ours;
	struct err					 why = { 0 };

	if ((err->kind != ERR_REMOTE && err->kind != ERR_TIMEOUT) ||
	    r->use->service->list(r->client, place, &all, &why) == -1 ||
	    (ours = find_ours(r, &all)) == NULL)
		return -1;
	snprintf(made->id, sizeof(made->id), "%s", ours->id);
	made->secret = mem_dup(ours->secret);
	memset(err, 0, sizeof(*err));
	return 0;
}

/* The secret first: from the moment it is registered, events are checked with it. */
static int
create(struct webhook_remote *r, struct webhook_place *place, struct err *err)
{
	own_webhook_entries struct webhook_entries	 one = { .n = 0 };
	struct webhook_entry	*made = webhook_entries_add(&one);
	own_str char		*secret = NULL, *url = NULL;

	if (prepare(r, &secret, err) == -1)
		return -1;
	url = webhook_remote_url(r->who.conf, r->use, r->key);
	if (r->use->service->create(r->client, place->name, url, secret, made,
	    err) == -1 && adopt(r, place->name, made, err) == -1)
		return -1;
	if (made->secret != NULL && connection_secret_set(r->who.db,
	    r->who.conf, r->connection_id, WEBHOOK_SECRET, made->secret, 0,
	    err) == -1)
		return -1;
	snprintf(place->remote_id, sizeof(place->remote_id), "%s", made->id);
	place->state = WEBHOOK_REGISTERED;
	return webhook_place_put(r->who.db, r->hook.id, place, err);
}

/* --- bringing it in line --- */

/* Send again, or to the address that is ours now. fail_count: what is left of it. */
static int
restart(struct webhook_remote *r, struct webhook_place *place,
    const struct webhook_entry *ours, const char *url, int64_t *fail_count,
    struct err *err)
{
	if (r->use->service->activate != NULL)
		return r->use->service->activate(r->client, ours->id, url,
		    fail_count, err);
	*fail_count = 0;
	place->state = WEBHOOK_MISSING;
	if (remove_at(r, place->name, ours->id, err) == -1 ||
	    webhook_place_put(r->who.db, r->hook.id, place, err) == -1)
		return -1;
	return create(r, place, err);
}

static int
keep(struct webhook_remote *r, struct webhook_place *place,
    const struct webhook_entry *ours, struct webhook_state *out,
    struct err *err)
{
	own_str char	*url = webhook_remote_url(r->who.conf, r->use,
			    key_of(r->use, ours->url));
	int64_t		 fails = ours->fail_count;

	out->failing = out->failing || ours->failing;
	out->stopped = out->stopped || ours->stopped;
	snprintf(place->remote_id, sizeof(place->remote_id), "%s", ours->id);
	place->state = WEBHOOK_REGISTERED;
	if (webhook_place_put(r->who.db, r->hook.id, place, err) == -1)
		return -1;
	if ((ours->stopped || ours->failing || strcmp(ours->url, url) != 0) &&
	    restart(r, place, ours, url, &fails, err) == -1)
		return -1;
	out->fail_count += fails;
	out->registered++;
	return 0;
}

static int
at_place(struct webhook_remote *r, struct webhook_place *place,
    struct webhook_state *out, struct err *err)
{
	own_webhook_entries struct webhook_entries	 all = { .n = 0 };
	const struct webhook_entry			*ours;

	if (r->use->service->list(r->client, place->name, &all, err) == -1)
		return -1;
	sweep(r, place->name, &all);
	if ((ours = find_ours(r, &all)) != NULL)
		return keep(r, place, ours, out, err);
	if (place->state == WEBHOOK_REGISTERED) {
		place->state = WEBHOOK_REMOVED;
		out->removed++;
		return webhook_place_put(r->who.db, r->hook.id, place, err);
	}
	if (create(r, place, err) == -1)
		return -1;
	out->made = true;
	out->registered++;
	return 0;
}

/* A place that the key may not touch holds up no other. */
static int
reconcile_place(struct webhook_remote *r, const char *name, struct webhook_state *out,
    struct err *err)
{
	struct webhook_place	place;
	struct err		why = { 0 };

	if (webhook_place_get(r->who.db, r->hook.id, name, &place, err) == -1)
		return -1;
	if (place.state == WEBHOOK_REMOVED) {
		out->removed++;
		return 0;
	}
	if (at_place(r, &place, out, &why) == 0)
		return 0;
	if (why.kind != ERR_DENIED && why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	log_err(LOG_WARN, "webhook: a place", &why);
	out->denied = why;
	return 0;
}

static bool
is_wanted(const json_t *names, const char *name)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(names, i, one)
		if (strcmp(json_string_value(one), name) == 0)
			return true;
	return false;
}

static int
drop_unwanted(struct webhook_remote *r, const json_t *names, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct webhook_place	 place;

	if (webhook_place_list(r->who.db, r->hook.id, &rows, err) == -1)
		return -1;
	while (webhook_place_next(rows, &place)) {
		struct err	why = { 0 };

		if (is_wanted(names, place.name))
			continue;
		if (remove_at(r, place.name, place.remote_id, &why) == -1 &&
		    !webhook_remote_final(r->use, &why)) {
			*err = why;
			return -1;
		}
		if (webhook_place_drop(r->who.db, r->hook.id, place.name,
		    err) == -1)
			return -1;
	}
	return 0;
}

/* The key of our address: one that is not known cannot be registered anywhere else. */
static int
read_key(struct webhook_remote *r, struct err *err)
{
	struct err	why = { 0 };

	if (r->hook.id == 0 || connection_secret(r->who.db, r->who.conf,
	    r->connection_id, WEBHOOK_KEY, &r->key, &why) == 0)
		return 0;
	if (why.kind == ERR_ABSENT)
		return begin(r, err);
	*err = why;
	return -1;
}

int
webhook_remote_reconcile(struct webhook_remote *r, struct webhook_state *out,
    struct err *err)
{
	own_json json_t	*names = json_array();
	const json_t	*name;
	size_t		 i;

	*out = (struct webhook_state){ .registered = 0 };
	if (r->use->service->places(r->client, names, err) == -1 ||
	    read_key(r, err) == -1 || drop_unwanted(r, names, err) == -1)
		return -1;
	json_array_foreach(names, i, name)
		if (reconcile_place(r, json_string_value(name), out,
		    err) == -1)
			return -1;
	return 0;
}

/* --- removing --- */

int
webhook_remote_remove(struct webhook_remote *r, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct webhook_place	 place;

	if (webhook_place_list(r->who.db, r->hook.id, &rows, err) == -1)
		return -1;
	while (webhook_place_next(rows, &place)) {
		struct err	why = { 0 };

		if (place.state != WEBHOOK_REGISTERED ||
		    remove_at(r, place.name, place.remote_id, &why) == 0)
			continue;
		if (!webhook_remote_final(r->use, &why)) {
			*err = why;
			return -1;
		}
		log_err(LOG_WARN, "webhook: it stays at a place", &why);
	}
	return 0;
}
