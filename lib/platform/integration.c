#include "platform/integration.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "io/db.h"
#include "io/field.h"
#include "platform/platform.h"
#include "platform/refusal.h"

#define NAME_TAKEN	"platform.name_taken"
#define QUOTA_H		1	/* until a quota that was used up is tried again */

const char *const integration_statuses[] = { "pending", "active", "error",
	"expired", "disabled", NULL };

void
integration_clear(struct integration *in)
{
	connection_clear(&in->con);
	json_decref(in->search);
	json_decref(in->account);
	mem_free_str(&in->description);
	mem_free_str(&in->last_error_code);
	mem_free_str(&in->last_error);
	*in = (struct integration){ 0 };
}

const char *
integration_status(const struct integration *in)
{
	static const struct { const char *of_connection, *status; } known[] = {
		{ "ok", "active" }, { "error", "error" },
		{ "refused", "expired" },
	};

	if (!in->is_active)
		return "disabled";
	for (size_t i = 0; i < nitems(known); i++)
		if (strcmp(in->con.status, known[i].of_connection) == 0)
			return known[i].status;
	return "pending";
}

bool
integration_usable(const struct integration *in)
{
	const char	*status = integration_status(in);

	return strcmp(status, "pending") == 0 || strcmp(status, "active") == 0;
}

int64_t
integration_next_at(const struct integration *in)
{
	return integration_usable(in) ? in->con.next_run_at : 0;
}

/* --- reading --- */

#define KEY_COLS(s) s ".connection_id, " s ".tail, " s ".updated_at, " \
	s ".expires_at, "
#define KEY_JOIN(s, name) "LEFT JOIN secret " s " ON " s ".connection_id = " \
	"c.id AND " s ".name = '" name "' "
/* The credentials are in the order of platform_key_names. */
#define INTEGRATION_SELECT "SELECT c.id, c.company_id, c.provider, c.name, " \
	"c.status, c.status_code, c.status_text, c.auto_sync, " \
	"c.sync_interval, c.checked_at, c.next_run_at, c.last_sync_at, " \
	"c.created_at, " KEY_COLS("k") KEY_COLS("s") KEY_COLS("t") \
	KEY_COLS("r") "i.description, i.is_active, i.search, i.account, " \
	"i.account_at, i.found, i.imported, i.error_count, " \
	"i.last_error_code, i.last_error, i.last_error_at, i.created_by, " \
	"GREATEST(i.updated_at, c.updated_at), " \
	"COALESCE(i.quota_until > NOW(3), 0) FROM integration i " \
	"JOIN connection c ON c.id = i.connection_id " \
	KEY_JOIN("k", "api_key") KEY_JOIN("s", "api_secret") \
	KEY_JOIN("t", "access_token") KEY_JOIN("r", "refresh_token")
#define KEY_AT		13
#define OWN_AT		(KEY_AT + 4 * INTEGRATION_KEYS)

static void
connection_read(const struct db_rows *rows, struct connection *con)
{
	connection_new(con);
	con->id = db_col_int(rows, 0);
	con->company_id = db_col_int(rows, 1);
	mem_put(&con->provider, db_col_dup(rows, 2));
	mem_put(&con->name, db_col_dup(rows, 3));
	mem_put(&con->status, db_col_dup(rows, 4));
	mem_put(&con->status_code, db_col_dup(rows, 5));
	mem_put(&con->status_text, db_col_dup(rows, 6));
	con->auto_sync = db_col_int(rows, 7) != 0;
	con->sync_interval = db_col_int(rows, 8);
	con->checked_at = db_col_time(rows, 9);
	con->next_run_at = db_col_time(rows, 10);
	con->last_sync_at = db_col_time(rows, 11);
	con->created_at = db_col_time(rows, 12);
}

static json_t *
object_of(const char *text)
{
	json_t	*doc = text != NULL ? json_loads(text, 0, NULL) : NULL;

	if (json_is_object(doc))
		return doc;
	json_decref(doc);
	return json_object();
}

