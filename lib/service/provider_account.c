#include "service/provider_account.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"
#include "io/field.h"
#include "service/sync_run.h"

#define NAME_TAKEN	"service.name_taken"

void
provider_account_clear(struct provider_account *a)
{
	connection_clear(&a->con);
	json_decref(a->metadata);
	json_decref(a->facts);
	*a = (struct provider_account){ 0 };
}

static bool
has_error(const struct provider_account *a)
{
	return strcmp(a->con.status, "error") == 0 ||
	    strcmp(a->con.status, "refused") == 0;
}

const char *
provider_account_status(const struct provider_account *a)
{
	return !a->is_active ? "inactive" : has_error(a) ? "error" : "active";
}

bool
provider_account_usable(const struct provider_account *a)
{
	return a->is_active && strcmp(a->con.status, "refused") != 0;
}

int
provider_account_check_on(const struct provider_account *a, struct err *err)
{
	return a->is_active ? 0 : err_code(err, ERR_CONFLICT,
	    "service.account_inactive", "%s", a->con.name);
}

/* --- reading --- */

static json_t *
object_of(const char *text)
{
	json_t	*doc = text != NULL ? json_loads(text, 0, NULL) : NULL;

	if (json_is_object(doc))
		return doc;
	json_decref(doc);
	return json_object();
}

static int
read_hints(struct db *db, struct provider_account *a, struct err *err)
{
	for (int i = 0; a->provider->keys[i].name != NULL; i++)
		if (connection_secret_hint(db, a->con.id,
		    a->provider->keys[i].name, &a->key[i], err) == -1)
			return -1;
	return 0;
}

int
provider_account_get(struct db *db, int64_t company_id,
    const struct provider *provider, int64_t id, struct provider_account *out,
    struct err *err)
{
	own_provider_account struct provider_account	 a = {
		.provider = provider };
	own_rows struct db_rows				*rows = NULL;

	if (db_query(db, "SELECT is_active, metadata, facts, facts_at, "
	    "created_by, updated_at FROM integration_account "
	    "WHERE connection_id = ? AND company_id = ? AND provider = ?",
	    DB_ARGS(db_int(id), db_int(company_id), db_str(provider->name)),
	    &rows, err) == -1 || db_one(rows, err) == -1 ||
	    connection_get(db, id, &a.con, err) == -1)
		return -1;
	a.is_active = db_col_int(rows, 0) != 0;
	a.metadata = object_of(db_col_str(rows, 1));
	a.facts = object_of(db_col_str(rows, 2));
	a.facts_at = db_col_time(rows, 3);
	a.created_by = db_col_int(rows, 4);
	a.updated_at = db_col_time(rows, 5);
	if (a.updated_at < a.con.updated_at)
		a.updated_at = a.con.updated_at;
	if (read_hints(db, &a, err) == -1)
		return -1;
	*out = give(a);
	return 0;
}

int
provider_account_list(struct db *db, int64_t company_id,
    const struct provider *provider, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT c.id FROM integration_account a "
	    "JOIN connection c ON c.id = a.connection_id "
	    "WHERE a.company_id = ? AND a.provider = ? "
	    "ORDER BY c.name, c.id LIMIT ?", DB_ARGS(db_int(company_id),
	    db_str(provider->name), db_int(PROVIDER_ACCOUNTS_MAX)), out, err);
}

int
provider_account_all(struct db *db, const struct provider *provider,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT connection_id, company_id "
	    "FROM integration_account WHERE provider = ? "
	    "ORDER BY connection_id", DB_ARGS(db_str(provider->name)), out,
	    err);
}

int
provider_account_on(struct db *db, int64_t id, bool *on, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT COUNT(*) FROM integration_account a "
	    "JOIN connection c ON c.id = a.connection_id WHERE "
	    "a.connection_id = ? AND a.is_active AND c.status <> 'refused'",
	    DB_ARGS(db_int(id)), &n, err) == -1)
		return -1;
	*on = n > 0;
	return 0;
}

/* --- the document --- */

static json_t *
keys_json(const struct provider_account *a)
{
	json_t	*doc = json_object();

	for (int i = 0; a->provider->keys[i].name != NULL; i++)
		json_object_set_new(doc, a->provider->keys[i].name, json_pack(
		    "{s:b, s:o, s:o}", "set", a->key[i].set, "updated_at",
		    field_time(a->key[i].updated_at), "expires_at",
		    field_time(a->key[i].expires_at)));
	return doc;
}

