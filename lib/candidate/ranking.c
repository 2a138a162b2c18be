#include "candidate/ranking.h"

#include <stdlib.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/saved_search.h"
#include "io/db.h"
#include "io/field.h"
#include "platform/score.h"
#include "platform/wish.h"

static bool
is_ripe(const struct ranking *r)
{
	return r->liked > 0 && r->hidden > 0 &&
	    r->liked + r->hidden >= LEARN_NEEDED;
}

/* --- reading --- */

static void
read_row(const struct db_rows *rows, struct ranking *out)
{
	own_json json_t	*learned = json_loads(db_col_str(rows, 4), 0, NULL);

	out->search_id = db_col_int(rows, 0);
	out->enabled = db_col_int(rows, 1) != 0;
	out->liked = db_col_int(rows, 2);
	out->hidden = db_col_int(rows, 3);
	learn_read(learned, &out->learned);
}

int
ranking_get(struct db *db, int64_t company_id, int64_t search_id,
    struct ranking *out, struct err *err)
{
	struct ranking		 all = { .company_id = company_id,
		.enabled = true }, own = all;
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT search_id, enabled, liked, hidden, learned "
	    "FROM candidate_ranking WHERE company_id = ? AND "
	    "search_id IN (0, ?)", DB_ARGS(db_int(company_id),
	    db_int(search_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		read_row(rows, db_col_int(rows, 0) == 0 ? &all : &own);
	*out = is_ripe(&own) ? own : all;
	out->enabled = all.enabled;
	return 0;
}

json_t *
ranking_json(const struct ranking *r)
{
	struct score_weights	weights, usual;

	learn_weights(&r->learned, &weights);
	score_weights_usual(&usual);
	return json_pack("{s:b, s:b, s:i, s:I, s:I, s:o, s:o, s:o}",
	    "enabled", r->enabled, "used", r->enabled && is_ripe(r),
	    "needed", LEARN_NEEDED, "liked", (json_int_t)r->liked, "hidden",
	    (json_int_t)r->hidden, "saved_search", r->search_id == 0 ?
	    json_null() : json_integer(r->search_id), "weights",
	    score_weights_json(&weights), "usual", score_weights_json(&usual));
}

int
ranking_choose(struct db *db, int64_t company_id, int64_t search_id,
    const json_t *body, struct score_weights *weights, const char **from,
    struct err *err)
{
	struct ranking	r;

	if (score_weights_read(body, weights, err) == -1)
		return -1;
	*from = "search";
	if (json_is_object(json_object_get(body, "weights")))
		return 0;
	if (ranking_get(db, company_id, search_id, &r, err) == -1)
		return -1;
	*from = "usual";
	if (r.enabled && is_ripe(&r)) {
		*from = "decisions";
		learn_weights(&r.learned, weights);
	}
	return 0;
}

int
ranking_read(const struct caller *who, const json_t *body,
    struct score_weights *weights, const char **from, struct err *err)
{
	own_saved_search struct saved_search	s = { 0 };
	int64_t					id = 0;

	if (field_int_opt(body, "saved_search", 1, INT64_MAX, &id,
	    err) == -1 || (id != 0 && saved_search_get(who->db,
	    who->company_id, who->user_id, id, &s, err) == -1))
		return -1;
	return ranking_choose(who->db, who->company_id, id, body, weights,
	    from, err);
}

/* --- changing --- */

int
ranking_enable(struct db *db, int64_t company_id, bool enabled,
    struct err *err)
{
	return db_exec(db, "INSERT INTO candidate_ranking (company_id, "
	    "enabled) VALUES (?, ?) ON DUPLICATE KEY UPDATE "
	    "enabled = VALUES(enabled)", DB_ARGS(db_int(company_id),
	    db_int(enabled)), NULL, err);
}

static int
reset(struct db *db, void *arg, struct err *err)
{
	const int64_t	company_id = *(const int64_t *)arg;

	return db_exec(db, "UPDATE candidate_ranking SET liked = 0, "
	    "hidden = 0, learned = '[]' WHERE company_id = ?",
	    DB_ARGS(db_int(company_id)), NULL, err) == -1 ||
	    db_exec(db, "DELETE FROM candidate_lesson WHERE company_id = ?",
	    DB_ARGS(db_int(company_id)), NULL, err) == -1 ? -1 : 0;
}

int
ranking_reset(struct db *db, int64_t company_id, struct err *err)
{
	return db_tx_run(db, reset, &company_id, err);
}

int
ranking_drop(struct db *db, int64_t search_id, struct err *err)
{
	return db_exec(db, "DELETE r, l FROM candidate_ranking r LEFT JOIN "
	    "candidate_lesson l ON l.company_id = r.company_id AND "
	    "l.search_id = r.search_id WHERE r.search_id = ?",
	    DB_ARGS(db_int(search_id)), NULL, err);
}

/* --- learning --- */

struct work {
	const struct ranking_lesson	*lesson;
	int64_t				 search_id;
	struct ranking			 ranking;
};

/* A candidate as platform/found.h has one, as far as wishes look at it. */
static json_t *
found_of(const struct candidate *c)
{
	json_t		*found = json_loads(c->profile, 0, NULL);
	const struct { const char *name, *text; } texts[] = {
		{ "current_position", c->current_position },
		{ "location", c->location }, { "currency", c->currency },
	};
	const struct { const char *name, *json; } values[] = {
		{ "skills", c->skills }, { "salary_min", c->salary_min },
		{ "salary_max", c->salary_max },
		{ "experience_years", c->experience_years },
	};

	for (size_t i = 0; i < nitems(texts); i++)
		if (*texts[i].text != '\0')
			json_object_set_new(found, texts[i].name, json_string(
			    texts[i].text));
	for (size_t i = 0; i < nitems(values); i++)
		if (values[i].json != NULL)
			json_object_set_new(found, values[i].name, json_loads(
			    values[i].json, JSON_DECODE_ANY, NULL));
	return found;
}

/* Is the decision new of this person? */
static int
note(struct db *db, const struct work *w, int64_t id, bool *fresh,
    struct err *err)
{
	int64_t	changed = 0;

	if (db_exec(db, "INSERT INTO candidate_lesson (company_id, search_id, "
	    "candidate_id, liked) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "liked = VALUES(liked)", DB_ARGS(db_int(w->lesson->company_id),
	    db_int(w->search_id), db_int(id), db_int(w->lesson->liked)),
	    &changed, err) == -1)
		return -1;
	*fresh = changed > 0;
	return 0;
}

static int
teach_one(struct db *db, struct work *w, int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_json json_t		*found = NULL, *reasons = NULL;
	struct candidate	 c;
	bool			 fresh = false;

	if (candidate_get(db, w->lesson->company_id, id, &rows, &c,
	    err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };
		return 0;
	}
	if (note(db, w, c.id, &fresh, err) == -1)
		return -1;
	if (!fresh)
		return 0;
	found = found_of(&c);
	reasons = score_reasons(w->lesson->wish, 0, found, clock_ms());
	learn_step(&w->ranking.learned, reasons, w->lesson->liked);
	if (w->lesson->liked)
		w->ranking.liked++;
	else
		w->ranking.hidden++;
	return 0;
}

/* Whoever teaches the same ranking waits here. */
static int
take_row(struct db *db, struct work *w, struct err *err)
{
	const struct db_args	 key = DB_ARGS(db_int(w->lesson->company_id),
				    db_int(w->search_id));
	own_rows struct db_rows	*rows = NULL;

	if (db_exec(db, "INSERT INTO candidate_ranking (company_id, "
	    "search_id) VALUES (?, ?) ON DUPLICATE KEY UPDATE "
	    "search_id = VALUES(search_id)", key, NULL, err) == -1 ||
	    db_query(db, "SELECT search_id, enabled, liked, hidden, learned "
	    "FROM candidate_ranking WHERE company_id = ? AND search_id = ? "
	    "FOR UPDATE", key, &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	read_row(rows, &w->ranking);
	return 0;
}

static int
teach(struct db *db, void *arg, struct err *err)
{
	struct work	*w = arg;
	own_json json_t	*learned = NULL;
	own_str char	*text = NULL;

	if (take_row(db, w, err) == -1)
		return -1;
	for (size_t i = 0; i < w->lesson->n; i++)
		if (teach_one(db, w, w->lesson->ids[i], err) == -1)
			return -1;
	learned = learn_json(&w->ranking.learned);
	text = json_dumps(learned, JSON_COMPACT);
	return db_exec(db, "UPDATE candidate_ranking SET liked = ?, "
	    "hidden = ?, learned = ? WHERE company_id = ? AND search_id = ?",
	    DB_ARGS(db_int(w->ranking.liked), db_int(w->ranking.hidden),
	    db_str(text), db_int(w->lesson->company_id),
	    db_int(w->search_id)), NULL, err);
}

int
ranking_teach(struct db *db, const struct ranking_lesson *lesson,
    struct err *err)
{
	struct work	w = { .lesson = lesson };

	if (db_tx_run(db, teach, &w, err) == -1)
		return -1;
	w.search_id = lesson->search_id;
	return w.search_id == 0 ? 0 : db_tx_run(db, teach, &w, err);
}
