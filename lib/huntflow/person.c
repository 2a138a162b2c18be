#include "huntflow/person.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "contact/entry.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"

_Static_assert(HUNTFLOW_PERSONS <= CONTACT_ENTRIES, "one statement each");

/* The types of stages of those who were refused, and hired. */
#define REFUSED	"trash"
#define HIRED	"hired"

struct seen {
	int64_t		 applicant_id, row_id;	/* row_id 0: not stored yet */
	const json_t	*item;
	bool		 was, rejected, was_hired, hired;
};
struct work {
	const struct huntflow_place	*place;
	struct seen			 v[HUNTFLOW_PERSONS];
	size_t				 n;
	bool				 newest;
};

static int
read_stored(struct db *db, struct work *w, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;
	int64_t				 ids[HUNTFLOW_PERSONS];

	for (size_t i = 0; i < w->n; i++)
		ids[i] = w->v[i].applicant_id;
	db_build_add(&b, "SELECT applicant_id, id, rejected, "
	    "hired FROM huntflow_person WHERE company_id = ? AND environment = ? AND "
	    "account_id = ?", DB_ARGS(db_int(w->place->company_id),
	    db_str(w->place->environment), db_int(w->place->account_id)));
	db_build_ids(&b, " AND applicant_id IN ", ids, w->n);
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		for (size_t i = 0; i < w->n; i++)
			if (w->v[i].applicant_id == db_col_int(rows, 0)) {
				w->v[i].row_id = db_col_int(rows, 1);
				w->v[i].was = db_col_int(rows, 2) != 0;
				w->v[i].was_hired = db_col_int(rows,
				    3) != 0;
			}
	return 0;
}

/* Is the newest stage of this type? was: as it was, where nothing is said. */
static bool
is_at(const struct work *w, const struct seen *s, const char *wanted, bool was)
{
	const char	*type = field_str(json_object_get(s->item, "status"),
			    "type");

	return w->newest && type != NULL ? strcmp(type, wanted) == 0 : was;
}

static int
write_new(struct db *db, struct work *w, struct err *err)
{
	for (size_t i = 0; i < w->n; i++) {
		struct seen	*s = &w->v[i];

		s->rejected = is_at(w, s, REFUSED, s->was);
		s->hired = is_at(w, s, HIRED, s->was_hired);
		if (s->row_id != 0 && s->rejected == s->was &&
		    s->hired == s->was_hired)
			continue;
		if (db_exec(db, "INSERT INTO huntflow_person (company_id, "
		    "environment, account_id, applicant_id, rejected, hired) "
		    "VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
		    "id = LAST_INSERT_ID(id), rejected = VALUES(rejected), "
		    "hired_at = IF(VALUES(hired) > hired, NOW(3), hired_at), "
		    "hired = VALUES(hired), seen_at = NOW(3)", DB_ARGS(db_int(w->place->company_id),
		    db_str(w->place->environment),
		    db_int(w->place->account_id), db_int(s->applicant_id),
		    db_int(s->rejected), db_int(s->hired)), NULL, err) == -1)
			return -1;
		s->row_id = db_last_id(db);
	}
	return 0;
}

static int
work(struct db *db, void *arg, struct err *err)
{
	struct work		*w = arg;
	struct contact_entry	*v = mem_zero(w->n * sizeof(*v));
	int			 rc = read_stored(db, w, err) == -1 ||
				    write_new(db, w, err) == -1 ? -1 : 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct seen	*s = &w->v[i];

		v[i].ref = s->row_id;
		v[i].company_id = w->place->company_id;
		v[i].told = s->rejected != s->was || s->hired != s->was_hired;
		contacts_add_email(&v[i].contacts, field_str(s->item, "email"));
		contacts_add_phones(&v[i].contacts, field_str(s->item,
		    "phone"));
		contacts_add_json(&v[i].contacts, json_object_get(s->item,
		    "social"), NULL);
	}
	if (rc == 0)
		rc = contact_entry_set(db, CONTACT_APPLICANT, v, w->n, err);
	free(v);
	return rc;
}

int
huntflow_person_seen(struct db *db, const struct huntflow_place *place,
    const json_t *items, bool newest, struct err *err)
{
	struct work	 w = { .place = place, .newest = newest };
	const json_t	*item;
	size_t		 i;

	json_array_foreach(items, i, item)
		if (w.n < HUNTFLOW_PERSONS && field_num(item, "id", 0) > 0)
			w.v[w.n++] = (struct seen){ .item = item,
				.applicant_id = field_num(item, "id", 0) };
	return w.n == 0 ? 0 : db_tx_run(db, work, &w, err);
}

int
huntflow_person_id(struct db *db, const struct huntflow_place *place,
    int64_t applicant_id, int64_t *id, struct err *err)
{
	return db_number(db, "SELECT id FROM huntflow_person WHERE "
	    "company_id = ? AND environment = ? AND account_id = ? AND "
	    "applicant_id = ?", DB_ARGS(db_int(place->company_id),
	    db_str(place->environment), db_int(place->account_id),
	    db_int(applicant_id)), id, err);
}

int
huntflow_person_is_known(struct db *db, const struct huntflow_place *place,
    int64_t applicant_id, bool *known, struct err *err)
{
	int64_t	id;

	if (huntflow_person_id(db, place, applicant_id, &id, err) == -1)
		return -1;
	*known = id != 0;
	return 0;
}

int
huntflow_person_gone(struct db *db, const struct huntflow_place *place,
    int64_t applicant_id, struct err *err)
{
	int64_t	id;

	if (huntflow_person_id(db, place, applicant_id, &id, err) == -1)
		return -1;
	return id == 0 ? 0 : contact_entry_drop(db, CONTACT_APPLICANT, &id, 1,
	    err) == -1 || db_exec(db, "DELETE FROM huntflow_person WHERE "
	    "id = ?", DB_ARGS(db_int(id)), NULL, err) == -1 ? -1 : 0;
}
