/* facet: what the candidates have, and how many of them, to choose filters by. */
#ifndef CANDIDATE_FACET_H
#define CANDIDATE_FACET_H

struct buf;
struct candidate_filter;
struct err;
struct index_read;

/* {total, platforms: [{name, count}], states, skills, tags, currencies, known}: of those that the
 * filter finds, the most frequent first, 30 of each at most. read NULL: there are none. */
int	candidate_facet_emit(struct index_read *,
	    const struct candidate_filter *, struct buf *out, struct err *);

#endif
