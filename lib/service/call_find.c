#include "service/call_find.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "service/call_int.h"
#include "service/call_sum.h"

#define START	INT64_MAX	/* a mark before the first call of a status */
#define WINDOW	500	/* entries that are looked through first for seldom matches */
#define ROWS_MAX	3000	/* that one page looks through in all */
#define KEYS_MAX	50000	/* the same, where the index alone is read */

const char *const call_orders[] = { "created_at", "-created_at",
    "status_code", "-status_code", NULL };

/* --- which index --- */

enum find_index { BY_PROVIDER, BY_TYPE, BY_USER, BY_ANSWER, BY_USER_ANSWER,
	BY_METHOD, BY_METHOD_ANSWER };

/* A run of one index, in which calls are ordered by id. answer -1: any; seldom: matches may lie far
 * from each other in it. */
struct run {
	const struct call_ask	*ask;
	enum find_index		 index;
	const char		*log_type;
	int64_t			 answer;
	bool			 up, seldom;
};

static enum find_index
index_for(const struct call_ask *ask, int64_t answer)
{
	if (ask->user_id != 0)
		return answer >= 0 ? BY_USER_ANSWER : BY_USER;
	if (ask->method != NULL)
		return answer >= 0 ? BY_METHOD_ANSWER : BY_METHOD;
	if (answer >= 0)
		return BY_ANSWER;
	return ask->log_type != NULL ? BY_TYPE : BY_PROVIDER;
}

static void
plan(const struct call_ask *ask, int64_t answer, bool up, struct run *out)
{
	*out = (struct run){ .ask = ask, .answer = answer, .up = up,
	    .index = index_for(ask, answer), .log_type = ask->log_type };
	if (answer >= 400 && ask->log_type != NULL &&
	    strcmp(ask->log_type, "ERROR") == 0)
		out->log_type = NULL;	/* all of them are */
	out->seldom = ask->search != NULL ||
	    (out->log_type != NULL && out->index != BY_TYPE) ||
	    (ask->method != NULL && ask->user_id != 0);
}

/*
 * Conditions, in this order in each statement, so that all take the same values. One without a
 * value falls away before the server plans; one that is left out of a statement keeps the
 * statement within its index.
 */
#define PROVIDER	" AND c.provider = ?"
#define TYPE		" AND (? IS NULL OR c.log_type = ?)"
#define USER		" AND (? = 0 OR c.user_id = ?)"
#define METHOD		" AND (? IS NULL OR c.method = ?)"
#define ANSWER		" AND (? < 0 OR c.answer = ?)"
#define NO_PROVIDER	" AND ? IS NOT NULL"
#define NO		" AND (? IS NULL OR ? IS NOT NULL)"
#define FIND_ARGS(r) db_int((r)->ask->company_id),			\
	db_str((r)->ask->provider), db_str((r)->log_type),		\
	db_str((r)->log_type), db_int((r)->ask->user_id),		\
	db_int((r)->ask->user_id), db_str((r)->ask->method),		\
	db_str((r)->ask->method), db_int((r)->answer),			\
	db_int((r)->answer)

#define FIND_FROM(index) " FROM api_call c FORCE INDEX (" index		\
	") WHERE c.company_id = ?"
#define FIND_SPAN " AND c.id > ? AND c.id < ? ORDER BY c.id "
/* The index alone finds the calls, and only those of the page are read. */
#define FIND_KEYS(index, filter, dir, bodies) "SELECT " CALL_COLS	\
	bodies " FROM (SELECT"						\
	" c.id, c.created_at" FIND_FROM(index) filter FIND_SPAN dir	\
	" LIMIT ?) k JOIN api_call c ON c.id = k.id"			\
	" AND c.created_at = k.created_at" CALL_USER			\
	" ORDER BY c.id " dir
/* Words are in the rows themselves. */
#define FIND_ROWS(index, dir) "SELECT " CALL_COLS CALL_BODIES " FROM api_call c"	\
	" FORCE INDEX (" index ")" CALL_USER " WHERE c.company_id = ?"	\
	PROVIDER TYPE USER METHOD ANSWER " AND c.id > ? AND c.id < ?"	\
	" AND (INSTR(c.endpoint, ?) > 0"				\
	" OR INSTR(c.error_message, ?) > 0) ORDER BY c.id " dir " LIMIT ?"
/* How far so many entries of the run reach. */
#define FIND_EDGE(index, run, dir) "SELECT c.id, c.created_at"		\
	FIND_FROM(index) run FIND_SPAN dir " LIMIT 1 OFFSET ?"

