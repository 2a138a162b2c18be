#include "platform/wish.h"

#include <ctype.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/field.h"

#define WORD_CHARS	100
#define YEARS_MAX	60
#define SALARY_MAX_SUM	INT64_C(1000000000)
#define DAYS_MAX	365

const char *const wish_employments[] = { "full", "part", "project",
	"volunteer", "probation", NULL };
const char *const wish_names[] = { "keywords", "locations", "experience_min",
	"experience_max", "salary_min", "salary_max", "currency",
	"employment", "updated_within_days", "only_new", "limit", NULL };
const char *const wish_stored_names[] = { "search_keywords",
	"search_locations", "search_experience_min", "search_experience_max",
	"search_salary_min", "search_salary_max", "currency", NULL };

/* Their names, in the order of both lists. */
enum { KEYWORDS, LOCATIONS, EXPERIENCE_MIN, EXPERIENCE_MAX, SALARY_MIN,
	SALARY_MAX, CURRENCY };

void
wish_clear(struct wish *wish)
{
	json_decref(wish->keywords);
	json_decref(wish->locations);
	memset(wish, 0, sizeof(*wish));
}

static int
wrong_word(const char *name, size_t i, const char *code, const char *text,
    struct err *err)
{
	own_str char	*path = mem_fmt("%s[%zu]", name, i);

	return err_field(err, path, code, "%s", text);
}

/* Texts without blanks around them, each once. */
static int
read_words(const json_t *doc, const char *name, json_t **out, struct err *err)
{
	json_t	*list = NULL, *one;
	size_t	 i;
	int	 rc = 0;

	*out = json_array();
	if (field_array_opt(doc, name, WISH_WORDS, &list, err) == -1)
		return -1;
	json_array_foreach(list, i, one) {
		own_json json_t	*each = json_pack("{s:O}", "word", one);
		struct err	 why = { 0 };
		const char	*word;

		if (field_line(each, "word", 1, WORD_CHARS, &word,
		    &why) == -1)
			rc = wrong_word(name, i, why.field[0].code,
			    why.field[0].text, err);
		else
			json_array_append(*out, one);
	}
	return rc;
}

static int
read_currency(const json_t *doc, const char *name, char out[4],
    struct err *err)
{
	const char	*text = NULL;

	if (field_text_opt(doc, name, 3, &text, err) == -1)
		return -1;
	if (text == NULL || *text == '\0')
		return 0;
	for (size_t i = 0; i < 3; i++) {
		if (!isalpha((unsigned char)text[i]))
			return err_field(err, name, "format", "RUB");
		out[i] = (char)toupper((unsigned char)text[i]);
	}
	return 0;
}

static int
check_bounds(const char *name, int64_t min, int64_t max, int64_t most,
    struct err *err)
{
	return min >= 0 && max >= 0 && max < min ? err_field(err, name,
	    "range", "%lld..%lld", (long long)min, (long long)most) : 0;
}

static int
read_common(const json_t *doc, const char *const *names, struct wish *w,
    struct err *err)
{
	int	 rc = 0;

	*w = (struct wish){ .experience_min = -1, .experience_max = -1,
	    .salary_min = -1, .salary_max = -1, .updated_within_days = -1,
	    .limit = WISH_LIMIT };
	rc |= read_words(doc, names[KEYWORDS], &w->keywords, err);
	rc |= read_words(doc, names[LOCATIONS], &w->locations, err);
	rc |= field_int_opt(doc, names[EXPERIENCE_MIN], 0, YEARS_MAX,
	    &w->experience_min, err);
	rc |= field_int_opt(doc, names[EXPERIENCE_MAX], 0, YEARS_MAX,
	    &w->experience_max, err);
	rc |= field_int_opt(doc, names[SALARY_MIN], 0, SALARY_MAX_SUM,
	    &w->salary_min, err);
	rc |= field_int_opt(doc, names[SALARY_MAX], 0, SALARY_MAX_SUM,
	    &w->salary_max, err);
	rc |= read_currency(doc, names[CURRENCY], w->currency, err);
	if (rc == 0)
		rc = check_bounds(names[EXPERIENCE_MAX], w->experience_min,
		    w->experience_max, YEARS_MAX, err) |
		    check_bounds(names[SALARY_MAX], w->salary_min,
		    w->salary_max, SALARY_MAX_SUM, err);
	return rc;
}