static void
integration_read(const struct db_rows *rows, struct integration *in)
{
	connection_read(rows, &in->con);
	for (int i = 0; i < INTEGRATION_KEYS; i++) {
		const int		 at = KEY_AT + 4 * i;
		struct secret_hint	*key = &in->key[i];

		if (db_col_null(rows, at))
			continue;
		key->set = true;
		snprintf(key->tail, sizeof(key->tail), "%s",
		    db_col_str(rows, at + 1));
		key->updated_at = db_col_time(rows, at + 2);
		key->expires_at = db_col_time(rows, at + 3);
	}
	in->description = db_col_dup(rows, OWN_AT);
	in->is_active = db_col_int(rows, OWN_AT + 1) != 0;
	in->search = object_of(db_col_str(rows, OWN_AT + 2));
	in->account = object_of(db_col_str(rows, OWN_AT + 3));
	in->account_at = db_col_time(rows, OWN_AT + 4);
	in->found = db_col_int(rows, OWN_AT + 5);
	in->imported = db_col_int(rows, OWN_AT + 6);
	in->error_count = db_col_int(rows, OWN_AT + 7);
	in->last_error_code = db_col_dup(rows, OWN_AT + 8);
	in->last_error = db_col_dup(rows, OWN_AT + 9);
	in->last_error_at = db_col_time(rows, OWN_AT + 10);
	in->created_by = db_col_int(rows, OWN_AT + 11);
	in->updated_at = db_col_time(rows, OWN_AT + 12);
	in->quota_over = db_col_int(rows, OWN_AT + 13) != 0;
}

int
integration_get(struct db *db, int64_t company_id, int64_t id,
    struct integration *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, INTEGRATION_SELECT "WHERE i.connection_id = ? "
	    "AND i.company_id = ?", DB_ARGS(db_int(id), db_int(company_id)),
	    &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	integration_read(rows, out);
	return 0;
}

int
integration_on(struct db *db, int64_t id, bool *on, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT COUNT(*) FROM integration "
	    "WHERE connection_id = ? AND is_active", DB_ARGS(db_int(id)), &n,
	    err) == -1)
		return -1;
	*on = n > 0;
	return 0;
}

int
integration_list(struct db *db, int64_t company_id, const char *platform,
    struct db_rows **out, struct err *err)
{
	return db_query(db, INTEGRATION_SELECT "WHERE i.company_id = ? "
	    "AND (? IS NULL OR c.provider = ?) ORDER BY c.provider, c.name",
	    DB_ARGS(db_int(company_id), db_str(platform), db_str(platform)),
	    out, err);
}

/* The same as integration_status. */
#define OF_STATUS "AND (? IS NULL OR ? = CASE WHEN NOT i.is_active THEN " \
	"'disabled' WHEN c.status = 'ok' THEN 'active' WHEN c.status = " \
	"'error' THEN 'error' WHEN c.status = 'refused' THEN 'expired' " \
	"ELSE 'pending' END) "
#define FOUND "WHERE i.company_id = ? AND (? IS NULL OR c.provider = ?) " \
	OF_STATUS

int
integration_page(struct db *db, int64_t company_id, const char *platform,
    const char *status, int64_t after, int64_t skip, int64_t limit,
    struct db_rows **out, struct err *err)
{
	return db_query(db, INTEGRATION_SELECT FOUND "AND i.connection_id > ? "
	    "ORDER BY i.connection_id LIMIT ? OFFSET ?",
	    DB_ARGS(db_int(company_id), db_str(platform), db_str(platform),
	    db_str(status), db_str(status), db_int(after), db_int(limit),
	    db_int(skip)), out, err);
}

int
integration_count(struct db *db, int64_t company_id, const char *platform,
    const char *status, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM integration i JOIN "
	    "connection c ON c.id = i.connection_id " FOUND,
	    DB_ARGS(db_int(company_id), db_str(platform), db_str(platform),
	    db_str(status), db_str(status)), out, err);
}

