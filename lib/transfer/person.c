#include "transfer/person.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"
#include "origin/origin.h"

int
transfer_person_keep(struct db *db, int64_t transfer_id, char *const *names,
    size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		char	hash[SECRET_HASH_SIZE];

		secret_hash(names[i], hash);
		if (db_exec(db, "INSERT IGNORE INTO transfer_person "
		    "(transfer_id, name_hash) VALUES (?, ?)",
		    DB_ARGS(db_int(transfer_id), db_str(hash)), NULL,
		    err) == -1)
			return -1;
	}
	return 0;
}

static int
check_name(struct db *db, const struct origin *row, const char *name,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	char			 hash[SECRET_HASH_SIZE];

	secret_hash(name, hash);
	if (db_query(db, "SELECT t.state FROM transfer_person p "
	    "JOIN transfer t ON t.id = p.transfer_id WHERE p.name_hash = ? "
	    "AND p.transfer_id <> ? AND t.company_id = ? AND "
	    "t.environment = ? AND t.state IN ('intent', 'unsure') "
	    "ORDER BY t.state DESC LIMIT 1", DB_ARGS(db_str(hash),
	    db_int(row->id), db_int(row->company_id),
	    db_str(row->environment)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	return err_code(err, ERR_BUSY, strcmp(db_col_str(rows, 0),
	    "unsure") == 0 ? "transfer.same_unsure" : "transfer.same_busy",
	    "%s", "");
}

int
transfer_person_check(struct db *db, const struct origin *row,
    char *const *names, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (check_name(db, row, names[i], err) == -1)
			return -1;
	return 0;
}

int
transfer_person_leave(struct db *db, int64_t transfer_id, struct err *err)
{
	return db_exec(db, "DELETE FROM transfer_person WHERE transfer_id = ?",
	    DB_ARGS(db_int(transfer_id)), NULL, err);
}
