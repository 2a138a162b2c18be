/* dict: the terms of a collection: kind and text to number and label. */
#ifndef INDEX_DICT_H
#define INDEX_DICT_H

#include <stddef.h>
#include <stdint.h>

#include "index/coll.h"
#include "index/doc_int.h"

struct err;

struct dict_term {
	uint32_t	 number;
	struct kv_val	 label;		/* empty: none */
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
/* The numbers of a term and of a word's beginnings, made when they are new. How many, or -1. */
int	dict_numbers(struct coll *, struct dict_met *, const struct doc_term *,
	    uint32_t out[1 + DOC_GRAM_MAX], struct err *);

#endif
