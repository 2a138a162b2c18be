#include "index/coll.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "index/shape.h"
#include "index/store.h"

/* Tables of slot 0, the store's own. */
#define TABLE_COLL	'c'	/* collection: its head */
#define TABLE_TRASH	'z'	/* slot: to be emptied */
#define TABLE_SLOTS	's'	/* the last slot */

#define SWEEP_MAX	4096	/* keys removed by one write */
#define OTHERS_MS	(24 * INT64_C(3600000))	/* since the last change of another version */

static struct key
head_key(int64_t id, uint32_t version)
{
	struct key	 k = key_begin(0, TABLE_COLL);

	key_number(&k, (uint64_t)id);
	key_number(&k, version);
	return k;
}

int
coll_open(struct coll *c, struct kv_txn *t, int64_t id, uint32_t version,
    struct err *err)
{
	const struct key	 k = head_key(id, version);
	struct kv_val		 v;
	int			 there;

	*c = (struct coll){ .t = t, .id = id, .version = version };
	if ((there = kv_get(t, &k, &v, err)) == -1 ||
	    kv_cursor_open(t, &c->at, err) == -1)
		return -1;
	if (there == 0)
		return 0;
	if (v.len != sizeof(c->head))
		return kv_nonsense(t, "head", err);
	memcpy(&c->head, v.at, v.len);
	return 0;
}

void
coll_close(struct coll *c)
{
	kv_cursor_close(&c->at);
}

int
coll_save(struct coll *c, struct err *err)
{
	const struct key	 k = head_key(c->id, c->version);

	c->head.changed_ms = clock_ms();
	return kv_put(c->t, &k, &c->head, sizeof(c->head), err);
}

static int
next_slot(struct kv_txn *t, uint32_t *slot, struct err *err)
{
	const struct key	 k = key_begin(0, TABLE_SLOTS);
	struct kv_val		 v;
	int			 there = kv_get(t, &k, &v, err);

	*slot = 0;
	if (there == -1)
		return -1;
	if (there == 1 && v.len == sizeof(*slot))
		memcpy(slot, v.at, v.len);
	++*slot;
	return kv_put(t, &k, slot, sizeof(*slot), err);
}

/* The slot of the head that is kept goes to the trash. */
static int
discard(struct coll *c, struct err *err)
{
	const struct key	 k = head_key(c->id, c->version);
	struct key		 trash = key_begin(0, TABLE_TRASH);
	struct coll_head	 head;
	struct kv_val		 v;
	int			 there = kv_get(c->t, &k, &v, err);

	if (there != 1)
		return there;
	if (v.len != sizeof(head))
		return kv_nonsense(c->t, "head", err);
	memcpy(&head, v.at, v.len);
	key_number(&trash, head.slot);
	return kv_put(c->t, &trash, "", 0, err);
}

int
coll_renew(struct coll *c, struct err *err)
{
	uint32_t	 slot;

	if (discard(c, err) == -1 || next_slot(c->t, &slot, err) == -1)
		return -1;
	c->head = (struct coll_head){ .slot = slot,
		.next_number = COLL_NUMBERS };
	return coll_save(c, err);
}

/* Keys of a slot, at most so many; 1: there are none left. */
static int
empty_slot(struct coll *c, uint32_t slot, struct err *err)
{
	struct key	 k = { .len = 0 };

	key_number(&k, slot);
	for (int n = 0; n < SWEEP_MAX; n++) {
		const int	 there = kv_cursor_seek(c->at, &k, err);

		if (there == -1)
			return -1;
		if (there == 0 || !kv_cursor_under(c->at, &k))
			return 1;
		if (kv_cursor_del(c->at, err) == -1)
			return -1;
	}
	return 0;
}

/* The number at this place of a key, as key_number wrote it; the place is then behind it. */
static uint64_t
read_number(struct kv_val k, size_t *at)
{
	size_t		 left = *at < k.len ? k.at[(*at)++] : 0;
	uint64_t	 n = 0;

	for (; left > 0 && *at < k.len; left--)
		n = n << 8 | k.at[(*at)++];
	return n;
}

int
coll_sweep(struct coll *c, struct err *err)
{
	const struct key	 all = key_begin(0, TABLE_TRASH);
	struct key		 trash;
	size_t			 at = all.len;
	uint32_t		 slot = 0;
	int			 rc = kv_cursor_seek(c->at, &all, err);

	if (rc != 1 || !kv_cursor_under(c->at, &all))
		return rc == -1 ? -1 : 0;
	slot = (uint32_t)read_number(kv_cursor_key(c->at), &at);
	if ((rc = empty_slot(c, slot, err)) != 1)
		return rc;
	trash = all;
	key_number(&trash, slot);
	return kv_del(c->t, &trash, err);
}

static int
drop(struct coll *c, struct err *err)
{
	const struct key	 k = head_key(c->id, c->version);

	return discard(c, err) == -1 ? -1 : kv_del(c->t, &k, err);
}

/* The collection that the key at the cursor is of. */
static int
read_found(struct coll *c, const struct kv_cursor *at, size_t table,
    struct err *err)
{
	const struct kv_val	 k = kv_cursor_key(at), v = kv_cursor_val(at);

	c->id = (int64_t)read_number(k, &table);
	c->version = (uint32_t)read_number(k, &table);
	if (v.len != sizeof(c->head))
		return kv_nonsense(c->t, "head", err);
	memcpy(&c->head, v.at, v.len);
	return 0;
}

/* Programs of before an upgrade go on with their version until they are replaced. */
static bool
is_kept(const struct coll *c, const struct index_kept *kept, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (kept[i].collection == c->id)
			return kept[i].shape->version == c->version ||
			    clock_ms() - c->head.changed_ms < OTHERS_MS;
	return false;
}

int
coll_keep(struct kv_txn *t, const struct index_kept *kept, size_t n,
    struct err *err)
{
	own_kv_cursor struct kv_cursor	*at = NULL;
	const struct key		 all = key_begin(0, TABLE_COLL);
	struct coll			 c = { .t = t };
	struct key			 k = all;
	int				 rc;

	if (kv_cursor_open(t, &at, err) == -1)
		return -1;
	while ((rc = kv_cursor_seek(at, &k, err)) == 1 &&
	    kv_cursor_under(at, &all)) {
		if (read_found(&c, at, all.len, err) == -1 ||
		    (!is_kept(&c, kept, n) && drop(&c, err) == -1))
			return -1;
		k = head_key(c.id, c.version);
		key_byte(&k, 0);	/* the first key behind it */
	}
	return rc == -1 ? -1 : 0;
}

struct key
coll_key(const struct coll *c, char table)
{
	return key_begin(c->head.slot, table);
}
