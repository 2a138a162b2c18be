#include "platform/score.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/words.h"
#include "io/field.h"
#include "platform/wish.h"

#define DAY_MS	INT64_C(86400000)
#define TEXTS	128	/* of one person that keywords are looked for in */

enum met { NO, UNKNOWN, YES };
static const char *const met_names[] = { "no", "unknown", "yes" };
static const int64_t usual[SCORE_WISHES] = { 5, 3, 3, 3, 1, 1 };

/* --- weights --- */

void
score_weights_usual(struct score_weights *out)
{
	memcpy(out->of, usual, sizeof(usual));
}

int
score_weights_read(const json_t *body, struct score_weights *out,
    struct err *err)
{
	const char	*names[SCORE_WISHES + 1] = { NULL };
	json_t		*doc = NULL;
	const int	 known = err->nfields;
	int		 rc = 0;

	if (field_object_opt(body, "weights", &doc, err) == -1)
		return -1;
	score_weights_usual(out);
	for (size_t i = 0; i < SCORE_WISHES; i++) {
		names[i] = wish_name(1U << i);
		if (doc != NULL)
			rc |= field_int_opt(doc, names[i], 0,
			    SCORE_WEIGHT_MAX, &out->of[i], err);
	}
	if (doc != NULL)
		rc |= field_only(doc, names, err);
	return rc == 0 ? 0 : err_within(err, known, "weights");
}

json_t *
score_weights_json(const struct score_weights *weights)
{
	json_t	*doc = json_object();

	for (size_t i = 0; i < SCORE_WISHES; i++)
		json_object_set_new(doc, wish_name(1U << i), json_integer(
		    weights->of[i]));
	return doc;
}

/* --- what is met --- */

static void
add(json_t *reasons, unsigned wish, const char *value, enum met met)
{
	json_array_append_new(reasons, json_pack("{s:s, s:s?, s:s}", "wish",
	    wish_name(wish), "value", value, "met", met_names[met]));
}

/* The texts of a person that say what they can do. */
struct texts {
	const char	*v[TEXTS];
	size_t		 n;
};

static void
take(struct texts *texts, const json_t *doc, const char *name)
{
	const char	*text = json_string_value(json_object_get(doc, name));

	if (text != NULL && texts->n < TEXTS)
		texts->v[texts->n++] = text;
}

static void
take_all(struct texts *texts, const json_t *found)
{
	const json_t	*one;
	size_t		 i;

	take(texts, found, "current_position");
	take(texts, found, "summary");
	json_array_foreach(json_object_get(found, "experience"), i, one) {
		take(texts, one, "position");
		take(texts, one, "description");
	}
	json_array_foreach(json_object_get(found, "skills"), i, one)
		if (texts->n < TEXTS)
			texts->v[texts->n++] = json_string_value(one);
}

