#include "platform/ignored.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "io/field.h"
#include "platform/platform.h"
#include "platform/wish.h"

#define DAY_MS		INT64_C(86400000)
#define FIFTH		5	/* one may have been changed just now, or be written oddly */

enum verdict { SILENT, FITS, AGAINST };

static enum verdict
within(double n, double min, double max)
{
	return n >= min && n <= max ? FITS : AGAINST;
}

/* Boards ask by ranges of years. */
static enum verdict
experience(const struct platform *p, const struct wish *w, int64_t now_ms,
    const json_t *person)
{
	const json_t	*years = json_object_get(person, "experience_years");
	const double	 off = p->years_off;

	(void)now_ms;
	return !json_is_number(years) ? SILENT : within(json_number_value(
	    years), w->experience_min < 0 ? 0 : (double)w->experience_min -
	    off, w->experience_max < 0 ? 1000 : (double)w->experience_max +
	    off);
}

/* In one currency alone: a board may reckon the others. */
static enum verdict
salary(const struct platform *p, const struct wish *w, int64_t now_ms,
    const json_t *person)
{
	const char	*currency = field_str(person, "currency");
	const json_t	*pay = json_object_get(person, "salary_min");

	(void)p;
	(void)now_ms;
	if (!json_is_number(pay) || currency == NULL || strcmp(currency,
	    w->currency[0] != '\0' ? w->currency : "RUB") != 0)
		return SILENT;
	return within(json_number_value(pay), w->salary_min < 0 ? 0 :
	    (double)w->salary_min, w->salary_max < 0 ? 1e15 :
	    (double)w->salary_max);
}

static enum verdict
updated(const struct platform *p, const struct wish *w, int64_t now_ms,
    const json_t *person)
{
	const char	*text = field_str(person, "updated_at");
	int64_t		 at;

	(void)p;
	if (text == NULL || clock_parse(text, &at) == -1)
		return SILENT;
	return at >= now_ms - (w->updated_within_days + 1) * DAY_MS ? FITS :
	    AGAINST;
}

static const struct {
	unsigned	 bit;
	enum verdict	(*judge)(const struct platform *, const struct wish *,
			    int64_t now_ms, const json_t *person);
} wishes[IGNORED_WISHES] = {
	{ WISH_EXPERIENCE, experience }, { WISH_SALARY, salary },
	{ WISH_UPDATED, updated },
};

void
ignored_look(struct ignored *ig, const struct platform *p,
    const struct wish *w, int64_t now_ms, const json_t *found)
{
	const unsigned	given = wish_given(w) & p->wishes;

	for (; ig->looked < json_array_size(found); ig->looked++)
		for (size_t i = 0; i < nitems(wishes); i++) {
			enum verdict	v = (given & wishes[i].bit) == 0 ?
					    SILENT : wishes[i].judge(p, w,
					    now_ms, json_array_get(found,
					    ig->looked));

			ig->said[i] += v != SILENT;
			ig->against[i] += v == AGAINST;
		}
}

void
ignored_note(const struct ignored *ig, struct platform_got *got)
{
	for (size_t i = 0; i < nitems(wishes); i++)
		if (ig->against[i] > 0 &&
		    ig->against[i] * FIFTH >= ig->said[i])
			platform_got_note(got, "platform.ignored",
			    wish_name(wishes[i].bit));
}
