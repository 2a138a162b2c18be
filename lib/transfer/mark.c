#include "transfer/mark.h"

#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "base/utf8.h"
#include "clickup/set.h"
#include "io/db.h"
#include "io/rota.h"
#include "origin/origin.h"

#define HELD_S		120	/* longer than the calls of one try */
#define WHY_MAX		300	/* characters */

void
transfer_mark_clear(struct transfer_mark *m)
{
	mem_free_str(&m->task_id);
	mem_free_str(&m->url);
	mem_free_str(&m->kind);
	mem_free_str(&m->status);
	mem_free_str(&m->was);
	*m = (struct transfer_mark){ 0 };
}

const struct db_deadline transfer_mark_deadlines[] = {
	{ "transfer_mark", "due_at" },
	{ 0 }
};

int
transfer_mark_add(struct db *db, const struct origin *row, int64_t user_id,
    struct err *err)
{
	own_clickup_set struct clickup_set	set = { 0 };

	if (clickup_set_get(db, row->company_id, user_id, &set, err) == -1)
		return -1;
	if (strcmp(set.mark, CLICKUP_MARK_NONE) == 0)
		return 0;
	return db_exec(db, "INSERT IGNORE INTO transfer_mark (company_id, "
	    "transfer_id, applicant_id, user_id, kind, status) "
	    "VALUES (?, ?, ?, ?, ?, ?)", DB_ARGS(db_int(row->company_id),
	    db_int(row->id), db_int(row->applicant_id), db_int(user_id),
	    db_str(set.mark), db_str(set.mark_status)), NULL, err);
}

/* --- taking one --- */

#define IS_DUE "m.state = 'wait' AND m.due_at <= NOW(3) AND t.state = 'done' " \
	"AND t.applicant_id = m.applicant_id"
#define FROM_MARKS " FROM transfer_mark m JOIN transfer t ON t.id = m.transfer_id "

static int
read_id(struct db_rows *rows, int64_t *id, struct err *err)
{
	if (db_one(rows, err) == -1)
		return -1;
	*id = db_col_int(rows, 0);
	return 0;
}

static const struct rota	rota = { "marks", ROTA(ROTA_ANYONE,
	"(SELECT m.due_at FROM transfer_mark m FORCE INDEX (by_turn) "
	"WHERE m.company_id = o.id AND m.state = 'wait' "
	"ORDER BY m.due_at LIMIT 1)") };

/* Those of one company. */
static int
due_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	return rota_first(db, "SELECT STRAIGHT_JOIN m.id FROM transfer_mark m "
	    "FORCE INDEX (by_turn) JOIN transfer t ON t.id = m.transfer_id "
	    "WHERE m.company_id = ? AND " IS_DUE " ORDER BY m.due_at LIMIT 1",
	    company_id, arg, err);
}

int
transfer_mark_due(struct db *db, int64_t *id, struct err *err)
{
	const int	rc = rota_take(db, &rota, due_of, id, err);

	return rc == 0 ? err_set(err, ERR_ABSENT, "mark") : rc == 1 ? 0 : -1;
}

int
transfer_mark_of(struct db *db, int64_t transfer_id, int64_t *id,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	return db_query(db, "SELECT m.id" FROM_MARKS "WHERE m.transfer_id = ? "
	    "AND " IS_DUE " LIMIT 1", DB_ARGS(db_int(transfer_id)), &rows,
	    err) == -1 ? -1 : read_id(rows, id, err);
}

static void
read_mark(const struct db_rows *rows, struct transfer_mark *out)
{
	*out = (struct transfer_mark){
		.id = db_col_int(rows, 0), .company_id = db_col_int(rows, 1),
		.user_id = db_col_int(rows, 2), .task_id = db_col_dup(rows, 3),
		.url = db_col_dup(rows, 4), .kind = db_col_dup(rows, 5),
		.status = db_col_dup(rows, 6), .was = db_col_dup(rows, 7),
		.maybe = db_col_int(rows, 8) != 0,
		.tries = db_col_int(rows, 9),
	};
}

int
transfer_mark_claim(struct db *db, int64_t id, struct transfer_mark *out,
    struct err *err)
{
	own_transfer_mark struct transfer_mark	 mark = { 0 };
	own_rows struct db_rows			*rows = NULL;
	int64_t					 changed;

	if (db_query(db, "SELECT m.id, t.company_id, m.user_id, t.task_id, "
	    "t.url, m.kind, m.status, m.was, m.maybe, m.tries" FROM_MARKS
	    "WHERE m.id = ? AND " IS_DUE, DB_ARGS(db_int(id)), &rows,
	    err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	read_mark(rows, &mark);
	/* due_at has not moved: what was read is how it is. */
	if (db_exec(db, "UPDATE transfer_mark SET maybe = 1, tries = tries + "
	    "1, due_at = NOW(3) + INTERVAL ? SECOND WHERE id = ? AND state = "
	    "'wait' AND due_at <= NOW(3)", DB_ARGS(db_int(HELD_S), db_int(id)),
	    &changed, err) == -1)
		return -1;
	if (changed == 0)
		return 0;
	*out = give(mark);
	return 1;
}

/* --- what comes of it --- */

int
transfer_mark_before(struct db *db, int64_t id, const char *status,
    struct err *err)
{
	return db_exec(db, "UPDATE transfer_mark SET was = ? WHERE id = ?",
	    DB_ARGS(db_str(status), db_int(id)), NULL, err);
}

int
transfer_mark_done(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE transfer_mark SET state = 'done', "
	    "error_code = '', error_text = '' WHERE id = ?",
	    DB_ARGS(db_int(id)), NULL, err);
}

int
transfer_mark_failed(struct db *db, int64_t id, bool maybe, int64_t again_ms,
    const struct err *why, struct err *err)
{
	return db_exec(db, "UPDATE transfer_mark SET state = IF(?, 'wait', "
	    "'failed'), maybe = ?, due_at = NOW(3) + INTERVAL ? MICROSECOND, "
	    "error_code = ?, error_text = ? WHERE id = ?",
	    DB_ARGS(db_int(again_ms >= 0), db_int(maybe),
	    db_int(again_ms >= 0 ? again_ms * 1000 : 0),
	    db_str(why->code[0] != '\0' ? why->code : err_name(why->kind)),
	    db_strn(why->text, utf8_head(why->text, WHY_MAX)), db_int(id)),
	    NULL, err);
}

/* --- for people --- */

json_t *
transfer_mark_words(const char *state, const char *code, const char *text,
    const char *lang)
{
	char	 why[600] = "";

	if (state == NULL)
		return json_null();
	if (*code != '\0')
		text_put(why, sizeof(why), lang, code, text);
	return json_pack("{s:s, s:s, s:s}", "state", state, "code", code,
	    "text", why);
}

int
transfer_mark_get(struct db *db, int64_t transfer_id, int64_t applicant_id,
    const char *lang, json_t **out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT state, error_code, error_text FROM "
	    "transfer_mark WHERE transfer_id = ? AND applicant_id = ?",
	    DB_ARGS(db_int(transfer_id), db_int(applicant_id)), &rows,
	    err) == -1)
		return -1;
	*out = !db_rows_next(rows) ? json_null() : transfer_mark_words(
	    db_col_str(rows, 0), db_col_str(rows, 1), db_col_str(rows, 2),
	    lang);
	return 0;
}
