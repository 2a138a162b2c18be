/* ask: a set of documents by several conditions at once. Which few have them is known beforehand:
 * those first, and of the next one only what is left is read. */
#ifndef INDEX_ASK_H
#define INDEX_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

struct err;
struct index_read;
struct index_set;
struct words_want;

/* Zero it before use. */
struct index_ask {
	struct index_step	*v;
	size_t			 n, room;
	bool			 none;		/* nothing can meet it */
};
void	index_ask_clear(struct index_ask *);
#define own_index_ask	cleanup(index_ask_clear)

/* Documents with any of these terms; texts are copied, folded: as unicode_folded makes them. */
void	index_ask_any(struct index_ask *, char kind, bool folded,
	    const char *const *texts, size_t n);
/* Documents with such words (words_wants; borrowed); none of them: nothing meets it. */
void	index_ask_words(struct index_ask *, char kind,
	    const struct words_want *, size_t n);
/* The set is narrowed to what meets all of it; NULL: all documents, and it stays so when nothing is
 * asked. */
int	index_ask_narrow(struct index_ask *, struct index_read *,
	    struct index_set **, struct err *);

#endif