int
wish_read(const json_t *doc, struct wish *out, struct err *err)
{
	own_wish struct wish	w = { 0 };
	int			rc = read_common(doc, wish_names, &w, err);

	rc |= field_word_opt(doc, "employment", wish_employments,
	    &w.employment, err);
	rc |= field_int_opt(doc, "updated_within_days", 1, DAYS_MAX,
	    &w.updated_within_days, err);
	rc |= field_bool_opt(doc, "only_new", &w.only_new, err);
	rc |= field_int_opt(doc, "limit", 1, WISH_LIMIT_MAX, &w.limit, err);
	if (rc == 0)
		*out = give(w);
	return rc;
}

int
wish_read_stored(const json_t *doc, struct wish *out, struct err *err)
{
	own_wish struct wish	w = { 0 };

	if (read_common(doc, wish_stored_names, &w, err) == -1)
		return -1;
	*out = give(w);
	return 0;
}

static json_t *
number_or_null(int64_t n)
{
	return n >= 0 ? json_integer(n) : json_null();
}

json_t *
wish_json(const struct wish *w, bool stored)
{
	const char *const	*names = stored ? wish_stored_names :
				    wish_names;
	json_t			*doc = json_object();

	json_object_set(doc, names[KEYWORDS], w->keywords);
	json_object_set(doc, names[LOCATIONS], w->locations);
	json_object_set_new(doc, names[EXPERIENCE_MIN],
	    number_or_null(w->experience_min));
	json_object_set_new(doc, names[EXPERIENCE_MAX],
	    number_or_null(w->experience_max));
	json_object_set_new(doc, names[SALARY_MIN],
	    number_or_null(w->salary_min));
	json_object_set_new(doc, names[SALARY_MAX],
	    number_or_null(w->salary_max));
	json_object_set_new(doc, names[CURRENCY], w->currency[0] != '\0' ?
	    json_string(w->currency) : json_null());
	if (stored)
		return doc;
	json_object_set_new(doc, "employment", w->employment != NULL ?
	    json_string(w->employment) : json_null());
	json_object_set_new(doc, "updated_within_days",
	    number_or_null(w->updated_within_days));
	json_object_set_new(doc, "only_new", json_boolean(w->only_new));
	json_object_set_new(doc, "limit", json_integer(w->limit));
	return doc;
}

unsigned
wish_given(const struct wish *w)
{
	return (json_array_size(w->keywords) > 0 ? WISH_KEYWORDS : 0u) |
	    (json_array_size(w->locations) > 0 ? WISH_LOCATIONS : 0u) |
	    (w->experience_min >= 0 || w->experience_max >= 0 ?
	    WISH_EXPERIENCE : 0u) |
	    (w->salary_min >= 0 || w->salary_max >= 0 ? WISH_SALARY : 0u) |
	    (w->employment != NULL ? WISH_EMPLOYMENT : 0u) |
	    (w->updated_within_days >= 0 ? WISH_UPDATED : 0u);
}

const char *
wish_name(unsigned bit)
{
	switch (bit) {
	case WISH_KEYWORDS:	return "keywords";
	case WISH_LOCATIONS:	return "locations";
	case WISH_EXPERIENCE:	return "experience";
	case WISH_SALARY:	return "salary";
	case WISH_EMPLOYMENT:	return "employment";
	default:		return "updated_within_days";
	}
}

void
wish_note_put(char *out, size_t size, const char *lang, const char *code,
    const char *about)
{
	own_str char	*key = mem_fmt("platform.wish.%s", about);
	const char	*words = text_get(lang, key);

	text_put(out, size, lang, code, words != NULL ? words : about);
}

json_t *
wish_split(const char *text)
{
	json_t	*list = json_array();

	while (text != NULL && *text != '\0') {
		size_t	len = strcspn(text, ",");
		size_t	from = strspn(text, " ");
		size_t	end = len;

		while (end > from && text[end - 1] == ' ')
			end--;
		if (end > from)
			json_array_append_new(list, json_stringn(text + from,
			    end - from));
		text += len + (text[len] == ',');
	}
	return list;
}
