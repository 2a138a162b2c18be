#include "import/erase.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/erase.h"
#include "candidate/history.h"
#include "import/figures.h"
#include "io/db.h"

#define TOLD	500	/* of one candidate */

/* Rows of tables that are gone, the person's among them. */
static int
erase_rows(struct db *db, int64_t company_id, struct err *err)
{
	return db_exec(db, "UPDATE import_job j JOIN import_item i ON "
	    "i.job_id = j.id SET i.name = CONCAT('№ ', CONVERT(i.task_id "
	    "USING utf8mb4)), i.choice = NULL, i.error_message = '' "
	    "WHERE j.company_id = ? AND j.kind = 'table' AND NOT EXISTS "
	    "(SELECT 1 FROM sheet_row r WHERE r.id = CAST(IF(j.kind = "
	    "'table', i.task_id, '0') AS UNSIGNED))",
	    DB_ARGS(db_int(company_id)), NULL, err);
}

/* What their pages show of items that failed. */
static int
rename_figures(struct db *db, int64_t company_id, const char *id,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT DISTINCT j.id FROM import_job j "
	    "JOIN import_item i ON i.job_id = j.id WHERE j.company_id = ? AND "
	    "((j.kind = 'candidate' AND i.task_id = ?) OR j.kind = 'table')",
	    DB_ARGS(db_int(company_id), db_str(id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		if (import_figures_rename(db, db_col_int(rows, 0), err) == -1)
			return -1;
	return 0;
}

int
import_erase(struct db *db, const struct candidate_by *by,
    int64_t candidate_id, struct err *err)
{
	own_str char	*id = mem_fmt("%lld", (long long)candidate_id);
	own_str char	*name = mem_fmt("№ %s", id);

	return erase_rows(db, by->company_id, err) == -1 ? -1 :
	    db_exec(db, "UPDATE import_job j JOIN import_item i ON "
	    "i.job_id = j.id AND i.task_id = ? SET i.name = ?, "
	    "i.choice = NULL, i.error_message = '' "
	    "WHERE j.company_id = ? AND j.kind = 'candidate'",
	    DB_ARGS(db_str(id), db_str(name), db_int(by->company_id)), NULL,
	    err) == -1 ? -1 : rename_figures(db, by->company_id, id, err);
}

int
import_erase_emit(struct db *db, struct buf *out, int64_t company_id,
    int64_t candidate_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*id = mem_fmt("%lld", (long long)candidate_id);

	if (db_query(db, "SELECT j.id, i.name, i.state, j.account_name, "
	    "j.created_at, i.finished_at FROM import_job j JOIN import_item i "
	    "ON i.job_id = j.id AND i.task_id = ? WHERE j.company_id = ? AND "
	    "j.kind = 'candidate' ORDER BY j.id LIMIT ?", DB_ARGS(db_str(id),
	    db_int(company_id), db_int(TOLD)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_int(out, "id", db_col_int(rows, 0));
		emit_str(out, "name", db_col_str(rows, 1));
		emit_str(out, "state", db_col_str(rows, 2));
		emit_str(out, "account_name", db_col_str(rows, 3));
		emit_time(out, "created_at", db_col_time(rows, 4));
		emit_time(out, "finished_at", db_col_time(rows, 5));
		emit_close(out, '}');
	}
	return 0;
}
