#include "candidate/saved_search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "candidate/candidate.h"
#include "candidate/known.h"
#include "candidate/ranking.h"
#include "candidate/view.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "notice/notice.h"

#define LEASE_S		120
#define CLAIM_TRIES	20	/* while others claim, too */
#define AGAIN_H		1	/* after a quota that was used up, or a board that was busy */
#define SEEN_MAX	200	/* that a list shows */
#define READERS_MAX	200	/* who are told */
#define HIT_COLS	5
#define SCORE_COL	35	/* behind CANDIDATE_BRIEF */

const struct db_deadline saved_search_deadlines[] = {
	{ "saved_search", "lease_until" },
	{ "saved_search", "next_run_at" },
	{ 0 }
};

void
saved_search_clear(struct saved_search *s)
{
	char	**const texts[] = { &s->name, &s->owner, &s->search,
		    &s->error_code, &s->error };

	for (size_t i = 0; i < nitems(texts); i++)
		mem_free_str(texts[i]);
	*s = (struct saved_search){ 0 };
}

#define NEW_ONES "h.found_at > COALESCE((SELECT v.seen_at FROM saved_search_seen v "	\
	"WHERE v.search_id = h.search_id AND v.user_id = ?), s.created_at)"
/* The reader is bound first. */
#define SEARCH_SELECT "SELECT s.id, s.company_id, s.user_id, s.name, u.name, "	\
	"s.search, s.shared, s.auto_sync, COALESCE(s.lease_until > NOW(3), 0), "	\
	"s.sync_interval_hours, s.next_run_at, s.last_run_at, s.created_at, "	\
	"s.found, s.fresh, (SELECT COUNT(*) FROM saved_search_hit h "		\
	"WHERE h.search_id = s.id AND " NEW_ONES "), s.error_count, "		\
	"s.last_error_code, s.last_error "					\
	"FROM saved_search s JOIN user u ON u.id = s.user_id "

static void
search_read(const struct db_rows *rows, struct saved_search *s)
{
	s->id = db_col_int(rows, 0);
	s->company_id = db_col_int(rows, 1);
	s->user_id = db_col_int(rows, 2);
	s->name = db_col_dup(rows, 3);
	s->owner = db_col_dup(rows, 4);
	s->search = db_col_dup(rows, 5);
	s->shared = db_col_int(rows, 6) != 0;
	s->auto_sync = db_col_int(rows, 7) != 0;
	s->running = db_col_int(rows, 8) != 0;
	s->interval_hours = db_col_int(rows, 9);
	s->next_run_at = db_col_time(rows, 10);
	s->last_run_at = db_col_time(rows, 11);
	s->created_at = db_col_time(rows, 12);
	s->found = db_col_int(rows, 13);
	s->fresh = db_col_int(rows, 14);
	s->unseen = db_col_int(rows, 15);
	s->error_count = db_col_int(rows, 16);
	s->error_code = db_col_dup(rows, 17);
	s->error = db_col_dup(rows, 18);
}

int
saved_search_list(struct db *db, int64_t company_id, int64_t user_id,
    struct db_rows **rows, struct err *err)
{
	return db_query(db, SEARCH_SELECT "WHERE s.company_id = ? AND "
	    "(s.user_id = ? OR s.shared = 1) ORDER BY s.user_id <> ?, s.name, "
	    "s.id LIMIT ?", DB_ARGS(db_int(user_id), db_int(company_id),
	    db_int(user_id), db_int(user_id), db_int(SEEN_MAX)), rows, err);
}

bool
saved_search_next(struct db_rows *rows, struct saved_search *out)
{
	saved_search_clear(out);
	if (!db_rows_next(rows))
		return false;
	search_read(rows, out);
	return true;
}