static bool
is_latin(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* Names of techniques have one form; other words have endings. */
static void
judge_keywords(json_t *reasons, const struct wish *wish, const json_t *found)
{
	own_buf struct buf	 words = { 0 };
	struct texts		 texts = { 0 };
	const bool		 whole = json_array_size(json_object_get(found,
				    "skills")) > 0 && json_is_string(
				    json_object_get(found, "summary"));
	const json_t		*one;
	size_t			 i;

	take_all(&texts, found);
	words_index(texts.v, texts.n, &words);
	json_array_foreach(wish->keywords, i, one) {
		const char	*word = json_string_value(one);

		add(reasons, WISH_KEYWORDS, word, words_match(buf_str(&words),
		    word, is_latin(word)) ? YES : whole ? NO : UNKNOWN);
	}
}

static enum met
judge_locations(const struct wish *wish, unsigned applied, const json_t *found)
{
	own_buf struct buf	 words = { 0 };
	const char		*place = json_string_value(json_object_get(
				    found, "location"));
	const json_t		*one;
	size_t			 i;

	if (place == NULL)
		return (applied & WISH_LOCATIONS) != 0 ? YES : UNKNOWN;
	words_index(&place, 1, &words);
	json_array_foreach(wish->locations, i, one)
		if (words_match(buf_str(&words), json_string_value(one),
		    false))
			return YES;
	/* A town of a region that was asked for: the board knows which are. */
	return (applied & WISH_LOCATIONS) != 0 ? YES : NO;
}

static enum met
judge_experience(const struct wish *wish, const json_t *found)
{
	const json_t	*value = json_object_get(found, "experience_years");
	const double	 years = json_number_value(value);

	if (!json_is_number(value))
		return UNKNOWN;
	return (wish->experience_min < 0 || years >= (double)
	    wish->experience_min) && (wish->experience_max < 0 || years <
	    (double)wish->experience_max + 1) ? YES : NO;
}

/* Sums of different currencies are not compared. */
static enum met
judge_salary(const struct wish *wish, const json_t *found)
{
	const json_t	*low = json_object_get(found, "salary_min");
	const json_t	*high = json_object_get(found, "salary_max");
	const char	*currency = json_string_value(json_object_get(found,
			    "currency"));
	int64_t		 min, max;

	if ((!json_is_integer(low) && !json_is_integer(high)) ||
	    wish->currency[0] == '\0' || currency == NULL || strcmp(currency,
	    wish->currency) != 0)
		return UNKNOWN;
	min = json_integer_value(json_is_integer(low) ? low : high);
	max = json_integer_value(json_is_integer(high) ? high : low);
	return (wish->salary_min < 0 || max >= wish->salary_min) &&
	    (wish->salary_max < 0 || min <= wish->salary_max) ? YES : NO;
}

static enum met
judge_updated(const struct wish *wish, const json_t *found, int64_t now_ms)
{
	const char	*text = json_string_value(json_object_get(found,
			    "updated_at"));
	int64_t		 at_ms;

	if (text == NULL || clock_parse(text, &at_ms) == -1)
		return UNKNOWN;
	return at_ms >= now_ms - wish->updated_within_days * DAY_MS ? YES : NO;
}

json_t *
score_reasons(const struct wish *wish, unsigned applied, const json_t *found,
    int64_t now_ms)
{
	const unsigned	 given = wish_given(wish);
	json_t		*reasons = json_array();

	if ((given & WISH_KEYWORDS) != 0)
		judge_keywords(reasons, wish, found);
	if ((given & WISH_LOCATIONS) != 0)
		add(reasons, WISH_LOCATIONS, NULL, judge_locations(wish,
		    applied, found));
	if ((given & WISH_EXPERIENCE) != 0)
		add(reasons, WISH_EXPERIENCE, NULL, judge_experience(wish,
		    found));
	if ((given & WISH_SALARY) != 0)
		add(reasons, WISH_SALARY, NULL, judge_salary(wish, found));
	if ((given & WISH_EMPLOYMENT) != 0)
		add(reasons, WISH_EMPLOYMENT, NULL, (applied &
		    WISH_EMPLOYMENT) != 0 ? YES : UNKNOWN);
	if ((given & WISH_UPDATED) != 0)
		add(reasons, WISH_UPDATED, NULL, judge_updated(wish, found,
		    now_ms));
	return reasons;
}

/* --- several places, and the sum --- */

static enum met
met_of(const json_t *reason)
{
	const char	*name = field_str(reason, "met");

	return strcmp(name, "yes") == 0 ? YES : strcmp(name, "no") == 0 ? NO :
	    UNKNOWN;
}

/* Known wins over unknown, and yes over no. */
static enum met
better(enum met a, enum met b)
{
	if (a == YES || b == YES)
		return YES;
	return a == NO || b == NO ? NO : UNKNOWN;
}

void
score_merge(json_t *reasons, const json_t *more)
{
	json_t	*one;
	size_t	 i;

	json_array_foreach(reasons, i, one)
		json_object_set_new(one, "met", json_string(met_names[better(
		    met_of(one), met_of(json_array_get(more, i)))]));
}

static double
weight_of(const json_t *reason, size_t keywords,
    const struct score_weights *weights)
{
	const char	*name = field_str(reason, "wish");

	for (size_t i = 0; i < SCORE_WISHES; i++)
		if (strcmp(name, wish_name(1U << i)) == 0)
			return (double)weights->of[i] / (i == 0 ?
			    (double)keywords : 1);
	return 0;
}

int
score_of(const json_t *reasons, const struct score_weights *weights)
{
	static const double	 worth[] = { [NO] = 0, [UNKNOWN] = 0.5,
				    [YES] = 1 };
	const json_t		*one;
	double			 all = 0, got = 0;
	size_t			 i, keywords = 0;

	json_array_foreach(reasons, i, one)
		keywords += strcmp(field_str(one, "wish"), "keywords") == 0;
	json_array_foreach(reasons, i, one) {
		const double	weight = weight_of(one, keywords, weights);

		all += weight;
		got += weight * worth[met_of(one)];
	}
	return all > 0 ? (int)(100 * got / all + 0.5) : -1;
}
