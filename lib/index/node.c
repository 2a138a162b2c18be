#include "index/node.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "index/posting.h"
#include "index/set_int.h"

/* Documents of a node of each level. The upper one is so large that its postings are bitmaps up to
 * a million documents: what it has in common with a filter is counted fast. */
static const uint32_t	 node_max[NODE_LEVELS] = { 1024, 8192, 32768,
	131072 };

static struct key
level_key(const struct coll *c, size_t order, size_t level)
{
	struct key	 k = coll_key(c, KEY_NODE);

	key_byte(&k, (uint8_t)order);
	key_byte(&k, (uint8_t)level);
	return k;
}

void
node_walk_open(struct node_walk *w, struct coll *c, struct kv_cursor *at,
    size_t order, size_t level)
{
	*w = (struct node_walk){ .c = c, .at = at,
		.level = level_key(c, order, level) };
}

int
node_walk_read(struct node_walk *w, struct err *err)
{
	const struct kv_val	 k = kv_cursor_key(w->at);
	const struct kv_val	 v = kv_cursor_val(w->at);

	if (v.len != sizeof(w->number))
		return kv_nonsense(w->c->t, "node", err);
	memcpy(&w->number, v.at, v.len);
	w->place = (struct kv_val){ k.at + w->level.len,
		k.len - w->level.len };
	return 1;
}

int
node_walk_seek(struct node_walk *w, const struct place *p, struct err *err)
{
	const int	 rc = leaf_seek(w->at, &w->level, p->bytes, p->len, err);

	return rc == 1 ? node_walk_read(w, err) : rc;
}

int
node_walk_step(struct node_walk *w, bool backward, struct err *err)
{
	const int	 rc = backward ? kv_cursor_prev(w->at, err) :
			    kv_cursor_next(w->at, err);

	if (rc != 1 || !kv_cursor_under(w->at, &w->level))
		return rc == -1 ? -1 : 0;
	return node_walk_read(w, err);
}

/* A node that begins at a place; its posting has nothing yet. */
static int
make(struct coll *c, const struct key *level, const void *place, size_t len,
    uint32_t *number, struct err *err)
{
	struct key	 k = *level;
	const size_t	 slot = 1 + k.bytes[0];

	*number = c->head.next_number++;
	key_bytes(&k, place, len);
	if (kv_put(c->t, &k, number, sizeof(*number), err) == -1)
		return -1;
	return posting_head_put(c, *number, 0, k.bytes + slot, k.len - slot,
	    err);
}

/* The node of the first op: how many of the ops are its own, 0: there is none and one was made. */
static int
node_of(struct node_walk *w, const struct leaf_op *op, size_t n, size_t *own,
    struct err *err)
{
	struct place	 p;
	int		 rc;
	uint32_t	 number;

	leaf_place(&op->entry, &p);
	*own = 0;
	if ((rc = node_walk_seek(w, &p, err)) == -1)
		return -1;
	if (rc == 0)
		return make(w->c, &w->level, "", 0, &number, err);
	number = w->number;
	*own = n;
	if ((rc = node_walk_step(w, false, err)) == 1)
		*own = leaf_ops_before(op, n, w->place);
	w->number = number;
	return rc == -1 ? -1 : 0;
}

/* Those that add, or those that remove. */
static int
level_ops(struct node_walk *w, const struct leaf_op *op, size_t n, bool add,
    struct ops *ops, struct err *err)
{
	size_t	 own;

	for (size_t at = 0; at < n;) {
		if (op[at].add != add) {
			at++;
			continue;
		}
		if (node_of(w, op + at, n - at, &own, err) == -1)
			return -1;
		for (const size_t end = at + own; at < end; at++)
			if (op[at].add == add)
				ops_push(ops, w->number, op[at].entry.ordinal,
				    add);
	}
	return 0;
}

/* The last op of a document counts: one that moves within a node is removed first. */
int
node_ops(struct coll *c, size_t order, const struct leaf_op *op, size_t n,
    struct ops *ops, struct err *err)
{
	struct node_walk	 w;

