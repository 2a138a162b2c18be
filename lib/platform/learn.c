#include "platform/learn.h"

#include <math.h>
#include <string.h>

#include "io/field.h"
#include "platform/wish.h"

#define RATE	0.3	/* how much one decision moves */
#define DECAY	0.01	/* how much is forgotten by each: the newest count most */

static double
bounded(double x)
{
	return !isfinite(x) ? 0 : x > LEARN_MAX ? LEARN_MAX : x < -LEARN_MAX ?
	    -LEARN_MAX : x;
}

/* 1: met, -1: not met, 0: unknown; of keywords the mean. */
static void
features(const json_t *reasons, double out[SCORE_WISHES])
{
	int		 n[SCORE_WISHES] = { 0 };
	const json_t	*one;
	size_t		 i;

	memset(out, 0, SCORE_WISHES * sizeof(*out));
	json_array_foreach(reasons, i, one) {
		const char	*wish = field_str(one, "wish");
		const char	*met = field_str(one, "met");

		if (wish == NULL || met == NULL)
			continue;
		for (size_t k = 0; k < SCORE_WISHES; k++)
			if (strcmp(wish, wish_name(1U << k)) == 0) {
				n[k]++;
				out[k] += strcmp(met, "yes") == 0 ? 1 :
				    strcmp(met, "no") == 0 ? -1 : 0;
			}
	}
	for (size_t k = 0; k < SCORE_WISHES; k++)
		if (n[k] > 0)
			out[k] /= n[k];
}

void
learn_step(struct learned *l, const json_t *reasons, bool liked)
{
	double	x[SCORE_WISHES], sum, error;

	features(reasons, x);
	sum = l->bias = bounded(l->bias);
	for (size_t k = 0; k < SCORE_WISHES; k++) {
		l->of[k] = bounded(l->of[k]);
		sum += l->of[k] * x[k];
	}
	error = (liked ? 1 : 0) - 1 / (1 + exp(-sum));
	l->bias = bounded(l->bias + RATE * error - RATE * DECAY * l->bias);
	for (size_t k = 0; k < SCORE_WISHES; k++)
		if (x[k] != 0)
			l->of[k] = bounded(l->of[k] + RATE * error * x[k] -
			    RATE * DECAY * l->of[k]);
}

void
learn_weights(const struct learned *l, struct score_weights *out)
{
	score_weights_usual(out);
	for (size_t k = 0; k < SCORE_WISHES; k++) {
		out->of[k] += llround(bounded(l->of[k]));
		if (out->of[k] < 0)
			out->of[k] = 0;
		if (out->of[k] > SCORE_WEIGHT_MAX)
			out->of[k] = SCORE_WEIGHT_MAX;
	}
}

json_t *
learn_json(const struct learned *l)
{
	json_t	*list = json_pack("[f]", bounded(l->bias));

	for (size_t k = 0; k < SCORE_WISHES; k++)
		json_array_append_new(list, json_real(bounded(l->of[k])));
	return list;
}

void
learn_read(const json_t *list, struct learned *out)
{
	memset(out, 0, sizeof(*out));
	if (json_array_size(list) != SCORE_WISHES + 1)
		return;
	out->bias = bounded(json_number_value(json_array_get(list, 0)));
	for (size_t k = 0; k < SCORE_WISHES; k++)
		out->of[k] = bounded(json_number_value(json_array_get(list,
		    k + 1)));
}