static json_t *
settings_json(const struct provider_account *a)
{
	json_t	*doc = json_copy(a->con.settings);

	json_object_set_new(doc, "auto_sync", json_boolean(a->con.auto_sync));
	json_object_set_new(doc, "sync_interval", json_integer(
	    a->con.sync_interval));
	return doc;
}

static json_t *
error_json(const struct provider_account *a, const char *lang)
{
	char	text[700];

	if (!has_error(a))
		return json_null();
	text_put(text, sizeof(text), lang, a->con.status_code,
	    a->con.status_text);
	return json_string(text);
}

static json_t *
text_or_null(const char *text)
{
	return *text != '\0' ? json_string(text) : json_null();
}

json_t *
provider_account_json(const struct provider_account *a, const char *lang)
{
	return json_pack("{s:I, s:s, s:s, s:s, s:o, s:o, s:o, s:O, s:O, s:o, "
	    "s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
	    "id", (json_int_t)a->con.id, "provider", a->provider->name,
	    "name", a->con.name, "status", provider_account_status(a),
	    "address", text_or_null(a->con.base_url),
	    "credentials", keys_json(a),
	    "settings", settings_json(a),
	    "metadata", a->metadata,
	    "facts", a->facts,
	    "facts_at", field_time(a->facts_at),
	    "last_sync_at", field_time(a->con.last_sync_at),
	    "next_sync_at", field_time(provider_account_usable(a) ?
	    a->con.next_run_at : 0),
	    "last_error", error_json(a, lang),
	    "last_error_code", has_error(a) ? text_or_null(
	    a->con.status_code) : json_null(),
	    "checked_at", field_time(a->con.checked_at),
	    "created_by", a->created_by != 0 ? json_integer(a->created_by) :
	    json_null(),
	    "created_at", field_time(a->con.created_at),
	    "updated_at", field_time(a->updated_at));
}

/* --- changes --- */

void
provider_change_clear(struct provider_change *to)
{
	json_decref(to->settings);
	json_decref(to->metadata);
	mem_free_str(&to->address);
	for (int i = 0; i < PROVIDER_KEYS_MAX; i++) {
		if (to->key[i] != NULL)
			explicit_bzero(to->key[i], strlen(to->key[i]));
		mem_free_str(&to->key[i]);
	}
	*to = (struct provider_change){ 0 };
}

struct change_work {
	const struct conf		*conf;
	const struct provider		*provider;
	int64_t				 company_id, user_id, id;
	const struct provider_change	*to;
};

static int
store_keys(struct db *db, const struct change_work *w, struct err *err)
{
	const char	*names[PROVIDER_KEYS_MAX], *key[PROVIDER_KEYS_MAX];
	size_t		 n = 0;
	bool		 any;

	for (; w->provider->keys[n].name != NULL; n++) {
		names[n] = w->provider->keys[n].name;
		key[n] = w->to->key[n];
	}
	if (connection_secrets_set(db, w->conf, w->id, names, key, n, &any,
	    err) == -1)
		return -1;
	return !any ? 0 : db_exec(db, "UPDATE integration_account "
	    "SET facts = '{}', facts_at = NULL WHERE connection_id = ?",
	    DB_ARGS(db_int(w->id)), NULL, err);
}

/* Has it brought something from where it is, or does it hold what only that place may see? */
static int
is_bound(struct db *db, const struct provider_account *a, bool *yes,
    struct err *err)
{
	int64_t	 runs;

	*yes = true;
	for (int i = 0; a->provider->keys[i].name != NULL; i++)
		if (a->provider->keys[i].inner && a->key[i].set)
			return 0;
	if (sync_run_count_of(db, a->con.id, NULL, &runs, err) == -1)
		return -1;
	*yes = runs > 0;
	return 0;
}

/* Ids of two places collide: the records of one would become those of the other. */
static int
check_place(struct db *db, const struct provider_account *a,
    const struct provider_change *to, struct err *err)
{
	bool	 bound;

	if (to->address == NULL || *a->con.base_url == '\0' ||
	    strcmp(to->address, a->con.base_url) == 0)
		return 0;
	if (is_bound(db, a, &bound, err) == -1)
		return -1;
	return !bound ? 0 : err_code(err, ERR_CONFLICT,
	    "service.account_moved", "%s", a->con.base_url);
}

