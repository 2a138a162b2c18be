/* dict: the terms of a collection: kind and text to number and label. */
#ifndef INDEX_DICT_H
#define INDEX_DICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/coll.h"
#include "index/doc_int.h"

struct err;

struct dict_term {
	uint32_t	 number;
	bool		 word;		/* it has beginnings that are terms */
	struct kv_val	 label;		/* empty: none */
};
/* The number of a term and, of a word, those of its beginnings. */
struct dict_numbers {
	uint32_t	 number;
	uint32_t	 gram[DOC_GRAM_MAX];
	uint32_t	 ngrams;
};
struct key dict_key(const struct coll *, uint8_t kind, const char *text,
	    size_t len);
/* 1 there, 0 not, -1. */
int	dict_find(struct coll *, uint8_t kind, const char *text, size_t len,
	    struct dict_term *, struct err *);
int	dict_parse(struct coll *, struct kv_val, struct dict_term *,
	    struct err *);

/* The terms that a write has met: most of a batch are met again. Zero it before use. */
struct dict_met {
	struct dict_entry	*entry;
	size_t			 n, size;	/* a power of two */
	struct buf		 texts;
};
void	dict_met_clear(struct dict_met *);
/* What is new is made. */
int	dict_numbers(struct coll *, struct dict_met *, const struct doc_term *,
	    struct dict_numbers *, struct err *);
/* The same of a term that is there, by its number. */
int	dict_known(struct coll *, struct dict_met *, uint32_t number,
	    struct dict_numbers *, struct err *);

#endif
