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
	bool		 known;		/* it has its numbers */
	struct dict_numbers numbers;
};

#define HEAD	(sizeof(uint32_t) + 1)	/* of the value: the number, is it a word? */

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
	if (v.len < HEAD)
		return kv_nonsense(c->t, "term", err);
	memcpy(&out->number, v.at, sizeof(out->number));
	out->word = v.at[sizeof(out->number)] != 0;
	out->label = (struct kv_val){ v.at + HEAD, v.len - HEAD };
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
put(struct coll *c, const struct key *k, uint32_t number,
    const struct doc_term *term, struct err *err)
{
	uint8_t	 v[HEAD + INDEX_TERM_MAX];

	memcpy(v, &number, sizeof(number));
	v[sizeof(number)] = term->word;
	if (term->label != NULL)
		memcpy(v + HEAD, term->label, term->label_len);
	return kv_put(c->t, k, v, HEAD + term->label_len, err);
}

/* Its posting has the term's key as its name, so that both go together. */
static int
make(struct coll *c, const struct key *k, const struct doc_term *term,
    uint32_t *number, struct err *err)
{
	const size_t	 slot = 1 + k->bytes[0];

	*number = c->head.next_number++;
	if (put(c, k, *number, term, err) == -1)
		return -1;
	return posting_head_put(c, *number, 0, k->bytes + slot, k->len - slot,
	    err);
}

static bool
is_same(const struct dict_term *known, const struct doc_term *term)
{
	if (term->word != known->word)
		return false;
	return term->label == NULL || (known->label.len == term->label_len &&
	    known->label.at != NULL &&
	    memcmp(known->label.at, term->label, term->label_len) == 0);
}

static int
number_of(struct coll *c, const struct doc_term *term, uint32_t *number,
    struct err *err)
{
	const struct key	 k = dict_key(c, term->kind, term->text,
				    term->len);
	struct dict_term	 known = { 0 };
	int			 there;

	there = dict_find(c, term->kind, term->text, term->len, &known, err);
	if (there == -1)
		return -1;
	if (there == 0)
		return make(c, &k, term, number, err);
	*number = known.number;
	return is_same(&known, term) ? 0 : put(c, &k, *number, term, err);
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
		const char		*known;

		if (e->hash == 0)
			return e;
		known = m->texts.data + e->at;
		if (e->hash == hash && e->len == len + 1 &&
		    (uint8_t)*known == kind && memcmp(known + 1, text, len) == 0)
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
gram_number(struct coll *c, struct dict_met *m, const struct doc_term *gram,
    uint32_t *out, struct err *err)
{
	struct dict_entry	*e = meet(m, gram->kind, gram->text, gram->len);

	if (!e->known && number_of(c, gram, &e->numbers.number, err) == -1)
		return -1;
	e->known = true;
	*out = e->numbers.number;
	return 0;
}

/* Of a short word the whole is the last of its beginnings. */
static int
gram_numbers(struct coll *c, struct dict_met *m, const struct doc_term *word,
    struct dict_numbers *out, struct err *err)
{
	struct doc_term	 gram = { .text = word->text,
			    .kind = index_doc_gram_kind(word->kind) };
	size_t		 len;

	out->ngrams = 0;
	for (size_t i = 1; i <= DOC_GRAM_MAX; i++) {
		len = beginning(word->text, word->len, i);
		if (len == gram.len && i > 1)
			break;
		gram.len = (uint16_t)len;
		if (gram_number(c, m, &gram, &out->gram[out->ngrams++],
		    err) == -1)
			return -1;
	}
	return 0;
}

/* An entry may move while the beginnings of its word are met: it is looked up again. */
int
dict_numbers(struct coll *c, struct dict_met *m, const struct doc_term *term,
    struct dict_numbers *out, struct err *err)
{
	const uint64_t		 label = term->label == NULL ? 0 :
				    index_doc_hash(0, term->label,
				    term->label_len);
	struct dict_entry	*e = meet(m, term->kind, term->text, term->len);

	if (e->known && (label == 0 || e->label == label) &&
	    (e->numbers.ngrams > 0 || !term->word)) {
		*out = e->numbers;
		return 0;
	}
	out->ngrams = 0;
	if (number_of(c, term, &out->number, err) == -1 ||
	    (term->word && gram_numbers(c, m, term, out, err) == -1))
		return -1;
	e = meet(m, term->kind, term->text, term->len);
	e->numbers = *out;
	e->label = label;
	e->known = true;
	return 0;
}

int
dict_known(struct coll *c, struct dict_met *m, uint32_t number,
    struct dict_numbers *out, struct err *err)
{
	char			 text[INDEX_TERM_MAX];
	struct posting_head	 head = { 0 };
	struct dict_term	 known = { 0 };
	struct doc_term		 term = { .text = text };
	int			 there = posting_head(c, number, &head, err);

	if (there == -1)
		return -1;
	if (there == 0 || head.name.len < 2 || head.name.at[0] != KEY_TERM ||
	    head.name.len - 2 > sizeof(text))
		return kv_nonsense(c->t, "term's name", err);
	term.kind = head.name.at[1];
	term.len = (uint16_t)(head.name.len - 2);
	memcpy(text, head.name.at + 2, term.len);
	there = dict_find(c, term.kind, text, term.len, &known, err);
	if (there != 1)
		return there == -1 ? -1 : kv_nonsense(c->t, "term", err);
	*out = (struct dict_numbers){ .number = number };
	return known.word ? gram_numbers(c, m, &term, out, err) : 0;
}
