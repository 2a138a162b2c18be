#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/markup.h"
#include "superjob/api.h"

#define MONTHS		12
#define SECONDS_MAX	INT64_C(100000000000)

/* A text without HTML; null: it says nothing. */
static json_t *
plain(const json_t *value)
{
	const char	*text = json_string_value(value);
	own_buf struct buf out = { 0 };
	struct err	 why = { 0 };

	if (json_is_integer(value))
		return json_integer(json_integer_value(value));
	if (text == NULL || *text == '\0')
		return json_null();
	if (strpbrk(text, "<&") == NULL)
		return json_string(text);
	return markup_text(text, &out, &why) == 0 ? json_string(buf_str(
	    &out)) : json_null();
}

static json_t *
plain_of(const json_t *doc, const char *member)
{
	return plain(json_object_get(doc, member));
}

/* What varies in type: {id, title}, an array of them, a bare text. */
static json_t *
title_of(const json_t *value)
{
	if (json_is_array(value))
		value = json_array_get(value, 0);
	return json_is_object(value) ? plain_of(value, "title") :
	    plain(value);
}

static json_t *
month_of(const json_t *doc, const char *year, const char *month)
{
	const int64_t	y = field_num(doc, year, 0);
	const int64_t	m = month != NULL ? field_num(doc, month, 0) : 0;

	if (y < 1900 || y > 2100)
		return json_null();
	return m >= 1 && m <= MONTHS ? json_sprintf("%04d-%02d", (int)y,
	    (int)m) : json_sprintf("%04d", (int)y);
}

/* 0, null: not known; without the year or the day it is no birthday. */
static json_t *
birthday_of(const json_t *resume)
{
	const int64_t	d = field_num(resume, "birthday", 0);
	const int64_t	m = field_num(resume, "birthmonth", 0);
	const int64_t	y = field_num(resume, "birthyear", 0);

	return d >= 1 && d <= 31 && m >= 1 && m <= MONTHS && y >= 1900 &&
	    y <= 2100 ? json_sprintf("%04d-%02d-%02d", (int)y, (int)m,
	    (int)d) : json_null();
}

/* 0: not known, or no number of seconds. */
static int64_t
seconds_of(const json_t *item, const char *member)
{
	const int64_t	at = field_num(item, member, 0);

	return at > 0 && at <= SECONDS_MAX ? at : 0;
}

int64_t
superjob_published(const json_t *item)
{
	return seconds_of(item, "date_published");
}

static json_t *
moment_of(const json_t *resume)
{
	int64_t	 at = seconds_of(resume, "date_last_modified");
	char	 iso[CLOCK_ISO_SIZE];

	if (at == 0 && (at = superjob_published(resume)) == 0)
		return json_null();
	clock_iso(at * 1000, iso);
	return json_string(iso);
}

static void
add_education(const json_t *history, json_t *list)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(history, i, one) {
		const json_t	*place = json_object_get(one, "institute");
		json_t		*field = plain_of(one, "profession");

		if (json_is_null(field))
			field = plain_of(one, "faculty");
		json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:O?}",
		    "institution", place != NULL && !json_is_null(place) ?
		    title_of(place) : plain_of(one, "name"), "field", field,
		    "degree", title_of(json_object_get(one,
		    "education_type")), "year", json_object_get(one,
		    "yearend")));
	}
}

static json_t *
experience_of(const json_t *resume)
{
	const json_t	*one;
	json_t		*list = json_array();
	size_t		 i;

	json_array_foreach(json_object_get(resume, "work_history"), i, one)
		json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o,"
		    " s:o, s:o}", "company", plain_of(one, "name"),
		    "position", plain_of(one, "profession"), "location",
		    title_of(json_object_get(one, "town")), "from",
		    month_of(one, "yearbeg", "monthbeg"), "to", month_of(one,
		    "yearend", "monthend"), "description", plain_of(one,
		    "work")));
	return list;
}