int
saved_search_get(struct db *db, int64_t company_id, int64_t user_id,
    int64_t id, struct saved_search *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, SEARCH_SELECT "WHERE s.id = ? AND s.company_id = ? "
	    "AND (s.user_id = ? OR s.shared = 1)", DB_ARGS(db_int(user_id),
	    db_int(id), db_int(company_id), db_int(user_id)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	search_read(rows, out);
	return 0;
}

/* --- changes --- */

static int
name_taken(int rc, struct err *err)
{
	if (rc == -1 && strcmp(err->code, "io.duplicate") == 0)
		return err_code(err, ERR_CONFLICT, "candidate.search_name",
		    "a search of that name exists");
	return rc;
}

/* Whom it finds the first time is what the others are new against. */
int
saved_search_add(struct db *db, const struct saved_search *s, int64_t *id,
    struct err *err)
{
	int64_t	n = 0;

	if (name_taken(db_exec(db, "INSERT INTO saved_search (company_id, "
	    "user_id, name, search, shared, auto_sync, sync_interval_hours, "
	    "next_run_at) SELECT ?, ?, ?, ?, ?, ?, ?, NOW(3) FROM DUAL "
	    "WHERE (SELECT COUNT(*) FROM saved_search o "
	    "WHERE o.user_id = ?) < ?", DB_ARGS(db_int(s->company_id),
	    db_int(s->user_id), db_str(s->name), db_str(s->search),
	    db_int(s->shared), db_int(s->auto_sync),
	    db_int(s->interval_hours), db_int(s->user_id),
	    db_int(SAVED_SEARCH_MAX)), &n, err), err) == -1)
		return -1;
	if (n == 0)
		return err_code(err, ERR_CONFLICT, "candidate.searches_limit",
		    "%d", SAVED_SEARCH_MAX);
	*id = db_last_id(db);
	return 0;
}

static int
forget(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "DELETE FROM saved_search_hit WHERE search_id = ?",
	    DB_ARGS(db_int(id)), NULL, err) == -1 ? -1 : db_exec(db,
	    "UPDATE saved_search SET last_run_at = NULL, found = 0, fresh = 0, "
	    "next_run_at = NOW(3), lease = NULL, lease_until = NULL "
	    "WHERE id = ?", DB_ARGS(db_int(id)), NULL, err);
}

struct saving {
	const struct saved_search	*s;
	bool				 anew;
};

static int
save_work(struct db *db, void *arg, struct err *err)
{
	const struct saving		*w = arg;
	const struct saved_search	*s = w->s;

	if (name_taken(db_exec(db,
	    "UPDATE saved_search SET name = ?, search = ?, shared = ?, "
	    "auto_sync = ?, sync_interval_hours = ?, next_run_at = "
	    "CASE WHEN next_run_at <= NOW(3) THEN next_run_at WHEN ? THEN "
	    "GREATEST(NOW(3), COALESCE(last_run_at + INTERVAL ? HOUR, "
	    "NOW(3))) END WHERE id = ?", DB_ARGS(db_str(s->name),
	    db_str(s->search), db_int(s->shared), db_int(s->auto_sync),
	    db_int(s->interval_hours), db_int(s->auto_sync),
	    db_int(s->interval_hours), db_int(s->id)), NULL, err),
	    err) == -1)
		return -1;
	return w->anew ? forget(db, s->id, err) : 0;
}

int
saved_search_save(struct db *db, const struct saved_search *s, bool anew,
    struct err *err)
{
	struct saving	w = { s, anew };

	return db_tx_run(db, save_work, &w, err);
}

int
saved_search_drop(struct db *db, int64_t id, struct err *err)
{
	return ranking_drop(db, id, err) == -1 ? -1 : db_exec_one(db,
	    "DELETE FROM saved_search WHERE id = ?", DB_ARGS(db_int(id)),
	    "saved search", err);
}

int
saved_search_queue(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE saved_search SET next_run_at = NOW(3) "
	    "WHERE id = ?", DB_ARGS(db_int(id)), NULL, err);
}

int
saved_search_see(struct db *db, int64_t id, int64_t user_id, struct err *err)
{
	return db_exec(db, "INSERT INTO saved_search_seen (search_id, user_id, "
	    "seen_at) VALUES (?, ?, NOW(3)) ON DUPLICATE KEY UPDATE "
	    "seen_at = VALUES(seen_at)", DB_ARGS(db_int(id), db_int(user_id)),
	    NULL, err);
}

/* --- whom it found --- */

static void
put_one(struct buf *out, struct db_rows *rows, const struct candidate *c,
    const struct candidate_knowns *known)
{
	own_buf struct buf	brief = { 0 };

	candidate_view_brief(&brief, c, known);
	emit_open(out, NULL, '{');
	emit_json(out, "candidate", buf_str(&brief));
	emit_json(out, "score", db_col_str(rows, SCORE_COL));
	emit_json(out, "reasons", db_col_str(rows, SCORE_COL + 1));
	emit_time(out, "found_at", db_col_time(rows, SCORE_COL + 2));
	emit_bool(out, "is_new", db_col_int(rows, SCORE_COL + 3) != 0);
	emit_close(out, '}');
}

int
saved_search_emit_found(struct db *db, struct buf *out,
    const struct saved_search *s, int64_t user_id, bool fresh,
    struct err *err)
{
	const struct candidate_viewer			 viewer = {
		s->company_id, user_id };
	own_candidate_knowns struct candidate_knowns	 known = { 0 };
	own_rows struct db_rows				*rows = NULL;
	struct candidate				 c;

