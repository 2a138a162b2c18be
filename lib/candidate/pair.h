/* pair: two persons that may be one, to be judged, or that are known to be two. Table
 * candidate_pair. */
#ifndef CANDIDATE_PAIR_H
#define CANDIDATE_PAIR_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct db;
struct err;

/* Was it judged that somebody of the one and somebody of the other group are two? */
int	candidate_pair_apart(struct db *, int64_t id, int64_t other_id,
	    bool *out, struct err *);
/* To be judged, unless it was. kinds: of candidate/contact.h, what they have in common. */
int	candidate_pair_suggest(struct db *, int64_t company_id, int64_t id,
	    int64_t other_id, const char *kinds, int weight, struct err *);
/* "open", "apart", "joined". */
int	candidate_pair_judge(struct db *, int64_t company_id, int64_t id,
	    int64_t other_id, const char *state, int64_t user_id,
	    struct err *);
/*
 * Nobody of the one group is suggested for one of the other. again: what the user took for two is
 * to be judged once more.
 */
int	candidate_pair_part(struct db *, int64_t company_id, int64_t id,
	    int64_t other_id, int64_t user_id, bool again, struct err *);
/* ["email", "phone"] of "ep". */
void	candidate_pair_reasons(struct buf *, const char *name,
	    const char *kinds);

#endif
