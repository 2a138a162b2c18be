#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "hh/api.h"
#include "io/field.h"

#define MONTHS	12

/* The name of a member that is {id, name}. */
static json_t *
named(const json_t *doc, const char *member)
{
	const char	*name = field_str(json_object_get(doc, member), "name");

	return name != NULL ? json_string(name) : json_null();
}

static json_t *
education_of(const json_t *resume)
{
	const json_t	*education = json_object_get(resume, "education");
	const json_t	*one;
	json_t		*list = json_array();
	size_t		 i;

	json_array_foreach(json_object_get(education, "primary"), i, one)
		json_array_append_new(list, json_pack("{s:O?, s:O?, s:O?, s:o}",
		    "institution", json_object_get(one, "name"), "field",
		    json_object_get(one, "result"), "year",
		    json_object_get(one, "year"), "degree",
		    named(education, "level")));
	return list;
}

static json_t *
experience_of(const json_t *resume)
{
	const json_t	*one;
	json_t		*list = json_array();
	size_t		 i;

	json_array_foreach(json_object_get(resume, "experience"), i, one)
		json_array_append_new(list, json_pack("{s:O?, s:O?, s:o, s:O?,"
		    " s:O?, s:O?}", "company", json_object_get(one, "company"),
		    "position", json_object_get(one, "position"), "location",
		    named(one, "area"), "from", json_object_get(one, "start"),
		    "to", json_object_get(one, "end"), "description",
		    json_object_get(one, "description")));
	return list;
}

static json_t *
languages_of(const json_t *resume)
{
	const json_t	*one;
	json_t		*list = json_array();
	size_t		 i;

	json_array_foreach(json_object_get(resume, "language"), i, one)
		json_array_append_new(list, json_pack("{s:O?, s:o}",
		    "language", json_object_get(one, "name"), "level",
		    named(one, "level")));
	return list;
}

/* Where the last place of work that goes on is the company; else none is. */
static const json_t *
current_job(const json_t *resume)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(resume, "experience"), i, one)
		if (json_is_null(json_object_get(one, "end")) &&
		    json_object_get(one, "end") != NULL)
			return one;
	return NULL;
}

/* A phone is an object, an address a text; newer answers have both as contact_value. */
static const char *
contact_text(const json_t *contact)
{
	const json_t	*value = json_object_get(contact, "value");
	const char	*text = field_str(contact, "contact_value");

	if (text == NULL)
		text = json_is_object(value) ? field_str(value, "formatted") :
		    json_string_value(value);
	return text;
}

/* Contacts are there when they were opened, or came with a response. */
static void
add_contacts(const json_t *resume, json_t *said)
{
	static const struct { const char *type, *member; } known[] = {
		{ "email", "email" }, { "cell", "phone" }, { "work", "phone" },
		{ "home", "phone" },
	};
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(resume, "contact"), i, one) {
		const char	*type = field_str(json_object_get(one, "type"),
				    "id");
		const char	*text = contact_text(one);

		for (size_t k = 0; type != NULL && text != NULL &&
		    k < nitems(known); k++)
			if (strcmp(type, known[k].type) == 0 &&
			    (json_object_get(said, known[k].member) == NULL ||
			    json_is_true(json_object_get(one, "preferred"))))
				json_object_set_new(said, known[k].member,
				    json_string(text));
	}
}

/* LinkedIn, GitHub: among the sites and the contacts; what it is, found_clean sees. */
static void
add_sites(const json_t *list, const char *member, json_t *said)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one) {
		const char	*url = field_str(one, member);

		if (url != NULL && strcasestr(url, "linkedin.com/") != NULL)
			json_object_set_new(said, "linkedin_url",
			    json_string(url));
		if (url != NULL && strcasestr(url, "github.com/") != NULL)
			json_object_set_new(said, "github_url",
			    json_string(url));
	}
}

static json_t *
raw_of(const json_t *resume)
{
	json_t	*raw = json_copy((json_t *)(uintptr_t)resume);

	json_object_del(raw, "actions");
	json_object_del(raw, "download");
	return raw;
}

json_t *
hh_resume_said(const json_t *resume)
{
	const json_t	*salary = json_object_get(resume, "salary");
	const json_t	*months = field_at(resume, "total_experience",
			    "months", NULL);
	const json_t	*photo = json_object_get(resume, "photo");
	json_t		*said = json_pack("{s:O?, s:O?, s:O?, s:O?, s:O?,"
			    " s:o, s:O?, s:O?, s:O?, s:O?, s:O?, s:O?, s:O?,"
			    " s:o, s:o, s:o, s:O?, s:O?, s:o}",
			    "external_id", json_object_get(resume, "id"),
			    "first_name", json_object_get(resume, "first_name"),
			    "last_name", json_object_get(resume, "last_name"),
			    "middle_name", json_object_get(resume,
			    "middle_name"), "birth_date",
			    json_object_get(resume, "birth_date"),
			    "location", named(resume, "area"),
			    "current_position", json_object_get(resume,
			    "title"), "current_company", json_object_get(
			    current_job(resume), "company"),
			    "skills", json_object_get(resume, "skill_set"),
			    "summary", json_object_get(resume, "skills"),
			    "salary_min", json_object_get(salary, "amount"),
			    "currency", json_object_get(salary, "currency"),
			    "profile_url", json_object_get(resume,
			    "alternate_url"), "education", education_of(resume),
			    "experience", experience_of(resume), "languages",
			    languages_of(resume), "photo_url",
			    json_object_get(photo, "medium"), "updated_at",
			    json_object_get(resume, "updated_at"), "raw_data",
			    raw_of(resume));

	if (json_is_number(months))
		json_object_set_new(said, "experience_years", json_real(
		    json_number_value(months) / MONTHS));
	add_contacts(resume, said);
	add_sites(json_object_get(resume, "site"), "url", said);
	add_sites(json_object_get(resume, "contact"), "contact_value", said);
	return said;
}
