#include "candidate/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "boards/boards.h"
#include "candidate/candidate.h"
#include "io/field.h"
#include "io/web.h"
#include "platform/platform.h"

#define TEXT_MAX	500	/* characters of one value */
#define PLATFORMS_MAX	29	/* boards */
#define YEARS_MAX	80
#define MONEY_MAX	INT64_C(1000000000000)

const char *const candidate_search_names[] = { "q", "platform", "skill",
	"location", "experience_min", "experience_max", "salary_min",
	"salary_max", "currency", "imported", "known", "tag", "state", "has",
	"updated_from", "updated_to", "created_from", "created_to", "lang",
	NULL };

int
candidate_search_only(const struct web_req *req, const char *const *more,
    struct err *err)
{
	const char	*all[32];
	size_t		 n = 0;

	for (size_t i = 0; candidate_search_names[i] != NULL; i++)
		all[n++] = candidate_search_names[i];
	for (; *more != NULL; more++)
		all[n++] = *more;
	all[n] = NULL;
	return web_query_only(req, all, err);
}

/* --- several values --- */

static int
add_text(const char *name, const char *value, struct candidate_texts *out,
    struct err *err)
{
	if (*value == '\0')
		return 0;
	if (utf8_count(value) > TEXT_MAX)
		return err_field(err, name, "length", "%d", TEXT_MAX);
	if (out->n == CANDIDATE_FIND_ANY)
		return err_field(err, name, "length", "1..%d",
		    CANDIDATE_FIND_ANY);
	out->v[out->n++] = value;
	return 0;
}

/* Each value, however often it is given; words (NULL: any): one of them. */
static int
read_texts(const json_t *query, const char *name, const char *const *words,
    struct candidate_texts *out, struct err *err)
{
	const json_t	*given = json_object_get(query, name), *one;
	size_t		 i;

	if (json_is_string(given) && add_text(name, json_string_value(given),
	    out, err) == -1)
		return -1;
	json_array_foreach(given, i, one)
		if (add_text(name, json_string_value(one), out, err) == -1)
			return -1;
	for (i = 0; words != NULL && i < out->n; i++) {
		size_t	k = 0;

		while (words[k] != NULL && strcmp(words[k], out->v[i]) != 0)
			k++;
		if (words[k] == NULL)
			return field_choice(name, words, err);
	}
	return 0;
}

/* --- one value --- */

static int
read_text(const json_t *query, const char *name, const char **out,
    struct err *err)
{
	const json_t	*given = json_object_get(query, name);

	*out = NULL;
	if (json_is_array(given))
		return err_field(err, name, "type", "string");
	if (!json_is_string(given) || *json_string_value(given) == '\0')
		return 0;
	*out = json_string_value(given);
	return utf8_count(*out) <= TEXT_MAX ? 0 : err_field(err, name,
	    "length", "%d", TEXT_MAX);
}

static int
read_number(const json_t *query, const char *name, double times, int64_t most,
    int64_t *out, bool *has, struct err *err)
{
	const char	*text;
	char		*end;
	double		 n;

	if (read_text(query, name, &text, err) == -1 || text == NULL)
		return text == NULL && err->kind == ERR_NONE ? 0 : -1;
	n = strtod(text, &end);
	if (*end != '\0' || *text == ' ' || !isfinite(n) || n < 0 ||
	    n > (double)most)
		return err_field(err, name, "range", "0..%lld",
		    (long long)most);
	*out = (int64_t)(n * times + 0.5);
	*has = true;
	return 0;
}

static int
read_span(const json_t *query, const char *min, const char *max, double times,
    int64_t most, struct candidate_span *out, struct err *err)
{
	if (read_number(query, min, times, most, &out->min, &out->has_min,
	    err) == -1 || read_number(query, max, times, most, &out->max,
	    &out->has_max, err) == -1)
		return -1;
	if (out->has_min && out->has_max && out->min > out->max)
		return err_field(err, max, "order", "%s", min);
	return 0;
}

