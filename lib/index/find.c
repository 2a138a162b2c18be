#include "index/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "index/ids.h"
#include "index/posting.h"
#include "index/read_int.h"
#include "index/record.h"
#include "index/set_int.h"
#include "index/span.h"

/* So many documents are read and sorted at once: that costs less than to walk on down. */
#define GATHER_MAX	24
/* So many entries are looked through first where a page is likely to be among half of them. */
#define NEAR_MAX	2000

struct find {
	struct index_read	*r;
	size_t			 order;
	bool			 backward;
	bool			 after;		/* behind the entry of this place */
	struct place		 place;
	struct leaf_entry	 cursor;
	struct span		 all;		/* where the set is */
	int64_t			 skip;
	size_t			 size;
	struct index_hit	*hit;
	size_t			 n;
};

static bool
full(const struct find *f)
{
	return f->n == f->size;
}

/* Is the entry one of those that come? */
static bool
is_behind(const struct find *f, const struct leaf_entry *e)
{
	const int	 cmp = f->after ? leaf_cmp(e, &f->cursor) : 0;

	return !f->after || (f->backward ? cmp < 0 : cmp > 0);
}

static void
meet(struct find *f, const struct leaf_entry *e)
{
	struct index_hit	*hit;

	if (f->skip > 0) {
		f->skip--;
		return;
	}
	hit = &f->hit[f->n++];
	hit->id = e->id;
	hit->key.len = e->len;
	memcpy(hit->key.bytes, e->key, e->len);
}

/* --- few documents: by their records --- */

static int
compare(const void *a, const void *b)
{
	return leaf_cmp(a, b);
}

static int
read_entries(struct find *f, const uint32_t *ordinal, size_t n,
    struct leaf_entry *out, struct err *err)
{
	struct record	 rec;
	int		 there;

	for (size_t i = 0; i < n; i++) {
		there = record_get(&f->r->c, ordinal[i], f->r->shape->norders,
		    &rec, err);
		if (there != 1)
			return there == -1 ? -1 :
			    kv_nonsense(f->r->t, "no document", err);
		out[i] = (struct leaf_entry){ rec.key[f->order].bytes,
			(uint8_t)rec.key[f->order].len, ordinal[i], rec.id };
	}
	return 0;
}

static int
gather(struct find *f, const struct index_set *set, struct err *err)
{
	struct leaf_entry	 entry[GATHER_MAX];
	size_t			 n;
	uint32_t		*ordinal = index_set_list(set, &n);
	int			 rc = read_entries(f, ordinal, n, entry, err);

	free(ordinal);
	if (rc == -1)
		return -1;
	qsort(entry, n, sizeof(*entry), compare);
	for (size_t i = 0; i < n && !full(f); i++) {
		const struct leaf_entry	*e = &entry[f->backward ? n - 1 - i : i];

		if (is_behind(f, e))
			meet(f, e);
	}
	return 0;
}

/* --- many: down the levels, then along the leaves --- */

/*
 * A set that most entries of a leaf are asked for: one bit for all ordinals of the same lower half
 * says no at once; only where the set has more parts than one does a yes need the set itself. A
 * dense set has hardly a bit that says no: it is asked itself.
 */
struct sieve {
	const struct index_set	*set;		/* NULL: all documents */
	bool			 dense;
	int64_t			 left;		/* that are still to come */
	int64_t			 entries;	/* that may still be looked at */
	uint64_t		 low[BITS_SIZE / 64];
};

static struct sieve *
sieve_new(const struct index_set *set, bool dense)
{
	struct sieve	*s = mem_zero(sizeof(*s));
	uint32_t	*ordinal;
	size_t		 n;

	s->set = set;
	s->dense = dense;
	s->left = INT64_MAX;
	s->entries = dense ? NEAR_MAX : INT64_MAX;
	if (set == NULL || dense)
		return s;
	ordinal = index_set_list(set, &n);
	s->left = (int64_t)n;
	for (size_t i = 0; i < n; i++)
		s->low[ordinal[i] % BITS_SIZE / 64] |=
		    (uint64_t)1 << ordinal[i] % 64;
	free(ordinal);
	return s;
}

