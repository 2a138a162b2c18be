#include "clickup/cache_find.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/doc.h"
#include "clickup/follow.h"
#include "index/find.h"
#include "index/read.h"
#include "index/set.h"
#include "io/db.h"
#include "io/field.h"
#include "io/unicode.h"

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
widen(struct index_set **all, struct index_set **by)
{
	if (*all == NULL) {
		*all = give(*by);
		return;
	}
	index_set_or(*all, *by);
	index_set_free(by);
}

/* Words that begin like one of any, or for each of all one that begins so. */
static int
add_want(struct index_read *r, const struct words_want *w,
    struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*any = NULL, *all = NULL, *one = NULL;
	struct index_set		**narrowed = w->nany == 0 ? out : &all;

	for (size_t i = 0; i < w->nall; i++)
		if (index_read_narrow_prefix(r, CLICKUP_TERM_WORD, w->all[i],
		    narrowed, err) == -1)
			return -1;
	if (w->nany == 0)
		return 0;
	for (size_t i = 0; i < w->nany; i++) {
		if (index_read_prefix(r, CLICKUP_TERM_WORD, w->any[i], &one,
		    err) == -1)
			return -1;
		widen(&any, &one);
	}
	if (all != NULL)
		widen(&any, &all);
	narrow(out, &any);
	return 0;
}

/* At most so many tasks have such words. */
static int
most_of_want(struct index_read *r, const struct words_want *w, int64_t *most,
    struct err *err)
{
	int64_t	 n, least = w->nall > 0 ? INT64_MAX : 0;

	for (size_t i = 0; i < w->nall; i++) {
		if (index_read_prefix_most(r, CLICKUP_TERM_WORD, w->all[i], &n,
		    err) == -1)
			return -1;
		least = n < least ? n : least;
	}
	*most = least;
	for (size_t i = 0; i < w->nany; i++) {
		if (index_read_prefix_most(r, CLICKUP_TERM_WORD, w->any[i], &n,
		    err) == -1)
			return -1;
		*most += n;
	}
	return 0;
}

/* A filter by terms: of a kind any of these, or words. */
struct step {
	const struct words_want	*want;		/* NULL: terms */
	char			 kind;
	const char		*text[CLICKUP_FIND_ANY];
	char			*folded[CLICKUP_FIND_ANY];
	size_t			 n;
	int64_t			 most;		/* at most so many tasks meet it */
};
#define KINDS	5
struct steps {
	struct step	 v[KINDS + WORDS_ASKED];
	size_t		 n;
};

static void
steps_clear(struct steps *steps)
{
	for (size_t i = 0; i < steps->n; i++)
		for (size_t k = 0; k < steps->v[i].n; k++)
			free(steps->v[i].folded[k]);
}
#define own_steps	cleanup(steps_clear)

static int
step_any(struct index_read *r, struct steps *steps, char kind, bool folded,
    const struct clickup_any *any, struct err *err)
{
	struct step	*s = &steps->v[steps->n];
	int64_t		 n;

	if (any->n == 0)
		return 0;
	*s = (struct step){ .kind = kind };
	steps->n++;
	for (size_t i = 0; i < any->n; i++) {
		s->folded[i] = folded ? unicode_folded(any->v[i]) : NULL;
		s->text[i] = folded ? s->folded[i] : any->v[i];
		s->n++;
		if (index_read_term_count(r, kind, s->text[i], &n, err) == -1)
			return -1;
		s->most += n;
	}
	return 0;
}

static int
by_most(const void *a, const void *b)
{
	const struct step	*x = a, *y = b;

	return (x->most > y->most) - (x->most < y->most);
}

static int
find_steps(struct index_read *r, const struct clickup_filter *f,
    struct steps *steps, struct err *err)
{
	if (step_any(r, steps, CLICKUP_TERM_STATUS, true, &f->status,
	    err) == -1 ||
	    step_any(r, steps, CLICKUP_TERM_PRIORITY, false, &f->priority,
	    err) == -1 ||
	    step_any(r, steps, CLICKUP_TERM_CV, false, &f->cv, err) == -1 ||
	    step_any(r, steps, CLICKUP_TERM_TAG, true, &f->tag, err) == -1 ||
	    step_any(r, steps, CLICKUP_TERM_ASSIGNEE, true, &f->assignee,
	    err) == -1)
		return -1;
	for (size_t i = 0; f->wants != NULL && i < f->nwants &&
	    i < WORDS_ASKED; i++) {
		struct step	*s = &steps->v[steps->n++];

		*s = (struct step){ .want = &f->wants[i] };
		if (most_of_want(r, s->want, &s->most, err) == -1)
			return -1;
	}
	return 0;
}

