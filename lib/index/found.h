/* found: postings of terms that a question names, and the documents of any of them. */
#ifndef INDEX_FOUND_H
#define INDEX_FOUND_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct err;
struct index_read;
struct index_set;

/* Zero it before use. */
struct found {
	uint32_t	*number;
	size_t		 n, room;
};
void	found_clear(struct found *);
#define own_found	cleanup(found_clear)
void	found_add(struct found *, uint32_t number);

/* That of the term, if there is one and it is not found yet. */
int	found_term(struct index_read *, uint8_t kind, const char *text,
	    size_t len, struct found *, struct err *);
/* How many documents they have, one that several have as often. */
int	found_count(struct index_read *, const struct found *, int64_t *,
	    struct err *);
/* Their documents, of those within, if that is not NULL: a new set. */
int	found_read(struct index_read *, const struct found *,
	    const struct index_set *within, struct index_set **out,
	    struct err *);
/* The set is narrowed to these; NULL: it becomes a new one. */
int	found_narrow(struct index_read *, const struct found *,
	    struct index_set **, struct err *);
/* The set loses these. */
int	found_leave(struct index_read *, const struct found *,
	    struct index_set *, struct err *);

#endif
