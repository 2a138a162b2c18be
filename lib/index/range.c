/* index_read_narrow_range: nodes that lie within are taken whole, those at both ends by their
 * leaves. Of few documents the records are read instead. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "index/posting.h"
#include "index/read_int.h"
#include "index/record.h"
#include "index/set_int.h"
#include "index/span.h"

#define FEW	160		/* documents of a set that are read one by one */

struct range {
	struct index_read	*r;
	size_t			 order;
	struct span		 span;
	const struct index_set	*within;	/* NULL: all documents */
	struct index_set	*set;
	uint32_t		*ordinal;	/* of the leaves at the ends */
	size_t			 n, cap;
};

static bool
is_within(const struct range *g, const struct leaf_entry *e)
{
	struct place	 p;

	leaf_place(e, &p);
	return place_cmp(p.bytes, p.len, g->span.from.bytes,
	    g->span.from.len) >= 0 && !span_behind(&g->span, &p);
}

/* A leaf's entries ascend: when the first and the last are within, all are. */
static void
take_leaf(struct range *g, const struct leaf_walk *w)
{
	const bool	 all = w->n > 0 && is_within(g, &w->entry[0]) &&
			    is_within(g, &w->entry[w->n - 1]);

	if (g->n + w->n > g->cap) {
		g->cap = (g->n + w->n) * 2;
		g->ordinal = mem_grow(g->ordinal, g->cap, sizeof(*g->ordinal));
	}
	for (size_t i = 0; i < w->n; i++)
		if ((all || is_within(g, &w->entry[i])) && (g->within == NULL ||
		    index_set_has(g->within, w->entry[i].ordinal)))
			g->ordinal[g->n++] = w->entry[i].ordinal;
}

static int
walk_leaves(struct range *g, const struct span *span, struct err *err)
{
	own_kv_cursor struct kv_cursor	*at = NULL;
	struct leaf_walk		*w;
	int				 rc;

	if (kv_cursor_open(g->r->t, &at, err) == -1)
		return -1;
	w = leaf_walk_new(&g->r->c, at, g->order);
	for (rc = span_leaf(w, span, false, err); rc == 1;
	    rc = leaf_walk_step(w, false, err)) {
		if (span_before_leaf(span, w))
			break;
		take_leaf(g, w);
	}
	free(w);
	return rc == -1 ? -1 : 0;
}

static int
walk_level(struct range *g, size_t level, const struct span *span,
    struct err *err)
{
	own_kv_cursor struct kv_cursor	*at = NULL;
	struct span_walk		 w;
	struct span			 part;
	int				 rc;

	if (kv_cursor_open(g->r->t, &at, err) == -1)
		return -1;
	for (rc = span_walk_first(&w, &g->r->c, at, g->order, level, span,
	    false, err); rc == 1; rc = span_walk_next(&w, err)) {
		part = span_both(&w.span, span);
		if ((span_covers(&g->span, &w.span) ?
		    posting_join_rough(&g->r->c, w.number, g->within, g->set,
		    err) :
		    level == 0 ? walk_leaves(g, &part, err) :
		    walk_level(g, level - 1, &part, err)) == -1)
			return -1;
	}
	return rc;
}

/* Documents of the set, by their records. */
static int
take_few(struct range *g, struct err *err)
{
	size_t		 n;
	uint32_t	*ordinal = index_set_list(g->within, &n);
	struct record	 rec;
	int		 there = 1;

	g->ordinal = ordinal;
	for (size_t i = 0; there == 1 && i < n; i++) {
		const uint32_t	 at = ordinal[i];

		there = record_get(&g->r->c, at, g->r->shape->norders, &rec,
		    err);
		if (there == 1 && is_within(g, &(struct leaf_entry){
		    rec.key[g->order].bytes, (uint8_t)rec.key[g->order].len,
		    at, rec.id }))
			ordinal[g->n++] = at;
	}
	if (there == 0)
		return kv_nonsense(g->r->t, "no document", err);
	return there == -1 ? -1 : 0;
}

int
index_read_narrow_range(struct index_read *r, size_t order,
    const struct index_key *from, const struct index_key *to,
    struct index_set **within, struct err *err)
{
	own_index_set struct index_set	*set = index_set_new();
	own_index_set struct index_set	*ends = index_set_new();
	struct range			 g = { .r = r, .order = order,
					    .span = span_of_keys(from, to),
					    .within = *within, .set = set };
	int				 rc;

	if (index_read_order(r, order, err) == -1)
		return -1;
	rc = *within != NULL && index_set_count(*within) <= FEW ?
	    take_few(&g, err) : walk_level(&g, NODE_LEVELS - 1, &g.span, err);
	index_read_sort(g.ordinal, g.n);
	index_set_add_sorted(ends, g.ordinal, g.n);
	free(g.ordinal);
	if (rc == -1)
		return -1;
	if (*within != NULL)
		index_set_and(set, *within);
	index_set_or(set, ends);
	index_set_free(within);
	*within = give(set);
	return 0;
}

int
index_read_range(struct index_read *r, size_t order,
    const struct index_key *from, const struct index_key *to,
    struct index_set **out, struct err *err)
{
	*out = NULL;
	return index_read_narrow_range(r, order, from, to, out, err);
}
