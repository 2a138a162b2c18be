#include "candidate/form.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/merge.h"
#include "io/field.h"
#include "io/secret.h"
#include "io/unicode.h"
#include "platform/found.h"

#define NAMES_MAX	64
#define DAY_MS		(24 * 3600 * (int64_t)1000)

void
candidate_form_clear(struct candidate_form *form)
{
	json_decref(form->own);
	json_decref(form->tags);
	*form = (struct candidate_form){ 0 };
}

/* --- lists --- */

static bool
has_folded(const json_t *list, const char *text)
{
	own_str char	*folded = unicode_folded(text);
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one) {
		own_str char	*other = unicode_folded(json_string_value(one));

		if (strcmp(folded, other) == 0)
			return true;
	}
	return false;
}

int
candidate_form_tags(const json_t *body, const char *name, json_t **out,
    struct err *err)
{
	own_json json_t	*tags = json_array();
	json_t		*list = NULL, *one;
	const char	*text = NULL;
	size_t		 i;

	if (field_array_opt(body, name, CANDIDATE_TAGS_MAX, &list, err) == -1)
		return -1;
	json_array_foreach(list, i, one) {
		own_str char	*path = mem_fmt("%s[%zu]", name, i);
		own_json json_t	*wrap = json_pack("{s:O}", path, one);

		if (field_line(wrap, path, 1, CANDIDATE_TAG_MAX, &text,
		    err) == -1)
			return -1;
		if (!has_folded(tags, text))
			json_array_append(tags, one);
	}
	*out = give(tags);
	return 0;
}

static bool
has_id(const int64_t *ids, size_t n, int64_t id)
{
	while (n > 0)
		if (ids[--n] == id)
			return true;
	return false;
}

int
candidate_form_ids(const json_t *body, const char *name, size_t min,
    size_t max, int64_t *out, size_t *n, struct err *err)
{
	json_t	*list = NULL, *one;
	size_t	 i;

	*n = 0;
	if (field_array_opt(body, name, max, &list, err) == -1)
		return -1;
	json_array_foreach(list, i, one) {
		if (!json_is_integer(one) || json_integer_value(one) <= 0) {
			own_str char	*path = mem_fmt("%s[%zu]", name, i);

			return err_field(err, path, "type", "integer");
		}
		if (!has_id(out, *n, json_integer_value(one)))
			out[(*n)++] = json_integer_value(one);
	}
	return *n >= min ? 0 : err_field(err, name, list == NULL ? "required" :
	    "length", "%zu..%zu", min, max);
}

/* --- fields --- */

static bool
is_empty(const json_t *value)
{
	return json_is_string(value) && field_blank(json_string_value(value));
}

/* What a member looks like that found_clean takes. */
static const char *
example_of(const char *name)
{
	static const struct { const char *name, *example; } examples[] = {
		{ "email", "name@example.com" },
		{ "phone", "+375 29 123-45-67" },
		{ "birth_date", "1990-05-31" },
		{ "experience_years", "3.5" },
		{ "skills", "[\"Java\", \"SQL\"]" },
		{ "salary_min", "150000" }, { "salary_max", "200000" },
		{ "currency", "RUB" },
		{ "linkedin_url", "https://www.linkedin.com/in/name" },
		{ "github_url", "https://github.com/name" },
		{ "education", "[{\"institution\": \"MIT\"}]" },
		{ "experience", "[{\"company\": \"IBM\"}]" },
		{ "languages", "[{\"language\": \"English\"}]" },
	};

	for (size_t i = 0; i < nitems(examples); i++)
		if (strcmp(examples[i].name, name) == 0)
			return examples[i].example;
	return "Java";
}

/* One member as found_clean takes it; NULL: it does not fit. */
static json_t *
clean_one(const char *name, json_t *value, struct err *err)
{
	own_json json_t	*said = json_pack("{s:s, s:O}", "external_id", "1",
			    name, value);
	own_json json_t	*found = NULL;
	json_t		*one;

	if (found_clean(CANDIDATE_MANUAL, said, &found, err) == -1)
		return NULL;
	one = json_object_get(found, name);
	if (json_is_null(one) || (json_is_array(one) &&
	    json_array_size(one) < json_array_size(value)) ||
	    (json_is_array(one) && !json_is_array(value))) {
		err_field(err, name, "format", "%s", example_of(name));
		return NULL;
	}
	return json_incref(one);
}

/* What people write is neither cut nor made a text of, as a board's answer is. */
static int
check_texts(const json_t *body, struct err *err)
{
	static const char *const	lines[] = { "first_name", "last_name",
		"middle_name", "location", "current_position",
		"current_company", NULL };
	const char			*text = NULL;

	for (size_t i = 0; lines[i] != NULL; i++)
		if (field_text_opt(body, lines[i], FOUND_LINE_MAX, &text,
		    err) == -1)
			return -1;
	return field_text_opt(body, "summary", FOUND_TEXT_MAX, &text, err);
}

static int
read_fields(const json_t *body, json_t **out, struct err *err)
{
	own_json json_t	*own = json_object();

	if (check_texts(body, err) == -1)
		return -1;
	for (size_t i = 0; candidate_own_fields[i] != NULL; i++) {
		const char	*name = candidate_own_fields[i];
		json_t		*value = json_object_get(body, name), *one;

		if (value == NULL)
			continue;
		if (json_is_null(value) || is_empty(value))
			one = json_is_null(value) ? json_null() :
			    json_string("");
		else if ((one = clean_one(name, value, err)) == NULL)
			return -1;
		json_object_set_new(own, name, one);
	}
	*out = give(own);
	return 0;
}

