#include "index/posting.h"

#include <string.h>

#include "base/err.h"
#include "index/ops.h"
#include "index/set_int.h"

#define ROUGH_MIN	128	/* what has more is joined as it is */

static struct key
key_of(const struct coll *c, uint32_t number)
{
	struct key	 k = coll_key(c, KEY_POSTING);

	key_number(&k, number);
	return k;
}

int
posting_head(struct coll *c, uint32_t number, struct posting_head *out,
    struct err *err)
{
	const struct key	 k = key_of(c, number);
	struct kv_val		 v;
	int			 there = kv_get(c->t, &k, &v, err);

	if (there != 1)
		return there;
	if (v.len < sizeof(out->count))
		return kv_nonsense(c->t, "posting", err);
	memcpy(&out->count, v.at, sizeof(out->count));
	out->name = (struct kv_val){ v.at + sizeof(out->count),
		v.len - sizeof(out->count) };
	return 1;
}

int
posting_head_put(struct coll *c, uint32_t number, uint32_t count,
    const void *name, size_t len, struct err *err)
{
	const struct key	 k = key_of(c, number);
	uint8_t			 v[sizeof(count) + KEY_MAX];

	memcpy(v, &count, sizeof(count));
	memcpy(v + sizeof(count), name, len);
	return kv_put(c->t, &k, v, sizeof(count) + len, err);
}

/* --- its parts, one after the other --- */

struct walk {
	struct coll	*c;
	struct key	 key;		/* of the posting */
	uint32_t	 no;		/* of the part it is at */
};

/* At the first part from no on: 1, none 0, -1. */
static int
walk_seek(struct walk *w, uint32_t no, struct err *err)
{
	struct key	 k = w->key;
	struct kv_val	 at;
	int		 rc;

	key_part(&k, (uint16_t)no);
	if ((rc = kv_cursor_seek(w->c->at, &k, err)) != 1)
		return rc;
	if (!kv_cursor_under(w->c->at, &w->key))
		return 0;
	at = kv_cursor_key(w->c->at);
	if (at.len != k.len)
		return kv_nonsense(w->c->t, "posting's key", err);
	w->no = (uint32_t)(at.at[at.len - 2] << 8 | at.at[at.len - 1]);
	return 1;
}

static int
walk_next(struct walk *w, struct err *err)
{
	struct kv_val	 at;
	int		 rc = kv_cursor_next(w->c->at, err);

	if (rc != 1 || !kv_cursor_under(w->c->at, &w->key))
		return rc == -1 ? -1 : 0;
	at = kv_cursor_key(w->c->at);
	if (at.len != w->key.len + 2)
		return kv_nonsense(w->c->t, "posting's key", err);
	w->no = (uint32_t)(at.at[at.len - 2] << 8 | at.at[at.len - 1]);
	return 1;
}

/* To the part no, which is not before the one it is at, or the first behind it. */
static int
walk_to(struct walk *w, uint32_t no, struct err *err)
{
	int	 rc = 1;

	for (int n = 0; n < 4 && w->no < no; n++)
		if ((rc = walk_next(w, err)) != 1)
			return rc;
	return w->no < no ? walk_seek(w, no, err) : 1;
}

static int
walk_bits(struct walk *w, struct bits_view *out, struct err *err)
{
	const struct kv_val	 v = kv_cursor_val(w->c->at);

	return bits_view_kept(out, v.at, v.len) == 0 ? 0 :
	    kv_nonsense(w->c->t, "posting's part", err);
}

/* What is done with each part that a set has too. */
typedef void part_fn(void *arg, uint32_t no, const struct bits_view *kept,
    const struct bits *ours);

static int
meet(struct coll *c, uint32_t number, const struct index_set *set,
    part_fn *fn, void *arg, struct err *err)
{
	struct walk		 w = { c, key_of(c, number), 0 };
	struct bits_view	 bits;
	int			 rc;

	if (set->n == 0)
		return 0;
	rc = walk_seek(&w, set->part[0].no, err);
	for (size_t i = 0; rc == 1 && i < set->n; i++) {
		if ((rc = walk_to(&w, set->part[i].no, err)) != 1)
			break;
		if (w.no != set->part[i].no)
			continue;
		if (walk_bits(&w, &bits, err) == -1)
			return -1;
		fn(arg, w.no, &bits, set->part[i].bits);
	}
	return rc == -1 ? -1 : 0;
}

