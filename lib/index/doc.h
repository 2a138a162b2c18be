/* doc: a document as it is written to the index: its terms and the keys it is sorted by. */
#ifndef INDEX_DOC_H
#define INDEX_DOC_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "index/shape.h"

#define INDEX_TERM_MAX		480	/* bytes of a term; longer ones are cut at a character */

struct index_key {
	uint8_t	bytes[INDEX_KEY_MAX];
	size_t	len;
};
struct index_doc {
	int64_t			id;	/* the caller's, from 1 */
	struct buf		terms;	/* inside */
	struct index_key	keys[INDEX_ORDERS_MAX];
};
void	index_doc_clear(struct index_doc *);	/* frees; usable anew */
#define own_index_doc	cleanup(index_doc_clear)

/*
 * kind: a letter, the caller's. text: what is compared, byte for byte (fold it before). label
 * (NULL: text): what index_term_next says of it; the newest one stays.
 */
void	index_doc_term(struct index_doc *, char kind, const char *text,
	    const char *label);
/*
 * A word that is found by its beginning too: beginnings up to five characters are terms of their
 * own. A kind has either words or terms.
 */
void	index_doc_word(struct index_doc *, char kind, const char *word);
void	index_doc_number(struct index_doc *, size_t order, int64_t);
void	index_doc_bytes(struct index_doc *, size_t order, const void *, size_t);

/* Eight bytes that compare as the number does. */
struct index_key index_key_number(int64_t);
int64_t	index_number_of(const struct index_key *);

#endif
