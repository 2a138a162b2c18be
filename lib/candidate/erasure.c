#include "candidate/erasure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mask.h"
#include "base/mem.h"
#include "base/text.h"
#include "candidate/store.h"
#include "contact/words.h"
#include "io/db.h"
#include "io/field.h"
#include "io/rota.h"

#define TRIES	5	/* that fail before an admin is asked */
#define AGAIN_S	15	/* the first pause, then four times as long each time */

int
candidate_erasure_add(struct db *db, const struct candidate_by *by,
    const struct candidate_erasure_new *new, struct err *err)
{
	own_json json_t	*doc = contact_words_json(new->words);
	own_str char	*text = json_dumps(doc, JSON_COMPACT);
	own_str char	*ids = json_dumps(new->persons, JSON_COMPACT);
	const int64_t	 total = candidate_store_count() +
			    (int64_t)json_array_size(new->persons);

	return db_exec(db, "INSERT INTO candidate_erasure (company_id, "
	    "candidate_id, user_id, via, words, persons, total, due_at) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, NOW(3) + INTERVAL ? SECOND)",
	    DB_ARGS(db_int(by->company_id), db_int(new->candidate_id),
	    db_id(by->user_id), db_str(by->via), db_str(text), db_str(ids),
	    db_int(total), db_int(new->wait_s)), NULL, err);
}

/* --- shown --- */