static int
join_all(struct coll *c, uint32_t number, struct index_set *set,
    struct err *err)
{
	struct walk		 w = { c, key_of(c, number), 0 };
	struct bits_view	 bits;
	int			 rc;

	for (rc = walk_seek(&w, 0, err); rc == 1; rc = walk_next(&w, err)) {
		if (walk_bits(&w, &bits, err) == -1)
			return -1;
		index_set_join(set, w.no, &bits);
	}
	return rc;
}

static void
join_both(void *arg, uint32_t no, const struct bits_view *kept,
    const struct bits *ours)
{
	index_set_take(arg, no, bits_both(ours, kept));
}

/* A map takes its bits in at once; to sift many of them first costs more than to narrow once. */
static void
join_rough(void *arg, uint32_t no, const struct bits_view *kept,
    const struct bits *ours)
{
	if (bits_count(ours) > ROUGH_MIN)
		index_set_join(arg, no, kept);
	else
		join_both(arg, no, kept, ours);
}

int
posting_join(struct coll *c, uint32_t number, const struct index_set *within,
    struct index_set *set, struct err *err)
{
	return within == NULL ? join_all(c, number, set, err) :
	    meet(c, number, within, join_both, set, err);
}

int
posting_join_rough(struct coll *c, uint32_t number,
    const struct index_set *within, struct index_set *set, struct err *err)
{
	return within == NULL ? join_all(c, number, set, err) :
	    meet(c, number, within, join_rough, set, err);
}

int
posting_read(struct coll *c, uint32_t number, struct index_set **out,
    struct err *err)
{
	own_index_set struct index_set	*set = index_set_new();

	if (posting_join(c, number, NULL, set, err) == -1)
		return -1;
	*out = give(set);
	return 0;
}

int
posting_both(struct coll *c, uint32_t number, const struct index_set *set,
    struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*both = index_set_new();

	if (posting_join(c, number, set, both, err) == -1)
		return -1;
	*out = give(both);
	return 0;
}

/* Steps on to the part of that number: 1, it is not there 0, -1. *more: as walk_to. */
static int
walk_part(struct walk *w, uint32_t no, int *more, struct bits_view *out,
    struct err *err)
{
	if (*more == 1)
		*more = walk_to(w, no, err);
	if (*more != 1 || w->no != no)
		return *more == -1 ? -1 : 0;
	return walk_bits(w, out, err) == -1 ? -1 : 1;
}

int
posting_sift(struct coll *c, uint32_t number, bool in, struct index_set *set,
    struct err *err)
{
	struct walk		 w = { c, key_of(c, number), 0 };
	struct bits_view	 kept;
	int			 more, there;

	if (set->n == 0)
		return 0;
	more = walk_seek(&w, set->part[0].no, err);
	for (size_t i = 0; i < set->n; i++) {
		if ((there = walk_part(&w, set->part[i].no, &more, &kept,
		    err)) == -1)
			return -1;
		if (there == 0 && in)
			bits_clear(set->part[i].bits);
		else if (there == 1)
			(in ? bits_and : bits_but)(set->part[i].bits, &kept);
	}
	index_set_tidy(set);
	return 0;
}

static void
count_both(void *arg, uint32_t no, const struct bits_view *kept,
    const struct bits *ours)
{
	(void)no;
	*(int64_t *)arg += bits_count_and(ours, kept);
}

int
posting_count_and(struct coll *c, uint32_t number,
    const struct index_set *set, int64_t *out, struct err *err)
{
	*out = 0;
	return meet(c, number, set, count_both, out, err);
}

/* --- changes --- */

static int
put_part(struct coll *c, uint32_t number, uint32_t no, struct bits *bits,
    struct err *err)
{
	struct key	 k = key_of(c, number);
	uint8_t		 kept[BITS_BYTES_MAX];

	key_part(&k, (uint16_t)no);
	if (bits_count(bits) == 0)
		return kv_del(c->t, &k, err);
	return kv_put(c->t, &k, kept, bits_encode(bits, kept), err);
}

