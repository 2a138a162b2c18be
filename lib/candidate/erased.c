#include "candidate/erased.h"

#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/source.h"
#include "io/db.h"
#include "io/secret.h"

static void
hash(int64_t company_id, const char *platform, const char *external_id,
    char out[SECRET_HASH_SIZE])
{
	own_str char	*text = mem_fmt("%lld %s %s", (long long)company_id,
			    platform, external_id);

	secret_hash(text, out);
}

int
candidate_erased_is(struct db *db, const struct candidate_said *said,
    bool *out, struct err *err)
{
	char	key[SECRET_HASH_SIZE];
	int64_t	n;

	hash(said->company_id, said->platform, said->external_id, key);
	if (db_number(db, "SELECT COUNT(*) FROM candidate_erased WHERE "
	    "company_id = ? AND hash = ?", DB_ARGS(db_int(said->company_id),
	    db_str(key)), &n, err) == -1)
		return -1;
	*out = n > 0;
	return 0;
}

int
candidate_erased_add(struct db *db, int64_t company_id, int64_t candidate_id,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	char			 key[SECRET_HASH_SIZE];

	if (db_query(db, "SELECT s.platform, s.external_id FROM "
	    CANDIDATE_GROUP " JOIN candidate_source s ON s.candidate_id = g.id",
	    DB_ARGS(db_int(candidate_id), db_int(candidate_id)), &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		hash(company_id, db_col_str(rows, 0), db_col_str(rows, 1),
		    key);
		if (db_exec(db, "INSERT IGNORE INTO candidate_erased "
		    "(company_id, hash) VALUES (?, ?)",
		    DB_ARGS(db_int(company_id), db_str(key)), NULL,
		    err) == -1)
			return -1;
	}
	return 0;
}
