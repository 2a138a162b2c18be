#include "clickup/cache_find.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/doc.h"
#include "clickup/follow.h"
#include "index/ask.h"
#include "index/find.h"
#include "index/page.h"
#include "index/read.h"
#include "index/set.h"
#include "clickup/sent.h"
#include "io/db.h"
#include "io/field.h"

#define PAGE		CLICKUP_FIND_PAGE
#define PAGE_USUAL	20

/* --- filters --- */

/* What is met so far; NULL: all. The other set is taken. */
static void
narrow(struct index_set **all, struct index_set **by)
{
	if (*all == NULL) {
		*all = give(*by);
		return;
	}
	index_set_and(*all, *by);
	index_set_free(by);
}

static void
ask_any(struct index_ask *ask, char kind, bool folded,
    const struct clickup_any *any)
{
	if (any->n > 0)
		index_ask_any(ask, kind, folded, any->v, any->n);
}

static int
add_terms(struct index_read *r, const struct clickup_filter *f,
    struct index_set **out, struct err *err)
{
	own_index_ask struct index_ask	ask = { 0 };

	ask_any(&ask, CLICKUP_TERM_STATUS, true, &f->status);
	ask_any(&ask, CLICKUP_TERM_PRIORITY, false, &f->priority);
	ask_any(&ask, CLICKUP_TERM_CV, false, &f->cv);
	ask_any(&ask, CLICKUP_TERM_TAG, true, &f->tag);
	ask_any(&ask, CLICKUP_TERM_ASSIGNEE, true, &f->assignee);
	if (f->wants != NULL)
		index_ask_words(&ask, CLICKUP_TERM_WORD, f->wants, f->nwants);
	return index_ask_narrow(&ask, r, out, err);
}

/* What a filter says of the times that an order is by. */
struct range {
	bool			 begins, ends;
	struct index_key	 low, high;
};

/* Bounds of 0 are none; what has no due date is in no range of them. */
static struct range
range_of(const struct clickup_filter *f, enum clickup_order order)
{
	const bool	updated = order == CLICKUP_BY_UPDATED;
	int64_t		from = updated ? f->updated_from : f->due_from;
	int64_t		to = updated ? f->updated_to : f->due_to;

	if ((from == 0 && to == 0) || (!updated && order != CLICKUP_BY_DUE &&
	    order != CLICKUP_BY_DUE_LAST))
		return (struct range){ 0 };
	if (order == CLICKUP_BY_DUE && to == 0)
		to = CLICKUP_DUE_NEVER - 1;
	if (order == CLICKUP_BY_DUE_LAST && from == 0)
		from = 1;
	return (struct range){ .begins = from != 0, .ends = to != 0,
		.low = index_key_number(from), .high = index_key_number(to) };
}

static int
add_range(struct index_read *r, const struct clickup_filter *f,
    enum clickup_order order, struct index_set **out, struct err *err)
{
	const struct range	 g = range_of(f, order);

	return !g.begins && !g.ends ? 0 : index_read_narrow_range(r, order,
	    g.begins ? &g.low : NULL, g.ends ? &g.high : NULL, out, err);
}

/* Each end of a range costs: in the one order it has no end before the first due date, in the other
 * none behind the last. */
static int
add_due(struct index_read *r, const struct clickup_filter *f,
    struct index_set **out, struct err *err)
{
	return add_range(r, f, f->due_to != 0 ? CLICKUP_BY_DUE :
	    CLICKUP_BY_DUE_LAST, out, err);
}

/* --- transfers --- */

static const char *const sent_states[] = { "done", "running", "failed",
	"unsure" };

/* Tasks whose transfer is being worked on: all of them, and those in this state. */
struct held {
	int64_t	*all, *met;
	size_t	 nall, nmet;
};

static void
held_clear(struct held *h)
{
	free(h->all);
	free(h->met);
}
#define own_held cleanup(held_clear)

