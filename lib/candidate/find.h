/* find: candidates by filters and order: pages of them, counts of them. The index says which and
 * how many, table candidate has the rows. */
#ifndef CANDIDATE_FIND_H
#define CANDIDATE_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/words.h"
#include "io/cursor.h"

struct conf;
struct db;
struct db_rows;
struct err;
struct index_read;
struct index_set;
struct web_req;

#define CANDIDATE_FIND_ANY	50	/* values of one filter */
#define CANDIDATE_FIND_PAGE	200	/* largest page */

struct candidate_texts {
	size_t		 n;
	const char	*v[CANDIDATE_FIND_ANY];
};
/* Some words, all of which must be met. */
struct candidate_words {
	struct words_want	 wants[WORDS_ASKED];
	size_t			 n;		/* 0, and asked: nothing is found */
	bool			 asked;
};
/* From min to max; either may be left out. */
struct candidate_span {
	int64_t	min, max;
	bool	has_min, has_max;
};

/* Several values of one filter: any of them, but of skills all; several filters: all of them.
 * Texts are borrowed. */
struct candidate_filter {
	struct candidate_texts	 platform, skill, tag, state, currency, has,
				 known;
	struct candidate_words	 words, place;
	struct candidate_span	 experience;	/* tenths of a year */
	struct candidate_span	 salary;
	struct candidate_span	 updated, created;	/* ms */
	bool			 imported, imported_asked;
	bool			 unknown;	/* neither in Huntflow nor ClickUp */
};

extern const char *const candidate_orders[];	/* "-updated_at" is the usual one */

struct candidate_slice {
	const char	*order;		/* NULL: the usual one */
	const char	*after;		/* a cursor, or NULL */
	size_t		 size;		/* 1 .. CANDIDATE_FIND_PAGE */
	int64_t		 skip;
};
struct candidate_found {
	int64_t	total;
	char	next[CURSOR_SIZE];	/* "": there is no further page */
};

/* The company's index of this moment; *out NULL: it never had a candidate. ERR_DOWN, code
 * "index.indexing", while it is being made. */
int	candidate_find_open(struct db *, const struct web_req *,
	    struct index_read **out, struct err *);
/* The same where there is no request. */
int	candidate_find_open_of(struct db *, const struct conf *,
	    int64_t company_id, struct index_read **out, struct err *);
/* Then candidate_next row by row (*rows NULL: none). ERR_INPUT on the field "after". */
int	candidate_find(struct db *, int64_t company_id, struct index_read *,
	    const struct candidate_filter *, const struct candidate_slice *,
	    struct db_rows **, struct candidate_found *, struct err *);
/* What matches, as a set of the index; NULL: all. */
int	candidate_find_set(struct index_read *, const struct candidate_filter *,
	    struct index_set **, struct err *);
/* Ids of all that match, in ascending order, to be freed. More than most: ERR_INPUT "length" on
 * that field. */
int	candidate_find_ids(struct index_read *,
	    const struct candidate_filter *, size_t most, const char *field,
	    int64_t **ids, size_t *n, struct err *);
int	candidate_find_count(struct index_read *,
	    const struct candidate_filter *, int64_t *, struct err *);

#endif