/* What the fewest tasks meet first: of the next one only what is left is read. */
static int
add_terms(struct index_read *r, const struct clickup_filter *f,
    struct index_set **out, struct err *err)
{
	own_steps struct steps		 steps = { .n = 0 };
	own_index_set struct index_set	*none = index_set_new();

	if (f->wants != NULL && f->nwants == 0)
		narrow(out, &none);
	if (find_steps(r, f, &steps, err) == -1)
		return -1;
	qsort(steps.v, steps.n, sizeof(*steps.v), by_most);
	for (size_t i = 0; i < steps.n; i++) {
		const struct step	*s = &steps.v[i];

		if ((s->want != NULL ? add_want(r, s->want, out, err) :
		    index_read_narrow_terms(r, s->kind, s->text, s->n, out,
		    err)) == -1)
			return -1;
	}
	return 0;
}

/* 0: no bound, or this one. */
static int
add_range(struct index_read *r, enum clickup_order order, int64_t from,
    int64_t to, int64_t last, struct index_set **out, struct err *err)
{
	const struct index_key	 low = index_key_number(from);
	const struct index_key	 high = index_key_number(to != 0 ? to : last);

	return from == 0 && to == 0 ? 0 : index_read_narrow_range(r, order,
	    from != 0 ? &low : NULL, &high, out, err);
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
find_sent(struct db *db, struct index_read *r, const struct clickup_filter *f,
    struct index_set **out, struct err *err)
{
	own_held struct held		 h = { 0 };
	own_index_set struct index_set	*met = NULL, *all = NULL, *now = NULL;

	if (read_held(db, f, &h, err) == -1 ||
	    index_read_term(r, CLICKUP_TERM_SENT, f->transfer, &met,
	    err) == -1)
		return -1;
	if (h.nall > 0) {
		if (index_read_ids(r, h.all, h.nall, &all, err) == -1 ||
		    index_read_ids(r, h.met, h.nmet, &now, err) == -1)
			return -1;
		index_set_but(met, all);
		index_set_or(met, now);
	}
	*out = give(met);
	return 0;
}

static int
add_unsent(struct index_read *r, struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*sent = NULL;

	if (index_read_narrow_terms(r, CLICKUP_TERM_SENT, sent_states,
	    nitems(sent_states), &sent, err) == -1 ||
	    (*out == NULL && index_read_all(r, out, err) == -1))
		return -1;
	index_set_but(*out, sent);
	return 0;
}

static int
add_transfer(struct db *db, struct index_read *r,
    const struct clickup_filter *f, struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*met = NULL;

	if (f->transfer == NULL)
		return 0;
	if (strcmp(f->transfer, "none") == 0)
		return add_unsent(r, out, err);
	if (find_sent(db, r, f, &met, err) == -1)
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

int
clickup_find_set(struct db *db, struct index_read *r,
    const struct clickup_filter *f, struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*met = NULL;

	if (add_one(r, f, &met, err) == -1 ||
	    add_terms(r, f, &met, err) == -1 ||
	    add_range(r, CLICKUP_BY_UPDATED, f->updated_from, f->updated_to,
	    INT64_MAX, &met, err) == -1 ||
	    add_range(r, CLICKUP_BY_DUE, f->due_from, f->due_to,
	    CLICKUP_DUE_NEVER - 1, &met, err) == -1 ||
	    add_transfer(db, r, f, &met, err) == -1)
		return -1;
	*out = give(met);
	return 0;
}

/* --- orders --- */

static const struct {
	const char		*name;
	enum clickup_order	 by;
	bool			 backward;
} orders[] = {
	{ "-date_updated", CLICKUP_BY_UPDATED, true },
	{ "date_updated", CLICKUP_BY_UPDATED, false },
	{ "name", CLICKUP_BY_NAME, false },
	{ "-name", CLICKUP_BY_NAME, true },
	{ "due_date", CLICKUP_BY_DUE, false },
	{ "-due_date", CLICKUP_BY_DUE_LAST, true },
	{ "date_created", CLICKUP_BY_CREATED, false },
	{ "-date_created", CLICKUP_BY_CREATED, true },
	{ "priority", CLICKUP_BY_PRIORITY, false },
	{ "-priority", CLICKUP_BY_PRIORITY, true },
};
const char *const clickup_sorts[] = { "-date_updated", "date_updated", "name",
	"-name", "due_date", "-due_date", "date_created", "-date_created",
	"priority", "-priority", NULL };

static int
read_order(const char *sort, struct index_slice *out, struct err *err)
{
	size_t	i = 0;

	while (sort != NULL && i < nitems(orders) &&
	    strcmp(orders[i].name, sort) != 0)
		i++;
	if (i == nitems(orders))
		return field_choice("sort", clickup_sorts, err);
	out->order = orders[i].by;
	out->backward = orders[i].backward;
	return 0;
}

/* A key of a name is at most so long, one of a time 8 bytes. */
static int
read_after(const char *after, struct index_slice *out, struct index_key *key,
    struct err *err)
{
	struct cursor	from;

	if (cursor_read(after, CURSOR_BY_BYTES, &from, err) == -1)
		return -1;
	if (from.id == 0)
		return 0;
	if (from.len > sizeof(key->bytes) ||
	    (out->order != CLICKUP_BY_NAME && from.len != 8))
		return err_field(err, "after", "cursor", "%s", "");
	memcpy(key->bytes, from.key, from.len);
	key->len = from.len;
	out->after_key = key;
	out->after_id = from.id;
	return 0;
}

static void
write_next(const struct index_hit *last, char out[CURSOR_SIZE])
{
	struct cursor	at = { .id = last->id, .len = last->key.len };

	memcpy(at.key, last->key.bytes, at.len);
	cursor_write(&at, CURSOR_BY_BYTES, out);
}

/* --- rows --- */

#define BRIEF_COLS "t.id, t.task_id, t.name, t.status, t.status_type, " \
	"t.status_color, t.priority, t.url, t.assignees, t.tags, t.cv, " \
	"t.date_created, t.date_updated, t.due_date, t.cv_count, " \
	CLICKUP_SENT_COLS
#define BRIEF_SENT	15	/* where the transfer's columns begin */

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
	clickup_sent_read(rows, BRIEF_SENT, &out->sent);
	return true;
}

/*
 * In the order of the hits; the newest transfer speaks for a task. Two statements, by the room. A
 * row of another list is not shown, whatever the index says.
 */
static int
read_rows(struct db *db, int64_t connection_id, const struct index_hit *hits,
    size_t n, struct db_rows **out, struct err *err)
{
	own_buf struct buf	sql = { 0 };
	const size_t		room = n <= PAGE_USUAL ? PAGE_USUAL : PAGE;
	struct db_arg		args[PAGE + 1];
	int64_t			ids[PAGE];

	if (n == 0)
		return 0;
	buf_puts(&sql, "SELECT " BRIEF_COLS " FROM clickup_task t "
	    "FORCE INDEX (PRIMARY) LEFT JOIN transfer x "
	    "ON x.id = t.transfer_id WHERE t.id IN (");
	for (size_t i = 0; i < room; i++) {
		buf_puts(&sql, i == 0 ? "?" : ",?");
		ids[i] = i < n ? hits[i].id : 0;
		args[i] = db_id(ids[i]);
	}
	buf_puts(&sql, ") AND t.connection_id = ?");
	args[room] = db_int(connection_id);
	if (db_query(db, buf_str(&sql), (struct db_args){ args, room + 1 }, out,
	    err) == -1)
		return -1;
	db_rows_order(*out, 0, ids, n);
	return 0;
}

/* --- questions --- */

/* Of a list that is in the index: it has, or had, a task. */
static int
open_set(struct db *db, const struct conf *conf,
    const struct clickup_filter *f, struct index_read **r,
    struct index_set **within, int64_t *total, struct err *err)
{
	if (clickup_follow_read(db, conf, &f->home, r, err) == -1 ||
	    clickup_find_set(db, *r, f, within, err) == -1)
		return -1;
	*total = *within != NULL ? index_set_count(*within) :
	    index_read_count(*r);
	return 0;
}

int
clickup_find(struct db *db, const struct conf *conf,
    const struct clickup_filter *f, const struct clickup_slice *slice,
    struct db_rows **out, struct clickup_found *found, struct err *err)
{
	own_index_read struct index_read	*r = NULL;
	own_index_set struct index_set		*within = NULL;
	struct index_slice			 part = { .size = slice->size,
		.skip = slice->skip };
	struct index_key			 after;
	struct index_hit			 hits[PAGE];
	size_t					 n = 0;

	*found = (struct clickup_found){ 0 };
	if (read_order(slice->sort, &part, err) == -1 ||
	    read_after(slice->after, &part, &after, err) == -1)
		return -1;
	if (f->home.collection != 0 &&
	    (open_set(db, conf, f, &r, &within, &found->total, err) == -1 ||
	    index_find(r, within, &part, hits, &n, err) == -1))
		return -1;
	if (n > 0 && n == slice->size)
		write_next(&hits[n - 1], found->next);
	return read_rows(db, f->home.connection_id, hits, n, out, err);
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