static int
read_held(struct db *db, const struct clickup_filter *f, struct held *h,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	size_t			 room = 0;

	if (clickup_sent_held(db, f->home.company_id, f->home.connection_id,
	    &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		if (h->nall == room) {
			room = room * 2 + 64;
			h->all = mem_grow(h->all, room, sizeof(*h->all));
			h->met = mem_grow(h->met, room, sizeof(*h->met));
		}
		h->all[h->nall++] = db_col_int(rows, 0);
		if (strcmp(db_col_str(rows, 1), f->transfer) == 0)
			h->met[h->nmet++] = db_col_int(rows, 0);
	}
	return 0;
}

/* As the index knows it, but for those whose state may have changed since. */
static int
find_sent(struct index_read *r, const struct clickup_filter *f,
    const struct held *h, struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*met = NULL, *all = NULL, *now = NULL;

	if (index_read_term(r, CLICKUP_TERM_SENT, f->transfer, &met,
	    err) == -1)
		return -1;
	if (h->nall > 0) {
		if (index_read_ids(r, h->all, h->nall, &all, err) == -1 ||
		    index_read_ids(r, h->met, h->nmet, &now, err) == -1)
			return -1;
		index_set_but(met, all);
		index_set_or(met, now);
	}
	*out = give(met);
	return 0;
}

static bool
is_unsent(const struct clickup_filter *f)
{
	return f->transfer != NULL && strcmp(f->transfer, "none") == 0;
}

/* Does it ask for a state that may have changed since? */
static bool
asks_state(const struct clickup_filter *f)
{
	return f->transfer != NULL && !is_unsent(f);
}

/* A state that few tasks have: all else is narrowed within these. */
static int
add_sent(struct index_read *r, const struct clickup_filter *f,
    const struct held *h, struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*met = NULL;

	if (!asks_state(f))
		return 0;
	if (find_sent(r, f, h, &met, err) == -1)
		return -1;
	narrow(out, &met);
	return 0;
}

static int
add_one(struct index_read *r, const struct clickup_filter *f,
    struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*met = NULL;

	if (!f->one)
		return 0;
	if (index_read_ids(r, &f->one_id, f->one_id != 0, &met, err) == -1)
		return -1;
	narrow(out, &met);
	return 0;
}

static int
find_set(struct index_read *r, const struct clickup_filter *f,
    const struct held *h, struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*met = NULL;

	if (add_one(r, f, &met, err) == -1 ||
	    add_sent(r, f, h, &met, err) == -1 ||
	    add_terms(r, f, &met, err) == -1 ||
	    add_range(r, f, CLICKUP_BY_UPDATED, &met, err) == -1 ||
	    add_due(r, f, &met, err) == -1 ||
	    (is_unsent(f) && index_read_narrow_without(r, CLICKUP_TERM_SENT,
	    sent_states, nitems(sent_states), &met, err) == -1))
		return -1;
	*out = give(met);
	return 0;
}

int
clickup_find_set(struct db *db, struct index_read *r,
    const struct clickup_filter *f, struct index_set **out, struct err *err)
{
	own_held struct held	h = { 0 };

	if (asks_state(f) && read_held(db, f, &h, err) == -1)
		return -1;
	return find_set(r, f, &h, out, err);
}

/* --- orders --- */

static const struct index_order orders[] = {
	{ "-date_updated", CLICKUP_BY_UPDATED, true, false },
	{ "date_updated", CLICKUP_BY_UPDATED, false, false },
	{ "name", CLICKUP_BY_NAME, false, true },
	{ "-name", CLICKUP_BY_NAME, true, true },
	{ "due_date", CLICKUP_BY_DUE, false, false },
	{ "-due_date", CLICKUP_BY_DUE_LAST, true, false },
	{ "date_created", CLICKUP_BY_CREATED, false, false },
	{ "-date_created", CLICKUP_BY_CREATED, true, false },
	{ "priority", CLICKUP_BY_PRIORITY, false, false },
	{ "-priority", CLICKUP_BY_PRIORITY, true, false },
};
const char *const clickup_sorts[] = { "-date_updated", "date_updated", "name",
	"-name", "due_date", "-due_date", "date_created", "-date_created",
	"priority", "-priority", NULL };

/* --- rows --- */

#define BRIEF_COLS "t.id, t.task_id, t.name, t.status, t.status_type, " \
	"t.status_color, t.priority, t.url, t.assignees, t.tags, t.cv, " \
	"t.date_created, t.date_updated, t.due_date, t.cv_count, " \
	ORIGIN_SENT_COLS
#define BRIEF_SENT	15	/* where the transfer's columns begin */
/* Is any transfer of the company being worked on? */
#define BRIEF_HELD	"EXISTS (SELECT 1 FROM " ORIGIN_SENT_LEASED_FROM \
	" WHERE " ORIGIN_SENT_LEASED ")"
#define BRIEF_HELD_AT	(BRIEF_SENT + ORIGIN_SENT_NCOLS)

bool
clickup_find_next(struct db_rows *rows, struct clickup_brief *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct clickup_brief){
		.id = db_col_int(rows, 0),
		.task_id = db_col_str(rows, 1),
		.name = db_col_str(rows, 2),
		.status = db_col_str(rows, 3),
		.status_type = db_col_str(rows, 4),
		.status_color = db_col_str(rows, 5),
		.priority = db_col_str(rows, 6),
		.url = db_col_str(rows, 7),
		.assignees = db_col_str(rows, 8),
		.tags = db_col_str(rows, 9),
		.cv = db_col_str(rows, 10),
		.date_created = db_col_time(rows, 11),
		.date_updated = db_col_time(rows, 12),
		.due_date = db_col_time(rows, 13),
		.cv_count = db_col_int(rows, 14),
	};
	origin_sent_read(rows, BRIEF_SENT, &out->sent);
	return true;
}

