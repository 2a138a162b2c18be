/* read: one moment of a collection: sets of its documents by term, word and range; how many have
 * each term. */
#ifndef INDEX_READ_H
#define INDEX_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/shape.h"
#include "index/write.h"

struct err;
struct index_read;
struct index_set;
struct index_store;

/* Writers go on meanwhile and are not seen; hold it for one answer only. */
int	index_read_begin(struct index_store *, const struct index_shape *,
	    int64_t collection, struct index_read **, struct err *);
void	index_read_close(struct index_read **);
#define own_index_read	cleanup(index_read_close)

void	index_read_position(const struct index_read *, struct index_position *);
int64_t	index_read_count(const struct index_read *);
/* The note beside the position; *len 0: there is none. */
int	index_read_note(struct index_read *, uint8_t out[INDEX_NOTE_MAX],
	    size_t *len, struct err *);

/* --- sets of documents: each is a new one, to be freed by the caller --- */

int	index_read_all(struct index_read *, struct index_set **, struct err *);
int	index_read_term(struct index_read *, char kind, const char *text,
	    struct index_set **, struct err *);
/* Documents with a word of this kind that begins so (index_doc_word). */
int	index_read_prefix(struct index_read *, char kind, const char *word,
	    struct index_set **, struct err *);
/* from <= key <= to; NULL: no bound. */
int	index_read_range(struct index_read *, size_t order,
	    const struct index_key *from, const struct index_key *to,
	    struct index_set **, struct err *);
/* Those of these ids that are in the collection. */
int	index_read_ids(struct index_read *, const int64_t *ids, size_t n,
	    struct index_set **, struct err *);

/*
 * --- A set is narrowed to those of its documents that are in such a set too; NULL: all documents,
 * it becomes a new set. Only what it has is read: begin with what has the fewest. ---
 */
/* Documents with any of the terms. */
int	index_read_narrow_terms(struct index_read *, char kind,
	    const char *const *texts, size_t, struct index_set **,
	    struct err *);
/* Documents with none of the terms. */
int	index_read_narrow_without(struct index_read *, char kind,
	    const char *const *texts, size_t, struct index_set **,
	    struct err *);
int	index_read_narrow_prefix(struct index_read *, char kind,
	    const char *word, struct index_set **, struct err *);
int	index_read_narrow_range(struct index_read *, size_t order,
	    const struct index_key *from, const struct index_key *to,
	    struct index_set **, struct err *);

/* --- terms --- */

/* How many documents have the term: kept, not counted. */
int	index_read_term_count(struct index_read *, char kind, const char *text,
	    int64_t *, struct err *);
/* How many documents of the set have it. */
int	index_read_term_within(struct index_read *, char kind, const char *text,
	    const struct index_set *, int64_t *, struct err *);
/* At most so many have a word that begins so. */
int	index_read_prefix_most(struct index_read *, char kind, const char *word,
	    int64_t *, struct err *);

/* All terms of a kind in the order of their bytes. Texts live until the read is closed. */
struct index_term {
	const char	*text, *label;
	size_t		 text_len, label_len;
	int64_t		 count;
};
typedef int	index_term_fn(void *arg, const struct index_term *, struct err *);
int	index_read_terms(struct index_read *, char kind, index_term_fn *,
	    void *arg, struct err *);

#endif
