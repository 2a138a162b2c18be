#include "index/leaf.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "index/record.h"

#define LEAF_FILL	192	/* entries of a leaf that was cut */
#define LEAF_SMALL	48	/* a smaller one joins the one before it */

int
leaf_cmp(const struct leaf_entry *a, const struct leaf_entry *b)
{
	const int	 cmp = place_cmp(a->key, a->len, b->key, b->len);

	return cmp != 0 ? cmp : (a->id > b->id) - (a->id < b->id);
}

void
leaf_place(const struct leaf_entry *e, struct place *p)
{
	place_of(p, e->key, e->len, e->id);
}

static const uint8_t *
parse_entry(const uint8_t *at, const uint8_t *end, struct leaf_entry *e)
{
	uint64_t	 id, ordinal;

	if (*at > end - at - 1)
		return NULL;
	e->len = *at;
	e->key = at + 1;
	if ((at = record_number(e->key + e->len, end, &id)) == NULL ||
	    (at = record_number(at, end, &ordinal)) == NULL)
		return NULL;
	e->id = (int64_t)id;
	e->ordinal = (uint32_t)ordinal;
	return at;
}

int
leaf_parse(struct kv_val v, struct leaf_entry out[LEAF_MAX])
{
	const uint8_t	*at = v.at, *end = v.at + v.len;
	int		 n = 0;

	while (at != end) {
		if (n == LEAF_MAX ||
		    (at = parse_entry(at, end, &out[n++])) == NULL)
			return -1;
	}
	return n;
}

static void
write_entries(struct buf *b, const struct leaf_entry *e, size_t n)
{
	for (; n-- > 0; e++) {
		buf_putc(b, (char)e->len);
		buf_add(b, e->key, e->len);
		record_number_put(b, (uint64_t)e->id);
		record_number_put(b, e->ordinal);
	}
}

/* --- to walk --- */

static struct key
order_key(const struct coll *c, size_t order)
{
	struct key	 k = coll_key(c, KEY_LEAF);

	key_byte(&k, (uint8_t)order);
	return k;
}

int
leaf_seek(struct kv_cursor *at, const struct key *under, const void *place,
    size_t len, struct err *err)
{
	struct key	 k = *under;
	struct kv_val	 found;
	int		 rc;

	key_bytes(&k, place, len);
	if ((rc = kv_cursor_seek(at, &k, err)) == -1)
		return -1;
	if (rc == 1) {
		found = kv_cursor_key(at);
		if (found.len == k.len &&
		    memcmp(found.at, k.bytes, k.len) == 0)
			return 1;
	}
	rc = kv_cursor_before(at, &k, err);
	return rc == 1 ? kv_cursor_under(at, under) : rc;
}

struct leaf_walk *
leaf_walk_new(struct coll *c, struct kv_cursor *at, size_t order)
{
	struct leaf_walk	*w = mem_grow(NULL, 1, sizeof(*w));

	w->c = c;
	w->at = at;
	w->order = order_key(c, order);
	w->n = 0;
	return w;
}

int
leaf_walk_read(struct leaf_walk *w, struct err *err)
{
	const int	 n = leaf_parse(kv_cursor_val(w->at), w->entry);

	if (n == -1)
		return kv_nonsense(w->c->t, "leaf", err);
	w->n = (size_t)n;
	return 1;
}

int
leaf_walk_seek(struct leaf_walk *w, const struct place *p, struct err *err)
{
	const int	 rc = leaf_seek(w->at, &w->order, p->bytes, p->len, err);

	return rc == 1 ? leaf_walk_read(w, err) : rc;
}

int
leaf_walk_step(struct leaf_walk *w, bool backward, struct err *err)
{
	const int	 rc = backward ? kv_cursor_prev(w->at, err) :
			    kv_cursor_next(w->at, err);

	if (rc != 1 || !kv_cursor_under(w->at, &w->order))
		return rc == -1 ? -1 : 0;
	return leaf_walk_read(w, err);
}

struct kv_val
leaf_walk_place(const struct leaf_walk *w)
{
	const struct kv_val	 k = kv_cursor_key(w->at);

	return (struct kv_val){ k.at + w->order.len, k.len - w->order.len };
}

/* --- to change --- */

/* A leaf that is changed. Its entries lie in a copy of what is kept. */
struct change {
	struct coll		*c;
	struct key		 order;
	struct key		 key;		/* of the leaf */
	struct key		 upper;		/* of the next one; len 0: there is none */
	struct buf		 kept;
	struct leaf_entry	 entry[LEAF_MAX];
	size_t			 n;
};

static int
copy_leaf(struct change *ch, struct kv_val v, struct err *err)
{
	int	 n;

	ch->kept.len = 0;
	buf_add(&ch->kept, v.at, v.len);
	v.at = (const uint8_t *)ch->kept.data;
	if ((n = leaf_parse(v, ch->entry)) == -1)
		return kv_nonsense(ch->c->t, "leaf", err);
	ch->n = (size_t)n;
	return 0;
}

static void
key_at(const struct kv_cursor *at, struct key *out)
{
	const struct kv_val	 k = kv_cursor_key(at);

	out->len = 0;
	key_bytes(out, k.at, k.len);
}