/*
 * In the order of the hits; the newest transfer speaks for a task. Few statements, by the room. A
 * row of another list is not shown, whatever the index says. held: also BRIEF_HELD.
 */
static int
read_rows(struct db *db, const struct clickup_home *home, bool held,
    const struct index_hit *hits, size_t n, struct db_rows **out,
    struct err *err)
{
	own_buf struct buf	sql = { 0 };
	const size_t		room = n <= PAGE_USUAL ? PAGE_USUAL : PAGE;
	struct db_arg		args[PAGE + 2];
	int64_t			ids[PAGE];
	size_t			nargs = 0;

	buf_puts(&sql, held ? "SELECT " BRIEF_COLS ", " BRIEF_HELD :
	    "SELECT " BRIEF_COLS);
	if (held)
		args[nargs++] = db_int(home->company_id);
	buf_puts(&sql, " FROM clickup_task t FORCE INDEX (PRIMARY) "
	    "LEFT JOIN transfer x ON x.id = t.transfer_id WHERE t.id IN (");
	for (size_t i = 0; i < room; i++) {
		buf_puts(&sql, i == 0 ? "?" : ",?");
		ids[i] = i < n ? hits[i].id : 0;
		args[nargs++] = db_id(ids[i]);
	}
	buf_puts(&sql, ") AND t.connection_id = ?");
	args[nargs++] = db_int(home->connection_id);
	if (db_query(db, buf_str(&sql), (struct db_args){ args, nargs }, out,
	    err) == -1)
		return -1;
	db_rows_order(*out, 0, ids, n);
	return 0;
}

/* Do these rows say that no transfer is being worked on? */
static bool
is_none_held(struct db_rows *rows)
{
	bool	none;

	if (rows == NULL)
		return false;
	none = db_rows_next(rows) && db_col_int(rows, BRIEF_HELD_AT) == 0;
	db_rows_rewind(rows);
	return none;
}

/* --- questions --- */

static int64_t
total_of(struct index_read *r, const struct index_set *within)
{
	return within != NULL ? index_set_count(within) : index_read_count(r);
}

/* Of a list that is in the index: it has, or had, a task. */
static int
open_set(struct db *db, const struct conf *conf,
    const struct clickup_filter *f, struct index_read **r,
    struct index_set **within, int64_t *total, struct err *err)
{
	if (clickup_follow_read(db, conf, &f->home, r, err) == -1 ||
	    clickup_find_set(db, *r, f, within, err) == -1)
		return -1;
	*total = total_of(*r, *within);
	return 0;
}

struct question {
	const struct clickup_filter	*f;
	struct index_page		 page;
	struct range			 range;		/* the page borrows its ends */
	struct held			 held;
	bool				 held_known;
};