/* Each index: the columns before id; all that it holds. */
#define INDEXES(X)							\
	X(BY_PROVIDER, "by_provider", PROVIDER NO NO NO NO,		\
	    PROVIDER NO NO NO NO)					\
	X(BY_TYPE, "by_type", NO_PROVIDER TYPE NO NO NO,		\
	    PROVIDER TYPE NO NO NO)					\
	X(BY_USER, "by_user", NO_PROVIDER NO USER NO NO,		\
	    PROVIDER TYPE USER METHOD NO)				\
	X(BY_ANSWER, "by_answer", PROVIDER NO NO NO ANSWER,		\
	    PROVIDER TYPE NO NO ANSWER)					\
	X(BY_USER_ANSWER, "by_user_answer", PROVIDER NO USER NO ANSWER,	\
	    PROVIDER TYPE USER METHOD ANSWER)				\
	X(BY_METHOD, "by_method", PROVIDER NO NO METHOD NO,		\
	    PROVIDER TYPE NO METHOD NO)					\
	X(BY_METHOD_ANSWER, "by_method_answer",				\
	    PROVIDER NO NO METHOD ANSWER, PROVIDER TYPE NO METHOD ANSWER)

#define KEYS(i, name, run, filter) [i] = {				\
	FIND_KEYS(name, filter, "DESC", CALL_BODIES),			\
	FIND_KEYS(name, filter, "ASC", CALL_BODIES) },
#define BRIEF(i, name, run, filter) [i] = {				\
	FIND_KEYS(name, filter, "DESC", ""),				\
	FIND_KEYS(name, filter, "ASC", "") },
#define ROWS(i, name, run, filter) [i] = {				\
	FIND_ROWS(name, "DESC"), FIND_ROWS(name, "ASC") },
#define EDGE(i, name, run, filter) [i] = {				\
	FIND_EDGE(name, run, "DESC"), FIND_EDGE(name, run, "ASC") },

static const char *const find_keys[][2] = { INDEXES(KEYS) };	/* with bodies */
static const char *const find_briefs[][2] = { INDEXES(BRIEF) };
static const char *const find_rows[][2] = { INDEXES(ROWS) };
static const char *const find_edges[][2] = { INDEXES(EDGE) };

/* --- reading one run --- */

/* Ids between these, both left out. */
struct span {
	int64_t	 low, high;
};

static struct span
span_after(const struct run *run, int64_t id)
{
	struct span	 span = { 0, INT64_MAX };

	if (id == START)
		return span;
	if (id != 0 && run->up)
		span.low = id;
	else if (id != 0)
		span.high = id;
	return span;
}

