#include "candidate/known.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "candidate/transfer.h"
#include "contact/contact.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"

void
candidate_knowns_clear(struct candidate_knowns *k)
{
	free(k->v);
	*k = (struct candidate_knowns){ 0 };
}

/* --- reading --- */

/* What other things k with a contact say; the one who looks is bound once there, once here. */
#define REJECTED "('hidden', 'blacklist', 'do_not_contact')"
#define SAY "MAX(t.id IS NOT NULL OR x.kind = 'clickup'), "		\
	"MAX(h.id IS NOT NULL OR x.state IN ('created', 'done')), "		\
	"MAX(IFNULL(h.rejected, 0) OR IFNULL(c.state, '') IN " REJECTED "), "	\
	"MAX(IF(t.user_id = ?, t.task_id, NULL)), "		\
	"MAX(IF(n.id IS NULL, NULL, CONCAT(COALESCE(h.account_id, "		\
	"x.account_id), ' ', COALESCE(h.applicant_id, x.applicant_id))))"
#define THINGS "LEFT JOIN clickup_task t ON k.owner = 'task' AND "		\
	"t.id = k.ref LEFT JOIN transfer x ON x.id = IF(k.owner = 'transfer', "	\
	"k.ref, t.transfer_id) AND x.state <> 'removed' "			\
	"LEFT JOIN huntflow_person h ON k.owner = 'applicant' AND "		\
	"h.id = k.ref LEFT JOIN candidate c ON k.owner = 'candidate' AND "	\
	"c.id = k.ref LEFT JOIN user v ON v.id = ? LEFT JOIN connection n ON "	\
	"n.owner_id = v.id AND n.provider = 'huntflow' AND "			\
	"n.environment = v.active_system AND "					\
	"n.environment = COALESCE(h.environment, x.environment) "
#define OTHERS "k.owner IN ('task', 'transfer', 'applicant') "

/* From this column on. */
static void
read_said(const struct db_rows *rows, int col, struct candidate_known *out)
{
	const char	*task = db_col_str(rows, col + 3);
	const char	*at = db_col_str(rows, col + 4);

	out->clickup |= db_col_int(rows, col) != 0;
	out->huntflow |= db_col_int(rows, col + 1) != 0;
	out->rejected |= db_col_int(rows, col + 2) != 0;
	if (task != NULL)
		snprintf(out->task_id, sizeof(out->task_id), "%s", task);
	if (at != NULL)
		sscanf(at, "%" SCNd64 " %" SCNd64, &out->account_id,
		    &out->applicant_id);
}

static struct candidate_known *
find(const struct candidate_knowns *k, int64_t id)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->v[i].id == id)
			return &k->v[i];
	return NULL;
}

static int
read_places(struct db *db, const struct candidate_viewer *viewer,
    const int64_t *ids, struct candidate_knowns *k, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct candidate_known		*one;

	db_build_add(&b, "SELECT m.ref, " SAY " FROM contact m JOIN contact k "
	    "ON k.company_id = m.company_id AND k.kind = m.kind AND "
	    "k.value = m.value AND " OTHERS THINGS "WHERE "
	    "m.owner = 'candidate' AND m.company_id = ?",
	    DB_ARGS(db_int(viewer->user_id), db_int(viewer->user_id),
	    db_int(viewer->company_id)));
	db_build_ids(&b, " AND m.ref IN ", ids, k->n);
	db_build_add(&b, " GROUP BY m.ref", DB_NONE);
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		if ((one = find(k, db_col_int(rows, 0))) != NULL)
			read_said(rows, 1, one);
	return 0;
}

/* By the team: they, or a record that is joined to them. */
static int
read_rejected(struct db *db, const int64_t *ids, struct candidate_knowns *k,
    struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct candidate_known		*one;

	db_build_ids(&b, "SELECT id FROM candidate WHERE state IN " REJECTED
	    " AND id IN ",
	    ids, k->n);
	db_build_ids(&b, " UNION SELECT joined_to FROM candidate WHERE "
	    "state IN " REJECTED " AND joined_to IN ", ids, k->n);
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		if ((one = find(k, db_col_int(rows, 0))) != NULL)
			one->rejected = true;
	return 0;
}

/* Those who were sent themselves, whatever contacts they have: of persons p, and what is joined to
 * them by the column that follows. */
#define SENT "SELECT IFNULL(p.joined_to, p.id), MAX(IF(n.id IS NULL, NULL, "	\
	"CONCAT(x.account_id, ' ', x.applicant_id))) FROM candidate p JOIN "	\
	"transfer x ON x.company_id = p.company_id AND x.task_id = CAST(p.id "	\
	"AS CHAR CHARACTER SET ascii) AND x.kind = '" CANDIDATE_ITEM "' AND "	\
	"x.state IN ('created', 'done') LEFT JOIN user v ON v.id = ? LEFT "	\
	"JOIN connection n ON n.owner_id = v.id AND n.provider = 'huntflow' "	\
	"AND n.environment = v.active_system AND n.environment = "		\
	"x.environment WHERE p."

static int
read_sent(struct db *db, const struct candidate_viewer *viewer,
    const int64_t *ids, struct candidate_knowns *k, struct err *err)
{
	static const char *const	 columns[] = { SENT "id IN ",
		" GROUP BY 1 UNION ALL " SENT "joined_to IN " };
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct candidate_known		*one;

	for (size_t i = 0; i < nitems(columns); i++) {
		db_build_add(&b, columns[i], DB_ARGS(
		    db_int(viewer->user_id)));
		db_build_ids(&b, "", ids, k->n);
	}
	db_build_add(&b, " GROUP BY 1", DB_NONE);
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		if ((one = find(k, db_col_int(rows, 0))) == NULL)
			continue;
		one->huntflow = true;
		if (db_col_str(rows, 1) != NULL)
			sscanf(db_col_str(rows, 1), "%" SCNd64 " %" SCNd64,
			    &one->account_id, &one->applicant_id);
	}
	return 0;
}

