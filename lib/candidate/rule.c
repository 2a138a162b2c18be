#include "candidate/rule.h"

#include <string.h>

#include "base/mem.h"
#include "candidate/contact.h"
#include "io/unicode.h"
#include "person/match.h"

#define DOUBT	70	/* what other names take from an exact one */

static const struct { char kind; int weight; } kinds_of[] = {
	{ CONTACT_LINK, 140 }, { CANDIDATE_BIRTH, 130 },
	{ CONTACT_EMAIL, 120 }, { CONTACT_PHONE, 110 },
};

static bool
known(const char *text)
{
	return text != NULL && *text != '\0';
}

static bool
contradict_days(const struct candidate_facts *a,
    const struct candidate_facts *b)
{
	return known(a->birth_date) && known(b->birth_date) &&
	    strcmp(a->birth_date, b->birth_date) != 0;
}

static bool
contradict_names(const struct candidate_facts *a,
    const struct candidate_facts *b)
{
	const struct person_facts	x = { .first = a->first,
		.last = a->last };
	const struct person_facts	y = { .first = b->first,
		.last = b->last };

	return person_match_differ(&x, &y) ||
	    person_match_first_differ(&x, &y) ||
	    person_match_middle_differ(a->middle, b->middle);
}

static bool
same_company(const struct candidate_facts *a, const struct candidate_facts *b)
{
	own_str char	*x = known(a->company) ? unicode_folded(a->company) :
			    NULL;
	own_str char	*y = known(b->company) ? unicode_folded(b->company) :
			    NULL;

	return x != NULL && y != NULL && strcmp(x, y) == 0;
}

/* An exact one: the heaviest. */
static int
exact(const char *kinds)
{
	for (size_t i = 0; i < nitems(kinds_of); i++)
		if (strchr(kinds, kinds_of[i].kind) != NULL)
			return kinds_of[i].weight;
	return 0;
}

/* Of a name alone: in the same town or firm, or one that few have. */
static int
likely(const struct candidate_facts *a, const struct candidate_facts *b,
    const char *kinds, bool rare)
{
	const bool	town = strchr(kinds, CANDIDATE_TOWN) != NULL;

	if ((!town && strchr(kinds, CANDIDATE_NAME) == NULL) ||
	    contradict_days(a, b) || contradict_names(a, b))
		return 0;
	return (town ? 50 : 0) + (same_company(a, b) ? 60 : 0) +
	    (rare ? 20 : 0);
}

enum candidate_verdict
candidate_rule(const struct candidate_facts *a,
    const struct candidate_facts *b, const char *kinds, bool rare, int *weight)
{
	const int	sure = exact(kinds);

	if (sure == 0) {
		*weight = likely(a, b, kinds, rare);
		return *weight > 0 ? CANDIDATE_LIKELY : CANDIDATE_OTHER;
	}
	*weight = sure;
	if ((a->user && b->user) || contradict_days(a, b))
		return CANDIDATE_LIKELY;
	if (contradict_names(a, b)) {
		*weight = sure - DOUBT;
		return CANDIDATE_LIKELY;
	}
	return CANDIDATE_SAME;
}