bool
integration_next(struct db_rows *rows, struct integration *out)
{
	integration_clear(out);
	if (!db_rows_next(rows))
		return false;
	integration_read(rows, out);
	return true;
}

/* --- the document --- */

static json_t *
id_or_null(int64_t id)
{
	return id != 0 ? json_integer(id) : json_null();
}

static json_t *
key_json(const struct secret_hint *key)
{
	return json_pack("{s:b, s:o, s:o}", "set", key->set, "tail",
	    key->set && key->tail[0] != '\0' ? json_string(key->tail) :
	    json_null(), "expires_at", field_time(key->expires_at));
}

static json_t *
error_json(const struct integration *in, const char *lang)
{
	char	text[600];

	if (in->error_count == 0)
		return json_null();
	text_put(text, sizeof(text), lang, in->last_error_code,
	    in->last_error);
	return json_string(text);
}

json_t *
integration_json(const struct integration *in, const char *lang)
{
	json_t	*doc = json_pack("{s:I, s:s, s:s, s:s, s:b, s:s, s:b, s:I}",
		    "id", (json_int_t)in->con.id, "platform",
		    in->con.provider, "name", in->con.name, "description",
		    in->description, "is_active", in->is_active, "status",
		    integration_status(in), "auto_sync", in->con.auto_sync,
		    "sync_interval_hours",
		    (json_int_t)(in->con.sync_interval / 60));

	json_object_update(doc, in->search);
	json_object_update_new(doc, json_pack("{s:I, s:I, s:o, s:o, s:I, s:o,"
	    " s:s, s:o, s:o, s:o, s:o, s:o, s:O, s:o}",
	    "total_candidates_found", (json_int_t)in->found,
	    "total_candidates_imported", (json_int_t)in->imported,
	    "last_sync_at", field_time(in->con.last_sync_at),
	    "next_sync_at", field_time(integration_next_at(in)),
	    "error_count", (json_int_t)in->error_count,
	    "last_error", error_json(in, lang),
	    "last_error_code", in->last_error_code,
	    "last_error_at", field_time(in->last_error_at),
	    "checked_at", field_time(in->con.checked_at),
	    "created_by", id_or_null(in->created_by),
	    "created_at", field_time(in->con.created_at),
	    "updated_at", field_time(in->updated_at),
	    "account", in->account,
	    "account_at", field_time(in->account_at)));
	for (int i = 0; i < INTEGRATION_KEYS; i++)
		json_object_set_new(doc, platform_key_names[i],
		    key_json(&in->key[i]));
	return doc;
}

/* --- changes --- */

void
integration_change_clear(struct integration_change *to)
{
	json_decref(to->search);
	*to = (struct integration_change){ 0 };
}

struct change_work {
	const struct conf			*conf;
	int64_t					 company_id, user_id, id;
	const char				*platform;
	const struct integration_change		*to;
};

/* Whose key it is is not known any more. */
static int
store_keys(struct db *db, const struct change_work *w, struct err *err)
{
	bool	 any;

	if (connection_secrets_set(db, w->conf, w->id, platform_key_names,
	    w->to->key, INTEGRATION_KEYS, &any, err) == -1)
		return -1;
	return !any ? 0 : db_exec(db, "UPDATE integration SET account = '{}', "
	    "account_at = NULL, error_count = 0, last_error_code = '', "
	    "last_error = '' WHERE connection_id = ?", DB_ARGS(db_int(w->id)),
	    NULL, err);
}