	for (size_t level = 0; level < NODE_LEVELS; level++) {
		node_walk_open(&w, c, c->at, order, level);
		if (level_ops(&w, op, n, false, ops, err) == -1 ||
		    level_ops(&w, op, n, true, ops, err) == -1)
			return -1;
	}
	return 0;
}

/* --- nodes too full or too empty --- */

/* A node, found by the name of its posting. */
struct node {
	struct coll	*c;
	uint32_t	 number, count;
	size_t		 order, level;
	struct key	 key;		/* of its record */
	size_t		 begins;	/* where its place is in the key */
	struct place	 from, to;	/* its stretch; to.len 0: it ends with the order */
};

static struct place
place_at(const struct kv_cursor *at, size_t skip)
{
	const struct kv_val	 k = kv_cursor_key(at);
	struct place		 p;

	p.len = k.len - skip;
	memcpy(p.bytes, k.at + skip, p.len);
	return p;
}

/* 1 it is a node's posting, 0 another's, -1. */
static int
parse_name(struct node *node, struct kv_val name)
{
	struct key	 k = { .len = 0 };

	if (name.len < 3 || name.at[0] != KEY_NODE ||
	    name.at[2] >= NODE_LEVELS || name.len > 3 + KEY_PLACE_MAX)
		return 0;
	key_number(&k, node->c->head.slot);
	node->begins = k.len + 3;
	key_bytes(&k, name.at, name.len);
	node->key = k;
	node->order = name.at[1];
	node->level = name.at[2];
	node->from.len = name.len - 3;
	memcpy(node->from.bytes, name.at + 3, node->from.len);
	return 1;
}

static int
find_end(struct node *node, struct err *err)
{
	const struct key	 level = level_key(node->c, node->order,
				    node->level);
	int			 rc;

	node->to.len = 0;
	if ((rc = kv_cursor_seek(node->c->at, &node->key, err)) == 1)
		rc = kv_cursor_next(node->c->at, err);
	if (rc == 1 && kv_cursor_under(node->c->at, &level))
		node->to = place_at(node->c->at, node->begins);
	return rc == -1 ? -1 : 0;
}

/* Ordinals of a node, in its order, and where it is cut: at the beginning of a leaf. */
struct pieces {
	uint32_t	*ordinal;
	size_t		 n;
	size_t		 fill;		/* what a piece should have */
	struct { size_t from; struct place place; } *piece;
	size_t		 npieces;
};

static void
cut(struct pieces *ps, const struct leaf_walk *w, const struct place *from)
{
	const struct kv_val	 place = leaf_walk_place(w);
	const size_t		 last = ps->piece[ps->npieces - 1].from;

	if (ps->n - last < ps->fill ||
	    place_cmp(place.at, place.len, from->bytes, from->len) <= 0)
		return;
	ps->piece = mem_grow(ps->piece, ps->npieces + 1, sizeof(*ps->piece));
	ps->piece[ps->npieces].from = ps->n;
	ps->piece[ps->npieces].place.len = place.len;
	memcpy(ps->piece[ps->npieces++].place.bytes, place.at, place.len);
}

/* The entries of a leaf that are within the node. false: the leaf is behind it. */
static bool
take_leaf(struct pieces *ps, const struct leaf_walk *w, const struct node *node)
{
	struct place	 p;

	for (size_t i = 0; i < w->n; i++) {
		leaf_place(&w->entry[i], &p);
		if (place_cmp(p.bytes, p.len, node->from.bytes,
		    node->from.len) < 0)
			continue;
		if (node->to.len > 0 && place_cmp(p.bytes, p.len,
		    node->to.bytes, node->to.len) >= 0)
			return false;
		if (ps->n < node->count)
			ps->ordinal[ps->n++] = w->entry[i].ordinal;
	}
	return true;
}

