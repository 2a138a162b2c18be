/* search_row: the people that a search brings, as they are stored: a row for each person, with all
 * the places where it was found, how well it fits and why, and what is known of it already. */
#ifndef CANDIDATE_SEARCH_ROW_H
#define CANDIDATE_SEARCH_ROW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

struct candidate_viewer;
struct db;
struct err;
struct integration;
struct score_weights;
struct wish;

/* Zero it before use. wish, weights: of the search, or NULL: nobody asks for scores; only_new:
 * those who were known before get no row. */
struct candidate_rows {
	const struct wish		*wish;
	const struct score_weights	*weights;
	json_t	*list;		/* array of rows, in the order they came */
	json_t	*by_id;
	bool	 only_new;
};
void	candidate_rows_clear(struct candidate_rows *);
#define own_candidate_rows	cleanup(candidate_rows_clear)

/* How many were not known to the integration before, to nobody, say something else now, and were
 * left out: they were erased. */
struct candidate_counts {
	int64_t	 sources, persons, updated, erased;
};
/*
 * Stores people found by an integration (an array of platform/found.h's, NULL: nobody) by
 * candidate_put_many, and counts them in its log, all of it or nothing. applied: as in
 * score_reasons.
 */
int	candidate_rows_add(struct db *, const struct integration *,
	    const json_t *found, unsigned applied, struct candidate_rows *,
	    struct candidate_counts *out, struct err *);
/* After the last: score, reasons, state, known and is_imported of each; the best come first. */
int	candidate_rows_end(struct db *, const struct candidate_viewer *,
	    struct candidate_rows *, struct err *);

#endif
