/* record: a document as it is kept: its id, its keys, the numbers of its terms and its words. */
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
/* Words change more seldom than other terms, and are many: they are kept apart. */
enum record_part { RECORD_TERMS, RECORD_WORDS, RECORD_PARTS };

/* Numbers, ascending, as they are kept. */
struct record_list {
	const uint8_t	*at, *end;
};
struct record {
	uint64_t		 print[RECORD_PARTS];	/* index_doc_print */
	int64_t			 id;
	struct record_key	 key[INDEX_ORDERS_MAX];
	struct record_list	 list[RECORD_PARTS];
};
/* 1 there, 0 not, -1. Lives as long as the value, as kv_get's. */
int	record_get(struct coll *, uint32_t ordinal, size_t norders,
	    struct record *, struct err *);
/* Of a copy of the kept bytes. 0 or -1: they are no record. */
int	record_parse(const uint8_t *, size_t, size_t norders, struct record *);
/* The lists are those of record_list_write. */
void	record_write(struct buf *, const struct index_doc *, size_t norders,
	    const uint64_t print[RECORD_PARTS],
	    const struct buf list[RECORD_PARTS]);
/* Numbers ascending. */
void	record_list_write(struct buf *, const uint32_t *, size_t);
/* The next of a list: 1, none is left 0, nonsense -1. *number: the last one, 0 at first. */
int	record_list_next(struct record_list *, uint32_t *number);

/* Seven bits a byte, the lowest first. */
void	record_number_put(struct buf *, uint64_t);
/* NULL: cut short. */
const uint8_t *record_number(const uint8_t *at, const uint8_t *end, uint64_t *);

struct key record_doc_key(const struct coll *, uint32_t ordinal);

#endif