/* The last of so many entries, which the span then ends with; id 0: there are not so many. */
static int
cut_span(struct db *db, const struct run *run, int64_t window,
    struct span *span, struct call_mark *edge, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	*edge = (struct call_mark){ .answer = run->answer };
	if (!run->seldom)
		return 0;
	if (db_query(db, find_edges[run->index][run->up],
	    DB_ARGS(FIND_ARGS(run), db_int(span->low), db_int(span->high),
	    db_int(window - 1)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	edge->id = db_col_int(rows, 0);
	edge->at = db_col_time(rows, 1);
	if (run->up)
		span->high = edge->id + 1;
	else
		span->low = edge->id - 1;
	return 0;
}

static int
query_run(struct db *db, const struct run *run, const struct span *span,
    int64_t limit, struct db_rows **out, struct err *err)
{
	const char	*search = run->ask->search;
	const char	*keys = run->ask->brief ?
			    find_briefs[run->index][run->up] :
			    find_keys[run->index][run->up];

	if (search == NULL)
		return db_query(db, keys,
		    DB_ARGS(FIND_ARGS(run), db_int(span->low),
		    db_int(span->high), db_int(limit)), out, err);
	return db_query(db, find_rows[run->index][run->up],
	    DB_ARGS(FIND_ARGS(run), db_int(span->low), db_int(span->high),
	    db_str(search), db_str(search), db_int(limit)), out, err);
}

struct page {
	call_visit	*visit;
	void		*arg;
	int64_t		 left;		/* calls that still have room */
	struct call_mark last;		/* id 0: the run has been read to its end */
};

/* One more than fits is asked for: it shows that there is more. */
static int
read_window(struct db *db, const struct run *run, int64_t after_id,
    int64_t window, struct page *page, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct span		 span = span_after(run, after_id);
	struct call		 call;
	int64_t			 last = 0;

	if (cut_span(db, run, window, &span, &page->last, err) == -1 ||
	    query_run(db, run, &span, page->left + 1, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		if (page->left == 0) {
			page->last = (struct call_mark){ run->answer,
			    last != 0 ? last : START, 0 };
			break;
		}
		call_read(rows, !run->ask->brief, &call);
		page->visit(page->arg, &call);
		last = call.id;
		page->left--;
	}
	return 0;
}

/* Matches are often near: the first look is short, the next ones longer. */
static int
read_run(struct db *db, const struct run *run, int64_t after_id,
    struct page *page, struct err *err)
{
	int64_t	 left = run->ask->search != NULL ? ROWS_MAX : KEYS_MAX;
	int64_t	 window = WINDOW;

	for (;;) {
		if (read_window(db, run, after_id, window, page, err) == -1)
			return -1;
		left -= window;
		if (page->left == 0)
			page->last.at = 0;
		if (page->last.id == 0 || page->left == 0 || left <= 0)
			return 0;
		after_id = page->last.id;
		window = window * 10 < left ? window * 10 : left;
	}
}

/* --- orders --- */

static const char *const answers[2][2] = {	/* own, up */
	{ "SELECT MAX(answer) FROM api_call FORCE INDEX (by_answer)"
	    " WHERE company_id = ? AND provider = ? AND ? = 0 AND answer < ?",
	  "SELECT MIN(answer) FROM api_call FORCE INDEX (by_answer)"
	    " WHERE company_id = ? AND provider = ? AND ? = 0 AND answer > ?" },
	{ "SELECT MAX(answer) FROM api_call FORCE INDEX (by_user_answer)"
	    " WHERE company_id = ? AND provider = ? AND user_id = ?"
	    " AND answer < ?",
	  "SELECT MIN(answer) FROM api_call FORCE INDEX (by_user_answer)"
	    " WHERE company_id = ? AND provider = ? AND user_id = ?"
	    " AND answer > ?" },
};

/* The next status there is, beyond from: 1, or 0: there is none. */
static int
next_answer(struct db *db, const struct call_ask *ask, bool up, int64_t from,
    int64_t *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const char		*sql = answers[ask->user_id != 0][up];

	if (db_query(db, sql, DB_ARGS(db_int(ask->company_id),
	    db_str(ask->provider), db_int(ask->user_id), db_int(from)), &rows,
	    err) == -1)
		return -1;
	if (!db_rows_next(rows) || db_col_null(rows, 0))
		return 0;
	*out = db_col_int(rows, 0);
	return 1;
}

/* Status after status, each by id. */
static int
find_by_answer(struct db *db, const struct call_ask *ask, bool up,
    struct page *page, struct err *err)
{
	int64_t	 answer = up ? -1 : INT16_MAX, after_id = ask->after.id;
	int	 rc = 1;

	if (after_id != 0)
		answer = ask->after.answer;
	else
		rc = next_answer(db, ask, up, answer, &answer, err);
	for (; rc == 1; rc = next_answer(db, ask, up, answer, &answer, err)) {
		struct run	 run;

		plan(ask, answer, up, &run);
		if (read_run(db, &run, after_id, page, err) == -1)
			return -1;
		if (page->last.id != 0)
			return 0;
		after_id = 0;
	}
	return rc;
}

int
call_find(struct db *db, const struct call_ask *ask, call_visit *visit,
    void *arg, struct call_mark *next, struct err *err)
{
	struct page	 page = { visit, arg, ask->limit, { 0 } };
	const char	*order = ask->order != NULL ? ask->order :
			    "-created_at";
	const bool	 up = *order != '-';
	struct run	 run;

	if (order[!up] == 's' && ask->status_code < 0) {
		if (find_by_answer(db, ask, up, &page, err) == -1)
			return -1;
	} else {
		plan(ask, ask->status_code, up, &run);
		if (read_run(db, &run, ask->after.id, &page, err) == -1)
			return -1;
	}
	*next = page.last;
	return 0;
}

/* The sums know every filter but words. */
int
call_find_count(struct db *db, const struct call_ask *ask, int64_t *n,
    struct err *err)
{
	const struct call_whose	 whose = { ask->company_id, ask->user_id,
				    ask->provider };

	*n = -1;
	if (ask->search != NULL)
		return 0;
	if (ask->method == NULL && ask->status_code < 0)
		return call_sum_count(db, &whose, ask->log_type, n, err);
	return db_number(db, "SELECT CAST(COALESCE(SUM(c.calls), 0) AS SIGNED)"
	    " FROM call_month c WHERE c.company_id = ?" PROVIDER TYPE USER
	    METHOD ANSWER, DB_ARGS(db_int(ask->company_id),
	    db_str(ask->provider), db_str(ask->log_type),
	    db_str(ask->log_type), db_int(ask->user_id), db_int(ask->user_id),
	    db_str(ask->method), db_str(ask->method),
	    db_int(ask->status_code), db_int(ask->status_code)), n, err);
}

int
call_find_one(struct db *db, const struct call_ask *ask, int64_t id,
    struct db_rows **rows, struct call *out, struct err *err)
{
	own_rows struct db_rows	*got = NULL;

	if (db_query(db, "SELECT " CALL_COLS CALL_BODIES " FROM api_call c" CALL_USER
	    " WHERE c.company_id = ? AND c.provider = ? AND c.id = ?"
	    " AND (? = 0 OR c.user_id = ?)", DB_ARGS(db_int(ask->company_id),
	    db_str(ask->provider), db_int(id), db_int(ask->user_id),
	    db_int(ask->user_id)), &got, err) == -1 || db_one(got, err) == -1)
		return -1;
	call_read(got, true, out);
	*rows = give(got);
	return 0;
}
