#include "contact/read.h"

#include <stdlib.h>

#include "base/mem.h"
#include "contact/entry.h"
#include "io/db.h"
#include "io/db_build.h"

struct work {
	const struct contact_reading	*reading;
	int64_t				 whose;
	struct contact_entry		*v;	/* [CONTACT_ENTRIES] */
	size_t				 n;
};

static int
work(struct db *db, void *arg, struct err *err)
{
	struct work			*w = arg;
	const char			*due = w->reading->due;
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;
	int64_t				 ids[CONTACT_ENTRIES];

	if (db_query(db, due, DB_ARGS(db_int(w->whose),
	    db_int(CONTACT_ENTRIES)), &rows, err) == -1)
		return -1;
	for (w->n = 0; w->n < CONTACT_ENTRIES && db_rows_next(rows); w->n++) {
		ids[w->n] = db_col_int(rows, 0);
		w->v[w->n] = (struct contact_entry){ .ref = ids[w->n],
			.company_id = db_col_int(rows, 1) };
		w->reading->read(rows, &w->v[w->n]);
	}
	if (w->n == 0)
		return 0;
	db_build_ids(&b, w->reading->done, ids, w->n);
	return contact_entry_set(db, w->reading->owner, w->v, w->n,
	    err) == -1 || db_build_exec(db, &b, err) == -1 ? -1 : 0;
}

/* Some of one's own. */
static int
work_of(struct db *db, int64_t whose, void *arg, struct err *err)
{
	struct work	*w = arg;

	w->whose = whose;
	return db_tx_run_committed(db, work, w, err) == -1 ? -1 : w->n > 0;
}

int
contact_read_due(struct db *db, const struct contact_reading *reading,
    size_t *n, struct err *err)
{
	struct work	w = { .reading = reading,
		.v = mem_zero(CONTACT_ENTRIES * sizeof(*w.v)) };
	const int	rc = rota_take(db, &reading->rota, work_of, &w, err);

	*n = rc == 1 ? w.n : 0;
	free(w.v);
	return rc == -1 ? -1 : 0;
}
