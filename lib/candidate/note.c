#include "candidate/note.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/history.h"
#include "candidate/total.h"
#include "io/db.h"

#define SHOWN	200

struct deed {
	const struct candidate_by	*by;
	int64_t				 candidate_id, id;
	const char			*text;	/* NULL: it is dropped */
	bool				 any;
};

int
candidate_note_count(struct db *db, int64_t candidate_id, struct err *err)
{
	int64_t	n;

	return db_number(db, "SELECT COUNT(*) FROM " CANDIDATE_GROUP " JOIN "
	    "candidate_note n ON n.candidate_id = g.id",
	    DB_ARGS(db_int(candidate_id), db_int(candidate_id)), &n,
	    err) == -1 || db_exec(db, "UPDATE candidate SET notes = ? "
	    "WHERE id = ?", DB_ARGS(db_int(n), db_int(candidate_id)), NULL,
	    err) == -1 ? -1 : 0;
}

static int
write_note(struct db *db, struct deed *d, struct err *err)
{
	if (d->text == NULL)
		return db_exec_one(db, "DELETE n FROM candidate_note n JOIN "
		    CANDIDATE_GROUP " ON g.id = n.candidate_id WHERE n.id = ? "
		    "AND (? OR n.user_id = ?)", DB_ARGS(
		    db_int(d->candidate_id), db_int(d->candidate_id),
		    db_int(d->id), db_int(d->any), db_int(d->by->user_id)),
		    "note", err);
	if (db_exec(db, "INSERT INTO candidate_note (company_id, "
	    "candidate_id, user_id, text) VALUES (?, ?, ?, ?)",
	    DB_ARGS(db_int(d->by->company_id), db_int(d->candidate_id),
	    db_id(d->by->user_id), db_str(d->text)), NULL, err) == -1)
		return -1;
	d->id = db_last_id(db);
	return 0;
}

static int
work(struct db *db, void *arg, struct err *err)
{
	struct deed	*d = arg;
	int64_t		 rev;

	return candidate_total_lock(db, d->by->company_id, &rev, err) == -1 ||
	    candidate_root(db, d->by->company_id, d->candidate_id,
	    &d->candidate_id, err) == -1 || write_note(db, d, err) == -1 ||
	    candidate_note_count(db, d->candidate_id, err) == -1 ||
	    candidate_history_add(db, d->by, d->candidate_id, d->text != NULL ?
	    "note" : "note.delete", json_pack("{s:I}", "note",
	    (json_int_t)d->id), err) == -1 ? -1 : 0;
}

int
candidate_note_add(struct db *db, const struct candidate_by *by,
    int64_t candidate_id, const char *text, int64_t *id, struct err *err)
{
	struct deed	d = { .by = by, .candidate_id = candidate_id,
		.text = text };

	if (db_tx_run_committed(db, work, &d, err) == -1)
		return -1;
	*id = d.id;
	return 0;
}

int
candidate_note_drop(struct db *db, const struct candidate_by *by,
    int64_t candidate_id, int64_t note_id, bool any, struct err *err)
{
	struct deed	d = { .by = by, .candidate_id = candidate_id,
		.id = note_id, .any = any };

	return db_tx_run_committed(db, work, &d, err);
}

int
candidate_note_emit(struct db *db, struct buf *out, const char *name,
    int64_t candidate_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT n.id, n.user_id, IF(u.name <> '', u.name, "
	    "u.email), n.text, n.created_at FROM " CANDIDATE_GROUP " JOIN "
	    "candidate_note n ON n.candidate_id = g.id LEFT JOIN user u ON "
	    "u.id = n.user_id ORDER BY n.id DESC LIMIT ?",
	    DB_ARGS(db_int(candidate_id), db_int(candidate_id),
	    db_int(SHOWN)), &rows, err) == -1)
		return -1;
	emit_open(out, name, '[');
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_int(out, "id", db_col_int(rows, 0));
		if (db_col_null(rows, 1))
			emit_null(out, "user");
		else
			emit_int(out, "user", db_col_int(rows, 1));
		emit_str(out, "user_name", db_col_str(rows, 2));
		emit_str(out, "text", db_col_str(rows, 3));
		emit_time(out, "created_at", db_col_time(rows, 4));
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}
