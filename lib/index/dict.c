#include "index/dict.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "index/posting.h"

struct dict_entry {
	uint64_t	 hash;		/* of kind and text; 0: free */
	uint64_t	 label;		/* the label's */
	size_t		 at;		/* kind and text */
	uint32_t	 len;
	uint32_t	 number[1 + DOC_GRAM_MAX];
	uint32_t	 n;		/* numbers; 0: it was just entered */
};

struct key
dict_key(const struct coll *c, uint8_t kind, const char *text, size_t len)
{
	struct key	 k = coll_key(c, KEY_TERM);

	key_byte(&k, kind);
	key_bytes(&k, text, len);
	return k;
}

int
dict_parse(struct coll *c, struct kv_val v, struct dict_term *out,
    struct err *err)
{
	if (v.len < sizeof(out->number))
		return kv_nonsense(c->t, "term", err);
	memcpy(&out->number, v.at, sizeof(out->number));
	out->label = (struct kv_val){ v.at + sizeof(out->number),
		v.len - sizeof(out->number) };
	return 0;
}

int
dict_find(struct coll *c, uint8_t kind, const char *text, size_t len,
    struct dict_term *out, struct err *err)
{
	const struct key	 k = dict_key(c, kind, text, len);
	struct kv_val		 v;
	int			 there = kv_get(c->t, &k, &v, err);

	return there == 1 && dict_parse(c, v, out, err) == -1 ? -1 : there;
}

static int
put(struct coll *c, const struct key *k, uint32_t number, const char *label,
    size_t label_len, struct err *err)
{
	uint8_t	 v[sizeof(number) + INDEX_TERM_MAX];

	memcpy(v, &number, sizeof(number));
	if (label_len > 0)
		memcpy(v + sizeof(number), label, label_len);
	return kv_put(c->t, k, v, sizeof(number) + label_len, err);
}

/* Its posting has the term's key as its name, so that both go together. */
static int
make(struct coll *c, const struct key *k, const char *label,
    size_t label_len, uint32_t *number, struct err *err)
{
	const size_t	 slot = 1 + k->bytes[0];

	*number = c->head.next_number++;
	if (put(c, k, *number, label, label_len, err) == -1)
		return -1;
	return posting_head_put(c, *number, 0, k->bytes + slot, k->len - slot,
	    err);
}

static int
number_of(struct coll *c, uint8_t kind, const char *text, size_t len,
    const char *label, size_t label_len, uint32_t *number, struct err *err)
{
	const struct key	 k = dict_key(c, kind, text, len);
	struct dict_term	 term;
	int			 there;

	there = dict_find(c, kind, text, len, &term, err);
	if (there == -1)
		return -1;
	if (there == 0)
		return make(c, &k, label, label_len, number, err);
	*number = term.number;
	if (label == NULL || (term.label.len == label_len &&
	    memcmp(term.label.at, label, label_len) == 0))
		return 0;
	return put(c, &k, *number, label, label_len, err);
}

/* --- what a write has met --- */

void
dict_met_clear(struct dict_met *m)
{
	free(m->entry);
	buf_clear(&m->texts);
	*m = (struct dict_met){ 0 };
}

static struct dict_entry *
slot_of(struct dict_met *m, uint64_t hash, uint8_t kind, const char *text,
    size_t len)
{
	for (size_t i = hash;; i++) {
		struct dict_entry	*e = &m->entry[i & (m->size - 1)];
		const char		*known = m->texts.data + e->at;

		if (e->hash == 0 || (e->hash == hash && e->len == len + 1 &&
		    (uint8_t)*known == kind &&
		    memcmp(known + 1, text, len) == 0))
			return e;
	}
}

static void
grow(struct dict_met *m)
{
	struct dict_entry	*was = m->entry;
	const size_t		 size = m->size;

	m->size = size == 0 ? 4096 : size * 2;
	m->entry = mem_zero(m->size * sizeof(*m->entry));
	for (size_t i = 0; i < size; i++) {
		size_t	 at = was[i].hash;

		if (was[i].hash == 0)
			continue;
		while (m->entry[at & (m->size - 1)].hash != 0)
			at++;
		m->entry[at & (m->size - 1)] = was[i];
	}
	free(was);
}

/* The term's entry; a new one is without numbers. */
static struct dict_entry *
meet(struct dict_met *m, uint8_t kind, const char *text, size_t len)
{
	struct dict_entry	*e;
	uint64_t		 hash;

	hash = index_doc_hash(index_doc_hash(0, &kind, 1), text, len);
	hash ^= hash >> 32;
	hash += hash == 0;
	if (m->n * 2 >= m->size)
		grow(m);
	e = slot_of(m, hash, kind, text, len);
	if (e->hash != 0)
		return e;
	m->n++;
	*e = (struct dict_entry){ .hash = hash, .at = m->texts.len,
		.len = (uint32_t)len + 1 };
	buf_putc(&m->texts, (char)kind);
	buf_add(&m->texts, text, len);
	return e;
}

/* Bytes of the first so many characters of a text that is not ended. */
static size_t
beginning(const char *text, size_t len, size_t characters)
{
	size_t	 n = 0;

	while (n < len) {
		if (((uint8_t)text[n] & 0xc0) != 0x80 && characters-- == 0)
			break;
		n++;
	}
	return n;
}

static int
gram_numbers(struct coll *c, struct dict_met *m, const struct doc_term *term,
    uint32_t *out, struct err *err)
{
	const uint8_t		 kind = index_doc_gram_kind(term->kind);
	struct dict_entry	*e;

	for (size_t i = 0; i < DOC_GRAM_MAX; i++) {
		const size_t	 len = beginning(term->text, term->len, i + 1);

		e = meet(m, kind, term->text, len);
		if (e->n == 0 && number_of(c, kind, term->text, len, NULL, 0,
		    &e->number[0], err) == -1)
			return -1;
		e->n = 1;
		out[i] = e->number[0];
	}
	return 0;
}

/* Words of grams are met while the entry of theirs is filled: it may move, so it is filled last. */
static int
numbers_of(struct coll *c, struct dict_met *m, const struct doc_term *term,
    uint32_t out[1 + DOC_GRAM_MAX], struct err *err)
{
	if (number_of(c, term->kind, term->text, term->len, term->label,
	    term->label_len, &out[0], err) == -1)
		return -1;
	if (!term->word)
		return 1;
	return gram_numbers(c, m, term, out + 1, err) == -1 ? -1 :
	    1 + DOC_GRAM_MAX;
}

int
dict_numbers(struct coll *c, struct dict_met *m, const struct doc_term *term,
    uint32_t out[1 + DOC_GRAM_MAX], struct err *err)
{
	const uint64_t		 label = term->label == NULL ? 0 :
				    index_doc_hash(0, term->label,
				    term->label_len);
	struct dict_entry	*e;
	uint32_t		 want = term->word ? 1 + DOC_GRAM_MAX : 1;
	int			 n;

	e = meet(m, term->kind, term->text, term->len);
	if (e->n >= want && (label == 0 || e->label == label)) {
		memcpy(out, e->number, want * sizeof(*out));
		return (int)want;
	}
	if ((n = numbers_of(c, m, term, out, err)) == -1)
		return -1;
	e = meet(m, term->kind, term->text, term->len);
	memcpy(e->number, out, (size_t)n * sizeof(*out));
	e->n = (uint32_t)n;
	e->label = label;
	return n;
}
