#include "candidate/step.h"

#include <string.h>

#include "base/clock.h"
#include "base/zone.h"
#include "candidate/candidate.h"
#include "candidate/contact.h"
#include "candidate/history.h"
#include "candidate/source.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"
#include "origin/origin.h"
#include "person/email.h"

#define SAME_MAX	20	/* persons with one e-mail */

const char *const candidate_step_names[] = { "keep", "hide", "contact",
	"import", "huntflow", "hired", NULL };

int
candidate_step_found(struct db *db, const struct candidate_said *said,
    bool person, struct err *err)
{
	return db_exec(db, "INSERT INTO candidate_found (company_id, slot, "
	    "connection_id, platform, sources, persons) VALUES "
	    "(?, ?, ?, ?, 1, ?) ON DUPLICATE KEY UPDATE "
	    "sources = sources + 1, persons = persons + VALUES(persons)",
	    DB_ARGS(db_int(said->company_id), db_int(clock_ms() /
	    ZONE_SLOT_MS), db_int(said->connection_id),
	    db_str(said->platform), db_int(person)), NULL, err);
}

int
candidate_step_add(struct db *db, const struct candidate_by *by,
    int64_t candidate_id, int64_t source_id, enum candidate_step step,
    struct err *err)
{
	return db_exec(db, "INSERT INTO candidate_step (company_id, "
	    "candidate_id, step, connection_id, platform, user_id, after_s) "
	    "SELECT c.company_id, c.id, ?, s.connection_id, s.platform, ?, "
	    "GREATEST(0, TIMESTAMPDIFF(SECOND, c.created_at, NOW(3))) "
	    "FROM candidate c JOIN candidate_source s ON s.id = IF(? <> 0, ?, "
	    "(SELECT MIN(f.id) FROM " CANDIDATE_GROUP " JOIN "
	    "candidate_source f ON f.candidate_id = g.id)) WHERE c.id = ? "
	    "ON DUPLICATE KEY UPDATE at = candidate_step.at",
	    DB_ARGS(db_str(candidate_step_names[step]), db_int(by->user_id),
	    db_int(source_id), db_int(source_id), db_int(candidate_id),
	    db_int(candidate_id), db_int(candidate_id)), NULL, err);
}

int
candidate_step_drop(struct db *db, int64_t candidate_id,
    enum candidate_step step, struct err *err)
{
	return db_exec(db, "DELETE FROM candidate_step WHERE candidate_id = ? "
	    "AND step = ?", DB_ARGS(db_int(candidate_id),
	    db_str(candidate_step_names[step])), NULL, err);
}

int
candidate_step_state(struct db *db, const struct candidate_by *by,
    int64_t candidate_id, const char *state, struct err *err)
{
	if (strcmp(state, "new") == 0)
		return 0;
	return candidate_step_add(db, by, candidate_id, 0, strcmp(state,
	    "keep") == 0 ? CANDIDATE_STEP_KEEP : CANDIDATE_STEP_HIDE, err);
}

int
candidate_step_hired(struct db *db, const int64_t *ids, size_t n,
    struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	if (n == 0)
		return 0;
	db_build_ids(&b, "INSERT INTO candidate_step (company_id, "
	    "candidate_id, step, connection_id, platform, user_id, at, "
	    "after_s) SELECT c.company_id, c.id, 'hired', s.connection_id, "
	    "s.platform, IFNULL((SELECT h.user_id FROM candidate_step h "
	    "WHERE h.candidate_id = c.id AND h.step IN ('huntflow', 'import') "
	    "ORDER BY h.step DESC LIMIT 1), 0), MIN(p.hired_at), "
	    "TIMESTAMPDIFF(SECOND, c.created_at, MIN(p.hired_at)) "
	    "FROM candidate c JOIN candidate_source s ON s.id = (SELECT "
	    "MIN(f.id) FROM candidate_source f WHERE f.candidate_id = c.id) "
	    "JOIN contact m ON m.owner = 'candidate' AND m.ref = c.id "
	    "JOIN contact a ON a.company_id = m.company_id AND "
	    "a.kind = m.kind AND a.value = m.value AND a.owner = 'applicant' "
	    "JOIN huntflow_person p ON p.id = a.ref AND "
	    "p.hired_at >= c.created_at WHERE c.id IN ", ids, n);
	db_build_add(&b, " GROUP BY c.id ON DUPLICATE KEY UPDATE "
	    "at = candidate_step.at", DB_NONE);
	return db_build_exec(db, &b, err);
}

int
candidate_step_released(struct db *db, const struct origin *o,
    struct err *err)
{
	const struct candidate_by	 by = { o->company_id, o->user_id,
		"import" };
	const char			*said = field_str(o->fields, "email");
	char				 kind[] = { CONTACT_EMAIL, '\0' };
	char				 email[PERSON_EMAIL_SIZE];
	own_rows struct db_rows		*rows = NULL;

	if ((o->state != ORIGIN_CREATED && o->state != ORIGIN_DONE) ||
	    said == NULL || !person_email_read(said, false, email))
		return 0;
	if (db_query(db, "SELECT DISTINCT COALESCE(c.joined_to, c.id) FROM "
	    "candidate_contact k JOIN candidate c ON c.id = k.candidate_id "
	    "WHERE k.company_id = ? AND k.kind = ? AND k.value = ? LIMIT ?",
	    DB_ARGS(db_int(o->company_id), db_str(kind), db_str(email),
	    db_int(SAME_MAX)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		if (candidate_step_add(db, &by, db_col_int(rows, 0), 0,
		    CANDIDATE_STEP_HUNTFLOW, err) == -1)
			return -1;
	return 0;
}
