#include "service/provider_sync.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"
#include "io/field.h"
#include "io/slot.h"
#include "service/provider_client.h"
#include "service/sync_due.h"

#define DUE_MAX		200
#define WORKERS		4
#define FAILURES_MAX	20	/* named in the log */
#define MINUTE_MS	INT64_C(60000)
#define HOLD_S		180	/* one call of a service, with all its waits */

/* --- queueing --- */

int
provider_sync_queue(struct db *db, int64_t company_id, int64_t account_id,
    const char *what, const char *reason, int64_t *run_id, struct err *err)
{
	struct sync_run	run = { .company_id = company_id,
			    .connection_id = account_id };

	snprintf(run.stream, sizeof(run.stream), SYNC_ACCOUNT "%s", what);
	snprintf(run.reason, sizeof(run.reason), "%s", reason);
	return sync_run_queue(db, &run, run_id, err);
}

int
provider_sync_due(struct db *db, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT c.id, c.company_id, c.next_run_at, "
	    "a.is_active AND c.status <> 'refused' FROM connection c "
	    "JOIN integration_account a ON a.connection_id = c.id "
	    "WHERE c.auto_sync = 1 AND c.next_run_at <= NOW(3) "
	    "ORDER BY c.next_run_at LIMIT ?", DB_ARGS(db_int(DUE_MAX)), &rows,
	    err) == -1)
		return -1;
	return sync_due_queue(db, rows, SYNC_ACCOUNT PROVIDER_SYNC_ALL, err);
}

/* --- a part --- */

int
provider_run_step(struct provider_run *r, struct err *err)
{
	r->cursor.run_id = r->run.id;
	return sync_cursor_set(r->who->db, r->account.con.id, r->part,
	    &r->cursor, err) == -1 ? -1 : sync_run_hold(r->who->db, &r->run,
	    HOLD_S, err);
}

void
provider_run_failed(struct provider_run *r, const char *record,
    const struct err *why)
{
	json_t	*list = json_object_get(r->metadata, "failures");

	r->run.unreadable++;
	if (list == NULL) {
		list = json_array();
		json_object_set_new(r->metadata, "failures", list);
	}
	if (json_array_size(list) < FAILURES_MAX)
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}",
		    "part", r->part, "record", record, "code", why->code,
		    "text", why->text));
}

static const char *
what_of(const struct sync_run *run)
{
	const char	*colon = strchr(run->stream, ':');

	return colon != NULL ? colon + 1 : PROVIDER_SYNC_ALL;
}

/* An automatic run leaves out what was done lately; a person's does what it names. */
static int
is_due(struct provider_run *r, const struct provider_part *part, bool *out,
    struct err *err)
{
	const char	*what = what_of(&r->run);
	int64_t		 now;

	*out = false;
	if (strcmp(what, PROVIDER_SYNC_ALL) != 0 &&
	    strcmp(what, part->name) != 0)
		return 0;
	if (sync_cursor_get(r->who->db, r->account.con.id, part->name,
	    &r->cursor, err) == -1 || db_now(r->who->db, &now, err) == -1)
		return -1;
	*out = strcmp(r->run.reason, "auto") != 0 || r->cursor.page > 0 ||
	    r->cursor.run_id == r->run.id ||
	    now - r->cursor.full_at >= part->every_min * MINUTE_MS;
	/* A pass that another run left is gone on with by itself, not when a person asks. */
	if (r->cursor.run_id != r->run.id && strcmp(r->run.reason, "auto") != 0)
		r->cursor.page = 0;
	return 0;
}

static int
end_part(struct provider_run *r, struct err *err)
{
	if (db_now(r->who->db, &r->cursor.full_at, err) == -1)
		return -1;
	r->cursor.page = 0;
	return provider_run_step(r, err);
}

/* 1: it went well, 0: it was not due. One that was ended by this run before its process died is
 * not begun again. */
static int
do_part(struct provider_run *r, const struct provider_part *part,
    struct err *err)
{
	bool	due;

	if (is_due(r, part, &due, err) == -1)
		return -1;
	if (!due)
		return 0;
	if (r->cursor.run_id == r->run.id && r->cursor.page == 0 &&
	    r->cursor.full_at >= r->run.started_at)
		return 1;
	r->part = part->name;
	if (sync_run_hold(r->who->db, &r->run, HOLD_S, err) == -1)
		return -1;
	return part->work(r, err) == -1 || end_part(r, err) == -1 ? -1 : 1;
}

/* What follows would fail in the same way, or must not be done any more. */
static bool
ends_all(const struct err *why)
{
	return why->kind == ERR_REMOTE_AUTH || why->kind == ERR_BUSY ||
	    why->kind == ERR_TIMEOUT || why->kind == ERR_DOWN ||
	    strcmp(why->code, "service.lease_lost") == 0;
}