int
candidate_erasure_get(struct db *db, int64_t company_id, int64_t candidate_id,
    struct candidate_erasure *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id, candidate_id, done, total, tries, "
	    "created_at, started_at, finished_at, state, error_code, "
	    "error_text FROM candidate_erasure WHERE candidate_id = ? AND "
	    "company_id = ?", DB_ARGS(db_int(candidate_id),
	    db_int(company_id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	*out = (struct candidate_erasure){ .id = db_col_int(rows, 0),
		.candidate_id = db_col_int(rows, 1),
		.done = db_col_int(rows, 2), .total = db_col_int(rows, 3),
		.tries = db_col_int(rows, 4),
		.created_at = db_col_time(rows, 5),
		.started_at = db_col_time(rows, 6),
		.finished_at = db_col_time(rows, 7) };
	snprintf(out->state, sizeof(out->state), "%s", db_col_str(rows, 8));
	snprintf(out->error_code, sizeof(out->error_code), "%s",
	    db_col_str(rows, 9));
	snprintf(out->error_text, sizeof(out->error_text), "%s",
	    db_col_str(rows, 10));
	return 0;
}

static void
emit_error(struct buf *out, const struct candidate_erasure *e,
    const char *lang)
{
	char	text[1200];

	if (e->error_code[0] == '\0') {
		emit_null(out, "error");
		return;
	}
	text_put(text, sizeof(text), lang, e->error_code, e->error_text);
	mask_text(text, strlen(text));
	emit_open(out, "error", '{');
	emit_str(out, "code", e->error_code);
	emit_str(out, "text", text);
	emit_close(out, '}');
}

void
candidate_erasure_emit(struct buf *out, const struct candidate_erasure *e,
    const char *lang)
{
	emit_open(out, NULL, '{');
	emit_int(out, "candidate_id", e->candidate_id);
	emit_str(out, "state", e->state);
	emit_int(out, "done", e->done);
	emit_int(out, "total", e->total);
	emit_int(out, "attempts", e->tries);
	emit_time(out, "created_at", e->created_at);
	emit_time(out, "started_at", e->started_at);
	emit_time(out, "finished_at", e->finished_at);
	emit_error(out, e, lang);
	emit_close(out, '}');
}

int
candidate_erasure_retry(struct db *db, int64_t company_id, int64_t id,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 n;

	if (db_exec(db, "UPDATE candidate_erasure SET state = 'waiting', "
	    "tries = 0, due_at = NOW(3) WHERE id = ? AND company_id = ? AND "
	    "state = 'failed'", DB_ARGS(db_int(id), db_int(company_id)), &n,
	    err) == -1)
		return -1;
	if (n == 1)
		return 0;
	if (db_query(db, "SELECT state FROM candidate_erasure WHERE id = ? "
	    "AND company_id = ?", DB_ARGS(db_int(id), db_int(company_id)),
	    &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	return err_code(err, ERR_CONFLICT, "candidate.erasure_state", "%s",
	    db_col_str(rows, 0));
}

/* --- worked on --- */

void
erasure_work_clear(struct erasure_work *w)
{
	json_decref(w->words);
	json_decref(w->persons);
	json_decref(w->places);
	*w = (struct erasure_work){ 0 };
}

#define HEAD(state) "SELECT e.due_at FROM candidate_erasure e "		\
	"FORCE INDEX (by_turn) WHERE e.company_id = o.id AND "			\
	"e.state = '" state "' ORDER BY e.due_at LIMIT 1"
static const struct rota	rota = { "erasures", ROTA(ROTA_COMPANIES,
	ROTA_EITHER(HEAD("waiting"), HEAD("running"))) };

static int
take_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	struct erasure_work	*w = arg;
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id, candidate_id, company_id, user_id, via, "
	    "words, persons, places, done, total FROM candidate_erasure "
	    "FORCE INDEX (by_turn) WHERE company_id = ? AND "
	    "state IN ('running', 'waiting') AND due_at <= NOW(3) ORDER BY "
	    "due_at, id LIMIT 1", DB_ARGS(db_int(company_id)), &rows,
	    err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	*w = (struct erasure_work){ .id = db_col_int(rows, 0),
		.candidate_id = db_col_int(rows, 1),
		.by = { db_col_int(rows, 2), db_col_int(rows, 3), NULL },
		.words = json_loads(db_col_str(rows, 5), 0, NULL),
		.persons = json_loads(db_col_str(rows, 6), 0, NULL),
		.places = json_loads(db_col_str(rows, 7), 0, NULL),
		.done = db_col_int(rows, 8), .total = db_col_int(rows, 9) };
	snprintf(w->via, sizeof(w->via), "%s", db_col_str(rows, 4));
	w->by.via = w->via;
	return db_exec(db, "UPDATE candidate_erasure SET state = 'running', "
	    "started_at = IFNULL(started_at, NOW(3)) WHERE id = ?",
	    DB_ARGS(db_int(w->id)), NULL, err) == -1 ? -1 : 1;
}

int
candidate_erasure_take(struct db *db, struct erasure_work *w, struct err *err)
{
	return rota_take(db, &rota, take_of, w, err);
}

int
candidate_erasure_save(struct db *db, const struct erasure_work *w,
    struct err *err)
{
	own_str char	*places = json_dumps(w->places, JSON_COMPACT);

	return db_exec(db, "UPDATE candidate_erasure SET done = ?, total = ?, "
	    "places = ? WHERE id = ?", DB_ARGS(db_int(w->done),
	    db_int(w->total), db_str(places), db_int(w->id)), NULL, err);
}

int
candidate_erasure_end(struct db *db, const struct erasure_work *w,
    struct err *err)
{
	return db_exec(db, "UPDATE candidate_erasure SET state = 'done', "
	    "words = NULL, places = '{}', done = total, finished_at = NOW(3), "
	    "error_code = '', error_text = '' WHERE id = ?",
	    DB_ARGS(db_int(w->id)), NULL, err);
}

int
candidate_erasure_fail(struct db *db, const struct erasure_work *w,
    const struct err *why, struct err *err)
{
	const char	*code = why->code[0] != '\0' ? why->code :
			    err_name(why->kind);

	return db_exec(db, "UPDATE candidate_erasure SET "
	    "state = IF(tries + 1 >= ?, 'failed', 'waiting'), "
	    "due_at = NOW(3) + INTERVAL ? * POW(4, tries) SECOND, "
	    "tries = tries + 1, error_code = ?, error_text = ? WHERE id = ?",
	    DB_ARGS(db_int(TRIES), db_int(AGAIN_S), db_str(code),
	    db_str(why->text), db_int(w->id)), NULL, err);
}

const struct db_deadline	erasure_deadlines[] = {
	{ "candidate_erasure", "due_at" },
	{ 0 }
};