static int
gather(struct pieces *ps, const struct node *node, struct err *err)
{
	struct leaf_walk	*w = leaf_walk_new(node->c, node->c->at,
				    node->order);
	int			 rc;

	for (rc = leaf_walk_seek(w, &node->from, err); rc == 1;
	    rc = leaf_walk_step(w, false, err)) {
		cut(ps, w, &node->from);
		if (!take_leaf(ps, w, node))
			break;
	}
	free(w);
	return rc == -1 ? -1 : 0;
}

static int
compare(const void *a, const void *b)
{
	const uint32_t	 x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static int
write_piece(const struct node *node, const struct pieces *ps, size_t i,
    struct err *err)
{
	own_index_set struct index_set	*set = index_set_new();
	const size_t			 from = ps->piece[i].from;
	const size_t			 to = i + 1 < ps->npieces ?
					    ps->piece[i + 1].from : ps->n;
	const struct place		*place = &ps->piece[i].place;
	struct key			 level, k;
	uint32_t			 number = node->number;
	const size_t			 slot = 1 + node->key.bytes[0];

	k = level = level_key(node->c, node->order, node->level);
	key_bytes(&k, place->bytes, place->len);
	qsort(ps->ordinal + from, to - from, sizeof(*ps->ordinal), compare);
	index_set_add_sorted(set, ps->ordinal + from, to - from);
	if (i > 0 && make(node->c, &level, place->bytes, place->len, &number,
	    err) == -1)
		return -1;
	return posting_write(node->c, number, set, k.bytes + slot,
	    k.len - slot, err);
}

static int
split(struct node *node, struct err *err)
{
	const uint32_t	 max = node_max[node->level];
	const uint32_t	 pieces = node->count / (max / 4 * 3) + 1;
	struct pieces	 ps = { .fill = node->count / pieces + 1, .npieces = 1 };
	int		 rc;

	ps.ordinal = mem_grow(NULL, node->count, sizeof(*ps.ordinal));
	ps.piece = mem_zero(sizeof(*ps.piece));
	ps.piece[0].place = node->from;
	rc = gather(&ps, node, err);
	for (size_t i = 0; rc == 0 && i < ps.npieces; i++)
		rc = write_piece(node, &ps, i, err);
	free(ps.ordinal);
	free(ps.piece);
	return rc;
}

/* Into the node before it, when that has room. */
static int
join(struct node *node, struct err *err)
{
	own_index_set struct index_set	*set = NULL;
	struct node_walk		 w;
	struct posting_head		 head;
	struct key			 into;
	const size_t			 slot = 1 + node->key.bytes[0];
	int				 rc;

	node_walk_open(&w, node->c, node->c->at, node->order, node->level);
	if ((rc = kv_cursor_seek(w.at, &node->key, err)) != 1 ||
	    (rc = node_walk_step(&w, true, err)) != 1 ||
	    (rc = posting_head(w.c, w.number, &head, err)) != 1)
		return rc == -1 ? -1 : 0;
	if (head.count + node->count > node_max[node->level] / 2)
		return 0;
	into = w.level;
	key_bytes(&into, w.place.at, w.place.len);
	if (posting_read(w.c, node->number, &set, err) == -1 ||
	    posting_join(w.c, w.number, NULL, set, err) == -1)
		return -1;
	if (posting_write(w.c, w.number, set, into.bytes + slot,
	    into.len - slot, err) == -1 ||
	    kv_del(w.c->t, &node->key, err) == -1)
		return -1;
	return posting_drop(w.c, node->number, err);
}

int
node_mend(struct coll *c, uint32_t number, uint32_t count, struct err *err)
{
	struct node		 node = { .c = c, .number = number, .count = count };
	struct posting_head	 head;
	int			 rc = posting_head(c, number, &head, err);

	if (rc != 1 || (rc = parse_name(&node, head.name)) != 1)
		return rc == -1 ? -1 : 0;
	if (count > node_max[node.level])
		return find_end(&node, err) == -1 ? -1 : split(&node, err);
	return count < node_max[node.level] / 8 && node.from.len > 0 ?
	    join(&node, err) : 0;
}