int
candidate_known_read(struct db *db, const struct candidate_viewer *viewer,
    const int64_t *ids, size_t n, struct candidate_knowns *out,
    struct err *err)
{
	own_candidate_knowns struct candidate_knowns got = {
		mem_zero((n + 1) * sizeof(*got.v)), n };

	for (size_t i = 0; i < n; i++)
		got.v[i].id = ids[i];
	if (n > 0 && (read_places(db, viewer, ids, &got, err) == -1 ||
	    read_rejected(db, ids, &got, err) == -1 ||
	    read_sent(db, viewer, ids, &got, err) == -1))
		return -1;
	*out = give(got);
	return 0;
}

int
candidate_known_of_rows(struct db *db, const struct candidate_viewer *viewer,
    struct db_rows *rows, struct candidate_knowns *out, struct err *err)
{
	const size_t	 n = rows == NULL ? 0 : db_rows_count(rows);
	int64_t		*ids = mem_zero((n + 1) * sizeof(*ids));
	int		 rc;

	for (size_t i = 0; i < n && db_rows_next(rows); i++)
		ids[i] = db_col_int(rows, 0);
	if (rows != NULL)
		db_rows_rewind(rows);
	rc = candidate_known_read(db, viewer, ids, n, out, err);
	free(ids);
	return rc;
}

int
candidate_known_of_contacts(struct db *db,
    const struct candidate_viewer *viewer, const struct contact *v, size_t n,
    struct candidate_knowns *out, struct err *err)
{
	own_candidate_knowns struct candidate_knowns got = {
		mem_zero((n + 1) * sizeof(*got.v)), n };
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	db_build_add(&b, "SELECT k.kind, k.value, " SAY " FROM contact k "
	    THINGS "WHERE k.company_id = ? AND (FALSE",
	    DB_ARGS(db_int(viewer->user_id), db_int(viewer->user_id),
	    db_int(viewer->company_id)));
	for (size_t i = 0; i < n; i++) {
		got.v[i].id = (int64_t)i + 1;
		if (v[i].value[0] != '\0')
			db_build_add(&b, " OR (k.kind = ? AND k.value = ?)",
			    DB_ARGS(db_strn(&v[i].kind, 1),
			    db_str(v[i].value)));
	}
	db_build_add(&b, ") GROUP BY k.kind, k.value", DB_NONE);
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		for (size_t i = 0; i < n; i++)
			if (v[i].kind == *db_col_str(rows, 0) &&
			    strcmp(v[i].value, db_col_str(rows, 1)) == 0)
				read_said(rows, 2, &got.v[i]);
	*out = give(got);
	return 0;
}

const struct candidate_known *
candidate_known_find(const struct candidate_knowns *k, int64_t id)
{
	static const struct candidate_known	nowhere = { 0 };
	const struct candidate_known		*one = find(k, id);

	return one != NULL ? one : &nowhere;
}

/* --- shown --- */

json_t *
candidate_known_json(const struct candidate_known *k)
{
	return json_pack("{s:b, s:b, s:b, s:o, s:o}", "huntflow", k->huntflow,
	    "clickup", k->clickup, "rejected", k->rejected, "huntflow_url",
	    k->applicant_id == 0 ? json_null() : json_sprintf(
	    "/huntflow/accounts/%" PRId64 "/applicants/%" PRId64 "/",
	    k->account_id, k->applicant_id), "clickup_url",
	    k->task_id[0] == '\0' ? json_null() : json_sprintf(
	    "/clickup/task/%s/", k->task_id));
}

void
candidate_known_emit(struct buf *out, const struct candidate_known *k)
{
	own_json json_t	*doc = candidate_known_json(k);
	own_str char	*text = json_dumps(doc, JSON_COMPACT);

	emit_json(out, "known", text);
}

static int
put_states(struct db *db, const struct candidate_viewer *viewer,
    const int64_t *ids, size_t n, json_t *by_id, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	db_build_add(&b, "SELECT id, state, user_id IS NOT NULL FROM "
	    "candidate WHERE company_id = ?",
	    DB_ARGS(db_int(viewer->company_id)));
	db_build_ids(&b, " AND id IN ", ids, n);
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		json_t	*row = json_object_get(by_id, db_col_str(rows, 0));

		json_object_set_new(row, "state", json_string(db_col_str(rows,
		    1)));
		json_object_set_new(row, "is_imported",
		    json_boolean(db_col_int(rows, 2)));
	}
	return 0;
}

int
candidate_known_put(struct db *db, const struct candidate_viewer *viewer,
    json_t *by_id, struct err *err)
{
	own_candidate_knowns struct candidate_knowns	 known = { 0 };
	const size_t					 size =
							    json_object_size(
							    by_id);
	int64_t						*ids;
	const char					*key;
	json_t						*row;
	size_t						 n = 0;
	int						 rc;

	if (size == 0)
		return 0;
	ids = mem_zero(size * sizeof(*ids));
	json_object_foreach(by_id, key, row)
		ids[n++] = strtoll(key, NULL, 10);
	rc = put_states(db, viewer, ids, n, by_id, err) == -1 ||
	    candidate_known_read(db, viewer, ids, n, &known, err) == -1 ? -1 :
	    0;
	n = 0;
	json_object_foreach(by_id, key, row)
		if (rc == 0)
			json_object_set_new(row, "known", candidate_known_json(
			    candidate_known_find(&known, ids[n++])));
	free(ids);
	return rc;
}
