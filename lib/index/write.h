/* write: changes to a collection, all or none of them: documents put and dropped, and the position
 * that is reached by them. */
#ifndef INDEX_WRITE_H
#define INDEX_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "index/doc.h"

struct err;
struct index_store;
struct index_write;

/*
 * How far the collection follows its rows: two numbers of the caller's, compared for equality
 * here and for order by the caller. {0, 0}: it is empty, or was begun anew.
 */
struct index_position {
	int64_t	 rev, id;
};

/*
 * Waits for other writers. What is put, dropped and set takes effect at commit, as a whole; a
 * write that is closed without it did nothing. After a change that failed commit is refused
 * (ERR_INTERNAL). One batch of some thousand documents costs far less than as many batches. A
 * document that is put with the terms and keys it has already costs a comparison.
 */
int	index_write_begin(struct index_store *, const struct index_shape *,
	    int64_t collection, struct index_write **, struct err *);
void	index_write_position(const struct index_write *, struct index_position *);
int	index_write_put(struct index_write *, const struct index_doc *,
	    struct err *);
/* An id that is not there is no error. */
int	index_write_drop(struct index_write *, int64_t id, struct err *);
/* All documents of the collection; its position becomes {0, 0}. */
int	index_write_clear(struct index_write *, struct err *);
/* Kept beside the position, at most INDEX_NOTE_MAX bytes; a clear removes it. */
#define INDEX_NOTE_MAX	256
int	index_write_note(struct index_write *, const void *, size_t,
	    struct err *);
int	index_write_commit(struct index_write *, const struct index_position *,
	    struct err *);
void	index_write_close(struct index_write **);
#define own_index_write	cleanup(index_write_close)

#endif
