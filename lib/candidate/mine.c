#include "candidate/mine.h"

#include "base/buf.h"
#include "base/err.h"
#include "candidate/candidate.h"
#include "candidate/view.h"
#include "io/db.h"

int
candidate_mine_get(struct db *db, int64_t user_id, struct db_rows **rows,
    struct candidate *out, struct err *err)
{
	if (db_query(db, "SELECT " CANDIDATE_WHOLE " FROM candidate c "
	    "WHERE c.user_id = ? AND c.erased_at IS NULL",
	    DB_ARGS(db_int(user_id)), rows, err) == -1)
		return -1;
	return candidate_next(*rows, out) ? 0 : err_set(err, ERR_ABSENT,
	    "a candidate of user %lld", (long long)user_id);
}

void
candidate_mine_emit(struct buf *out, const struct candidate *c)
{
	emit_open(out, NULL, '{');
	candidate_view_person(out, c);
	emit_close(out, '}');
}
