#include "candidate/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/deed.h"
#include "candidate/file.h"
#include "candidate/history.h"
#include "candidate/import.h"
#include "candidate/join.h"
#include "candidate/known.h"
#include "candidate/note.h"
#include "candidate/sent.h"
#include "io/cursor.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"

#define HISTORY_SHOWN	30
#define PAIRS_SHOWN	20	/* of one person */

void
candidate_view_name(const struct candidate *c, struct buf *out)
{
	const char	*const parts[] = { c->last_name, c->first_name,
			    c->middle_name };

	for (size_t i = 0; i < nitems(parts); i++) {
		if (*parts[i] == '\0')
			continue;
		if (out->len > 0)
			buf_putc(out, ' ');
		buf_puts(out, parts[i]);
	}
}

static void
put_text(struct buf *out, const char *name, const char *text)
{
	emit_str(out, name, text != NULL && *text != '\0' ? text : NULL);
}

static void
put_id(struct buf *out, const char *name, int64_t id)
{
	if (id == 0)
		emit_null(out, name);
	else
		emit_int(out, name, id);
}

static void
put_texts(struct buf *out, const struct candidate *c)
{
	const struct { const char *name, *text; } texts[] = {
		{ "first_name", c->first_name }, { "last_name", c->last_name },
		{ "middle_name", c->middle_name },
		{ "birth_date", c->birth_date }, { "email", c->email },
		{ "phone", c->phone }, { "location", c->location },
		{ "current_position", c->current_position },
		{ "current_company", c->current_company },
		{ "currency", c->currency }, { "photo_url", c->photo_url },
	};

	for (size_t i = 0; i < nitems(texts); i++)
		put_text(out, texts[i].name, texts[i].text);
}

static void
put_facts(struct buf *out, const struct candidate *c)
{
	own_buf struct buf	name = { 0 };

	candidate_view_name(c, &name);
	emit_int(out, "id", c->id);
	emit_str(out, "full_name", buf_str(&name));
	put_texts(out, c);
	emit_json(out, "experience_years", c->experience_years);
	emit_json(out, "salary_min", c->salary_min);
	emit_json(out, "salary_max", c->salary_max);
	emit_json(out, "skills", c->skills);
	emit_json(out, "sources", c->sources);
	emit_str(out, "consent", c->consent);
	emit_time(out, "consent_at", c->consent_at);
	put_text(out, "retain_until", c->retain_until);
	emit_time(out, "created_at", c->created_at);
	emit_time(out, "updated_at", c->updated_at);
}

static void
put_members(struct buf *out, const struct candidate *c,
    const struct candidate_knowns *known)
{
	put_facts(out, c);
	emit_json(out, "tags", c->tags);
	emit_str(out, "state", c->state);
	candidate_known_emit(out, candidate_known_find(known, c->id));
	emit_int(out, "notes_count", c->notes);
	emit_bool(out, "is_imported", c->user_id != 0);
	put_id(out, "internal_user_id", c->user_id);
	emit_time(out, "imported_at", c->imported_at);
	emit_int(out, "version", c->version);
}

void
candidate_view_brief(struct buf *out, const struct candidate *c,
    const struct candidate_knowns *known)
{
	emit_open(out, NULL, '{');
	put_members(out, c, known);
	emit_close(out, '}');
}

/* --- one --- */

/* Nothing is done at a board whose integration was deleted. */
static void
put_deeds(struct buf *out, const struct db_rows *rows)
{
	own_json json_t	*found = db_col_int(rows, 1) != 0 ?
			    json_loads(db_col_str(rows, 2), 0, NULL) : NULL;
	own_json json_t	*deeds = candidate_deeds(found, db_col_int(rows,
			    6) != 0);
	own_str char	*text = json_dumps(deeds, JSON_COMPACT);

	emit_json(out, "deeds", text);
}

