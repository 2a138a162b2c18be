#include "index/doc.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "index/doc_int.h"

/* A term in the buffer: this, its text, its label. */
struct head {
	uint8_t		kind;
	uint8_t		word, labelled;
	uint16_t	len, label_len;
};

void
index_doc_clear(struct index_doc *doc)
{
	buf_clear(&doc->terms);
	*doc = (struct index_doc){ 0 };
}

static void
add(struct index_doc *doc, char kind, bool word, const char *text,
    const char *label)
{
	struct head	 head;

	memset(&head, 0, sizeof(head));		/* the gaps too: it is hashed */
	head.kind = (uint8_t)kind & 0x7f;
	head.word = word;
	head.labelled = label != NULL;
	head.len = (uint16_t)utf8_cut(text, INDEX_TERM_MAX);
	if (label != NULL)
		head.label_len = (uint16_t)utf8_cut(label, INDEX_TERM_MAX);
	buf_add(&doc->terms, &head, sizeof(head));
	buf_add(&doc->terms, text, head.len);
	buf_add(&doc->terms, label, head.label_len);
}

void
index_doc_term(struct index_doc *doc, char kind, const char *text,
    const char *label)
{
	add(doc, kind, false, text, label);
}

void
index_doc_word(struct index_doc *doc, char kind, const char *word)
{
	add(doc, kind, true, word, NULL);
}

struct index_key
index_key_number(int64_t n)
{
	struct index_key	 key = { .len = 8 };
	const uint64_t		 bits = (uint64_t)n ^ (uint64_t)1 << 63;

	for (int i = 0; i < 8; i++)
		key.bytes[i] = (uint8_t)(bits >> (56 - 8 * i));
	return key;
}

int64_t
index_number_of(const struct index_key *key)
{
	uint64_t	 bits = 0;

	for (size_t i = 0; i < 8; i++)
		bits = bits << 8 | key->bytes[i];
	return (int64_t)(bits ^ (uint64_t)1 << 63);
}

void
index_doc_number(struct index_doc *doc, size_t order, int64_t n)
{
	doc->keys[order] = index_key_number(n);
}

void
index_doc_bytes(struct index_doc *doc, size_t order, const void *bytes,
    size_t len)
{
	struct index_key	*key = &doc->keys[order];

	key->len = len < INDEX_KEY_MAX ? len : INDEX_KEY_MAX;
	memcpy(key->bytes, bytes, key->len);
}

bool
index_doc_next(const char **at, const char *end, struct doc_term *out)
{
	struct head	 head;

	if (*at == end)
		return false;
	memcpy(&head, *at, sizeof(head));
	out->kind = head.kind;
	out->word = head.word;
	out->text = *at + sizeof(head);
	out->len = head.len;
	out->label = head.labelled ? out->text + head.len : NULL;
	out->label_len = head.label_len;
	*at = out->text + head.len + head.label_len;
	return true;
}

uint8_t
index_doc_gram_kind(uint8_t kind)
{
	return kind | 0x80;
}

uint64_t
index_doc_hash(uint64_t hash, const void *bytes, size_t len)
{
	const uint8_t	*at = bytes;

	if (hash == 0)
		hash = 0xcbf29ce484222325;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * 0x100000001b3;
	return hash;
}

uint64_t
index_doc_print(const struct index_doc *doc, bool words)
{
	const char	*at = doc->terms.data;
	const char	*end = doc->terms.len == 0 ? at : at + doc->terms.len;
	const char	*from = at;
	struct doc_term	 term;
	uint64_t	 hash = index_doc_hash(0, NULL, 0);

	for (; index_doc_next(&at, end, &term); from = at)
		if (term.word == words)
			hash = index_doc_hash(hash, from, (size_t)(at - from));
	return hash;
}