/* name: "errors", or "skipped". */
static void
note(struct provider_run *r, const char *name, const char *part,
    const struct err *why)
{
	json_t	*list = json_object_get(r->metadata, name);

	if (list == NULL) {
		list = json_array();
		json_object_set_new(r->metadata, name, list);
	}
	json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "part", part,
	    "code", why->code[0] != '\0' ? why->code : err_name(why->kind),
	    "text", why->text));
}

void
provider_run_skipped(struct provider_run *r, const char *part,
    const struct err *why)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(r->metadata, "skipped"), i, one)
		if (strcmp(field_str(one, "part"), part) == 0)
			return;
	note(r, "skipped", part, why);
}

static bool
goes_without(const struct provider_run *r, const struct provider_part *part,
    const struct err *why)
{
	return part->without != NULL && strcmp(why->code, part->without) == 0 &&
	    strcmp(what_of(&r->run), PROVIDER_SYNC_ALL) == 0;
}

/* A part that fails leaves the others be; first: what failed first. n: parts that went well. */
static void
do_parts(struct provider_run *r, const struct provider_sync *sync, int *n,
    struct err *first)
{
	const struct provider_part	*part = sync->parts;

	for (*n = 0; part->name != NULL; part++) {
		struct err	why = { 0 };
		const int	rc = do_part(r, part, &why);

		if (rc != -1) {
			*n += rc;
			continue;
		}
		if (goes_without(r, part, &why)) {
			note(r, "skipped", part->name, &why);
			continue;
		}
		provider_account_blame(&why);
		note(r, "errors", part->name, &why);
		log_err(LOG_WARN, "account sync", &why);
		if (first->kind == ERR_NONE ||
		    strcmp(why.code, "service.lease_lost") == 0)
			*first = why;
		if (ends_all(&why))
			return;
	}
}

/* --- a run --- */

static void
run_close(struct provider_run *r)
{
	provider_account_clear(&r->account);
	json_decref(r->metadata);
}

static void
put_result(struct provider_run *r, int n, const struct err *failed)
{
	struct sync_run	*run = &r->run;
	const bool	 well = failed->kind == ERR_NONE;

	snprintf(run->status, sizeof(run->status), "%s", well ?
	    (run->unreadable > 0 ? "partial" : "success") :
	    n > 0 || run->processed > 0 ? "partial" : "error");
	snprintf(run->error_code, sizeof(run->error_code), "%s", well ? "" :
	    failed->code[0] != '\0' ? failed->code : err_name(failed->kind));
	snprintf(run->error_message, sizeof(run->error_message), "%s",
	    failed->text);
}

struct ending {
	struct provider_run	*r;
	const struct err	*why;	/* NULL: it went well */
	int64_t			 began_ms;
};

/* What a webhook causes reads a part of what there is: it puts off no sync that is due. */
static int
finish(struct db *db, void *arg, struct err *err)
{
	const struct ending	*e = arg;
	const int64_t		 id = e->r->run.connection_id;
	own_str char		*text = json_dumps(e->r->metadata,
				    JSON_COMPACT);

	return sync_run_changes_set(db, e->r->run.id, text, err) == -1 ||
	    sync_run_finish(db, &e->r->run, err) == -1 ||
	    (e->why == NULL && strcmp(e->r->run.reason, "webhook") != 0 &&
	    connection_synced(db, id,
	    e->r->run.finished_at, err) == -1) ||
	    provider_account_settle(db, id, clock_mono_ms() - e->began_ms,
	    e->why, err) == -1 ? -1 : 0;
}

static const struct provider_sync *
sync_of(const struct provider_sync *const *all, const char *provider)
{
	while (*all != NULL && strcmp((*all)->provider->name, provider) != 0)
		all++;
	return *all;
}

static int
work(struct provider_run *r, const struct provider_sync *sync, int *n,
    struct err *err)
{
	own_provider_client struct provider_client	*client = NULL;

	if (r->run.attempts > SYNC_ATTEMPTS_MAX)
		return err_code(err, ERR_INTERNAL, "service.sync_lost",
		    "given up after %d attempts", SYNC_ATTEMPTS_MAX);
	client = provider_client_open(r->who, sync->provider,
	    r->account.con.id, err);
	if (client == NULL)
		return -1;
	r->api = client->api;
	r->arg = sync->arg;
	r->full = strcmp(r->run.reason, "full") == 0;
	do_parts(r, sync, n, err);
	r->run.calls = sync->provider->api->calls(r->api);
	return err->kind == ERR_NONE ? 0 : -1;
}