static int
put_sources(struct db *db, struct buf *out, int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT s.id, s.connection_id, s.data, "
	    "s.source_updated_at, s.last_synced_at, s.created_at, "
	    CANDIDATE_ANSWERED " FROM "
	    CANDIDATE_GROUP " JOIN candidate_source s ON s.candidate_id = "
	    "g.id ORDER BY IFNULL(s.source_updated_at, s.last_synced_at) DESC, "
	    "s.id DESC LIMIT 100", DB_ARGS(db_int(id), db_int(id)), &rows,
	    err) == -1)
		return -1;
	emit_open(out, "external_candidates", '[');
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_int(out, "id", db_col_int(rows, 0));
		put_id(out, "integration_id", db_col_int(rows, 1));
		emit_json(out, "found", db_col_str(rows, 2));
		emit_time(out, "updated_at", db_col_time(rows, 3));
		emit_time(out, "last_synced_at", db_col_time(rows, 4));
		emit_time(out, "created_at", db_col_time(rows, 5));
		put_deeds(out, rows);
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}

/* Its members stand beside the others. */
static void
put_profile(struct buf *out, const struct candidate *c)
{
	const size_t	len = strlen(c->profile);

	if (len > 2) {
		buf_putc(out, ',');
		buf_add(out, c->profile + 1, len - 2);
	}
	emit_json(out, "contacts", c->contacts);
	emit_json(out, "own", c->own);
}

void
candidate_view_person(struct buf *out, const struct candidate *c)
{
	put_facts(out, c);
	put_profile(out, c);
}

static int
put_history(struct db *db, struct buf *out, int64_t id, struct err *err)
{
	int64_t	next;

	emit_open(out, "history", '[');
	if (candidate_history_emit(db, out, id, 0, HISTORY_SHOWN, &next,
	    err) == -1)
		return -1;
	emit_close(out, ']');
	put_id(out, "history_before", next);
	return 0;
}

int
candidate_view_whole(struct db *db, struct buf *out, const struct candidate *c,
    int64_t user_id, const char *lang, struct err *err)
{
	const struct candidate_viewer			viewer = {
		c->company_id, user_id };
	own_candidate_knowns struct candidate_knowns	known = { 0 };
	char						next[
							    CANDIDATE_VIEW_NEXT];

	if (candidate_known_read(db, &viewer, &c->id, 1, &known, err) == -1)
		return -1;
	emit_open(out, NULL, '{');
	put_members(out, c, &known);
	put_profile(out, c);
	if (candidate_import_emit_of(db, out, "import", c->id, err) == -1 ||
	    candidate_sent_emit(db, out, "transfers", c->company_id, c->id,
	    lang, err) == -1 ||
	    put_sources(db, out, c->id, err) == -1 ||
	    candidate_file_emit(db, out, "files", c->id, err) == -1 ||
	    candidate_view_pairs(db, out, "suggestions", &viewer, c->id,
	    NULL, PAIRS_SHOWN, next, err) == -1 ||
	    candidate_join_emit(db, out, "joins", c->id, err) == -1 ||
	    candidate_note_emit(db, out, "notes", c->id, err) == -1 ||
	    put_history(db, out, c->id, err) == -1)
		return -1;
	emit_close(out, '}');
	return 0;
}

/* --- pairs --- */

/* Open pairs p of two who are there and are not one: a and b, whom they are part of. */
#define PAIRS " FROM candidate_pair p JOIN candidate l ON l.id = p.low_id "	\
	"JOIN candidate h ON h.id = p.high_id JOIN candidate a ON a.id = "	\
	"IFNULL(l.joined_to, l.id) JOIN candidate b ON b.id = "			\
	"IFNULL(h.joined_to, h.id) WHERE p.company_id = ? AND "			\
	"p.state = 'open' AND a.id <> b.id AND a.erased_at IS NULL AND "	\
	"b.erased_at IS NULL "

static int
read_pairs(struct db *db, int64_t company_id, int64_t id,
    const struct cursor *from, int64_t limit, struct db_rows **out,
    struct err *err)
{
	if (id != 0)
		return db_query(db, "SELECT p.id, p.weight, p.reasons, a.id, "
		    "b.id" PAIRS "AND (p.low_id IN (SELECT * FROM "
		    CANDIDATE_GROUP ") OR p.high_id IN (SELECT * FROM "
		    CANDIDATE_GROUP ")) ORDER BY p.weight DESC, p.id DESC "
		    "LIMIT ?", DB_ARGS(db_int(company_id), db_int(id),
		    db_int(id), db_int(id), db_int(id), db_int(limit)), out,
		    err);
	return db_query(db, "SELECT p.id, p.weight, p.reasons, a.id, b.id"
	    PAIRS "AND (? = 0 OR p.weight < ? OR (p.weight = ? AND p.id < ?)) "
	    "ORDER BY p.weight DESC, p.id DESC LIMIT ?",
	    DB_ARGS(db_int(company_id), db_int(from->id),
	    db_int(from->number), db_int(from->number), db_int(from->id),
	    db_int(limit)), out, err);
}

