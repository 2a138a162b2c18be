#include "contact/entry.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/rota.h"

#define WHOLE	5	/* columns of contact */
#define CHANGE	3	/* of contact_change: the first of those */

/* What is to be written of some things. */
struct work {
	const char			*owner;
	const struct contact_entry	*v;
	size_t				 n;
	bool				*there;	/* [n * CONTACTS_MAX]: is stored already */
	int64_t				*told, *gone;	/* ids of rows; of told, those that go */
	size_t				 ntold, ngone;
};

static void
work_clear(struct work *w)
{
	free(w->there);
	free(w->told);
	free(w->gone);
	w->there = NULL;
	w->told = w->gone = NULL;
	w->ntold = w->ngone = 0;
}
#define own_work	cleanup(work_clear)

static bool
is_told(const struct work *w)
{
	return strcmp(w->owner, CONTACT_CANDIDATE) != 0;
}

static const struct contact_entry *
entry_of(const struct work *w, int64_t ref)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->v[i].ref == ref)
			return &w->v[i];
	return NULL;
}

/* The current row of what is stored: does it stay? */
static void
compare(struct work *w, const struct db_rows *rows)
{
	const struct contact_entry	*e = entry_of(w, db_col_int(rows, 1));
	const char			 kind = *db_col_str(rows, 2);
	const char			*value = db_col_str(rows, 3);

	for (size_t k = 0; e != NULL && k < e->contacts.n; k++)
		if (e->contacts.v[k].kind == kind &&
		    strcmp(e->contacts.v[k].value, value) == 0) {
			w->there[(size_t)(e - w->v) * CONTACTS_MAX + k] = true;
			if (e->told)
				w->told[w->ntold++] = db_col_int(rows, 0);
			return;
		}
	w->gone[w->ngone++] = w->told[w->ntold++] = db_col_int(rows, 0);
}

static int
look(struct db *db, struct work *w, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;
	int64_t				 refs[CONTACT_ENTRIES];

	for (size_t i = 0; i < w->n; i++)
		refs[i] = w->v[i].ref;
	db_build_add(&b, "SELECT id, ref, kind, value FROM contact "
	    "WHERE owner = ?", DB_ARGS(db_str(w->owner)));
	db_build_ids(&b, " AND ref IN ", refs, w->n);
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	work_clear(w);
	w->there = mem_zero(w->n * CONTACTS_MAX);
	w->told = mem_zero((db_rows_count(rows) + 1) * sizeof(*w->told));
	w->gone = mem_zero((db_rows_count(rows) + 1) * sizeof(*w->gone));
	while (db_rows_next(rows))
		compare(w, rows);
	return 0;
}

static int
by_ids(struct db *db, const char *statement, const int64_t *ids, size_t n,
    struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	if (n == 0)
		return 0;
	db_build_ids(&b, statement, ids, n);
	return db_build_exec(db, &b, err);
}

/* Those that are not stored yet: company, kind and value of each; owner and ref too, when asked
 * for. */
static size_t
put_new(const struct work *w, bool whole, struct db_arg *vals)
{
	const size_t	 ncols = whole ? WHOLE : CHANGE;
	size_t		 rows = 0;

	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->v[i].contacts.n; k++) {
			const struct contact	*c = &w->v[i].contacts.v[k];
			const struct db_arg	 row[WHOLE] = {
				db_int(w->v[i].company_id),
				db_strn(&c->kind, 1), db_str(c->value),
				db_str(w->owner), db_int(w->v[i].ref) };

			if (!w->there[i * CONTACTS_MAX + k])
				memcpy(vals + ncols * rows++, row,
				    ncols * sizeof(*row));
		}
	return rows;
}

static int
add_new(struct db *db, const struct work *w, struct err *err)
{
	struct db_arg	*vals = mem_zero((w->n * CONTACTS_MAX * WHOLE + 1) *
			    sizeof(*vals));
	size_t		 rows = put_new(w, true, vals);
	int		 rc;

	rc = rows == 0 ? 0 : db_exec_rows(db, "INSERT IGNORE INTO contact "
	    "(company_id, kind, value, owner, ref) VALUES ", "", vals, WHOLE,
	    rows, NULL, err);
	if (rc == 0 && rows > 0 && is_told(w)) {
		rows = put_new(w, false, vals);
		rc = db_exec_rows(db, "INSERT INTO contact_change "
		    "(company_id, kind, value) VALUES ", "", vals, CHANGE,
		    rows, NULL, err);
	}
	free(vals);
	return rc;
}

static int
store(struct db *db, void *arg, struct err *err)
{
	struct work	*w = arg;

	return look(db, w, err) == -1 ||
	    (is_told(w) && by_ids(db, "INSERT INTO contact_change (company_id, kind, value) "
	    "SELECT company_id, kind, value FROM contact WHERE id IN ",
	    w->told, w->ntold, err) == -1) ||
	    by_ids(db, "DELETE FROM contact WHERE id IN ", w->gone, w->ngone,
	    err) == -1 || add_new(db, w, err) == -1 ? -1 : 0;
}

int
contact_entry_set(struct db *db, const char *owner,
    const struct contact_entry *v, size_t n, struct err *err)
{
	own_work struct work	w = { .owner = owner, .v = v, .n = n };

	if (n > CONTACT_ENTRIES)
		return err_set(err, ERR_INTERNAL, "%zu things at once", n);
	return n == 0 ? 0 : db_tx_run(db, store, &w, err);
}

int
contact_entry_drop(struct db *db, const char *owner, const int64_t *refs,
    size_t n, struct err *err)
{
	struct contact_entry	*none = mem_zero((n + 1) * sizeof(*none));
	int			 rc;

	for (size_t i = 0; i < n; i++)
		none[i].ref = refs[i];
	rc = contact_entry_set(db, owner, none, n, err);
	free(none);
	return rc;
}

#define SAME " JOIN contact m ON m.company_id = k.company_id AND "		\
	"m.kind = k.kind AND m.value = k.value WHERE m.owner = ? AND m.ref = ?"

int
contact_entry_erase(struct db *db, const char *owner, int64_t ref,
    struct err *err)
{
	const struct db_arg	v[] = { db_str(owner), db_int(ref) };
	const struct db_args	args = { v, nitems(v) };

	return db_exec(db, "DELETE k FROM contact_change k" SAME, args, NULL,
	    err) == -1 || db_exec(db, "DELETE k FROM contact k" SAME
	    " AND k.owner IN ('transfer', 'applicant')", args, NULL,
	    err) == -1 || db_exec(db, "DELETE FROM contact WHERE owner = ? "
	    "AND ref = ?", args, NULL, err) == -1 ? -1 : 0;
}

/* When they came is not kept. */
const struct rota	contact_entry_rota = { "contacts", ROTA(
	ROTA_COMPANIES, "(SELECT NOW(3) FROM contact_change x "
	"FORCE INDEX (by_turn) WHERE x.company_id = o.id LIMIT 1)") };

int
contact_entry_changes(struct db *db, int64_t company_id, size_t limit,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT id FROM contact_change "
	    "FORCE INDEX (by_turn) WHERE company_id = ? ORDER BY id LIMIT ?",
	    DB_ARGS(db_int(company_id), db_int((int64_t)limit)), out, err);
}

int
contact_entry_heard(struct db *db, const int64_t *ids, size_t n,
    struct err *err)
{
	return by_ids(db, "DELETE FROM contact_change WHERE id IN ", ids, n,
	    err);
}