/* The leaf of the place, and where the next one begins. The first of an order begins at nothing. */
static int
find_leaf(struct change *ch, const struct place *p, struct err *err)
{
	struct kv_cursor	*at = ch->c->at;
	int			 rc;

	rc = leaf_seek(at, &ch->order, p->bytes, p->len, err);
	if (rc == -1)
		return -1;
	ch->key = ch->order;
	ch->n = 0;
	if (rc == 1) {
		key_at(at, &ch->key);
		if (copy_leaf(ch, kv_cursor_val(at), err) == -1)
			return -1;
		rc = kv_cursor_next(at, err);
	} else
		rc = kv_cursor_seek(at, &ch->order, err);
	if (rc == -1)
		return -1;
	ch->upper.len = 0;
	if (rc == 1 && kv_cursor_under(at, &ch->order))
		key_at(at, &ch->upper);
	return 0;
}

size_t
leaf_ops_before(const struct leaf_op *op, size_t n, struct kv_val place)
{
	struct place	 p;
	size_t		 i;

	for (i = 0; i < n; i++) {
		leaf_place(&op[i].entry, &p);
		if (place_cmp(p.bytes, p.len, place.at, place.len) >= 0)
			break;
	}
	return i;
}

/* How many of the ops are of this leaf. */
static size_t
ops_within(const struct change *ch, const struct leaf_op *op, size_t n)
{
	const size_t	 skip = ch->order.len;

	return ch->upper.len == 0 ? n : leaf_ops_before(op, n, (struct kv_val){
	    ch->upper.bytes + skip, ch->upper.len - skip });
}

/* Entries and ops merged; those that are removed left out. */
static size_t
merge(const struct change *ch, const struct leaf_op *op, size_t n,
    struct leaf_entry *out)
{
	size_t	 i = 0, len = 0;

	for (size_t at = 0; at < n; at++) {
		const struct leaf_entry	*e = &op[at].entry;

		while (i < ch->n && leaf_cmp(&ch->entry[i], e) < 0)
			out[len++] = ch->entry[i++];
		if (op[at].add)
			out[len++] = *e;
		else if (i < ch->n && leaf_cmp(&ch->entry[i], e) == 0 &&
		    ch->entry[i].ordinal == e->ordinal)
			i++;
	}
	while (i < ch->n)
		out[len++] = ch->entry[i++];
	return len;
}

static int
put_leaf(struct change *ch, const struct key *k, const struct leaf_entry *e,
    size_t n, struct err *err)
{
	own_buf struct buf	 b = { 0 };

	write_entries(&b, e, n);
	return kv_put(ch->c->t, k, buf_str(&b), b.len, err);
}

/* A small leaf joins the one before it when both fit. 1: it did. */
static int
join(struct change *ch, const struct leaf_entry *e, size_t n, struct err *err)
{
	struct leaf_entry	*all;
	struct key		 key;
	const struct key	 gone = ch->key;
	int			 rc;

	if (n >= LEAF_SMALL || ch->key.len == ch->order.len)
		return 0;
	rc = kv_cursor_before(ch->c->at, &ch->key, err);
	if (rc != 1 || !kv_cursor_under(ch->c->at, &ch->order))
		return rc == -1 ? -1 : 0;
	key_at(ch->c->at, &key);
	all = mem_grow(NULL, LEAF_MAX + LEAF_SMALL, sizeof(*all));
	rc = leaf_parse(kv_cursor_val(ch->c->at), all);
	if (rc == -1)
		rc = kv_nonsense(ch->c->t, "leaf", err);
	else if (n > 0 && (size_t)rc + n > LEAF_FILL)
		rc = 0;
	else {
		memcpy(all + rc, e, n * sizeof(*e));
		rc = put_leaf(ch, &key, all, (size_t)rc + n, err) == -1 ||
		    kv_del(ch->c->t, &gone, err) == -1 ? -1 : 1;
	}
	free(all);
	return rc;
}

/* The first piece under the leaf's own key, the others where they begin. */
static int
put_pieces(struct change *ch, const struct leaf_entry *e, size_t n,
    struct err *err)
{
	const size_t	 pieces = n <= LEAF_MAX ? 1 :
			    (n + LEAF_FILL - 1) / LEAF_FILL;
	struct place	 p;
	struct key	 k = ch->key;

	for (size_t i = 0; i < pieces; i++) {
		const size_t	 from = n * i / pieces;
		const size_t	 to = n * (i + 1) / pieces;

		if (i > 0) {
			leaf_place(&e[from], &p);
			k = ch->order;
			key_bytes(&k, p.bytes, p.len);
		}
		if (put_leaf(ch, &k, e + from, to - from, err) == -1)
			return -1;
	}
	return 0;
}

static int
change_leaf(struct change *ch, const struct leaf_op *op, size_t n,
    struct err *err)
{
	struct leaf_entry	*e = mem_grow(NULL, ch->n + n + 1, sizeof(*e));
	const size_t		 len = merge(ch, op, n, e);
	int			 rc = join(ch, e, len, err);

	if (rc == 0)
		rc = put_pieces(ch, e, len, err);
	free(e);
	return rc == -1 ? -1 : 0;
}

int
leaf_change(struct coll *c, size_t order, const struct leaf_op *op, size_t n,
    struct err *err)
{
	struct change	*ch = mem_zero(sizeof(*ch));
	struct place	 p;
	int		 rc = 0;

	ch->c = c;
	ch->order = order_key(c, order);
	for (size_t at = 0, len; rc == 0 && at < n; at += len) {
		leaf_place(&op[at].entry, &p);
		len = n;
		if ((rc = find_leaf(ch, &p, err)) == 0) {
			len = ops_within(ch, op + at, n - at);
			rc = change_leaf(ch, op + at, len, err);
		}
	}
	buf_clear(&ch->kept);
	free(ch);
	return rc;
}
