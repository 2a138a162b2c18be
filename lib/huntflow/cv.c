#include "huntflow/cv.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/field.h"
#include "person/birthday.h"
#include "person/email.h"

#define NAME_CHARS	255
#define LINE_CHARS	1000

static bool
is_set(const char *s)
{
	return s != NULL && !field_blank(s);
}

/* A text that is there, its first chars characters. */
static void
set_text(json_t *body, const char *name, const char *s, size_t chars)
{
	if (is_set(s))
		json_object_set_new(body, name, json_stringn(s,
		    utf8_head(s, chars)));
}

static void
set_birthday(json_t *body, const json_t *date)
{
	const char	*precision = field_str(date, "precision");
	char		 text[80];

	snprintf(text, sizeof(text), "%04d-%02d-%02d",
	    (int)field_num(date, "year", 0), (int)field_num(date, "month", 0),
	    (int)field_num(date, "day", 0));
	if ((precision != NULL && strcmp(precision, "day") != 0) ||
	    !person_birthday_ok(text, clock_ms()))
		return;
	json_object_set_new(body, "birthday", json_string(text));
}

static const char *
first_phone(const json_t *fields)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(fields, "phones"), i, one)
		if (is_set(json_string_value(one)))
			return json_string_value(one);
	return field_str(fields, "phone");
}

void
huntflow_cv_fields(json_t *body, const json_t *fields)
{
	const json_t	*job = json_array_get(json_object_get(fields,
			    "experience"), 0);
	const char	*given = field_str(fields, "email");
	const char	*telegram = field_str(fields, "telegram");
	const json_t	*salary = json_object_get(fields, "salary");
	char		 email[PERSON_EMAIL_SIZE];

	set_text(body, "position", field_str(fields, "position"), LINE_CHARS);
	set_text(body, "company", field_str(job, "company"), LINE_CHARS);
	set_text(body, "phone", first_phone(fields), NAME_CHARS);
	set_text(body, "skype", field_str(fields, "skype"), NAME_CHARS);
	if (given != NULL && person_email_read(given, false, email))
		set_text(body, "email", email, NAME_CHARS);
	if (json_is_integer(salary) && json_integer_value(salary) > 0) {
		own_str char	*money = mem_fmt("%lld",
				    (long long)json_integer_value(salary));

		set_text(body, "money", money, NAME_CHARS);
	} else
		set_text(body, "money", json_string_value(salary), NAME_CHARS);
	set_birthday(body, json_object_get(fields, "birthdate"));
	if (telegram != NULL && *telegram != '\0')
		json_object_set_new(body, "social", json_pack("[{s:s, s:s}]",
		    "social_type", "TELEGRAM", "value",
		    telegram + (telegram[0] == '@')));
}