static bool
sieve_has(const struct sieve *s, uint32_t ordinal)
{
	const uint64_t	 word = s->low[ordinal % BITS_SIZE / 64];

	if (s->set == NULL)
		return true;
	if (s->dense)
		return index_set_has(s->set, ordinal);
	if ((word >> ordinal % 64 & 1) == 0)
		return false;
	return s->set->n == 1 ? s->set->part[0].no == ordinal / BITS_SIZE :
	    index_set_has(s->set, ordinal);
}

static void
walk_leaf(struct find *f, const struct leaf_walk *w, struct sieve *s)
{
	for (size_t i = 0; i < w->n && !full(f) && s->left > 0; i++) {
		const struct leaf_entry	*e = &w->entry[f->backward ?
					    w->n - 1 - i : i];

		if (!sieve_has(s, e->ordinal))
			continue;
		s->left--;
		if (is_behind(f, e))
			meet(f, e);
	}
	s->entries -= (int64_t)w->n;
}

/* dense: only the nearest ones. */
static int
walk_leaves(struct find *f, const struct index_set *set, bool dense,
    const struct span *span, struct err *err)
{
	own_kv_cursor struct kv_cursor	*at = NULL;
	struct leaf_walk		*w;
	struct sieve			*s;
	int				 rc;

	if (kv_cursor_open(f->r->t, &at, err) == -1)
		return -1;
	w = leaf_walk_new(&f->r->c, at, f->order);
	s = sieve_new(set, dense);
	for (rc = span_leaf(w, span, f->backward, err);
	    rc == 1 && !full(f) && s->left > 0 && s->entries > 0;
	    rc = leaf_walk_step(w, f->backward, err)) {
		const struct kv_val	 place = leaf_walk_place(w);

		if (!f->backward && span_before_leaf(span, w))
			break;
		walk_leaf(f, w, s);
		if (f->backward && place_cmp(place.at, place.len,
		    span->from.bytes, span->from.len) <= 0)
			break;
	}
	free(s);
	free(w);
	return rc == -1 ? -1 : 0;
}

/* May the node be passed over by its count? Not when the cursor is within. */
static bool
is_whole(const struct find *f, const struct span *node)
{
	if (!f->after)
		return true;
	return f->backward ? span_behind(node, &f->place) :
	    place_cmp(node->from.bytes, node->from.len, f->place.bytes,
	    f->place.len) > 0;
}

/* 1: it was passed over. */
static int
pass(struct find *f, const struct span_walk *w, const struct index_set *set,
    struct err *err)
{
	struct posting_head	 head = { 0 };
	int64_t			 count;

	if (f->skip == 0 || !is_whole(f, &w->span))
		return 0;
	if ((set == NULL ? posting_head(&f->r->c, w->number, &head, err) :
	    posting_count_and(&f->r->c, w->number, set, &count, err)) == -1)
		return -1;
	if (set == NULL)
		count = head.count;
	if (f->skip < count)
		return 0;
	f->skip -= count;
	return 1;
}

static int walk_level(struct find *, size_t level, const struct index_set *,
    const struct span *, struct err *);

static int
walk_down(struct find *f, size_t level, const struct index_set *set,
    const struct span *span, struct err *err)
{
	if (set != NULL && index_set_count(set) <= GATHER_MAX)
		return gather(f, set, err);
	return level == 0 ? walk_leaves(f, set, false, span, err) :
	    walk_level(f, level - 1, set, span, err);
}

static int
walk_node(struct find *f, const struct span_walk *w, size_t level,
    const struct index_set *set, const struct span *span, struct err *err)
{
	own_index_set struct index_set	*both = NULL;
	const struct span		 part = span_both(&w->span, span);
	const int			 passed = pass(f, w, set, err);

	if (passed != 0)
		return passed == -1 ? -1 : 0;
	if ((set == NULL ? posting_read(&f->r->c, w->number, &both, err) :
	    posting_both(&f->r->c, w->number, set, &both, err)) == -1)
		return -1;
	return walk_down(f, level, both, &part, err);
}