/* A change of one sum counts beside the other as it stays. */
int
candidate_form_check_money(const json_t *change, const json_t *own,
    struct err *err)
{
	const json_t	*low = json_object_get(own, "salary_min");
	const json_t	*high = json_object_get(own, "salary_max");
	const bool	 of_max = json_object_get(change, "salary_max") != NULL;
	json_int_t	 min, max;

	if (!json_is_integer(low) || !json_is_integer(high) || (!of_max &&
	    json_object_get(change, "salary_min") == NULL))
		return 0;
	min = json_integer_value(low);
	max = json_integer_value(high);
	return min <= max ? 0 : of_max ? err_field(err, "salary_max",
	    "candidate.salary_below", "%lld", (long long)min) : err_field(err,
	    "salary_min", "candidate.salary_above", "%lld", (long long)max);
}

static int
only(const json_t *body, const char *const *more, struct err *err)
{
	const char	*names[NAMES_MAX];
	size_t		 n = 0;

	if (!json_is_object(body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	for (size_t i = 0; candidate_own_fields[i] != NULL; i++)
		names[n++] = candidate_own_fields[i];
	for (; *more != NULL; more++)
		names[n++] = *more;
	names[n] = NULL;
	return field_only(body, names, err);
}

/* A day that is over would erase the person at once, for good: that is asked for by its name. */
static int
read_retain(const json_t *body, const char **out, struct err *err)
{
	const char	*name = "retain_until";
	const json_t	*value = json_object_get(body, name);
	int64_t		 at = INT64_MAX;

	if (value == NULL)
		return 0;
	*out = json_is_null(value) ? "" : json_string_value(value);
	if (*out == NULL || (**out != '\0' && (strlen(*out) != 10 ||
	    clock_parse(*out, &at) == -1)))
		return err_field(err, name, "format", "2027-11-30");
	return at / DAY_MS >= clock_ms() / DAY_MS ? 0 : err_field(err, name,
	    "candidate.retain_past", "%s", *out);
}

int
candidate_form_read(const json_t *body, struct candidate_form *form,
    struct err *err)
{
	static const char *const	more[] = { "tags", "state", "consent",
		"retain_until", "version", NULL };

	if (only(body, more, err) == -1 ||
	    read_fields(body, &form->own, err) == -1 ||
	    field_word_opt(body, "state", candidate_states, &form->state,
	    err) == -1 || field_word_opt(body, "consent", candidate_consents,
	    &form->consent, err) == -1 ||
	    read_retain(body, &form->retain_until, err) == -1 ||
	    field_int_opt(body, "version", 1, INT64_MAX, &form->version,
	    err) == -1)
		return -1;
	return json_object_get(body, "tags") == NULL ? 0 :
	    candidate_form_tags(body, "tags", &form->tags, err);
}

int
candidate_form_read_own(const json_t *body, struct candidate_form *form,
    struct err *err)
{
	static const char *const	more[] = { "consent", NULL },
		*const consents[] = { "given", "withdrawn", NULL };

	return only(body, more, err) == -1 ||
	    read_fields(body, &form->own, err) == -1 ||
	    field_word_opt(body, "consent", consents, &form->consent,
	    err) == -1 ? -1 : 0;
}

/* --- a new one --- */

/* Each member that was given must be there. */
static int
check_taken(const json_t *body, const json_t *found, struct err *err)
{
	const char	*name;
	json_t		*value;

	json_object_foreach((json_t *)(uintptr_t)body, name, value) {
		const json_t	*one = json_object_get(found, name);

		if (!json_is_null(value) && !is_empty(value) &&
		    (json_is_null(one) || (json_is_array(one) &&
		    json_array_size(one) < json_array_size(value))))
			return err_field(err, name, "format", "%s",
			    example_of(name));
	}
	return 0;
}

bool
candidate_form_somebody(const json_t *found)
{
	static const char *const	names[] = { "first_name", "last_name",
		"email", "phone", "profile_url", "linkedin_url", "github_url" };

	for (size_t i = 0; i < nitems(names); i++)
		if (json_is_string(json_object_get(found, names[i])))
			return true;
	return false;
}

int
candidate_form_read_new(const json_t *body, json_t **out, struct err *err)
{
	static const char *const	more[] = { "education", "experience",
		"languages", "profile_url", NULL };
	own_json json_t			*said = NULL, *found = NULL;
	char				 id[SECRET_TOKEN_SIZE];

	if (only(body, more, err) == -1 || check_texts(body, err) == -1)
		return -1;
	secret_token(id);
	said = json_copy((json_t *)(uintptr_t)body);
	json_object_set_new(said, "external_id", json_string(id));
	if (found_clean(CANDIDATE_MANUAL, said, &found, err) == -1 ||
	    check_taken(body, found, err) == -1 ||
	    candidate_form_check_money(body, found, err) == -1)
		return -1;
	if (!candidate_form_somebody(found))
		return err_field(err, "last_name", "required", "%s", "");
	*out = give(found);
	return 0;
}
