/* edit: what the team changes of candidates: corrections, tags, states, consent; one or many. */
#ifndef CANDIDATE_EDIT_H
#define CANDIDATE_EDIT_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct candidate_by;
struct candidate_form;
struct db;
struct err;

/* ERR_ABSENT; ERR_CONFLICT "candidate.version": somebody changed it since. */
int	candidate_edit(struct db *, const struct candidate_by *, int64_t id,
	    const struct candidate_form *, struct err *);

struct candidate_many {
	const int64_t	*ids;
	size_t		 n;
	const char	*state;		/* NULL: as it is */
	const json_t	*add_tags, *remove_tags;	/* arrays, or NULL */
};
/* All or none: ERR_ABSENT. before: an array that gains {id, state, tags} as each had them that is
 * otherwise now. */
int	candidate_edit_many(struct db *, const struct candidate_by *,
	    const struct candidate_many *, json_t *before, struct err *);

#endif
