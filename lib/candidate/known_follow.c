/* known_follow: column known of table candidate. See known.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "candidate/known.h"
#include "candidate/step.h"
#include "candidate/total.h"
#include "contact/entry.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/rota.h"

#define PART	200	/* changes, persons at once */

/* As a SET reads: in the order of its words. */
static void
write_set(const struct candidate_known *k, char out[32])
{
	snprintf(out, 32, "%s%s%s", k->huntflow ? ",huntflow" : "",
	    k->clickup ? ",clickup" : "", k->rejected ? ",rejected" : "");
	if (*out != '\0')
		memmove(out, out + 1, strlen(out));
}

/* Those who stay as they are need no rev. */
static int
update_one(struct db *db, int64_t company_id, int64_t *rev, int64_t id,
    const char *set, struct err *err)
{
	if (*rev == 0 && candidate_total_lock(db, company_id, rev, err) == -1)
		return -1;
	return db_exec(db, "UPDATE candidate SET known = ?, rev = ? "
	    "WHERE id = ?", DB_ARGS(db_str(set), db_int(*rev), db_int(id)),
	    NULL, err);
}

int
candidate_known_update(struct db *db, int64_t company_id, int64_t rev,
    const int64_t *ids, size_t n, struct err *err)
{
	own_candidate_knowns struct candidate_knowns	 now = { 0 };
	const struct candidate_viewer			 nobody = { company_id,
							    0 };
	own_db_build struct db_build			 b = { 0 };
	own_rows struct db_rows				*rows = NULL;
	char						 set[32];

	if (n == 0)
		return 0;
	db_build_ids(&b, "SELECT id, known FROM candidate WHERE "
	    "erased_at IS NULL AND id IN ", ids, n);
	if (candidate_known_read(db, &nobody, ids, n, &now, err) == -1 ||
	    db_build_query(db, &b, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		write_set(candidate_known_find(&now, db_col_int(rows, 0)),
		    set);
		if (strcmp(set, db_col_str(rows, 1)) != 0 &&
		    update_one(db, company_id, &rev, db_col_int(rows, 0), set,
		    err) == -1)
			return -1;
	}
	return 0;
}

/* --- following --- */

static int
update_all(struct db *db, int64_t company_id, struct db_rows *rows,
    struct err *err)
{
	int64_t	ids[PART];
	size_t	n;

	do {
		for (n = 0; n < PART && db_rows_next(rows); n++)
			ids[n] = db_col_int(rows, 0);
		if (n > 0 && (candidate_known_update(db, company_id, 0, ids, n,
		    err) == -1 || candidate_step_hired(db, ids, n, err) == -1))
			return -1;
	} while (n == PART);
	return 0;
}

struct part {
	int64_t	company_id, ids[PART];
	size_t	n;
};

static int
work(struct db *db, void *arg, struct err *err)
{
	struct part			*p = arg;
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*changes = NULL, *rows = NULL;

	if (contact_entry_changes(db, p->company_id, PART, &changes, err) == -1)
		return -1;
	for (p->n = 0; p->n < PART && db_rows_next(changes); p->n++)
		p->ids[p->n] = db_col_int(changes, 0);
	if (p->n == 0)
		return 0;
	db_build_ids(&b, "SELECT DISTINCT IFNULL(c.joined_to, c.id) FROM "
	    "contact_change x JOIN contact m ON "
	    "m.company_id = x.company_id AND m.kind = x.kind AND "
	    "m.value = x.value AND m.owner = 'candidate' JOIN candidate c ON "
	    "c.id = m.ref WHERE x.id IN ", p->ids, p->n);
	db_build_add(&b, " ORDER BY 1", DB_NONE);
	return db_build_query(db, &b, &rows, err) == -1 ||
	    update_all(db, p->company_id, rows, err) == -1 ||
	    contact_entry_heard(db, p->ids, p->n, err) == -1 ? -1 : 0;
}

static int
work_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	struct part	*p = arg;

	p->company_id = company_id;
	return db_tx_run_committed(db, work, p, err) == -1 ? -1 : p->n > 0;
}

int
candidate_known_follow(struct db *db, size_t *n, struct err *err)
{
	struct part	p = { .n = 0 };
	const int	rc = rota_take(db, &contact_entry_rota, work_of, &p,
			    err);

	*n = rc == 1 ? p.n : 0;
	return rc == -1 ? -1 : 0;
}
