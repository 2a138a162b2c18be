/* set: documents of one read, as a set. Sets of different reads must not meet. */
#ifndef INDEX_SET_H
#define INDEX_SET_H

#include <stdint.h>

struct index_set;

struct index_set *index_set_new(void);		/* empty */
void	index_set_free(struct index_set **);
#define own_index_set	cleanup(index_set_free)

int64_t	index_set_count(const struct index_set *);
int64_t	index_set_count_and(const struct index_set *, const struct index_set *);
/* The first becomes what is in both, in either, in it but not in the other. */
void	index_set_and(struct index_set *, const struct index_set *);
void	index_set_or(struct index_set *, const struct index_set *);
void	index_set_but(struct index_set *, const struct index_set *);

#endif
