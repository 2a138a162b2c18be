/* score: how well a person fits a wish, with the reason of every part of it. Pure. */
#ifndef PLATFORM_SCORE_H
#define PLATFORM_SCORE_H

#include <jansson.h>
#include <stdint.h>

struct err;
struct wish;

#define SCORE_WISHES		6	/* WISH_KEYWORDS .. WISH_UPDATED, in that order */
#define SCORE_WEIGHT_MAX	10

/* How much each wish counts, 0 to SCORE_WEIGHT_MAX. */
struct score_weights {
	int64_t	of[SCORE_WISHES];
};
void	score_weights_usual(struct score_weights *out);
/* Of body's "weights", an object with any of the names of wishes; the others have their usual
 * weight. ERR_INPUT names each member that is wrong. */
int	score_weights_read(const json_t *body, struct score_weights *out,
	    struct err *);
json_t	*score_weights_json(const struct score_weights *);

/*
 * A reason for each keyword, and for each other wish: [{wish, value, met}]. value: the keyword, or
 * null; met: "yes", "no", "unknown". applied: WISH_* bits by which the board itself chose: it says
 * so where found (platform/found.h) cannot. now_ms: what ages are measured against.
 */
json_t	*score_reasons(const struct wish *, unsigned applied,
	    const json_t *found, int64_t now_ms);
/* Of the same wish about the same person at another place: what one shows is met, what neither
 * knows is unknown. */
void	score_merge(json_t *reasons, const json_t *more);
/*
 * 0 to 100: the share of the weight that is met; what is unknown counts for a half. The keywords
 * share their weight. -1: there is no reason with a weight, and so no score.
 */
int	score_of(const json_t *reasons, const struct score_weights *);

#endif