static void
question_clear(struct question *q)
{
	held_clear(&q->held);
}
#define own_question cleanup(question_clear)

static int
question_begin(struct question *q, const struct clickup_slice *slice,
    struct err *err)
{
	const struct index_order	*order = index_page_order(orders,
					    nitems(orders), slice->sort);

	if (order == NULL)
		return field_choice("sort", clickup_sorts, err);
	q->held_known = !asks_state(q->f);
	q->range = range_of(q->f, order->order);
	q->page = (struct index_page){ .order = order, .after = slice->after,
	    .low = q->range.begins ? &q->range.low : NULL,
	    .high = q->range.ends ? &q->range.high : NULL,
	    .skip = slice->skip, .size = slice->size };
	return 0;
}

/* The page by what is known of transfers that are worked on; unknown: as if there were none. */
static int
answer(struct db *db, const struct conf *conf, const struct question *q,
    struct db_rows **out, struct clickup_found *found, struct err *err)
{
	own_index_read struct index_read	*r = NULL;
	own_index_set struct index_set		*within = NULL;
	const struct clickup_home		*home = &q->f->home;
	struct index_hit			 hits[PAGE + 1];
	size_t					 n = 0;

	*found = (struct clickup_found){ 0 };
	if (home->collection != 0) {
		if (clickup_follow_read(db, conf, home, &r, err) == -1 ||
		    find_set(r, q->f, &q->held, &within, err) == -1)
			return -1;
		found->total = total_of(r, within);
	}
	if (index_page_find(r, within, &q->page, hits, &n, found->next,
	    err) == -1)
		return -1;
	return n == 0 ? 0 : read_rows(db, home, !q->held_known, hits, n, out,
	    err);
}

/*
 * Nobody works on a transfer as a rule: the rows say whether that was so, instead of a statement
 * before them. Where they say no, or there are none, the transfers are read; *again: the answer is
 * to be found once more with them.
 */
static int
look_at_held(struct db *db, struct question *q, struct db_rows *rows,
    bool *again, struct err *err)
{
	*again = false;
	if (q->held_known || q->f->home.collection == 0 || is_none_held(rows))
		return 0;
	q->held_known = true;
	if (read_held(db, q->f, &q->held, err) == -1)
		return -1;
	*again = rows != NULL || q->held.nall > 0;
	return 0;
}

int
clickup_find(struct db *db, const struct conf *conf,
    const struct clickup_filter *f, const struct clickup_slice *slice,
    struct db_rows **out, struct clickup_found *found, struct err *err)
{
	own_question struct question	 q = { .f = f };
	own_rows struct db_rows		*rows = NULL;
	bool				 again;

	if (question_begin(&q, slice, err) == -1 ||
	    answer(db, conf, &q, &rows, found, err) == -1 ||
	    look_at_held(db, &q, rows, &again, err) == -1)
		return -1;
	if (again) {
		db_rows_close_p(&rows);
		if (answer(db, conf, &q, &rows, found, err) == -1)
			return -1;
	}
	*out = give(rows);
	return 0;
}

int
clickup_find_count(struct db *db, const struct conf *conf,
    const struct clickup_filter *f, int64_t *out, struct err *err)
{
	own_index_read struct index_read	*r = NULL;
	own_index_set struct index_set		*within = NULL;

	*out = 0;
	return f->home.collection == 0 ? 0 :
	    open_set(db, conf, f, &r, &within, out, err);
}

static int
ascending(const void *a, const void *b)
{
	const int64_t	x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

int
clickup_find_ids(struct db *db, const struct conf *conf,
    const struct clickup_filter *f, int64_t **ids, size_t *n, struct err *err)
{
	own_index_read struct index_read	*r = NULL;
	own_index_set struct index_set		*within = NULL;
	int64_t					 total;

	*ids = NULL;
	*n = 0;
	if (f->home.collection == 0)
		return 0;
	if (open_set(db, conf, f, &r, &within, &total, err) == -1 ||
	    (within == NULL && index_read_all(r, &within, err) == -1) ||
	    index_find_ids(r, within, ids, n, err) == -1)
		return -1;
	if (*n > 0)
		qsort(*ids, *n, sizeof(**ids), ascending);
	return 0;
}
