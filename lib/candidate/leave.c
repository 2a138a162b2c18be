#include "candidate/leave.h"

#include "base/mem.h"
#include "candidate/due.h"
#include "candidate/erase.h"
#include "io/db.h"
#include "io/rota.h"

/* Imported, or marked: another board would find them anew, without the mark. */
#define MARKED	"c.state IN ('blacklist', 'do_not_contact')"
#define STAYS	"(c.imported_at IS NOT NULL OR " MARKED ")"

/* Persons that it found, by whichever of their records: the connection, the company. */
#define FOUND	"(SELECT DISTINCT IFNULL(m.joined_to, m.id) AS id FROM "	\
		"candidate_source s JOIN candidate m ON m.id = s.candidate_id "	\
		"WHERE s.connection_id = ? AND s.company_id = ?) f"
/* No record of the person has another source: the connection, twice. */
#define ALONE	"NOT EXISTS (SELECT 1 FROM candidate_source o WHERE "		\
		"o.candidate_id = c.id AND o.connection_id <> ?) AND NOT "	\
		"EXISTS (SELECT 1 FROM candidate j JOIN candidate_source o ON "	\
		"o.candidate_id = j.id WHERE j.joined_to = c.id AND "		\
		"o.connection_id <> ?)"

int
candidate_leave_count(struct db *db, int64_t company_id,
    int64_t connection_id, struct candidate_leavers *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT SUM(c.imported_at IS NOT NULL), "
	    "SUM(c.imported_at IS NULL AND " MARKED "), SUM(NOT " STAYS "), "
	    "SUM(NOT " STAYS " AND " ALONE ") FROM " FOUND
	    " JOIN candidate c ON c.id = f.id AND c.erased_at IS NULL",
	    DB_ARGS(db_int(connection_id), db_int(connection_id),
	    db_int(connection_id), db_int(company_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = (struct candidate_leavers){ db_col_int(rows, 0),
		db_col_int(rows, 1), db_col_int(rows, 2),
		db_col_int(rows, 3) };
	return 0;
}

int
candidate_leave_end(struct db *db, int64_t company_id,
    int64_t connection_id, struct err *err)
{
	return db_exec(db, "UPDATE candidate c JOIN " FOUND " ON f.id = c.id "
	    "SET c.left_at = NOW(3) WHERE c.company_id = ? AND "
	    "c.erased_at IS NULL AND NOT " STAYS " AND " ALONE,
	    DB_ARGS(db_int(connection_id), db_int(company_id),
	    db_int(company_id), db_int(connection_id),
	    db_int(connection_id)), NULL, err);
}

static const struct rota	leaves = { "leavers", ROTA(
	ROTA_COMPANIES_IF("candidate WHERE left_at IS NOT NULL"),
	"(SELECT c.left_at FROM candidate c FORCE INDEX (leaves_of) "
	"WHERE c.company_id = o.id AND c.left_at IS NOT NULL "
	"ORDER BY c.left_at LIMIT 1)") };

int
candidate_leave_due(struct db *db, const struct candidate_eraser *erasers,
    int64_t *gone, struct err *err)
{
	return candidate_due_run(db, &(struct candidate_due){
	    .rota = &leaves, .where = "c.left_at IS NOT NULL",
	    .erase = candidate_erase_left, .erasers = erasers }, gone, err);
}
