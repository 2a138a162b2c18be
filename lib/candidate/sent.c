#include "candidate/sent.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "candidate/candidate.h"
#include "candidate/history.h"
#include "candidate/known.h"
#include "candidate/step.h"
#include "candidate/transfer.h"
#include "io/db.h"
#include "origin/origin.h"
#include "origin/sent.h"

#define SENT_SHOWN	20

/* --- what becomes of one --- */

/* The person whom the row is about; 0: it is of another kind, or the person was erased. */
static int
find_person(struct db *db, const struct origin *row, int64_t *id,
    struct err *err)
{
	*id = 0;
	if (strcmp(row->kind, CANDIDATE_ITEM) != 0 || candidate_root(db,
	    row->company_id, strtoll(row->task_id, NULL, 10), id, err) == 0)
		return 0;
	if (err->kind != ERR_ABSENT)
		return -1;
	*err = (struct err){ 0 };
	*id = 0;
	return 0;
}

static struct candidate_by
by_of(const struct origin *row)
{
	return (struct candidate_by){ row->company_id, row->user_id,
	    row->import_id != 0 ? "import" : "service" };
}

static int
add_history(struct db *db, const struct origin *row, int64_t id,
    const char *action, struct err *err)
{
	const struct candidate_by	by = by_of(row);

	return candidate_history_add(db, &by, id, action, json_pack(
	    "{s:I, s:I, s:s, s:I, s:I}", "applicant_id",
	    (json_int_t)row->applicant_id, "account_id",
	    (json_int_t)row->account_id, "url", row->url != NULL ? row->url :
	    "", "vacancy_id", (json_int_t)row->vacancy_id, "transfer",
	    (json_int_t)row->id), err);
}

/* Once for each applicant that the row became. */
int
candidate_sent_released(struct db *db, const struct origin *row,
    struct err *err)
{
	const struct candidate_by	by = by_of(row);
	int64_t				id, n;

	if (row->state != ORIGIN_DONE)
		return 0;
	if (find_person(db, row, &id, err) == -1)
		return -1;
	if (id == 0)
		return 0;
	if (db_number(db, "SELECT COUNT(*) FROM " CANDIDATE_GROUP " JOIN "
	    "candidate_history h ON h.candidate_id = g.id WHERE "
	    "h.action = 'huntflow' AND JSON_VALUE(h.data, '$.transfer') = ? "
	    "AND JSON_VALUE(h.data, '$.applicant_id') = ?",
	    DB_ARGS(db_int(id), db_int(id), db_int(row->id),
	    db_int(row->applicant_id)), &n, err) == -1)
		return -1;
	if (n > 0)
		return 0;
	return candidate_known_update(db, row->company_id, 0, &id, 1,
	    err) == -1 || add_history(db, row, id, "huntflow", err) == -1 ||
	    candidate_step_add(db, &by, id, 0, CANDIDATE_STEP_HUNTFLOW,
	    err) == -1 ? -1 : 0;
}

int
candidate_sent_removed(struct db *db, const struct origin *row,
    struct err *err)
{
	int64_t	id, n;

	if (find_person(db, row, &id, err) == -1)
		return -1;
	if (id == 0)
		return 0;
	if (db_number(db, "SELECT COUNT(*) FROM " CANDIDATE_GROUP " JOIN "
	    "candidate_history h ON h.candidate_id = g.id WHERE "
	    "h.action = 'huntflow' AND JSON_VALUE(h.data, '$.transfer') = ?",
	    DB_ARGS(db_int(id), db_int(id), db_int(row->id)), &n, err) == -1)
		return -1;
	return n == 0 ? 0 : candidate_known_update(db, row->company_id, 0,
	    &id, 1, err) == -1 || add_history(db, row, id, "huntflow_removed",
	    err) == -1 ? -1 : 0;
}

/* --- for people --- */

static void
put_error(struct buf *out, const char *code, const char *lang)
{
	char	text[600];

	if (*code == '\0') {
		emit_null(out, "error");
		return;
	}
	text_put(text, sizeof(text), lang, code, "");
	emit_open(out, "error", '{');
	emit_str(out, "code", code);
	emit_str(out, "text", text);
	emit_close(out, '}');
}

static void
put_row(struct buf *out, const struct db_rows *rows, const char *lang)
{
	struct origin_sent	sent;

	origin_sent_read(rows, 0, &sent);
	emit_open(out, NULL, '{');
	emit_int(out, "account_id", sent.account_id);
	emit_str(out, "environment", db_col_str(rows, ORIGIN_SENT_NCOLS));
	emit_str(out, "state", sent.state);
	emit_id(out, "applicant_id", sent.applicant_id);
	emit_id(out, "second_id", sent.second_id);
	emit_text(out, "url", sent.url);
	put_error(out, strcmp(sent.state, "done") == 0 ? "" : sent.error_code,
	    lang);
	emit_str(out, "by", db_col_str(rows, ORIGIN_SENT_NCOLS + 1));
	emit_time(out, "created_at", sent.created_at);
	emit_close(out, '}');
}

int
candidate_sent_emit(struct db *db, struct buf *out, const char *name,
    int64_t company_id, int64_t candidate_id, const char *lang,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " ORIGIN_SENT_COLS ", x.environment, "
	    "IFNULL((SELECT IF(u.name <> '', u.name, u.email) FROM user u "
	    "WHERE u.id = x.user_id), '') FROM " CANDIDATE_GROUP " JOIN "
	    "transfer x ON x.company_id = ? AND x.kind = '" CANDIDATE_ITEM
	    "' AND x.task_id = CAST(g.id AS CHAR CHARACTER SET ascii) WHERE "
	    "x.overruled = 0 AND x.state <> 'removed' "
	    "ORDER BY x.created_at DESC, x.id DESC LIMIT ?", DB_ARGS(
	    db_int(candidate_id), db_int(candidate_id), db_int(company_id),
	    db_int(SENT_SHOWN)), &rows, err) == -1)
		return -1;
	emit_open(out, name, '[');
	while (db_rows_next(rows))
		put_row(out, rows, lang);
	emit_close(out, ']');
	return 0;
}
