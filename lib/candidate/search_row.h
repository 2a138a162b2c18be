/* search_row: the people that a search brings, as they are stored: a row for each person, with all
 * the places where it was found. */
#ifndef CANDIDATE_SEARCH_ROW_H
#define CANDIDATE_SEARCH_ROW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

struct db;
struct err;

/* Zero it before use; only_new: those who were known before get no row. */
struct candidate_rows {
	json_t	*list;		/* array of rows, in the order they came */
	json_t	*by_id;
	bool	 only_new;
};
void	candidate_rows_clear(struct candidate_rows *);
#define own_candidate_rows	cleanup(candidate_rows_clear)

/* How many were not known to the integration before, to nobody, and say something else now. */
struct candidate_counts {
	int64_t	 sources, persons, updated;
};
/*
 * Stores people found by an integration (an array of platform/found.h's, NULL: nobody), each by
 * candidate_put. Adds to the counts. One that cannot be stored for what it says is left out, and
 * logged.
 */
int	candidate_rows_add(struct db *, int64_t company_id,
	    int64_t connection_id, const json_t *found,
	    struct candidate_rows *, struct candidate_counts *, struct err *);

#endif
