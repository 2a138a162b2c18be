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

/* A key of a text is at most so long, one of a number 8 bytes. */
static int
read_after(const struct index_page *page, struct index_slice *out,
    struct index_key *key, struct err *err)
{
	struct cursor	from;

	if (cursor_read(page->after, CURSOR_BY_BYTES, &from, err) == -1)
		return -1;
	if (from.id == 0)
		return 0;
	if (from.len > sizeof(key->bytes) ||
	    (!page->order->bytes && from.len != 8))
		return err_field(err, "after", "cursor", "%s", "");
	memcpy(key->bytes, from.key, from.len);
	key->len = from.len;
	out->after_key = key;
	out->after_id = from.id;
	return 0;
}

static void
write_next(const struct index_hit *last, char out[CURSOR_SIZE])
{
	struct cursor	at = { .id = last->id, .len = last->key.len };

	memcpy(at.key, last->key.bytes, at.len);
	cursor_write(&at, CURSOR_BY_BYTES, out);
}

int
index_page_find(struct index_read *r, const struct index_set *within,
    const struct index_page *page, struct index_hit *hits, size_t *n,
    char next[CURSOR_SIZE], struct err *err)
{
	struct index_slice	part = { .order = page->order->order,
		.backward = page->order->backward, .skip = page->skip,
		.size = page->size + 1 };
	struct index_key	after;

	next[0] = '\0';
	if (read_after(page, &part, &after, err) == -1 ||
	    index_find(r, within, &part, hits, n, err) == -1)
		return -1;
	if (*n <= page->size)
		return 0;
	*n = page->size;
	write_next(&hits[*n - 1], next);
	return 0;
}
