#include "index/page.h"

#include <string.h>

#include "base/err.h"

const struct index_order *
index_page_order(const struct index_order *orders, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (name == NULL || strcmp(orders[i].name, name) == 0)
			return &orders[i];
	return NULL;
}

/* The first byte of a cursor: a key says nothing in another order. */
static uint8_t
mark_of(const struct index_order *order)
{
	return (uint8_t)(order->order * 2 + order->backward);
}

/* Behind it: a key of a text is at most so long, one of a number 8 bytes. */
static int
read_after(const struct index_page *page, struct index_slice *out,
    struct index_key *key, struct err *err)
{
	struct cursor	from;

	if (cursor_read(page->after, CURSOR_BY_BYTES, &from, err) == -1)
		return -1;
	if (from.id == 0)
		return 0;
	if (from.len == 0 || (uint8_t)from.key[0] != mark_of(page->order) ||
	    from.len - 1 > sizeof(key->bytes) ||
	    (!page->order->bytes && from.len - 1 != 8))
		return err_field(err, "after", "cursor", "%s", "");
	key->len = from.len - 1;
	memcpy(key->bytes, from.key + 1, key->len);
	out->after_key = key;
	out->after_id = from.id;
	return 0;
}

static void
write_next(const struct index_order *order, const struct index_hit *last,
    char out[CURSOR_SIZE])
{
	struct cursor	at = { .id = last->id, .len = 1 + last->key.len };

	_Static_assert(sizeof(at.key) > INDEX_KEY_MAX, "room for its mark");
	at.key[0] = (char)mark_of(order);
	memcpy(at.key + 1, last->key.bytes, last->key.len);
	cursor_write(&at, CURSOR_BY_BYTES, out);
}

int
index_page_find(struct index_read *r, const struct index_set *within,
    const struct index_page *page, struct index_hit *hits, size_t *n,
    char next[CURSOR_SIZE], struct err *err)
{
	struct index_slice	part = { .order = page->order->order,
		.backward = page->order->backward, .skip = page->skip,
		.low = page->low, .high = page->high,
		.size = page->size + 1 };
	struct index_key	after;

	next[0] = '\0';
	*n = 0;
	if (read_after(page, &part, &after, err) == -1)
		return -1;
	if (r == NULL)
		return 0;
	if (index_find(r, within, &part, hits, n, err) == -1)
		return -1;
	if (*n <= page->size)
		return 0;
	*n = page->size;
	write_next(page->order, &hits[*n - 1], next);
	return 0;
}
