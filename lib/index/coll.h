/* coll: a collection within a transaction: its head, its slot in the store, how it is emptied. */
#ifndef INDEX_COLL_H
#define INDEX_COLL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/kv.h"
#include "index/write.h"

struct err;
struct index_kept;

#define COLL_ALL	0	/* the posting of all documents */
#define COLL_FREE	1	/* that of the ordinals to be used again */
#define COLL_NUMBERS	2	/* the first number of a term or a node */

struct coll_head {
	uint32_t	 slot;
	uint32_t	 next_ordinal, next_number;
	int64_t		 count;
	int64_t		 nfree;
	struct index_position position;
	int64_t		 changed_ms;
};
struct coll {
	struct kv_txn		*t;
	struct kv_cursor	*at;
	int64_t			 id;
	uint32_t		 version;	/* of the shape */
	struct coll_head	 head;		/* slot 0: there is none */
};

/* The head is zero when there is none of this version. */
int	coll_open(struct coll *, struct kv_txn *, int64_t id, uint32_t version,
	    struct err *);
void	coll_close(struct coll *);
int	coll_save(struct coll *, struct err *);
/* Begun anew under another slot; the sweeps of later writes remove what the old one holds. */
int	coll_renew(struct coll *, struct err *);
int	coll_sweep(struct coll *, struct err *);
/* Removes all collections of the file but these, and of these other versions after a day. */
int	coll_keep(struct kv_txn *, const struct index_kept *, size_t n,
	    struct err *err);
/* A key of the collection. */
struct key coll_key(const struct coll *, char table);

#endif
