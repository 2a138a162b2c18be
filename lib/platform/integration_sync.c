#include "platform/integration_sync.h"

#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"
#include "io/field.h"
#include "platform/integration.h"
#include "service/sync_due.h"
#include "service/sync_run.h"

#define DUE_MAX		200

int
integration_sync_queue(struct db *db, const struct integration *in,
    int64_t *run_id, struct err *err)
{
	const struct sync_run	run = { .company_id = in->con.company_id,
				    .connection_id = in->con.id,
				    .stream = SYNC_BOARD,
				    .reason = "manual" };

	return sync_run_queue(db, &run, run_id, err);
}

int
integration_sync_due(struct db *db, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT c.id, c.company_id, c.next_run_at, "
	    "i.is_active AND c.status IN ('new', 'ok') FROM connection c "
	    "JOIN integration i ON i.connection_id = c.id "
	    "WHERE c.auto_sync = 1 AND c.next_run_at <= NOW(3) "
	    "ORDER BY c.next_run_at LIMIT ?", DB_ARGS(db_int(DUE_MAX)), &rows,
	    err) == -1)
		return -1;
	return sync_due_queue(db, rows, SYNC_BOARD, err);
}

int
integration_sync_state(struct db *db, int64_t id, json_t **out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	json_t			*doc;

	if (db_query(db, "SELECT sync_state FROM integration "
	    "WHERE connection_id = ?", DB_ARGS(db_int(id)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	doc = json_loads(db_col_str(rows, 0), 0, NULL);
	if (!json_is_object(doc)) {
		json_decref(doc);
		doc = json_object();
	}
	*out = doc;
	return 0;
}

int
integration_sync_set_state(struct db *db, int64_t id, const json_t *state,
    struct err *err)
{
	own_str char	*text = json_dumps(state, JSON_COMPACT);

	return db_exec(db, "UPDATE integration SET sync_state = ? "
	    "WHERE connection_id = ?", DB_ARGS(db_str(text), db_int(id)),
	    NULL, err);
}

static json_t *
message_of(const struct integration *in, const struct sync_run *run,
    const char *lang)
{
	const char	*code = run->error_code, *said = run->error_message;
	char		 text[700];

	if (*code == '\0' && in->error_count > 0) {
		code = in->last_error_code;
		said = in->last_error;
	}
	if (*code == '\0')
		return json_null();
	text_put(text, sizeof(text), lang, code, said);
	return json_string(text);
}

/* Before the first sync: an integration that failed otherwise has an error, not nothing. */
static const char *
status_of(const struct integration *in, const struct sync_run *run)
{
	if (run->id == 0)
		return in->error_count > 0 ? "error" : "never";
	return strcmp(run->state, "done") != 0 ? run->state : run->status;
}

int
integration_sync_status(struct db *db, const struct integration *in,
    const char *lang, json_t **out, struct err *err)
{
	struct sync_run	run = { 0 };
	struct err	why = { 0 };

	if (sync_run_last(db, in->con.id, &run, &why) == -1 &&
	    why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	*out = json_pack("{s:s, s:o, s:o, s:I, s:I, s:I, s:I, s:I, s:o}",
	    "status", status_of(in, &run), "last_sync_at", field_time(
	    in->con.last_sync_at), "next_sync_at", field_time(
	    integration_next_at(in)), "found", (json_int_t)run.processed,
	    "created", (json_int_t)run.created, "updated",
	    (json_int_t)run.updated, "failed", (json_int_t)run.unreadable,
	    "error_count", (json_int_t)in->error_count, "last_error",
	    message_of(in, &run, lang));
	return 0;
}
