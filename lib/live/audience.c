#include "live/audience.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/db.h"
#include "io/db_build.h"

void
live_people_add(struct live_people *p, int64_t user_id)
{
	if (p->n == p->cap) {
		p->cap = p->cap == 0 ? 64 : p->cap * 2;
		p->v = mem_grow(p->v, p->cap, sizeof(*p->v));
	}
	p->v[p->n++] = user_id;
}

void
live_people_clear(struct live_people *p)
{
	free(p->v);
	memset(p, 0, sizeof(*p));
}

int
live_audience_people(struct db *db, const struct live_audience *audience,
    int64_t company_id, int64_t id, struct live_people *out, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	db_build_add(&b, "SELECT s.user_id FROM (", DB_NONE);
	db_build_add(&b, audience->seen, DB_NONE);
	db_build_add(&b, ") s WHERE s.thing_id = ? AND s.company_id = ?",
	    DB_ARGS(db_int(id), db_int(company_id)));
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		live_people_add(out, db_col_int(rows, 0));
	return 0;
}
