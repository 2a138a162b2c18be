/* record: a document as it is kept: its id, its keys, the numbers of its terms. */
#ifndef INDEX_RECORD_H
#define INDEX_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "index/coll.h"
#include "index/doc.h"

struct err;

struct record_key {
	const uint8_t	*bytes;		/* in the kept record */
	size_t		 len;
};
struct record {
	uint64_t		 print;		/* index_doc_print */
	int64_t			 id;
	struct record_key	 key[INDEX_ORDERS_MAX];
	const uint8_t		*terms, *end;
};
/* 1 there, 0 not, -1. Lives as long as the value, as kv_get's. */
int	record_get(struct coll *, uint32_t ordinal, size_t norders,
	    struct record *, struct err *);
/* Of a copy of the kept bytes. 0 or -1: they are no record. */
int	record_parse(const uint8_t *, size_t, size_t norders, struct record *);
/* Numbers ascending. */
void	record_write(struct buf *, const struct index_doc *, size_t norders,
	    uint64_t print, const uint32_t *terms, size_t nterms);
/* The next of its terms: 1, none is left 0, nonsense -1. *number: the last one, 0 at first. */
int	record_term(struct record *, uint32_t *number);

/* Seven bits a byte, the lowest first. */
void	record_number_put(struct buf *, uint64_t);
/* NULL: cut short. */
const uint8_t *record_number(const uint8_t *at, const uint8_t *end, uint64_t *);

struct key record_doc_key(const struct coll *, uint32_t ordinal);

#endif