static int
walk_level(struct find *f, size_t level, const struct index_set *set,
    const struct span *span, struct err *err)
{
	own_kv_cursor struct kv_cursor	*at = NULL;
	struct span_walk		 w;
	int				 rc;

	if (kv_cursor_open(f->r->t, &at, err) == -1)
		return -1;
	rc = span_walk_first(&w, &f->r->c, at, f->order, level, span,
	    f->backward, err);
	if (rc == 1 && span_covers(&w.span, span))
		return walk_down(f, level, set, span, err);
	for (; rc == 1 && !full(f); rc = span_walk_next(&w, err))
		if (walk_node(f, &w, level, set, span, err) == -1)
			return -1;
	return rc == -1 ? -1 : 0;
}

/* Where the set is, or what of it is behind the cursor. */
static struct span
start(const struct find *f)
{
	struct span	 s = { .no_end = true };

	if (f->after && f->backward) {
		s.no_end = false;
		s.to = f->place;
	} else if (f->after)
		s.from = f->place;
	return span_both(&s, &f->all);
}

/* Many documents of the order are in the set: a page of them is near, unless they lie elsewhere. */
static bool
is_near(const struct find *f, const struct index_set *set)
{
	return f->skip == 0 && (int64_t)f->size * f->r->c.head.count <=
	    index_set_count(set) * NEAR_MAX / 2;
}

static int
walk(struct find *f, const struct index_set *within, struct err *err)
{
	const struct span	 span = start(f);

	if (within == NULL && f->skip == 0)
		return walk_leaves(f, NULL, false, &span, err);
	if (within != NULL && is_near(f, within)) {
		if (walk_leaves(f, within, true, &span, err) == -1)
			return -1;
		if (full(f))
			return 0;
		f->n = 0;
	}
	return walk_down(f, NODE_LEVELS, within, &span, err);
}

static void
turn_over(struct index_hit *hit, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		const struct index_hit	 h = hit[i];

		hit[i] = hit[n - 1 - i];
		hit[n - 1 - i] = h;
	}
}

/* A page nearer to the end is found from there. */
static int
find_by_skip(struct find *f, const struct index_set *within, struct err *err)
{
	const int64_t	 total = within == NULL ? f->r->c.head.count :
			    index_set_count(within);
	const bool	 over = f->skip > total / 2;

	if (f->skip >= total)
		return 0;
	if ((int64_t)f->size > total - f->skip)
		f->size = (size_t)(total - f->skip);
	if (over) {
		f->backward = !f->backward;
		f->skip = total - f->skip - (int64_t)f->size;
	}
	if (walk(f, within, err) == -1)
		return -1;
	if (over)
		turn_over(f->hit, f->n);
	return 0;
}

int
index_find(struct index_read *r, const struct index_set *within,
    const struct index_slice *s, struct index_hit *hits, size_t *n,
    struct err *err)
{
	struct find	 f = { .r = r, .order = s->order,
			    .backward = s->backward, .skip = s->skip,
			    .all = span_of_keys(s->low, s->high),
			    .size = s->size, .hit = hits };
	int		 rc = index_read_order(r, s->order, err);

	if (s->after_key != NULL) {
		f.after = true;
		f.cursor = (struct leaf_entry){ s->after_key->bytes,
			(uint8_t)s->after_key->len, 0, s->after_id };
		leaf_place(&f.cursor, &f.place);
	}
	if (rc == 0 && r->c.head.count > 0 && s->size > 0)
		rc = f.after ? walk(&f, within, err) :
		    find_by_skip(&f, within, err);
	if (rc == 0)
		*n = f.n;
	return rc;
}

int
index_find_ids(struct index_read *r, const struct index_set *set,
    int64_t **ids, size_t *n, struct err *err)
{
	size_t		 count;
	uint32_t	*ordinal = index_set_list(set, &count);
	int64_t		*out = mem_grow(NULL, count + 1, sizeof(*out));
	int		 rc = ids_list(&r->c, ordinal, count, out, err);

	free(ordinal);
	if (rc == -1) {
		free(out);
		return -1;
	}
	*ids = out;
	*n = count;
	return 0;
}
