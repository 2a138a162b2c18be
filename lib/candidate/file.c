#include "candidate/file.h"

#include "base/buf.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "io/db.h"

#define MOST	200

int
candidate_file_emit(struct db *db, struct buf *out, const char *name,
    int64_t candidate_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT d.id, d.name, IF(d.state = 'read', d.kind, "
	    "NULL), d.size, d.created_at FROM " CANDIDATE_GROUP
	    " JOIN document d ON d.candidate_id = g.id ORDER BY d.id DESC "
	    "LIMIT ?", DB_ARGS(db_int(candidate_id), db_int(candidate_id),
	    db_int(MOST)), &rows, err) == -1)
		return -1;
	emit_open(out, name, '[');
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_int(out, "id", db_col_int(rows, 0));
		emit_str(out, "name", db_col_str(rows, 1));
		emit_str(out, "kind", db_col_str(rows, 2));
		emit_int(out, "size", db_col_int(rows, 3));
		emit_time(out, "created_at", db_col_time(rows, 4));
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}
