#include "team/task_find.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "index/ask.h"
#include "index/page.h"
#include "index/read.h"
#include "index/set.h"
#include "io/db.h"
#include "io/db_build.h"
#include "team/task.h"
#include "team/task_doc.h"

/* --- filters by terms --- */

static void
ask_texts(struct index_ask *ask, char kind, bool folded,
    const struct task_texts *any)
{
	if (any->n > 0)
		index_ask_any(ask, kind, folded, any->v, any->n);
}

static void
ask_ids(struct index_ask *ask, char kind, const struct task_ids *any)
{
	char		 text[TASK_FIND_ANY][24];
	const char	*v[TASK_FIND_ANY + 1];
	size_t		 n = 0;

	for (; n < any->n; n++) {
		snprintf(text[n], sizeof(text[n]), "%" PRId64, any->v[n]);
		v[n] = text[n];
	}
	if (any->none)
		v[n++] = TASK_TERM_NONE;
	if (n > 0)
		index_ask_any(ask, kind, false, v, n);
}

/* Terms of links, each once its own text. */
struct terms {
	char	**v;
	size_t	 n, room;
};

static void
terms_clear(struct terms *t)
{
	while (t->n > 0)
		free(t->v[--t->n]);
	free(t->v);
}
#define own_terms cleanup(terms_clear)

static void
terms_add(struct terms *t, char *text)
{
	if (t->n == t->room) {
		t->room = t->room * 2 + 16;
		t->v = mem_grow(t->v, t->room, sizeof(*t->v));
	}
	t->v[t->n++] = text;
}