struct pair {
	int64_t	 id, weight, ids[2];
	char	*reasons;
};
struct pairs {
	struct pair	*v;
	size_t		 n;
};

static void
pairs_clear(struct pairs *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->v[i].reasons);
	free(p->v);
}
#define own_pairs	cleanup(pairs_clear)

static void
take_pairs(struct db_rows *rows, size_t limit, struct pairs *out)
{
	out->v = mem_zero((limit + 1) * sizeof(*out->v));
	for (; out->n < limit && db_rows_next(rows); out->n++)
		out->v[out->n] = (struct pair){ .id = db_col_int(rows, 0),
			.weight = db_col_int(rows, 1),
			.reasons = db_col_dup(rows, 2),
			.ids = { db_col_int(rows, 3), db_col_int(rows, 4) } };
}

/* The persons of all pairs, by their ids: each as lists have it. */
static int
read_persons(struct db *db, const struct candidate_viewer *viewer,
    const struct pairs *pairs, json_t *out, struct err *err)
{
	own_candidate_knowns struct candidate_knowns	 known = { 0 };
	own_db_build struct db_build			 b = { 0 };
	own_rows struct db_rows				*rows = NULL;
	struct candidate				 c;

	db_build_add(&b, "SELECT " CANDIDATE_BRIEF " FROM candidate c "
	    "WHERE c.id IN (0", DB_NONE);
	for (size_t i = 0; i < pairs->n; i++)
		db_build_add(&b, ", ?, ?", DB_ARGS(db_int(pairs->v[i].ids[0]),
		    db_int(pairs->v[i].ids[1])));
	db_build_add(&b, ")", DB_NONE);
	if (db_build_query(db, &b, &rows, err) == -1 ||
	    candidate_known_of_rows(db, viewer, rows, &known, err) == -1)
		return -1;
	while (candidate_next(rows, &c)) {
		own_buf struct buf	one = { 0 };
		own_str char		*key = mem_fmt("%lld",
					    (long long)c.id);

		candidate_view_brief(&one, &c, &known);
		json_object_set_new(out, key, json_string(buf_str(&one)));
	}
	return 0;
}

static void
put_pair(struct buf *out, const struct pair *p, const json_t *persons)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", p->id);
	emit_int(out, "weight", p->weight);
	emit_json(out, "reasons", p->reasons);
	emit_open(out, "candidates", '[');
	for (size_t i = 0; i < nitems(p->ids); i++) {
		own_str char	*key = mem_fmt("%lld", (long long)p->ids[i]);

		emit_json(out, NULL, json_string_value(json_object_get(persons,
		    key)));
	}
	emit_close(out, ']');
	emit_close(out, '}');
}

int
candidate_view_pairs(struct db *db, struct buf *out, const char *name,
    const struct candidate_viewer *viewer, int64_t candidate_id,
    const char *after, int64_t limit, char next[CANDIDATE_VIEW_NEXT],
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_pairs struct pairs	 pairs = { 0 };
	own_json json_t		*persons = json_object();
	struct cursor		 from, last = { 0 };
	char			 text[CURSOR_SIZE];

	next[0] = '\0';
	if (cursor_read(after, CURSOR_BY_NUMBER, &from, err) == -1 ||
	    read_pairs(db, viewer->company_id, candidate_id, &from, limit + 1,
	    &rows, err) == -1)
		return -1;
	take_pairs(rows, (size_t)limit, &pairs);
	if (pairs.n > 0 && read_persons(db, viewer, &pairs, persons,
	    err) == -1)
		return -1;
	emit_open(out, name, '[');
	for (size_t i = 0; i < pairs.n; i++)
		put_pair(out, &pairs.v[i], persons);
	emit_close(out, ']');
	if (pairs.n > 0 && db_rows_next(rows)) {
		last.id = pairs.v[pairs.n - 1].id;
		last.number = pairs.v[pairs.n - 1].weight;
		cursor_write(&last, CURSOR_BY_NUMBER, text);
		snprintf(next, CANDIDATE_VIEW_NEXT, "%.*s",
		    CANDIDATE_VIEW_NEXT - 1, text);
	}
	return 0;
}