static int
open_account(struct provider_run *r, const struct provider_sync *const *all,
    const struct provider_sync **sync, struct err *err)
{
	own_connection struct connection	con = { 0 };

	if (connection_get(r->who->db, r->run.connection_id, &con,
	    err) == -1)
		return -1;
	if ((*sync = sync_of(all, con.provider)) == NULL)
		return err_set(err, ERR_INTERNAL, "no provider %s",
		    con.provider);
	return provider_account_get(r->who->db, r->run.company_id,
	    (*sync)->provider, con.id, &r->account, err);
}

/* 1: one was carried out; 0: none waits. */
static int
sync_one(struct db *db, const struct conf *conf,
    const struct provider_sync *const *all, struct err *err)
{
	struct caller		 who = { .db = db, .conf = conf,
				    .lang = "ru", .zone = "UTC" };
	cleanup(run_close) struct provider_run	 r = { .who = &who,
				    .metadata = json_object() };
	struct ending		 end = { .r = &r, .began_ms =
				    clock_mono_ms() };
	const struct provider_sync	*sync = NULL;
	struct err		 failed = { 0 };
	int			 n = 0;
	const int		 rc = sync_run_claim(db, 0, SYNC_OF_ACCOUNTS,
				    &r.run, err);

	if (rc != 1)
		return rc;
	who.company_id = r.run.company_id;
	if (open_account(&r, all, &sync, err) == -1)
		return -1;
	if (work(&r, sync, &n, &failed) == -1 &&
	    strcmp(failed.code, "service.lease_lost") == 0)
		return 1;	/* it is another's now, or was cancelled */
	put_result(&r, n, &failed);
	end.why = failed.kind == ERR_NONE ? NULL : &failed;
	return db_tx_run(db, finish, &end, err) == -1 ? -1 : 1;
}

int
provider_sync_run(struct db *db, const struct conf *conf,
    const struct provider_sync *const *all, struct err *err)
{
	char	slot[SLOT_SIZE];
	int	rc = slot_take(db, "account-sync", conf_int(conf,
		    "ACCOUNT_SYNC_WORKERS", WORKERS), slot, err);

	if (rc != 1)
		return rc;
	do
		rc = sync_one(db, conf, all, err);
	while (rc == 1);
	db_unlock(db, slot);
	return rc;
}

/* --- the log --- */

/* What failed, each with its words in the language of who reads. */
static void
put_texts(json_t *metadata, const char *list, const char *lang)
{
	json_t	*one;
	size_t	 i;
	char	 text[700];

	json_array_foreach(json_object_get(metadata, list), i, one) {
		text_put(text, sizeof(text), lang, field_str(one, "code"),
		    field_str(one, "text"));
		json_object_set_new(one, "detail", json_string(text));
		json_object_del(one, "text");
	}
}

static json_t *
metadata_json(const struct sync_run *run, const char *stored,
    const char *lang)
{
	json_t	*doc = stored != NULL ? json_loads(stored, 0, NULL) : NULL;

	if (!json_is_object(doc)) {
		json_decref(doc);
		doc = json_object();
	}
	put_texts(doc, "errors", lang);
	put_texts(doc, "failures", lang);
	put_texts(doc, "skipped", lang);
	json_object_set_new(doc, "calls", json_integer(run->calls));
	json_object_set_new(doc, "reason", json_string(run->reason));
	return doc;
}

json_t *
provider_sync_json(const struct sync_run *run, const char *metadata,
    const char *lang)
{
	char		 message[2400] = "";
	const bool	 done = strcmp(run->state, "done") == 0;

	if (run->error_code[0] != '\0')
		text_put(message, sizeof(message), lang, run->error_code,
		    run->error_message);
	return json_pack("{s:I, s:I, s:s, s:s, s:I, s:I, s:I, s:I, s:o, s:o, "
	    "s:o, s:o, s:o, s:o}",
	    "id", (json_int_t)run->id,
	    "account_id", (json_int_t)run->connection_id,
	    "sync_type", what_of(run), "status", done ? run->status :
	    run->state,
	    "records_synced", (json_int_t)run->processed,
	    "created", (json_int_t)run->created,
	    "updated", (json_int_t)run->updated,
	    "failed", (json_int_t)run->unreadable,
	    "error_message", message[0] != '\0' ? json_string(message) :
	    json_null(),
	    "error_code", run->error_code[0] != '\0' ?
	    json_string(run->error_code) : json_null(),
	    "created_at", field_time(run->created_at),
	    "started_at", field_time(run->started_at),
	    "completed_at", field_time(run->finished_at),
	    "metadata", metadata_json(run, metadata, lang));
}