/* The ops of one part. Was it changed? *change: how many more it has then. */
static bool
change_bits(struct bits *bits, const uint64_t *ops, size_t n, int64_t *change)
{
	bool	 changed = false, did;

	for (size_t i = 0; i < n; i++) {
		const uint64_t	*op = ops_last(ops + i, n - i);
		const uint16_t	 low = (uint16_t)op_ordinal(*op);

		did = op_adds(*op) ? bits_add(bits, low) :
		    bits_remove(bits, low);
		if (did)
			*change += op_adds(*op) ? 1 : -1;
		changed |= did;
		i = (size_t)(op - ops);
	}
	return changed;
}

static int
change_part(struct coll *c, uint32_t number, const uint64_t *ops, size_t n,
    int64_t *change, struct err *err)
{
	const uint32_t		 no = op_ordinal(ops[0]) / BITS_SIZE;
	struct key		 k = key_of(c, number);
	struct kv_val		 v;
	struct bits_view	 kept;
	struct bits		*bits;
	int			 rc;

	key_part(&k, (uint16_t)no);
	if ((rc = kv_get(c->t, &k, &v, err)) == -1)
		return -1;
	if (rc == 1 && bits_view_kept(&kept, v.at, v.len) == -1)
		return kv_nonsense(c->t, "posting's part", err);
	bits = rc == 1 ? bits_copy(&kept) : bits_new();
	rc = change_bits(bits, ops, n, change) ?
	    put_part(c, number, no, bits, err) : 0;
	bits_free(bits);
	return rc;
}

/* The posting that has nothing goes, and the record that leads to it. */
static int
vanish(struct coll *c, uint32_t number, const void *name, size_t len,
    struct err *err)
{
	const struct key	 head = key_of(c, number);
	struct key		 k = { .len = 0 };

	key_number(&k, c->head.slot);
	key_bytes(&k, name, len);
	return kv_del(c->t, &k, err) == -1 ? -1 : kv_del(c->t, &head, err);
}

/* The new count, with the name that a head has already. */
static int
count_put(struct coll *c, uint32_t number, const struct posting_head *head,
    uint32_t count, struct err *err)
{
	uint8_t	 name[KEY_MAX - 8];	/* less the slot */

	if (head->name.len > sizeof(name))
		return kv_nonsense(c->t, "posting's name", err);
	memcpy(name, head->name.at, head->name.len);
	if (count == 0 && head->name.len > 0)
		return vanish(c, number, name, head->name.len, err);
	return posting_head_put(c, number, count, name, head->name.len, err);
}

static size_t
ops_of_part(const uint64_t *ops, size_t n)
{
	const uint32_t	 no = op_ordinal(ops[0]) / BITS_SIZE;
	size_t		 i = 1;

	while (i < n && op_ordinal(ops[i]) / BITS_SIZE == no)
		i++;
	return i;
}

int
posting_change(struct coll *c, uint32_t number, const uint64_t *ops, size_t n,
    uint32_t *count, struct err *err)
{
	struct posting_head	 head = { 0, { (const uint8_t *)"", 0 } };
	int64_t			 change = 0;
	int			 there;

	for (size_t i = 0, len; i < n; i += len) {
		len = ops_of_part(ops + i, n - i);
		if (change_part(c, number, ops + i, len, &change, err) == -1)
			return -1;
	}
	if ((there = posting_head(c, number, &head, err)) == -1)
		return -1;
	*count = (uint32_t)(head.count + change);
	if (there == 1 && change == 0 && *count > 0)
		return 0;
	return count_put(c, number, &head, *count, err);
}

int
posting_drop(struct coll *c, uint32_t number, struct err *err)
{
	const struct key	 k = key_of(c, number);
	int			 rc;

	while ((rc = kv_cursor_seek(c->at, &k, err)) == 1 &&
	    kv_cursor_under(c->at, &k))
		if (kv_cursor_del(c->at, err) == -1)
			return -1;
	return rc == -1 ? -1 : 0;
}

int
posting_write(struct coll *c, uint32_t number, const struct index_set *set,
    const void *name, size_t len, struct err *err)
{
	if (posting_drop(c, number, err) == -1)
		return -1;
	if (set->n == 0)
		return vanish(c, number, name, len, err);
	for (size_t i = 0; i < set->n; i++)
		if (put_part(c, number, set->part[i].no, set->part[i].bits,
		    err) == -1)
			return -1;
	return posting_head_put(c, number, (uint32_t)index_set_count(set),
	    name, len, err);
}