static int
read_days(const json_t *query, const char *zone, const char *from,
    const char *to, struct candidate_span *out, struct err *err)
{
	const char	*text;

	if (read_text(query, from, &text, err) == -1)
		return -1;
	out->has_min = text != NULL;
	if (text != NULL && field_moment(text, from, zone, false, &out->min,
	    err) == -1)
		return -1;
	if (read_text(query, to, &text, err) == -1)
		return -1;
	out->has_max = text != NULL;
	if (text != NULL && field_moment(text, to, zone, true, &out->max,
	    err) == -1)
		return -1;
	if (out->has_min && out->has_max && out->min > out->max)
		return err_field(err, to, "order", "%s", from);
	return 0;
}

/* A search of signs alone finds nothing. */
static int
read_words(const json_t *query, const char *name, struct candidate_words *out,
    struct err *err)
{
	const char	*text;

	if (read_text(query, name, &text, err) == -1)
		return -1;
	if (text == NULL || field_blank(text))
		return 0;
	out->asked = true;
	out->n = words_wants(text, out->wants);
	return 0;
}

static int
read_imported(const json_t *query, struct candidate_filter *f,
    struct err *err)
{
	static const char *const	words[] = { "true", "false", "1", "0",
		NULL };
	struct candidate_texts		given = { 0 };

	if (read_texts(query, "imported", words, &given, err) == -1)
		return -1;
	f->imported_asked = given.n > 0;
	f->imported = given.n > 0 && (*given.v[0] == 't' ||
	    *given.v[0] == '1');
	return 0;
}

/* "none" is neither in Huntflow nor in ClickUp. */
static int
read_known(const json_t *query, struct candidate_filter *f, struct err *err)
{
	static const char *const	words[] = { "huntflow", "clickup",
		"rejected", "none", NULL };
	struct candidate_texts		given = { 0 };

	if (read_texts(query, "known", words, &given, err) == -1)
		return -1;
	for (size_t i = 0; i < given.n; i++)
		if (strcmp(given.v[i], "none") == 0)
			f->unknown = true;
		else
			f->known.v[f->known.n++] = given.v[i];
	return 0;
}

/* Job boards, and where people come from beside them. */
static int
read_platforms(const json_t *query, struct candidate_texts *out,
    struct err *err)
{
	const char	*names[PLATFORMS_MAX + 3] = { CANDIDATE_MANUAL,
			    CANDIDATE_FILE };

	for (size_t i = 0; boards[i] != NULL && i < PLATFORMS_MAX; i++)
		names[i + 2] = boards[i]->name;
	return read_texts(query, "platform", names, out, err);
}

int
candidate_search_read(const json_t *query, const char *zone,
    struct candidate_filter *f, struct err *err)
{
	static const char *const	has[] = { "email", "phone", NULL };

	return read_words(query, "q", &f->words, err) == -1 ||
	    read_words(query, "location", &f->place, err) == -1 ||
	    read_platforms(query, &f->platform, err) == -1 ||
	    read_texts(query, "skill", NULL, &f->skill, err) == -1 ||
	    read_texts(query, "tag", NULL, &f->tag, err) == -1 ||
	    read_texts(query, "currency", NULL, &f->currency, err) == -1 ||
	    read_texts(query, "state", candidate_states, &f->state,
	    err) == -1 || read_texts(query, "has", has, &f->has, err) == -1 ||
	    read_imported(query, f, err) == -1 ||
	    read_known(query, f, err) == -1 ||
	    read_span(query, "experience_min", "experience_max", 10,
	    YEARS_MAX, &f->experience, err) == -1 ||
	    read_span(query, "salary_min", "salary_max", 1, MONEY_MAX,
	    &f->salary, err) == -1 ||
	    read_days(query, zone, "updated_from", "updated_to", &f->updated,
	    err) == -1 || read_days(query, zone, "created_from", "created_to",
	    &f->created, err) == -1 ? -1 : 0;
}
