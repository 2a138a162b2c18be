/* ranking: what a company's decisions taught of its wishes: for all searches, and for each saved
 * one. Tables candidate_ranking and candidate_lesson. */
#ifndef CANDIDATE_RANKING_H
#define CANDIDATE_RANKING_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "platform/learn.h"

struct caller;
struct db;
struct err;
struct score_weights;
struct wish;

/* search_id: a saved search, 0: all that the company looks for. */
struct ranking {
	int64_t		 company_id, search_id;
	bool		 enabled;
	int64_t		 liked, hidden;	/* decisions */
	struct learned	 learned;
};
/* What a search is ranked by: its own ranking when that has learned enough, else the company's.
 * Where nothing was learned yet, one without decisions, enabled. */
int	ranking_get(struct db *, int64_t company_id, int64_t search_id,
	    struct ranking *out, struct err *);
/* {enabled, used, needed, liked, hidden, saved_search, weights, usual}; used: it decides the order
 * of whoever set no weights by hand. */
json_t	*ranking_json(const struct ranking *);
/*
 * What a search is ranked by: weights as body (score_weights_read) sets them, or, where it sets
 * none, those of the ranking in use. from: "search", "decisions" or "usual".
 */
int	ranking_choose(struct db *, int64_t company_id, int64_t search_id,
	    const json_t *body, struct score_weights *, const char **from,
	    struct err *);

/* The same of a search that is asked for now: body's saved_search is one that the user may see.
 * ERR_ABSENT. */
int	ranking_read(const struct caller *, const json_t *body,
	    struct score_weights *, const char **from, struct err *);

int	ranking_enable(struct db *, int64_t company_id, bool enabled,
	    struct err *);
/* All that was learned is forgotten, of all searches. */
int	ranking_reset(struct db *, int64_t company_id, struct err *);
/* That of a saved search that goes. */
int	ranking_drop(struct db *, int64_t search_id, struct err *);

/* These people, seen by the light of the wish, were kept or imported (liked), or hidden. Those
 * that are not there teach nothing. */
struct ranking_lesson {
	int64_t			 company_id, search_id;
	const struct wish	*wish;
	const int64_t		*ids;
	size_t			 n;
	bool			 liked;
};
int	ranking_teach(struct db *, const struct ranking_lesson *,
	    struct err *);

#endif