	if (db_query(db, "SELECT " CANDIDATE_BRIEF ", h.score, "
	    "h.reasons, h.found_at, " NEW_ONES " is_new FROM saved_search s "
	    "JOIN saved_search_hit h ON h.search_id = s.id "
	    "JOIN candidate o ON o.id = h.candidate_id "
	    "JOIN candidate c ON c.id = COALESCE(o.joined_to, o.id) "
	    "WHERE s.id = ? AND c.erased_at IS NULL HAVING is_new OR ? = 0 "
	    "ORDER BY h.found_at DESC, h.score DESC, h.candidate_id DESC "
	    "LIMIT ?", DB_ARGS(db_int(user_id), db_int(s->id), db_int(fresh),
	    db_int(SAVED_SEARCH_FOUND)), &rows, err) == -1 ||
	    candidate_known_of_rows(db, &viewer, rows, &known, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	while (candidate_next(rows, &c))
		put_one(out, rows, &c, &known);
	emit_close(out, ']');
	return 0;
}

/* --- a run --- */

/*
 * Of the company, then of the person whose turn was longest ago; of theirs what is due longest.
 * What nobody sees waits: it is not shared, and its owner may not come in, or no longer search.
 */
static int
claimable(struct db *db, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT s.id FROM saved_search s "
	    "JOIN user u ON u.id = s.user_id WHERE (s.shared = 1 OR "
	    "(u.active = 1 AND u.role >= ?)) AND s.next_run_at <= NOW(3) "
	    "AND (s.lease_until IS NULL OR "
	    "s.lease_until < NOW(3)) ORDER BY (SELECT MAX(o.claimed_at) "
	    "FROM saved_search o WHERE o.company_id = s.company_id), "
	    "(SELECT MAX(o.claimed_at) FROM saved_search o "
	    "WHERE o.user_id = s.user_id), s.next_run_at, s.id LIMIT ?",
	    DB_ARGS(db_int(ROLE_RECRUITER), db_int(CLAIM_TRIES)), out, err);
}

/* 1: it is ours; 0: another was faster. */
static int
claim_one(struct db *db, int64_t id, const char *lease, struct err *err)
{
	int64_t	n;

	if (db_exec(db, "UPDATE saved_search SET lease = ?, "
	    "lease_until = NOW(3) + INTERVAL ? SECOND, claimed_at = NOW(3) "
	    "WHERE id = ? AND next_run_at <= NOW(3) AND "
	    "(lease_until IS NULL OR lease_until < NOW(3))",
	    DB_ARGS(db_str(lease), db_int(LEASE_S), db_int(id)), &n,
	    err) == -1)
		return -1;
	return n == 1;
}

int
saved_search_claim(struct db *db, struct saved_search *out,
    char lease[LEASE_SIZE], struct err *err)
{
	own_rows struct db_rows	*ids = NULL, *rows = NULL;
	int			 rc = 0;

	lease_name(lease);
	if (claimable(db, &ids, err) == -1)
		return -1;
	while (rc == 0 && db_rows_next(ids))
		rc = claim_one(db, db_col_int(ids, 0), lease, err);
	if (rc != 1)
		return rc;
	if (db_query(db, SEARCH_SELECT "WHERE s.id = ?", DB_ARGS(db_int(0),
	    db_int(db_col_int(ids, 0))), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	search_read(rows, out);
	return 1;
}

int
saved_search_beat(struct db *db, int64_t id, const char *lease,
    struct err *err)
{
	int64_t	n = 0;
	int	rc;

	/* The same second twice changes nothing: the count would say that it is lost. */
	rc = db_exec(db, "UPDATE saved_search SET lease_until = "
	    "GREATEST(lease_until + INTERVAL 1 SECOND, NOW(3) + "
	    "INTERVAL ? SECOND) WHERE id = ? AND lease = ?",
	    DB_ARGS(db_int(LEASE_S), db_int(id), db_str(lease)), &n, err);
	return lease_held(rc, &n, "saved search", err);
}

/* Those of a first run are as old as the search: nobody is told of them. */
static int
put_hits(struct db *db, const struct saved_search *s, const json_t *rows,
    int64_t *fresh, struct err *err)
{
	const size_t	 n = json_array_size(rows);
	struct db_arg	*vals = mem_zero((n * HIT_COLS + 1) * sizeof(*vals));
	char		**reasons = mem_zero((n + 1) * sizeof(*reasons));
	int64_t		 at = s->created_at;
	const json_t	*row;
	size_t		 i;
	int		 rc = s->last_run_at != 0 ? db_now(db, &at, err) : 0;

	json_array_foreach(rows, i, row) {
		struct db_arg	*val = &vals[i * HIT_COLS];
		const json_t	*score = json_object_get(row, "score");

		reasons[i] = json_dumps(json_object_get(row, "reasons"),
		    JSON_COMPACT);
		val[0] = db_int(s->id);
		val[1] = db_int(field_num(row, "id", 0));
		val[2] = json_is_integer(score) ? db_int(json_integer_value(
		    score)) : db_str(NULL);
		val[3] = db_str(reasons[i]);
		val[4] = db_time(at);
	}
	*fresh = 0;
	if (rc == 0 && n > 0)
		rc = db_exec_rows(db, "INSERT IGNORE INTO saved_search_hit "
		    "(search_id, candidate_id, score, reasons, found_at) "
		    "VALUES ", "", vals, HIT_COLS, n, fresh, err);
	if (s->last_run_at == 0)
		*fresh = 0;
	for (i = 0; i < n; i++)
		free(reasons[i]);
	free(reasons);
	free(vals);
	return rc;
}

/* The owner, and of a shared one those who have looked at it. */
static int
tell(struct db *db, const struct saved_search *s, const char *lease,
    int64_t fresh, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 users[READERS_MAX + 1] = { s->user_id };
	size_t			 n = 1;
	char			 key[64], href[64], count[24];

	if (fresh == 0)
		return 0;
	if (s->shared && db_query(db, "SELECT user_id FROM saved_search_seen "
	    "WHERE search_id = ? AND user_id <> ? ORDER BY seen_at DESC "
	    "LIMIT ?", DB_ARGS(db_int(s->id), db_int(s->user_id),
	    db_int(READERS_MAX)), &rows, err) == -1)
		return -1;
	while (rows != NULL && db_rows_next(rows))
		users[n++] = db_col_int(rows, 0);
	snprintf(key, sizeof(key), "search:%lld:%s", (long long)s->id, lease);
	snprintf(href, sizeof(href), "/candidates/search/?saved=%lld",
	    (long long)s->id);
	snprintf(count, sizeof(count), "%lld", (long long)fresh);
	return notice_add(db, &(struct notice_new){
	    .company_id = s->company_id, .kind = NOTICE_FOUND,
	    .about = s->name, .text = count, .href = href,
	    .subject = "search", .subject_id = s->id, .dedupe_key = key },
	    users, n, err);
}

static int
settle(struct db *db, const struct saved_search *s, const char *lease,
    int64_t found, int64_t fresh, const struct err *failed, struct err *err)
{
	int64_t	n = 0;
	int	rc;

	rc = db_exec(db, "UPDATE saved_search SET found = IF(?, found, ?), "
	    "fresh = ?, error_count = IF(?, error_count + 1, 0), "
	    "last_error_code = ?, last_error = LEFT(?, 500), "
	    "last_run_at = IF(? AND last_run_at IS NULL, NULL, NOW(3)), "
	    "next_run_at = IF(auto_sync, NOW(3) + "
	    "INTERVAL LEAST(sync_interval_hours, ?) HOUR, NULL), lease = NULL, "
	    "lease_until = NULL WHERE id = ? AND lease = ?",
	    DB_ARGS(db_int(failed != NULL), db_int(found), db_int(fresh),
	    db_int(failed != NULL), db_str(failed != NULL ? failed->code : ""),
	    db_str(failed != NULL ? failed->text : ""),
	    db_int(failed != NULL && found == 0), db_int(failed != NULL &&
	    failed->kind == ERR_BUSY ? AGAIN_H : s->interval_hours),
	    db_int(s->id), db_str(lease)), &n, err);
	return lease_held(rc, &n, "saved search", err);
}

struct finishing {
	const struct saved_search	*s;
	const char			*lease;
	const json_t			*rows;
	const struct err		*failed;
	int64_t				 fresh;
};

static int
finish(struct db *db, void *arg, struct err *err)
{
	struct finishing	*f = arg;

	return put_hits(db, f->s, f->rows, &f->fresh, err) == -1 ||
	    tell(db, f->s, f->lease, f->fresh, err) == -1 ||
	    settle(db, f->s, f->lease, (int64_t)json_array_size(f->rows),
	    f->fresh, f->failed, err) == -1 ? -1 : 0;
}

int
saved_search_finish(struct db *db, const struct saved_search *s,
    const char *lease, const json_t *rows, const struct err *failed,
    int64_t *fresh, struct err *err)
{
	struct finishing	f = { s, lease, rows, failed, 0 };

	if (db_tx_run(db, finish, &f, err) == -1)
		return -1;
	*fresh = f.fresh;
	return 0;
}