/* Who was joined to a person is that person, under whichever number a task hangs on them. */
static int
add_person(struct db *db, int64_t company_id, const struct task_link *link,
    struct terms *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 root;

	if (link->id[strspn(link->id, "0123456789")] != '\0')
		return 0;
	if (candidate_root(db, company_id, strtoll(link->id, NULL, 10), &root,
	    err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };
		return 0;
	}
	if (db_query(db, "SELECT g.id FROM " CANDIDATE_GROUP,
	    DB_ARGS(db_int(root), db_int(root)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		terms_add(out, mem_fmt("%s:%s", link->kind, db_col_str(rows,
		    0)));
	return 0;
}

static int
ask_links(struct db *db, int64_t company_id, const struct task_filter *f,
    struct index_ask *ask, struct err *err)
{
	own_terms struct terms	terms = { 0 };

	for (size_t i = 0; i < f->nlink; i++) {
		const struct task_link	*link = &f->link[i];

		terms_add(&terms, link->id == NULL ? mem_dup(link->kind) :
		    mem_fmt("%s:%s", link->kind, link->id));
		if (link->id != NULL && strcmp(link->kind, "candidate") == 0 &&
		    add_person(db, company_id, link, &terms, err) == -1)
			return -1;
	}
	if (terms.n > 0)
		index_ask_any(ask, TASK_TERM_LINK, false,
		    (const char *const *)terms.v, terms.n);
	return 0;
}

static void
ask_completed(struct index_ask *ask, bool yes)
{
	const char	*v[8];
	size_t		 n = 0;

	for (size_t i = 0; task_statuses[i] != NULL; i++)
		if ((strcmp(task_statuses[i], "done") == 0) == yes)
			v[n++] = task_statuses[i];
	index_ask_any(ask, TASK_TERM_STATUS, false, v, n);
}

static int
narrow_terms(struct db *db, const struct task_sight *s,
    const struct task_filter *f, struct index_set **out, struct err *err)
{
	own_index_ask struct index_ask	ask = { 0 };

	ask_texts(&ask, TASK_TERM_STATUS, false, &f->status);
	ask_texts(&ask, TASK_TERM_PRIORITY, false, &f->priority);
	ask_texts(&ask, TASK_TERM_TAG, true, &f->tag);
	ask_ids(&ask, TASK_TERM_LIST, &f->list);
	ask_ids(&ask, TASK_TERM_ASSIGNED, &f->assigned_to);
	ask_ids(&ask, TASK_TERM_CREATOR, &f->created_by);
	if (ask_links(db, s->who.company_id, f, &ask, err) == -1)
		return -1;
	if (f->completed != f->open)
		ask_completed(&ask, f->completed);
	if (f->words)
		index_ask_words(&ask, TASK_TERM_WORD, f->wants, f->nwants);
	return right_sees_ask(db, &s->who, &ask, err) == -1 ? -1 :
	    index_ask_narrow(&ask, s->read, out, err);
}

int
task_find_open(const struct task_sight *s, struct index_set **set,
    struct err *err)
{
	static const char *const open[] = { "todo", "in_progress", "review" };

	return index_read_narrow_terms(s->read, TASK_TERM_STATUS, open,
	    nitems(open), set, err);
}

/* --- deadlines --- */

static int
narrow_due(const struct task_sight *s, const struct task_due *due,
    struct index_set **set, struct err *err)
{
	static const char *const none[] = { TASK_TERM_NONE };
	const bool		 begins = due->from != 0, ends = due->to != 0;
	const struct index_key	 from = index_key_number(begins ? due->from : 1);
	const struct index_key	 to = index_key_number(due->to - 1);

	if (due->none)
		return index_read_narrow_terms(s->read, TASK_TERM_DUE, none, 1,
		    set, err);
	/* The open ones are the fewer. */
	if (due->open && task_find_open(s, set, err) == -1)
		return -1;
	/* A range that is open at one side has no end there in the one order or in the other. */
	return index_read_narrow_range(s->read, ends ? TASK_BY_DUE :
	    TASK_BY_DUE_LAST, begins || !ends ? &from : NULL,
	    ends ? &to : NULL, set, err);
}

/* Several of them: any. */
static int
narrow_dues(const struct task_sight *s, const struct task_filter *f,
    struct index_set **set, struct err *err)
{
	own_index_set struct index_set	*any = NULL;

	if (f->ndue <= 1)
		return f->ndue == 0 ? 0 : narrow_due(s, &f->due[0], set, err);
	any = index_set_new();
	for (size_t i = 0; i < f->ndue; i++) {
		own_index_set struct index_set	*one = NULL;

		if (narrow_due(s, &f->due[i], &one, err) == -1)
			return -1;
		index_set_or(any, one);
	}
	if (*set == NULL)
		*set = give(any);
	else
		index_set_and(*set, any);
	return 0;
}

static int
find_met(struct db *db, const struct task_sight *s,
    const struct task_filter *f, struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*met = NULL;

	if (narrow_terms(db, s, f, &met, err) == -1 ||
	    narrow_dues(s, f, &met, err) == -1)
		return -1;
	*out = give(met);
	return 0;
}

/* The task of the number that was asked for, when it meets the filters beside the words. */
static int
find_number(struct db *db, const struct task_sight *s,
    const struct task_filter *f, struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*one = NULL, *met = NULL;
	struct task_filter		 others = *f;

	others.words = false;
	if (index_read_ids(s->read, &f->number, 1, &one, err) == -1 ||
	    find_met(db, s, &others, &met, err) == -1)
		return -1;
	if (met != NULL)
		index_set_and(one, met);
	*out = give(one);
	return 0;
}

int
task_find_set(struct db *db, const struct task_sight *s,
    const struct task_filter *f, struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*met = NULL, *one = NULL;

	if (find_met(db, s, f, &met, err) == -1 ||
	    (f->number != 0 && find_number(db, s, f, &one, err) == -1))
		return -1;
	if (one != NULL)
		index_set_or(met, one);
	*out = give(met);
	return 0;
}

/* --- orders --- */

static const struct index_order orders[] = {
	{ "-created_at", TASK_BY_CREATED, true, false },
	{ "created_at", TASK_BY_CREATED, false, false },
	{ "due_date", TASK_BY_DUE, false, false },
	{ "-due_date", TASK_BY_DUE_LAST, true, false },
	{ "updated_at", TASK_BY_UPDATED, false, false },
	{ "-updated_at", TASK_BY_UPDATED, true, false },
	{ "priority", TASK_BY_PRIORITY, false, false },
	{ "-priority", TASK_BY_PRIORITY, true, false },
	{ "position", TASK_BY_POSITION, false, true },
	{ "-position", TASK_BY_POSITION, true, true },
	{ "title", TASK_BY_TITLE, false, true },
	{ "-title", TASK_BY_TITLE, true, true },
};
const char *const task_orders[] = { "-created_at", "created_at", "due_date",
	"-due_date", "updated_at", "-updated_at", "priority", "-priority",
	"position", "-position", "title", "-title", NULL };

/* --- rows --- */

/*
 * In the order of the hits. Three statements, by the room. What is not seen is not shown, whatever
 * the index says.
 */
static int
read_rows(struct db *db, const struct right_who *who,
    const struct index_hit *hits, size_t n, struct db_rows **out,
    struct err *err)
{
	static const size_t		 rooms[] = { 20, 100, TASK_FIND_PAGE };
	own_db_build struct db_build	 b = { 0 };
	int64_t				 ids[TASK_FIND_PAGE] = { 0 };
	size_t				 room = 0;

	if (n == 0)
		return 0;
	while (room + 1 < nitems(rooms) && rooms[room] < n)
		room++;
	for (size_t i = 0; i < n; i++)
		ids[i] = hits[i].id;
	task_select(&b, who, false);
	db_build_ids(&b, " AND t.id IN ", ids, rooms[room]);
	if (db_build_query(db, &b, out, err) == -1)
		return -1;
	db_rows_order(*out, 0, ids, n);
	return 0;
}

static int
find(struct db *db, const struct task_sight *s, const struct task_filter *f,
    const struct index_page *page, struct index_hit *hits, size_t *n,
    struct task_found *found, struct err *err)
{
	own_index_set struct index_set	*within = NULL;

	if (task_find_set(db, s, f, &within, err) == -1)
		return -1;
	found->total = within != NULL ? index_set_count(within) :
	    index_read_count(s->read);
	return index_page_find(s->read, within, page, hits, n, found->next,
	    err);
}

int
task_find(struct db *db, const struct task_sight *s,
    const struct task_filter *f, const struct task_slice *slice,
    struct db_rows **out, struct task_found *found, struct err *err)
{
	const struct index_page	 page = { .order = index_page_order(orders,
		nitems(orders), slice->order), .after = slice->after,
		.skip = slice->skip, .size = slice->size };
	struct index_hit	*hits = mem_zero((slice->size + 1) *
				    sizeof(*hits));
	size_t			 n = 0;
	int			 rc;

	rc = find(db, s, f, &page, hits, &n, found, err);
	if (rc == 0)
		rc = read_rows(db, &s->who, hits, n, out, err);
	free(hits);
	return rc;
}

int
task_find_count(struct db *db, const struct task_sight *s,
    const struct task_filter *f, int64_t *out, struct err *err)
{
	own_index_set struct index_set	*within = NULL;

	if (task_find_set(db, s, f, &within, err) == -1)
		return -1;
	*out = within != NULL ? index_set_count(within) :
	    index_read_count(s->read);
	return 0;
}
