/* doc_int: the terms of a document, one after the other. */
#ifndef INDEX_DOC_INT_H
#define INDEX_DOC_INT_H

#include <stdbool.h>
#include <stdint.h>

#include "index/doc.h"

#define DOC_GRAM_MAX	5	/* characters of a beginning that is a term of its own */

struct doc_term {
	uint8_t		 kind;
	bool		 word;
	const char	*text, *label;	/* label NULL: none */
	uint16_t	 len, label_len;
};
/* Steps over the first of the terms; false: there are none left. */
bool	 index_doc_next(const char **at, const char *end, struct doc_term *);
/* The kind of the beginnings of a kind of words. */
uint8_t	 index_doc_gram_kind(uint8_t kind);
/* Its words, or its other terms, in 64 bits: those that are put alike have the same. */
uint64_t index_doc_print(const struct index_doc *, bool words);
/* FNV-1a, begun with 0. */
uint64_t index_doc_hash(uint64_t, const void *, size_t);

#endif
