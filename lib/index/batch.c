#include "index/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "index/leaf.h"
#include "index/node.h"
#include "index/posting.h"

#define POSTINGS_MAX	((size_t)8 << 20)	/* of 8 bytes */
#define KEYS_MAX	((size_t)16 << 20)	/* bytes */

void
batch_clear(struct batch *b)
{
	ops_clear(&b->postings);
	free(b->op);
	buf_clear(&b->keys);
	*b = (struct batch){ 0 };
}

void
batch_order(struct batch *b, size_t order, const uint8_t *key, size_t len,
    int64_t id, uint32_t ordinal, bool add)
{
	if (b->n == b->cap) {
		b->cap = b->cap == 0 ? 256 : b->cap * 2;
		b->op = mem_grow(b->op, b->cap, sizeof(*b->op));
	}
	b->op[b->n++] = (struct batch_op){ b->keys.len, id, ordinal,
		(uint8_t)order, (uint8_t)len, add };
	buf_add(&b->keys, key, len);
}

bool
batch_full(const struct batch *b)
{
	return b->postings.n > POSTINGS_MAX || b->keys.len > KEYS_MAX;
}

/* --- orders --- */

struct sorted {
	struct leaf_op	 op;
	uint8_t		 order;
};

static int
compare(const void *a, const void *b)
{
	const struct sorted	*x = a, *y = b;
	const uint32_t		 i = x->op.entry.ordinal, j = y->op.entry.ordinal;
	int			 cmp;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	cmp = leaf_cmp(&x->op.entry, &y->op.entry);
	return cmp != 0 ? cmp : (i > j) - (i < j);
}

static struct sorted *
sort_orders(const struct batch *b)
{
	struct sorted	*s = mem_grow(NULL, b->n + 1, sizeof(*s));

	for (size_t i = 0; i < b->n; i++) {
		const struct batch_op	*op = &b->op[i];

		s[i].order = op->order;
		s[i].op = (struct leaf_op){ .add = op->add, .entry = {
			.key = (const uint8_t *)b->keys.data + op->at,
			.len = op->len, .ordinal = op->ordinal, .id = op->id } };
	}
	qsort(s, b->n, sizeof(*s), compare);
	return s;
}

/* A document that came to a place and left it again in one batch, or came back, made no change. */
static size_t
net_ops(const struct sorted *s, size_t n, struct leaf_op *out)
{
	size_t	 len = 0;

	for (size_t i = 0, used; i < n; i += used) {
		int	 sum = 0;

		for (used = 0; i + used < n &&
		    compare(&s[i], &s[i + used]) == 0; used++)
			sum += s[i + used].op.add ? 1 : -1;
		if (sum == 0)
			continue;
		out[len] = s[i].op;
		out[len++].add = sum > 0;
	}
	return len;
}

static int
apply_order(struct batch *b, struct coll *c, const struct sorted *s, size_t n,
    struct err *err)
{
	struct leaf_op	*op = mem_grow(NULL, n, sizeof(*op));
	const size_t	 net = net_ops(s, n, op);
	int		 rc;

	rc = leaf_change(c, s[0].order, op, net, err);
	if (rc == 0)
		rc = node_ops(c, s[0].order, op, net, &b->postings, err);
	free(op);
	return rc;
}

static int
apply_orders(struct batch *b, struct coll *c, struct err *err)
{
	struct sorted	*s = sort_orders(b);
	int		 rc = 0;

	for (size_t i = 0, n; rc == 0 && i < b->n; i += n) {
		for (n = 1; i + n < b->n && s[i + n].order == s[i].order;)
			n++;
		rc = apply_order(b, c, s + i, n, err);
	}
	free(s);
	return rc;
}

/* --- postings --- */

/* What was changed, and what it has now: nodes are mended when all postings are right. */
struct changed {
	uint32_t	 number, count;
};

static int
apply_postings(struct batch *b, struct coll *c, struct changed *changed,
    size_t *nchanged, struct err *err)
{
	const uint64_t	*op = b->postings.v;
	const size_t	 n = b->postings.n;

	*nchanged = 0;
	for (size_t i = 0, len; i < n; i += len) {
		struct changed	*ch = &changed[(*nchanged)++];

		ch->number = op_number(op[i]);
		for (len = 1; i + len < n && op_number(op[i + len]) ==
		    ch->number;)
			len++;
		if (posting_change(c, ch->number, op + i, len, &ch->count,
		    err) == -1)
			return -1;
	}
	return 0;
}

static size_t
numbers_of(const struct ops *ops)
{
	size_t	 n = 0;

	for (size_t i = 0; i < ops->n; i++)
		n += i == 0 || op_number(ops->v[i]) != op_number(ops->v[i - 1]);
	return n;
}

int
batch_apply(struct batch *b, struct coll *c, struct err *err)
{
	struct changed	*changed;
	size_t		 n;
	int		 rc;

	if (apply_orders(b, c, err) == -1)
		return -1;
	ops_sort(&b->postings);
	changed = mem_grow(NULL, numbers_of(&b->postings) + 1,
	    sizeof(*changed));
	rc = apply_postings(b, c, changed, &n, err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = node_mend(c, changed[i].number, changed[i].count, err);
	free(changed);
	b->postings.n = b->n = b->keys.len = 0;
	return rc;
}
