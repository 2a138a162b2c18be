#include "candidate/history.h"

#include "base/buf.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"

struct candidate_by
candidate_by(const struct web_req *req)
{
	return (struct candidate_by){
		.company_id = req->who->company_id,
		.user_id = req->who->user_id,
		.via = req->who->token_id != 0 ? "api" : "page",
	};
}

int
candidate_history_add(struct db *db, const struct candidate_by *by,
    int64_t candidate_id, const char *action, json_t *data, struct err *err)
{
	own_json json_t	*owned = data;
	own_str char	*text = owned != NULL ? json_dumps(owned,
			    JSON_COMPACT) : mem_dup("{}");

	return db_exec(db, "INSERT INTO candidate_history (company_id, "
	    "candidate_id, user_id, via, action, data) VALUES "
	    "(?, ?, ?, ?, ?, ?)", DB_ARGS(db_int(by->company_id),
	    db_int(candidate_id), db_id(by->user_id), db_str(by->via),
	    db_str(action), db_str(text)), NULL, err);
}

int
candidate_history_of_source(struct db *db, int64_t candidate_id,
    const char *action, int64_t source_id, bool *out, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT EXISTS(SELECT 1 FROM " CANDIDATE_GROUP
	    " JOIN candidate_history h ON h.candidate_id = g.id "
	    "WHERE h.action = ? AND JSON_VALUE(h.data, '$.source') = ?)",
	    DB_ARGS(db_int(candidate_id), db_int(candidate_id),
	    db_str(action), db_int(source_id)), &n, err) == -1)
		return -1;
	*out = n != 0;
	return 0;
}

static void
put_row(struct buf *out, const struct db_rows *rows)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", db_col_int(rows, 0));
	if (db_col_null(rows, 1))
		emit_null(out, "user");
	else
		emit_int(out, "user", db_col_int(rows, 1));
	emit_str(out, "user_name", db_col_str(rows, 2));
	emit_str(out, "via", db_col_str(rows, 3));
	emit_str(out, "action", db_col_str(rows, 4));
	emit_json(out, "data", db_col_str(rows, 5));
	emit_time(out, "created_at", db_col_time(rows, 6));
	emit_close(out, '}');
}

int
candidate_history_emit(struct db *db, struct buf *out, int64_t candidate_id,
    int64_t before_id, int64_t limit, int64_t *next, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 n = 0, last = 0;

	if (db_query(db, "SELECT h.id, h.user_id, IF(u.name <> '', u.name, "
	    "u.email), h.via, h.action, h.data, h.created_at FROM "
	    CANDIDATE_GROUP " JOIN candidate_history h ON h.candidate_id = "
	    "g.id LEFT JOIN user u ON u.id = h.user_id WHERE h.id < ? "
	    "ORDER BY h.id DESC LIMIT ?", DB_ARGS(db_int(candidate_id),
	    db_int(candidate_id), db_int(before_id != 0 ? before_id :
	    INT64_MAX), db_int(limit + 1)), &rows, err) == -1)
		return -1;
	for (; n < limit && db_rows_next(rows); n++) {
		last = db_col_int(rows, 0);
		put_row(out, rows);
	}
	*next = n == limit && db_rows_next(rows) ? last : 0;
	return 0;
}
