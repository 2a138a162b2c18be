#include "index/record.h"

#include <string.h>

#include "base/err.h"

void
record_number_put(struct buf *b, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		buf_putc(b, (char)(n | 0x80));
	buf_putc(b, (char)n);
}

const uint8_t *
record_number(const uint8_t *at, const uint8_t *end, uint64_t *out)
{
	uint64_t	 n = 0;

	for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
		n |= (uint64_t)(*at & 0x7f) << shift;
		if ((*at++ & 0x80) == 0) {
			*out = n;
			return at;
		}
	}
	return NULL;
}

struct key
record_doc_key(const struct coll *c, uint32_t ordinal)
{
	struct key	 k = coll_key(c, KEY_DOC);

	key_number(&k, ordinal);
	return k;
}

int
record_parse(const uint8_t *at, size_t len, size_t norders, struct record *out)
{
	const uint8_t	*end = at + len;
	uint64_t	 id, terms;

	if (len < sizeof(out->print))
		return -1;
	memcpy(out->print, at, sizeof(out->print));
	if ((at = record_number(at + sizeof(out->print), end, &id)) == NULL)
		return -1;
	out->id = (int64_t)id;
	for (size_t i = 0; i < norders; i++) {
		if (at == end || *at > INDEX_KEY_MAX || *at > end - at - 1)
			return -1;
		out->key[i] = (struct record_key){ at + 1, *at };
		at += 1 + *at;
	}
	if ((at = record_number(at, end, &terms)) == NULL ||
	    terms > (uint64_t)(end - at))
		return -1;
	out->list[RECORD_TERMS] = (struct record_list){ at, at + terms };
	out->list[RECORD_WORDS] = (struct record_list){ at + terms, end };
	return 0;
}

int
record_get(struct coll *c, uint32_t ordinal, size_t norders,
    struct record *out, struct err *err)
{
	const struct key	 k = record_doc_key(c, ordinal);
	struct kv_val		 v;
	int			 there = kv_get(c->t, &k, &v, err);

	if (there == 1 && record_parse(v.at, v.len, norders, out) == -1)
		return kv_nonsense(c->t, "document", err);
	return there;
}

void
record_write(struct buf *b, const struct index_doc *doc, size_t norders,
    const uint64_t print[RECORD_PARTS], const struct buf list[RECORD_PARTS])
{
	buf_add(b, print, RECORD_PARTS * sizeof(*print));
	record_number_put(b, (uint64_t)doc->id);
	for (size_t i = 0; i < norders; i++) {
		buf_putc(b, (char)doc->keys[i].len);
		buf_add(b, doc->keys[i].bytes, doc->keys[i].len);
	}
	record_number_put(b, list[RECORD_TERMS].len);
	for (size_t i = 0; i < RECORD_PARTS; i++)
		buf_add(b, list[i].data, list[i].len);
}

void
record_list_write(struct buf *b, const uint32_t *number, size_t n)
{
	uint32_t	 last = 0;

	for (size_t i = 0; i < n; i++) {
		record_number_put(b, number[i] - last);
		last = number[i];
	}
}

int
record_list_next(struct record_list *l, uint32_t *number)
{
	uint64_t	 step;

	if (l->at == l->end)
		return 0;
	if ((l->at = record_number(l->at, l->end, &step)) == NULL ||
	    step > UINT32_MAX - *number)
		return -1;
	*number += (uint32_t)step;
	return 1;
}