static int
change_work(struct db *db, void *arg, struct err *err)
{
	const struct change_work	*w = arg;
	own_str char			*search = json_dumps(w->to->search,
					    JSON_COMPACT);

	if (connection_name_taken(connection_rename(db, w->id, w->to->name,
	    err), NAME_TAKEN, err) == -1 ||
	    db_exec(db, "UPDATE integration SET description = ?, "
	    "is_active = ?, search = ? WHERE connection_id = ?",
	    DB_ARGS(db_str(w->to->description), db_int(w->to->is_active),
	    db_str(search), db_int(w->id)), NULL, err) == -1 ||
	    connection_set_plan(db, w->id, &(struct connection_plan){
	    .on = w->to->auto_sync && w->to->is_active,
	    .auto_sync = w->to->auto_sync,
	    .sync_interval = w->to->sync_interval_hours * 60 }, err) == -1)
		return -1;
	return store_keys(db, w, err);
}

static int
create_work(struct db *db, void *arg, struct err *err)
{
	struct change_work	*w = arg;

	if (connection_name_taken(connection_add(db, w->company_id, 0,
	    w->platform, w->to->name, &w->id, err), NAME_TAKEN, err) == -1 ||
	    db_exec(db, "INSERT INTO integration (connection_id, company_id, "
	    "created_by) VALUES (?, ?, ?)", DB_ARGS(db_int(w->id),
	    db_int(w->company_id), db_id(w->user_id)), NULL, err) == -1)
		return -1;
	return change_work(db, w, err);
}

int
integration_create(struct db *db, const struct conf *conf,
    int64_t company_id, int64_t user_id, const char *platform,
    const struct integration_change *to, int64_t *id, struct err *err)
{
	struct change_work	w = { .conf = conf, .company_id = company_id,
				    .user_id = user_id, .platform = platform,
				    .to = to };

	if (db_tx_run(db, create_work, &w, err) == -1)
		return -1;
	*id = w.id;
	return 0;
}

int
integration_change(struct db *db, const struct conf *conf, int64_t id,
    const struct integration_change *to, struct err *err)
{
	struct change_work	w = { .conf = conf, .id = id, .to = to };

	return db_tx_run(db, change_work, &w, err);
}

int
integration_delete(struct db *db, int64_t company_id, int64_t id,
    struct err *err)
{
	own_integration struct integration	in = { 0 };

	return integration_get(db, company_id, id, &in, err) == -1 ? -1 :
	    connection_delete(db, id, err);
}

/* --- how it fares --- */

static int
settle_well(struct db *db, int64_t id, int64_t ago_ms, struct err *err)
{
	if (db_exec(db, "UPDATE integration SET error_count = 0, "
	    "last_error_code = '', last_error = '', quota_until = NULL "
	    "WHERE connection_id = ? AND error_count > 0",
	    DB_ARGS(db_int(id)), NULL, err) == -1)
		return -1;
	return connection_mark_late(db, id, ago_ms, "ok", NULL, NULL, err);
}

int
integration_settle(struct db *db, int64_t id, int64_t ago_ms,
    const struct err *why, struct err *err)
{
	const char	*status;

	if (why == NULL)
		return settle_well(db, id, ago_ms, err);
	status = platform_refusal_status(why->code);
	if (db_exec(db, "UPDATE integration SET "
	    "error_count = error_count + 1, last_error_code = ?, "
	    "last_error = ?, last_error_at = NOW(3), quota_until = IF(?, "
	    "NOW(3) + INTERVAL ? HOUR, quota_until) WHERE connection_id = ?",
	    DB_ARGS(db_str(why->code), db_strn(why->text,
	    utf8_cut(why->text, 500)), db_int(strcmp(why->code,
	    "platform.quota") == 0), db_int(QUOTA_H), db_int(id)), NULL,
	    err) == -1)
		return -1;
	return status == NULL ? 0 : connection_mark_late(db, id, ago_ms,
	    status, why->code, why->text, err);
}

int
integration_set_account(struct db *db, int64_t id, const json_t *account,
    struct err *err)
{
	own_str char	*text = json_dumps(account, JSON_COMPACT);

	return db_exec(db, "UPDATE integration SET account = ?, "
	    "account_at = NOW(3) WHERE connection_id = ?",
	    DB_ARGS(db_str(text), db_int(id)), NULL, err);
}
