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
	uint64_t	 id;

	if (len < sizeof(out->print))
		return -1;
	memcpy(&out->print, at, sizeof(out->print));
	if ((at = record_number(at + sizeof(out->print), end, &id)) == NULL)
		return -1;
	out->id = (int64_t)id;
	for (size_t i = 0; i < norders; i++) {
		if (at == end || *at > INDEX_KEY_MAX || *at > end - at - 1)
			return -1;
		out->key[i] = (struct record_key){ at + 1, *at };
		at += 1 + *at;
	}
	out->terms = at;
	out->end = end;
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
    uint64_t print, const uint32_t *terms, size_t nterms)
{
	uint32_t	 last = 0;

	buf_add(b, &print, sizeof(print));
	record_number_put(b, (uint64_t)doc->id);
	for (size_t i = 0; i < norders; i++) {
		buf_putc(b, (char)doc->keys[i].len);
		buf_add(b, doc->keys[i].bytes, doc->keys[i].len);
	}
	for (size_t i = 0; i < nterms; i++) {
		record_number_put(b, terms[i] - last);
		last = terms[i];
	}
}

int
record_term(struct record *r, uint32_t *number)
{
	uint64_t	 step;

	if (r->terms == r->end)
		return 0;
	if ((r->terms = record_number(r->terms, r->end, &step)) == NULL ||
	    step > UINT32_MAX - *number)
		return -1;
	*number += (uint32_t)step;
	return 1;
}
