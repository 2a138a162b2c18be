#include "candidate/merge.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/unicode.h"

#define SKILLS_MAX	100
#define CONTACTS_MAX	30
#define TEXT_MAX	(16 * 1024)

const char *const candidate_own_fields[] = { "first_name", "last_name",
	"middle_name", "email", "phone", "birth_date", "location",
	"current_position", "current_company", "experience_years", "skills",
	"summary", "salary_min", "salary_max", "currency", "linkedin_url",
	"github_url", NULL };

static const char *const fields[] = { "first_name", "last_name", "middle_name",
	"email", "phone", "birth_date", "location", "current_position",
	"current_company", "experience_years", "summary", "education",
	"experience", "languages", "profile_url", "cv_url", "photo_url",
	"linkedin_url", "github_url" };

/* Sums go with their currency, so they come from one source. */
static const char *const money[] = { "salary_min", "salary_max", "currency" };

static bool
says(const json_t *value)
{
	return value != NULL && !json_is_null(value) &&
	    (!json_is_array(value) || json_array_size(value) > 0) &&
	    (!json_is_string(value) || *json_string_value(value) != '\0');
}

/* Folded alike: one of them. */
static void
add_text(json_t *list, const json_t *value, size_t most)
{
	own_str char	*folded = says(value) ? unicode_folded(
			    json_string_value(value)) : NULL;
	const json_t	*one;
	size_t		 i;

	if (folded == NULL || json_array_size(list) == most)
		return;
	json_array_foreach(list, i, one) {
		own_str char	*other = unicode_folded(json_string_value(one));

		if (strcmp(folded, other) == 0)
			return;
	}
	json_array_append(list, (json_t *)value);
}

static void
add_texts(json_t *list, const json_t *values, size_t most)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(values, i, one)
		if (json_is_string(one))
			add_text(list, one, most);
}

static json_t *
first_of(const json_t *said, const json_t *own, const char *name)
{
	json_t	*value = json_object_get(own, name);
	size_t	 i;
	json_t	*one;

	if (value != NULL)
		return value;
	json_array_foreach(said, i, one)
		if (says(value = json_object_get(one, name)))
			return value;
	return NULL;
}

static void
set(json_t *out, const char *name, json_t *value)
{
	json_object_set(out, name, value != NULL ? value : json_null());
}

static void
set_money(json_t *out, const json_t *said, const json_t *own)
{
	const json_t	*from = own;
	json_t		*one;
	size_t		 i;

	if (!says(json_object_get(own, "salary_min")) &&
	    !says(json_object_get(own, "salary_max")))
		json_array_foreach(said, i, one)
			if (says(json_object_get(one, "salary_min")) ||
			    says(json_object_get(one, "salary_max"))) {
				from = one;
				break;
			}
	for (i = 0; i < nitems(money); i++)
		set(out, money[i], json_object_get(from, money[i]));
}

static void
set_skills(json_t *out, const json_t *said, const json_t *own)
{
	json_t	*skills = json_array(), *one;
	size_t	 i;

	if (json_object_get(own, "skills") != NULL)
		add_texts(skills, json_object_get(own, "skills"), SKILLS_MAX);
	else
		json_array_foreach(said, i, one)
			add_texts(skills, json_object_get(one, "skills"),
			    SKILLS_MAX);
	json_object_set_new(out, "skills", skills);
}

static void
set_contacts(json_t *out, const json_t *said, const char *name,
    const char *const *from, size_t n)
{
	json_t	*list = json_array(), *one;
	size_t	 i;

	for (size_t k = 0; k < n; k++)
		add_text(list, json_object_get(out, from[k]), CONTACTS_MAX);
	for (size_t k = 0; k < n; k++)
		json_array_foreach(said, i, one)
			add_text(list, json_object_get(one, from[k]),
			    CONTACTS_MAX);
	json_object_set_new(out, name, list);
}

json_t *
candidate_merge(const json_t *said, const json_t *own)
{
	static const char *const emails[] = { "email" }, *const phones[] = {
		"phone" }, *const links[] = { "profile_url", "linkedin_url",
		"github_url" }, *const lines[] = { "last_name", "first_name",
		"middle_name", "current_position", "current_company",
		"location" };
	json_t	*out = json_object();

	for (size_t i = 0; i < nitems(fields); i++)
		set(out, fields[i], first_of(said, own, fields[i]));
	set_money(out, said, own);
	set_skills(out, said, own);
	set_contacts(out, said, "emails", emails, nitems(emails));
	set_contacts(out, said, "phones", phones, nitems(phones));
	set_contacts(out, said, "links", links, nitems(links));
	set_contacts(out, said, "lines", lines, nitems(lines));
	return out;
}

/* --- words --- */

/* All texts in it, however deep. */
static void
put_texts(const json_t *value, struct buf *out)
{
	const char	*name;
	json_t		*one;
	size_t		 i;

	if (json_is_string(value)) {
		buf_puts(out, json_string_value(value));
		buf_putc(out, '\n');
	}
	json_array_foreach(value, i, one)
		put_texts(one, out);
	json_object_foreach((json_t *)(uintptr_t)value, name, one)
		put_texts(one, out);
}

void
candidate_merge_text(const json_t *merged, struct buf *out)
{
	static const char *const names[] = { "lines", "skills", "emails",
		"phones", "links", "summary", "languages", "experience",
		"education" };

	for (size_t i = 0; i < nitems(names); i++)
		put_texts(json_object_get(merged, names[i]), out);
	if (out->len > TEXT_MAX) {
		out->len = utf8_cut(buf_str(out), TEXT_MAX);
		out->data[out->len] = '\0';
	}
}
