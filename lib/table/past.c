#include "table/past.h"

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"

#define PART	1000	/* rows in one go */

int
table_past_keep(struct db *db, int64_t sheet_id, int64_t upto,
    struct err *err)
{
	return db_exec(db, "INSERT IGNORE INTO sheet_past (company_id, "
	    "digest, number, sheet_id, row_id) SELECT s.company_id, s.digest, "
	    "r.number, s.id, r.id FROM sheet s JOIN sheet_row r ON "
	    "r.sheet_id = s.id AND r.id <= ? WHERE s.id = ?",
	    DB_ARGS(db_int(upto), db_int(sheet_id)), NULL, err);
}

int
table_past_sheet(struct db *db, int64_t company_id, const char *digest,
    int64_t *id, struct err *err)
{
	return db_number(db, "SELECT COALESCE(MAX(sheet_id), 0) FROM "
	    "sheet_past WHERE company_id = ? AND digest = ?",
	    DB_ARGS(db_int(company_id), db_str(digest)), id, err);
}

int
table_past_rows(struct db *db, int64_t company_id, const char *digest,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT number, row_id FROM sheet_past WHERE "
	    "company_id = ? AND digest = ? ORDER BY number",
	    DB_ARGS(db_int(company_id), db_str(digest)), out, err);
}

int64_t
table_past_row(struct db_rows *rows, int64_t number, int64_t *at)
{
	while (*at < number)
		*at = db_rows_next(rows) ? db_col_int(rows, 0) : INT64_MAX;
	return *at == number ? db_col_int(rows, 1) : 0;
}

int
table_past_drop(struct db *db, int64_t company_id, const char *digest,
    struct err *err)
{
	int64_t	n = PART;

	while (n == PART)
		if (db_exec(db, "DELETE FROM sheet_past WHERE company_id = ? "
		    "AND digest = ? LIMIT ?", DB_ARGS(db_int(company_id),
		    db_str(digest), db_int(PART)), &n, err) == -1)
			return -1;
	return 0;
}
