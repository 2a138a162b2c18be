#include "team/tag.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_build.h"
#include "team/right.h"

#define MOST	200

int
tag_emit(struct db *db, const struct right_who *who, struct buf *out,
    struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	db_build_add(&b, "SELECT g.name, COUNT(*) AS n FROM task_tag g "
	    "JOIN task t ON t.id = g.task_id WHERE ", DB_NONE);
	right_sees_tasks(&b, who);
	db_build_add(&b, " AND g.company_id = t.company_id AND "
	    "t.deleted_at IS NULL GROUP BY g.name ORDER BY n DESC, g.name "
	    "LIMIT ?", DB_ARGS(db_int(MOST)));
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_str(out, "name", db_col_str(rows, 0));
		emit_int(out, "count", db_col_int(rows, 1));
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}
