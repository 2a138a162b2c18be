#include "index/ids.h"

#include <string.h>

#include "base/err.h"

#define BLOCK	512		/* ordinals in a row whose ids are one value */

static struct key
id_key(const struct coll *c, int64_t id)
{
	struct key	 k = coll_key(c, KEY_ID);

	key_number(&k, (uint64_t)id);
	return k;
}

static struct key
block_key(const struct coll *c, uint32_t ordinal)
{
	struct key	 k = coll_key(c, KEY_IDS);

	key_number(&k, ordinal / BLOCK);
	return k;
}

int
ids_ordinal(struct coll *c, int64_t id, uint32_t *ordinal, struct err *err)
{
	const struct key	 k = id_key(c, id);
	struct kv_val		 v;
	int			 there = kv_get(c->t, &k, &v, err);

	if (there != 1)
		return there;
	if (v.len != sizeof(*ordinal))
		return kv_nonsense(c->t, "id", err);
	memcpy(ordinal, v.at, v.len);
	return 1;
}

static int
read_block(struct coll *c, uint32_t ordinal, struct kv_val *v, struct err *err)
{
	const struct key	 k = block_key(c, ordinal);
	int			 there = kv_get(c->t, &k, v, err);

	if (there == 1 && v->len != BLOCK * sizeof(int64_t))
		return kv_nonsense(c->t, "ids", err);
	return there;
}

static int
set_id(struct coll *c, uint32_t ordinal, int64_t id, struct err *err)
{
	const struct key	 k = block_key(c, ordinal);
	int64_t			 block[BLOCK] = { 0 };
	struct kv_val		 v;
	int			 there = read_block(c, ordinal, &v, err);

	if (there == -1)
		return -1;
	if (there == 1)
		memcpy(block, v.at, sizeof(block));
	block[ordinal % BLOCK] = id;
	return kv_put(c->t, &k, block, sizeof(block), err);
}

int
ids_put(struct coll *c, int64_t id, uint32_t ordinal, struct err *err)
{
	const struct key	 k = id_key(c, id);

	return kv_put(c->t, &k, &ordinal, sizeof(ordinal), err) == -1 ? -1 :
	    set_id(c, ordinal, id, err);
}

int
ids_drop(struct coll *c, int64_t id, uint32_t ordinal, struct err *err)
{
	const struct key	 k = id_key(c, id);

	return kv_del(c->t, &k, err) == -1 ? -1 : set_id(c, ordinal, 0, err);
}

int
ids_list(struct coll *c, const uint32_t *ordinals, size_t n, int64_t *out,
    struct err *err)
{
	struct kv_val	 v;

	for (size_t i = 0; i < n; i++) {
		if (i == 0 || ordinals[i] / BLOCK != ordinals[i - 1] / BLOCK) {
			const int	 there = read_block(c, ordinals[i], &v,
					    err);

			if (there != 1)
				return there == -1 ? -1 :
				    kv_nonsense(c->t, "no ids", err);
		}
		memcpy(&out[i], v.at + ordinals[i] % BLOCK * sizeof(*out),
		    sizeof(*out));
	}
	return 0;
}