static int
change_work(struct db *db, void *arg, struct err *err)
{
	const struct change_work	*w = arg;
	own_str char			*metadata = json_dumps(
					    w->to->metadata, JSON_COMPACT);

	if (connection_name_taken(connection_rename(db, w->id, w->to->name,
	    err), NAME_TAKEN, err) == -1 ||
	    db_exec(db, "UPDATE integration_account SET is_active = ?, "
	    "metadata = ? WHERE connection_id = ?",
	    DB_ARGS(db_int(w->to->is_active), db_str(metadata),
	    db_int(w->id)), NULL, err) == -1 ||
	    connection_set_plan(db, w->id, &(struct connection_plan){
	    .on = w->to->auto_sync && w->to->is_active,
	    .auto_sync = w->to->auto_sync,
	    .sync_interval = w->to->sync_interval,
	    .settings = w->to->settings }, err) == -1 ||
	    (w->to->address != NULL && connection_set_address(db, w->id,
	    w->to->address, err) == -1))
		return -1;
	return store_keys(db, w, err);
}

static int
check_room(struct db *db, const struct change_work *w, struct err *err)
{
	int64_t	 n;

	if (db_number(db, "SELECT COUNT(*) FROM integration_account WHERE "
	    "company_id = ? AND provider = ?", DB_ARGS(db_int(w->company_id),
	    db_str(w->provider->name)), &n, err) == -1)
		return -1;
	return n < PROVIDER_ACCOUNTS_MAX ? 0 : err_code(err, ERR_CONFLICT,
	    "service.accounts_full", "%d", PROVIDER_ACCOUNTS_MAX);
}

static int
create_work(struct db *db, void *arg, struct err *err)
{
	struct change_work	*w = arg;

	if (check_room(db, w, err) == -1 ||
	    connection_name_taken(connection_add(db, w->company_id, 0,
	    w->provider->name, w->to->name, &w->id, err), NAME_TAKEN,
	    err) == -1 ||
	    db_exec(db, "INSERT INTO integration_account (connection_id, "
	    "company_id, provider, created_by) VALUES (?, ?, ?, ?)",
	    DB_ARGS(db_int(w->id), db_int(w->company_id),
	    db_str(w->provider->name), db_id(w->user_id)), NULL, err) == -1)
		return -1;
	return change_work(db, w, err);
}

int
provider_account_create(struct db *db, const struct conf *conf,
    int64_t company_id, int64_t user_id, const struct provider *provider,
    const struct provider_change *to, int64_t *id, struct err *err)
{
	struct change_work	w = { .conf = conf, .provider = provider,
				    .company_id = company_id,
				    .user_id = user_id, .to = to };

	if (db_tx_run(db, create_work, &w, err) == -1)
		return -1;
	*id = w.id;
	return 0;
}

int
provider_account_change(struct db *db, const struct conf *conf,
    const struct provider_account *a, const struct provider_change *to,
    struct err *err)
{
	struct change_work	w = { .conf = conf, .provider = a->provider,
				    .id = a->con.id, .to = to };

	return check_place(db, a, to, err) == -1 ? -1 :
	    db_tx_run(db, change_work, &w, err);
}

/* --- how it fares --- */

int
provider_account_set_facts(struct db *db, int64_t id, const json_t *facts,
    struct err *err)
{
	own_str char	*text = json_dumps(facts, JSON_COMPACT);

	return db_exec(db, "UPDATE integration_account SET facts = ?, "
	    "facts_at = NOW(3) WHERE connection_id = ?",
	    DB_ARGS(db_str(text), db_int(id)), NULL, err);
}

void
provider_account_blame(struct err *err)
{
	if (err->kind == ERR_INPUT ||
	    (err->kind == ERR_ABSENT && err->remote_status != 0))
		err->kind = ERR_REMOTE;
}

int
provider_account_settle(struct db *db, int64_t id, int64_t ago_ms,
    const struct err *why, struct err *err)
{
	if (why == NULL)
		return connection_mark_late(db, id, ago_ms, "ok", NULL, NULL,
		    err);
	switch (why->kind) {
	case ERR_REMOTE_AUTH:
		return connection_mark_late(db, id, ago_ms, "refused",
		    why->code, why->text, err);
	case ERR_DENIED:
	case ERR_REMOTE:
	case ERR_TIMEOUT:
		return connection_mark_late(db, id, ago_ms, "error",
		    why->code, why->text, err);
	default:
		return 0;
	}
}
