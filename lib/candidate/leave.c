#include "candidate/leave.h"

#include "base/mem.h"
#include "io/db.h"

/* Imported, or marked: another board would find them anew, without the mark. */
#define STAYS	"c.imported_at IS NOT NULL OR " \
		"c.state IN ('blacklist', 'do_not_contact')"

int
candidate_leave_count(struct db *db, int64_t company_id,
    int64_t connection_id, int64_t *imported, int64_t *others,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT COUNT(DISTINCT IF(c.imported_at IS NULL, "
	    "NULL, c.id)), COUNT(DISTINCT IF(" STAYS ", NULL, "
	    "c.id)) FROM candidate_source s JOIN candidate c "
	    "ON c.id = s.candidate_id WHERE s.connection_id = ? "
	    "AND s.company_id = ? AND c.erased_at IS NULL",
	    DB_ARGS(db_int(connection_id), db_int(company_id)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	*imported = db_col_int(rows, 0);
	*others = db_col_int(rows, 1);
	return 0;
}

int
candidate_leave_end(struct db *db, int64_t company_id,
    int64_t connection_id, struct err *err)
{
	return db_exec(db, "UPDATE candidate c SET "
	    "retain_until = UTC_DATE() - INTERVAL 1 DAY "
	    "WHERE c.company_id = ? AND NOT (" STAYS ") AND c.id IN ("
	    "SELECT s.candidate_id FROM candidate_source s "
	    "WHERE s.connection_id = ? AND s.company_id = ?) AND NOT EXISTS ("
	    "SELECT 1 FROM candidate_source o "
	    "WHERE o.candidate_id = c.id AND o.connection_id <> ?)",
	    DB_ARGS(db_int(company_id), db_int(connection_id),
	    db_int(company_id), db_int(connection_id)), NULL, err);
}