/* Where the last place of work that goes on is the company; else none is. */
static json_t *
company_of(const json_t *resume)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(resume, "work_history"), i, one)
		if (field_num(one, "yearend", -1) == 0)
			return plain_of(one, "name");
	return json_null();
}

/* [[{language}, {level}], ...] */
static json_t *
languages_of(const json_t *resume)
{
	const json_t	*one;
	json_t		*list = json_array();
	size_t		 i;

	json_array_foreach(json_object_get(resume, "languages"), i, one)
		json_array_append_new(list, json_pack("{s:o, s:o}",
		    "language", title_of(one), "level", title_of(
		    json_array_get(one, 1))));
	return list;
}

static json_t *
summary_of(const json_t *resume)
{
	static const char *const parts[] = { "achievements",
		"additional_info" };
	own_buf struct buf	 out = { 0 };

	for (size_t i = 0; i < nitems(parts); i++) {
		own_json json_t	*part = plain_of(resume, parts[i]);

		if (json_string_length(part) > 0)
			buf_fmt(&out, "%s%s", out.len > 0 ? "\n\n" : "",
			    json_string_value(part));
	}
	return out.len > 0 ? json_string(buf_str(&out)) : json_null();
}

static json_t *
photo_of(const json_t *resume)
{
	const json_t	*photo = json_object_get(resume, "photo");
	const json_t	*sizes = json_object_get(resume, "photo_sizes");

	return json_string_length(photo) > 0 ? json_string(json_string_value(
	    photo)) : plain_of(sizes, "medium");
}

/* What the person looks for, else what was done last. */
static json_t *
position_of(const json_t *resume)
{
	json_t	*position = plain_of(resume, "profession");

	return !json_is_null(position) ? position : plain_of(resume,
	    "last_profession");
}

/* Contacts are there when they were bought, or came with a response. */
static void
add_contacts(const json_t *resume, json_t *said)
{
	static const struct { const char *from, *to; } known[] = {
		{ "firstname", "first_name" }, { "lastname", "last_name" },
		{ "middlename", "middle_name" }, { "email", "email" },
		{ "phone1", "phone" }, { "phone2", "phone" },
	};

	for (size_t i = 0; i < nitems(known); i++) {
		json_t	*value = plain_of(resume, known[i].from);

		if (json_is_null(value) || json_object_get(said,
		    known[i].to) != NULL)
			json_decref(value);
		else
			json_object_set_new(said, known[i].to, value);
	}
}

json_t *
superjob_resume_said(const json_t *resume)
{
	const int64_t	 months = field_num(resume, "experience_month_count",
			    -1);
	json_t		*education = json_array(), *said;

	if (!json_is_object(resume)) {
		json_decref(education);
		return json_null();
	}
	add_education(json_object_get(resume, "base_education_history"),
	    education);
	add_education(json_object_get(resume, "education_history"),
	    education);
	said = json_pack("{s:O?, s:o, s:o, s:o, s:o, s:o, s:O?, s:O?, s:O?,"
	    " s:o, s:o, s:o, s:o, s:o, s:O}", "external_id",
	    json_object_get(resume, "id"), "birth_date", birthday_of(resume),
	    "location", title_of(json_object_get(resume, "town")),
	    "current_position", position_of(resume), "current_company",
	    company_of(resume), "summary", summary_of(resume), "salary_min",
	    json_object_get(resume, "payment"), "currency",
	    json_object_get(resume, "currency"), "profile_url",
	    json_object_get(resume, "link"), "education", education,
	    "experience", experience_of(resume), "languages",
	    languages_of(resume), "photo_url", photo_of(resume),
	    "updated_at", moment_of(resume), "raw_data", resume);
	if (months >= 0)
		json_object_set_new(said, "experience_years", json_real(
		    (double)months / MONTHS));
	add_contacts(resume, said);
	return said;
}
