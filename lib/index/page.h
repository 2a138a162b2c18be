/* page: a page of a set by the name of its order, and the address of the next one. */
#ifndef INDEX_PAGE_H
#define INDEX_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/find.h"
#include "io/cursor.h"

/* What a list may be sorted by; bytes: its keys are texts, else numbers. */
struct index_order {
	const char	*name;
	size_t		 order;
	bool		 backward, bytes;
};
/* The one of that name (NULL: the first) of n of them; NULL: there is none. */
const struct index_order *index_page_order(const struct index_order *, size_t n,
	    const char *name);

struct index_page {
	const struct index_order *order;
	const char	*after;		/* a cursor, or NULL */
	const struct index_key *low, *high;	/* as of struct index_slice */
	int64_t		 skip;
	size_t		 size;
};
/*
 * NULL: nothing is in the index yet. hits has room for one more than size; n: at most size. next:
 * "" when there is no further page.
 * ERR_INPUT on the field "after": no cursor of this order.
 */
int	index_page_find(struct index_read *, const struct index_set *within,
	    const struct index_page *, struct index_hit *hits, size_t *n,
	    char next[CURSOR_SIZE], struct err *);

#endif
