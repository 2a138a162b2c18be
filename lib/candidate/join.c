#include "candidate/join.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/contact.h"
#include "candidate/history.h"
#include "candidate/note.h"
#include "candidate/pair.h"
#include "candidate/total.h"
#include "io/db.h"
#include "io/field.h"

/* One deed by hand, as the functions that run in its transaction take it. */
struct deed {
	const struct candidate_by	*by;
	const int64_t			*ids;
	size_t				 n;
	int64_t				 id, other_id, rev;
	bool				 again;
};

/* --- what a person has of their own --- */

/* Of two states the one that forbids more; to keep somebody is more than not to show them. */
static const char *
stronger(const char *a, const char *b)
{
	static const char *const	falling[] = { "do_not_contact",
		"blacklist", "keep", "hidden" };

	for (size_t i = 0; i < nitems(falling); i++)
		if (strcmp(a, falling[i]) == 0 || strcmp(b, falling[i]) == 0)
			return falling[i];
	return a;
}

static int
read_marks(struct db *db, int64_t id, json_t **tags, char **state,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT tags, state FROM candidate WHERE id = ?",
	    DB_ARGS(db_int(id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	*tags = json_loads(db_col_str(rows, 0), 0, NULL);
	*state = db_col_dup(rows, 1);
	return 0;
}

static int
write_marks(struct db *db, int64_t id, const json_t *tags, const char *state,
    struct err *err)
{
	own_str char	*text = json_dumps(tags, JSON_COMPACT);

	return db_exec(db, "UPDATE candidate SET tags = ?, state = ? "
	    "WHERE id = ?", DB_ARGS(db_str(text), db_str(state), db_int(id)),
	    NULL, err);
}

static void
add_tags(json_t *tags, const json_t *more)
{
	const json_t	*one, *other;
	size_t		 i, k;

	json_array_foreach(more, i, one) {
		bool	there = false;

		json_array_foreach(tags, k, other)
			there = there || json_equal(one, other);
		if (!there)
			json_array_append(tags, (json_t *)(uintptr_t)one);
	}
}

/* The tags of both, the stronger state; into moved what there was and what there is. */
static int
join_marks(struct db *db, int64_t id, int64_t other_id, json_t *moved,
    struct err *err)
{
	own_json json_t	*tags = NULL, *more = NULL;
	own_str char	*state = NULL, *other = NULL;
	const char	*now;

	if (read_marks(db, id, &tags, &state, err) == -1 ||
	    read_marks(db, other_id, &more, &other, err) == -1)
		return -1;
	now = stronger(state, other);
	json_object_set_new(moved, "before", json_pack("{s:o, s:s}", "tags",
	    json_deep_copy(tags), "state", state));
	add_tags(tags, more);
	json_object_set_new(moved, "after", json_pack("{s:O, s:s}", "tags",
	    tags, "state", now));
	return write_marks(db, id, tags, now, err);
}

/* As before the join, unless somebody changed them since. */
static int
part_marks(struct db *db, int64_t id, const json_t *moved, struct err *err)
{
	const json_t	*before = json_object_get(moved, "before");
	own_json json_t	*tags = NULL, *now = NULL;
	own_str char	*state = NULL;

	if (read_marks(db, id, &tags, &state, err) == -1)
		return -1;
	now = json_pack("{s:O, s:s}", "tags", tags, "state", state);
	if (!json_equal(now, json_object_get(moved, "after")))
		return 0;
	return write_marks(db, id, json_object_get(before, "tags"),
	    json_string_value(json_object_get(before, "state")), err);
}

/* --- joining --- */

static int
record(struct db *db, const struct candidate_by *by, const char *kind,
    int64_t id, int64_t other_id, const json_t *moved, const char *kinds,
    int64_t *join_id, struct err *err)
{
	own_str char		*text = json_dumps(moved, JSON_COMPACT);
	own_buf struct buf	 reasons = { 0 };

	candidate_pair_reasons(&reasons, NULL, kinds);
	if (db_exec(db, "INSERT INTO candidate_join (company_id, kind, "
	    "candidate_id, other_id, moved, reasons, user_id) VALUES "
	    "(?, ?, ?, ?, ?, ?, ?)", DB_ARGS(db_int(by->company_id),
	    db_str(kind), db_int(id), db_int(other_id), db_str(text),
	    db_str(buf_str(&reasons)), db_id(by->user_id)), NULL, err) == -1)
		return -1;
	*join_id = db_last_id(db);
	return 0;
}

static json_t *
reasons_of(const char *kinds)
{
	json_t	*list = json_array();

	for (; *kinds != '\0'; kinds++)
		json_array_append_new(list, json_string(
		    candidate_contact_word(*kinds)));
	return list;
}

static int
tell_join(struct db *db, const struct candidate_by *by, int64_t id,
    int64_t other_id, int64_t join_id, const char *kinds, struct err *err)
{
	return candidate_history_add(db, by, id, "join",
	    json_pack("{s:I, s:I, s:o}", "other", (json_int_t)other_id,
	    "join", (json_int_t)join_id, "reasons", reasons_of(kinds)), err);
}

/* Those who were joined to other before, as an array. */
static int
read_members(struct db *db, int64_t other_id, json_t *moved, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	json_t			*list = json_array();

	json_object_set_new(moved, "persons", list);
	if (db_query(db, "SELECT id FROM candidate WHERE joined_to = ?",
	    DB_ARGS(db_int(other_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		json_array_append_new(list, json_integer(db_col_int(rows, 0)));
	return 0;
}

int
candidate_join_now(struct db *db, const struct candidate_by *by, int64_t rev,
    int64_t id, int64_t other_id, const char *kinds, struct err *err)
{
	own_json json_t	*moved = json_object();
	int64_t		 join_id;

	if (read_members(db, other_id, moved, err) == -1 ||
	    join_marks(db, id, other_id, moved, err) == -1 ||
	    db_exec(db, "UPDATE candidate SET joined_to = ? "
	    "WHERE joined_to = ?", DB_ARGS(db_int(id), db_int(other_id)), NULL,
	    err) == -1 ||
	    db_exec(db, "UPDATE candidate SET joined_to = ?, rev = ? "
	    "WHERE id = ?", DB_ARGS(db_int(id), db_int(rev),
	    db_int(other_id)), NULL, err) == -1)
		return -1;
	return candidate_total_add(db, by->company_id, -1, err) == -1 ||
	    candidate_note_count(db, id, err) == -1 ||
	    candidate_pair_judge(db, by->company_id, id, other_id, "joined",
	    by->user_id, err) == -1 ||
	    record(db, by, "join", id, other_id, moved, kinds, &join_id,
	    err) == -1 ||
	    tell_join(db, by, id, other_id, join_id, kinds, err) == -1 ?
	    -1 : 0;
}

int
candidate_join_source(struct db *db, const struct candidate_by *by, int64_t id,
    int64_t source_id, const char *platform, const char *kinds,
    struct err *err)
{
	return candidate_history_add(db, by, id, "join",
	    json_pack("{s:I, s:s, s:o}", "source", (json_int_t)source_id,
	    "platform", platform, "reasons", reasons_of(kinds)), err);
}

/* --- by hand --- */

/* The roots of these, each once, the one with a user first. */
static int
read_roots(struct db *db, const struct deed *d,
    int64_t roots[CANDIDATE_JOIN_MANY], size_t *n, struct err *err)
{
	int64_t	root, user_id;
	bool	users = false;
	size_t	k;

	*n = 0;
	for (size_t i = 0; i < d->n; i++) {
		if (candidate_root(db, d->by->company_id, d->ids[i], &root,
		    err) == -1 || db_number(db, "SELECT user_id FROM "
		    "candidate WHERE id = ?", DB_ARGS(db_int(root)), &user_id,
		    err) == -1)
			return -1;
		for (k = 0; k < *n && roots[k] != root; k++)
			;
		if (k < *n)
			continue;
		if (user_id != 0 && users)
			return err_code(err, ERR_CONFLICT,
			    "candidate.two_users", "%lld", (long long)root);
		roots[(*n)++] = root;
		if (user_id != 0) {
			roots[*n - 1] = roots[0];
			roots[0] = root;
			users = true;
		}
	}
	return 0;
}

static int
join_roots(struct db *db, struct deed *d, struct err *err)
{
	int64_t	roots[CANDIDATE_JOIN_MANY];
	size_t	n;

	if (read_roots(db, d, roots, &n, err) == -1)
		return -1;
	if (n < 2)
		return err_field(err, "ids", "length", "2..%d",
		    CANDIDATE_JOIN_MANY);
	for (size_t i = 1; i < n; i++)
		if (candidate_join_now(db, d->by, d->rev, roots[0], roots[i],
		    "", err) == -1)
			return -1;
	d->id = roots[0];
	return candidate_refresh(db, d->id, d->rev, err);
}

static int
work_join(struct db *db, void *arg, struct err *err)
{
	struct deed	*d = arg;

	return candidate_total_lock(db, d->by->company_id, &d->rev,
	    err) == -1 ? -1 : join_roots(db, d, err);
}

int
candidate_join(struct db *db, const struct candidate_by *by,
    const int64_t *ids, size_t n, int64_t *id, struct err *err)
{
	struct deed	d = { .by = by, .ids = ids, .n = n };

	if (db_tx_run_committed(db, work_join, &d, err) == -1)
		return -1;
	*id = d.id;
	return 0;
}

/* --- splitting --- */

/* Sources of the person among these, as [{id, from}]; left: how many others there are. */
static int
read_leaving(struct db *db, const struct deed *d, json_t *list, int64_t *left,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	size_t			 i;

	*left = 0;
	if (db_query(db, "SELECT s.id, s.candidate_id FROM " CANDIDATE_GROUP
	    " JOIN candidate_source s ON s.candidate_id = g.id",
	    DB_ARGS(db_int(d->id), db_int(d->id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		for (i = 0; i < d->n && d->ids[i] != db_col_int(rows, 0); i++)
			;
		if (i == d->n)
			++*left;
		else
			json_array_append_new(list, json_pack("{s:I, s:I}",
			    "id", (json_int_t)db_col_int(rows, 0), "from",
			    (json_int_t)db_col_int(rows, 1)));
	}
	return 0;
}

static int
move_source(struct db *db, int64_t source_id, int64_t candidate_id,
    struct err *err)
{
	return db_exec(db, "UPDATE candidate_source SET candidate_id = ? "
	    "WHERE id = ?", DB_ARGS(db_int(candidate_id), db_int(source_id)),
	    NULL, err) == -1 || db_exec(db, "UPDATE candidate_contact SET "
	    "candidate_id = ? WHERE source_id = ?",
	    DB_ARGS(db_int(candidate_id), db_int(source_id)), NULL,
	    err) == -1 ? -1 : 0;
}

static int
move_sources(struct db *db, const json_t *list, int64_t candidate_id,
    struct err *err)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one)
		if (move_source(db, json_integer_value(json_object_get(one,
		    "id")), candidate_id, err) == -1)
			return -1;
	return 0;
}

static int
check_leaving(const json_t *list, int64_t left, const struct deed *d,
    struct err *err)
{
	if (json_array_size(list) != d->n)
		return err_field(err, "source_ids", "unknown", "%s", "");
	if (left == 0)
		return err_code(err, ERR_CONFLICT, "candidate.last_source",
		    "%lld", (long long)d->id);
	return 0;
}

static int
record_split(struct db *db, const struct deed *d, json_t *list,
    struct err *err)
{
	own_json json_t	*moved = json_pack("{s:O}", "sources", list);
	int64_t		 join_id;

	return record(db, d->by, "split", d->id, d->other_id, moved, "",
	    &join_id, err) == -1 ||
	    candidate_history_add(db, d->by, d->id, "split",
	    json_pack("{s:I, s:I}", "other", (json_int_t)d->other_id, "join",
	    (json_int_t)join_id), err) == -1 ||
	    candidate_history_add(db, d->by, d->other_id, "split",
	    json_pack("{s:I}", "from", (json_int_t)d->id), err) == -1 ?
	    -1 : 0;
}

static int
work_split(struct db *db, void *arg, struct err *err)
{
	struct deed	*d = arg;
	own_json json_t	*list = json_array();
	int64_t		 company_id = d->by->company_id, left;

	return candidate_total_lock(db, company_id, &d->rev, err) == -1 ||
	    candidate_root(db, company_id, d->id, &d->id, err) == -1 ||
	    read_leaving(db, d, list, &left, err) == -1 ||
	    check_leaving(list, left, d, err) == -1 ||
	    candidate_add(db, company_id, d->rev, &d->other_id, err) == -1 ||
	    candidate_total_add(db, company_id, 1, err) == -1 ||
	    move_sources(db, list, d->other_id, err) == -1 ||
	    candidate_pair_judge(db, company_id, d->id, d->other_id, "apart",
	    d->by->user_id, err) == -1 ||
	    record_split(db, d, list, err) == -1 ||
	    candidate_refresh(db, d->id, d->rev, err) == -1 ||
	    candidate_refresh(db, d->other_id, d->rev, err) == -1 ? -1 : 0;
}

int
candidate_join_split(struct db *db, const struct candidate_by *by, int64_t id,
    const int64_t *sources, size_t n, int64_t *new_id, struct err *err)
{
	struct deed	d = { .by = by, .ids = sources, .n = n, .id = id };

	if (db_tx_run_committed(db, work_split, &d, err) == -1)
		return -1;
	*new_id = d.other_id;
	return 0;
}

/* --- undoing --- */

static int
changed_since(int64_t id, struct err *err)
{
	return err_code(err, ERR_CONFLICT, "candidate.changed_since", "%lld",
	    (long long)id);
}

static int
part_again(struct db *db, struct deed *d, const json_t *moved,
    struct err *err)
{
	const json_t	*one;
	size_t		 i;

	if (db_exec(db, "UPDATE candidate SET joined_to = NULL WHERE id = ?",
	    DB_ARGS(db_int(d->other_id)), NULL, err) == -1)
		return -1;
	json_array_foreach(json_object_get(moved, "persons"), i, one)
		if (db_exec(db, "UPDATE candidate SET joined_to = ? "
		    "WHERE id = ? AND joined_to = ?",
		    DB_ARGS(db_int(d->other_id),
		    db_int(json_integer_value(one)), db_int(d->id)), NULL,
		    err) == -1)
			return -1;
	return part_marks(db, d->id, moved, err) == -1 ||
	    candidate_note_count(db, d->id, err) == -1 ||
	    candidate_note_count(db, d->other_id, err) == -1 ||
	    candidate_total_add(db, d->by->company_id, 1, err) == -1 ||
	    candidate_pair_judge(db, d->by->company_id, d->id, d->other_id,
	    "apart", d->by->user_id, err) == -1 ||
	    candidate_refresh(db, d->id, d->rev, err) == -1 ||
	    candidate_refresh(db, d->other_id, d->rev, err) == -1 ? -1 : 0;
}

static int
undo_join(struct db *db, struct deed *d, const char *text, struct err *err)
{
	own_json json_t	*moved = json_loads(text, 0, NULL);
	int64_t		 joined_to;

	if (db_number(db, "SELECT joined_to FROM candidate WHERE id = ? AND "
	    "erased_at IS NULL", DB_ARGS(db_int(d->other_id)), &joined_to,
	    err) == -1)
		return -1;
	return joined_to != d->id ? changed_since(d->other_id, err) :
	    part_again(db, d, moved, err);
}

static int
undo_split(struct db *db, struct deed *d, struct err *err)
{
	const int64_t	ids[] = { d->id, d->other_id };
	int64_t		free_ones;

	if (db_number(db, "SELECT COUNT(*) FROM candidate WHERE id IN (?, ?) "
	    "AND joined_to IS NULL AND erased_at IS NULL",
	    DB_ARGS(db_int(d->id), db_int(d->other_id)), &free_ones,
	    err) == -1)
		return -1;
	if (free_ones != 2)
		return changed_since(d->id, err);
	d->ids = ids;
	d->n = nitems(ids);
	return join_roots(db, d, err);
}

static int
work_undo(struct db *db, void *arg, struct err *err)
{
	struct deed		*d = arg;
	own_rows struct db_rows	*rows = NULL;
	const int64_t		 join_id = *d->ids;

	if (candidate_total_lock(db, d->by->company_id, &d->rev, err) == -1 ||
	    db_query(db, "SELECT kind, candidate_id, other_id, moved, "
	    "undone_at FROM candidate_join WHERE id = ? AND company_id = ?",
	    DB_ARGS(db_int(join_id), db_int(d->by->company_id)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	if (!db_col_null(rows, 4))
		return err_code(err, ERR_CONFLICT, "candidate.undone", "%lld",
		    (long long)join_id);
	d->id = db_col_int(rows, 1);
	d->other_id = db_col_int(rows, 2);
	if ((strcmp(db_col_str(rows, 0), "join") == 0 ?
	    undo_join(db, d, db_col_str(rows, 3), err) :
	    undo_split(db, d, err)) == -1)
		return -1;
	return candidate_history_add(db, d->by, d->id, "undo",
	    json_pack("{s:I, s:I}", "join", (json_int_t)join_id, "other",
	    (json_int_t)d->other_id), err) == -1 ||
	    db_exec(db, "UPDATE candidate_join SET undone_at = NOW(3), "
	    "undone_by = ? WHERE id = ?", DB_ARGS(db_id(d->by->user_id),
	    db_int(join_id)), NULL, err) == -1 ? -1 : 0;
}

int
candidate_join_undo(struct db *db, const struct candidate_by *by,
    int64_t join_id, int64_t *id, struct err *err)
{
	struct deed	d = { .by = by, .ids = &join_id, .n = 1 };

	if (db_tx_run_committed(db, work_undo, &d, err) == -1)
		return -1;
	*id = d.id;
	return 0;
}

static int
work_apart(struct db *db, void *arg, struct err *err)
{
	struct deed	*d = arg;
	int64_t		 company_id = d->by->company_id;

	if (candidate_total_lock(db, company_id, &d->rev, err) == -1 ||
	    candidate_root(db, company_id, d->id, &d->id, err) == -1 ||
	    candidate_root(db, company_id, d->other_id, &d->other_id,
	    err) == -1)
		return -1;
	if (d->id == d->other_id)
		return changed_since(d->id, err);
	return candidate_pair_part(db, company_id, d->id, d->other_id,
	    d->by->user_id, d->again, err) == -1 ||
	    candidate_history_add(db, d->by, d->id, d->again ? "apart.undo" :
	    "apart", json_pack("{s:I}", "other", (json_int_t)d->other_id), err) == -1 ?
	    -1 : 0;
}

int
candidate_join_apart(struct db *db, const struct candidate_by *by, int64_t id,
    int64_t other_id, bool again, struct err *err)
{
	struct deed	d = { .by = by, .id = id, .other_id = other_id,
		.again = again };

	return db_tx_run_committed(db, work_apart, &d, err);
}

/* --- for the page --- */

static void
put_row(struct buf *out, const struct db_rows *rows)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", db_col_int(rows, 0));
	emit_str(out, "kind", db_col_str(rows, 1));
	emit_int(out, "candidate_id", db_col_int(rows, 2));
	emit_int(out, "other_id", db_col_int(rows, 3));
	emit_str(out, "other_name", db_col_str(rows, 4));
	emit_json(out, "reasons", db_col_str(rows, 5));
	emit_str(out, "user_name", db_col_str(rows, 6));
	emit_time(out, "created_at", db_col_time(rows, 7));
	emit_time(out, "undone_at", db_col_time(rows, 8));
	emit_close(out, '}');
}

int
candidate_join_emit(struct db *db, struct buf *out, const char *name,
    int64_t candidate_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT j.id, j.kind, j.candidate_id, j.other_id, "
	    "TRIM(CONCAT(c.last_name, ' ', c.first_name)), j.reasons, "
	    "IF(u.name <> '', u.name, u.email), j.created_at, j.undone_at "
	    "FROM candidate_join j JOIN candidate c ON c.id = j.other_id "
	    "LEFT JOIN user u ON u.id = j.user_id WHERE j.candidate_id = ? "
	    "ORDER BY j.id DESC LIMIT 50", DB_ARGS(db_int(candidate_id)),
	    &rows, err) == -1)
		return -1;
	emit_open(out, name, '[');
	while (db_rows_next(rows))
		put_row(out, rows);
	emit_close(out, ']');
	return 0;
}
