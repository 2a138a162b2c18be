#include "candidate/follow.h"

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "candidate/doc.h"
#include "io/db.h"
#include "io/web.h"

#define CHUNK	200	/* rows that are read at once */
#define END	INDEX_FOLLOW_END

const struct web_more candidate_follow_more = { "ct.collection, ct.rev",
	"LEFT JOIN candidate_total ct ON ct.company_id = u.company_id", 2 };

static int
read_home(struct db *db, int64_t company_id, struct index_home *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT collection, rev FROM candidate_total "
	    "WHERE company_id = ?", DB_ARGS(db_int(company_id)), &rows,
	    err) == -1)
		return -1;
	*out = (struct index_home){ .owner = company_id };
	if (db_rows_next(rows)) {
		out->collection = db_col_int(rows, 0);
		out->rev = db_col_int(rows, 1);
	}
	return 0;
}

int
candidate_follow_home(struct db *db, const struct web_req *req,
    struct index_home *out, struct err *err)
{
	const struct web_who	*who = req->who;

	if (req->more != &candidate_follow_more)
		return read_home(db, who->company_id, out, err);
	*out = (struct index_home){ who->company_id, who->more[0],
		who->more[1] };
	return 0;
}

static int
count(struct db *db, int64_t company_id, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT candidates FROM candidate_total "
	    "WHERE company_id = ?", DB_ARGS(db_int(company_id)), out, err);
}

static int
all(struct db *db, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT company_id, collection, rev "
	    "FROM candidate_total", DB_NONE, out, err);
}

/* --- a part of the rows --- */

#define ROWS "SELECT " CANDIDATE_DOC_COLS ", c.rev, c.joined_to IS NOT NULL "	\
	"OR c.erased_at IS NOT NULL FROM candidate c "

/* True: more rows may follow. */
static bool
read_rows(struct db_rows *rows, struct index_part *p,
    struct index_position *last)
{
	size_t	n = 0;

	for (; n < CHUNK && db_rows_next(rows); n++) {
		last->id = db_col_int(rows, 0);
		last->rev = db_col_int(rows, CANDIDATE_DOC_NCOLS);
		if (db_col_int(rows, CANDIDATE_DOC_NCOLS + 1) == 0)
			candidate_doc_read(rows, index_part_doc(p));
		else if (p->from.rev > 0)
			index_part_gone(p, last->id);
	}
	return n == CHUNK;
}

static int
read_all(struct db *db, int64_t company_id, struct index_part *p, bool *full,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct index_position	 last = { 0 };

	if (db_query(db, ROWS "FORCE INDEX (by_id) WHERE c.company_id = ? "
	    "AND c.id > ? ORDER BY c.id LIMIT ?", DB_ARGS(db_int(company_id),
	    db_int(p->to.id), db_int(CHUNK)), &rows, err) == -1)
		return -1;
	*full = read_rows(rows, p, &last);
	p->to = *full ? (struct index_position){ p->from.rev, last.id } :
	    (struct index_position){ -p->from.rev, END };
	return 0;
}

static int
read_changes(struct db *db, int64_t company_id, struct index_part *p,
    int64_t rev, bool *full, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct index_position	 last = { 0 };

	if (db_query(db, ROWS "FORCE INDEX (by_rev) WHERE c.company_id = ? "
	    "AND c.rev >= ? AND c.rev <= ? AND (c.rev > ? OR c.id > ?) "
	    "ORDER BY c.rev, c.id LIMIT ?", DB_ARGS(db_int(company_id),
	    db_int(p->to.rev), db_int(rev), db_int(p->to.rev),
	    db_int(p->to.id), db_int(CHUNK)), &rows, err) == -1)
		return -1;
	*full = read_rows(rows, p, &last);
	p->to = *full ? last : (struct index_position){ rev, END };
	return 0;
}

static int
read_part(struct db *db, int64_t company_id, struct index_part *p,
    struct err *err)
{
	const int64_t		at = p->seen.rev < 0 ? -p->seen.rev :
				    p->seen.rev;
	struct index_home	home;
	bool			full = false;

	if (read_home(db, company_id, &home, err) == -1)
		return -1;
	p->anew = at == 0 || at > home.rev;
	if (p->anew)
		p->from = p->to = (struct index_position){ -home.rev, 0 };
	do {
		if ((p->from.rev < 0 ?
		    read_all(db, company_id, p, &full, err) :
		    read_changes(db, company_id, p, home.rev, &full,
		    err)) == -1)
			return -1;
	} while (full && p->ndocs < INDEX_PART_SIZE);
	return 0;
}

const struct index_source candidate_follow = {
	.shape = &candidate_doc_shape, .home = read_home, .read = read_part,
	.count = count, .all = all,
};
