#include "index/span.h"

#include <string.h>

#include "base/err.h"

static int
cmp(const struct place *a, const struct place *b)
{
	return place_cmp(a->bytes, a->len, b->bytes, b->len);
}

struct span
span_of_keys(const struct index_key *low, const struct index_key *high)
{
	struct span	 s = { .no_end = high == NULL };

	if (low != NULL)
		place_of(&s.from, low->bytes, low->len, 0);
	if (high != NULL)
		place_of(&s.to, high->bytes, high->len, INT64_MAX);
	return s;
}

bool
span_behind(const struct span *s, const struct place *p)
{
	return !s->no_end && cmp(&s->to, p) <= 0;
}

bool
span_covers(const struct span *s, const struct span *other)
{
	if (cmp(&s->from, &other->from) > 0)
		return false;
	return s->no_end || (!other->no_end && cmp(&other->to, &s->to) <= 0);
}

struct span
span_both(const struct span *a, const struct span *b)
{
	struct span	 both = *a;

	if (cmp(&b->from, &both.from) > 0)
		both.from = b->from;
	if (!b->no_end && (a->no_end || cmp(&b->to, &both.to) < 0))
		both.to = b->to;
	both.no_end = a->no_end && b->no_end;
	return both;
}

static int
place_read(struct kv_val v, struct place *p)
{
	if (v.len > sizeof(p->bytes))
		return -1;
	p->len = v.len;
	memcpy(p->bytes, v.at, v.len);
	return 0;
}

/* The key behind all that begin so. */
static struct key
end_of(const struct key *under)
{
	struct key	 k = *under;

	k.bytes[k.len - 1]++;
	return k;
}

/* At the record that has the first (backward: the last) place of the span. */
static int
seek(struct kv_cursor *at, const struct key *under, const struct span *s,
    bool backward, struct err *err)
{
	const struct key	 end = end_of(under);
	int			 rc;

	if (backward && s->no_end)
		rc = kv_cursor_before(at, &end, err);
	else if (backward)
		return leaf_seek(at, under, s->to.bytes, s->to.len, err);
	else if ((rc = leaf_seek(at, under, s->from.bytes, s->from.len,
	    err)) != 0)
		return rc;
	else
		rc = kv_cursor_seek(at, under, err);
	return rc == 1 ? kv_cursor_under(at, under) : rc;
}

/* It is at a node; the one to come is looked at too, as it says where this one ends. */
static int
read_forward(struct span_walk *w, struct err *err)
{
	int	 rc;

	w->number = w->nodes.number;
	if (place_read(w->nodes.place, &w->span.from) == -1)
		return kv_nonsense(w->nodes.c->t, "place", err);
	if ((rc = node_walk_step(&w->nodes, false, err)) == -1)
		return -1;
	w->more = rc == 1;
	w->span.no_end = !w->more;
	if (w->more && place_read(w->nodes.place, &w->span.to) == -1)
		return kv_nonsense(w->nodes.c->t, "place", err);
	return 1;
}

/* The node behind it was read before: it begins where this one ends. */
static int
read_backward(struct span_walk *w, struct err *err)
{
	int	 rc;

	w->number = w->nodes.number;
	if (place_read(w->nodes.place, &w->span.from) == -1)
		return kv_nonsense(w->nodes.c->t, "place", err);
	if ((rc = node_walk_step(&w->nodes, true, err)) == -1)
		return -1;
	w->more = rc == 1;
	return 1;
}

/* Backward from the middle: where the first one ends. */
static int
find_end(struct span_walk *w, struct err *err)
{
	int	 rc;

	if ((rc = node_walk_step(&w->nodes, false, err)) == -1)
		return -1;
	w->span.no_end = rc == 0;
	if (rc == 1 && place_read(w->nodes.place, &w->span.to) == -1)
		return kv_nonsense(w->nodes.c->t, "place", err);
	return 0;
}

int
span_walk_first(struct span_walk *w, struct coll *c, struct kv_cursor *at,
    size_t order, size_t level, const struct span *within, bool backward,
    struct err *err)
{
	int	 rc;

	node_walk_open(&w->nodes, c, at, order, level);
	w->within = within;
	w->backward = backward;
	rc = seek(at, &w->nodes.level, within, backward, err);
	if (rc == 1 && backward) {
		if (find_end(w, err) == -1)
			return -1;
		rc = seek(at, &w->nodes.level, within, backward, err);
	}
	if (rc != 1)
		return rc;
	if (node_walk_read(&w->nodes, err) == -1)
		return -1;
	return backward ? read_backward(w, err) : read_forward(w, err);
}

int
span_walk_next(struct span_walk *w, struct err *err)
{
	if (!w->more)
		return 0;
	if (!w->backward)
		return span_behind(w->within, &w->span.to) ? 0 :
		    read_forward(w, err);
	if (cmp(&w->span.from, &w->within->from) <= 0)
		return 0;
	w->span.to = w->span.from;
	w->span.no_end = false;
	return read_backward(w, err);
}

bool
span_before_leaf(const struct span *s, const struct leaf_walk *w)
{
	const struct kv_val	 place = leaf_walk_place(w);

	return !s->no_end && place_cmp(place.at, place.len, s->to.bytes,
	    s->to.len) >= 0;
}

int
span_leaf(struct leaf_walk *w, const struct span *s, bool backward,
    struct err *err)
{
	const int	 rc = seek(w->at, &w->order, s, backward, err);

	return rc == 1 ? leaf_walk_read(w, err) : rc;
}
