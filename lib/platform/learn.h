/*
 * learn: which wishes matter, learned from whom a team keeps, imports and hides. One step of a
 * logistic regression for each decision: where the score of the wishes met said otherwise, each
 * wish that was met or not moves a little. Pure.
 */
#ifndef PLATFORM_LEARN_H
#define PLATFORM_LEARN_H

#include <jansson.h>
#include <stdbool.h>

#include "platform/score.h"

#define LEARN_NEEDED	10	/* decisions before what was learned is used */
#define LEARN_MAX	5.0	/* how far a weight moves from the usual one, up or down */

/* Zero it: nothing was learned. Each is -LEARN_MAX to LEARN_MAX, whatever comes in. */
struct learned {
	double	bias;
	double	of[SCORE_WISHES];
};

/* reasons: as of score_reasons; those that are none, and unknown ones, teach nothing. liked: the
 * person was kept or imported, else hidden. */
void	learn_step(struct learned *, const json_t *reasons, bool liked);
/* The usual weights, moved by what was learned: whole numbers, 0 to SCORE_WEIGHT_MAX. */
void	learn_weights(const struct learned *, struct score_weights *out);

/* As it is kept: [bias, weight, ...]. What is no such array reads as nothing learned. */
json_t	*learn_json(const struct learned *);
void	 learn_read(const json_t *, struct learned *out);

#endif
