#include "huntflow/cv.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/field.h"

#define NAME_CHARS	255
#define LINE_CHARS	1000

/* A text that is there, its first chars characters. */
static void
set_text(json_t *body, const char *name, const char *s, size_t chars)
{
	if (s != NULL && s[strspn(s, " \t\r\n")] != '\0')
		json_object_set_new(body, name, json_stringn(s,
		    utf8_head(s, chars)));
}

/* Something before an @ and a dotted name behind it; the service refuses others. */
static bool
is_email(const char *s)
{
	const char	*at = s != NULL ? strchr(s, '@') : NULL;

	if (at == NULL || at == s || strchr(at + 1, '@') != NULL ||
	    strlen(s) > 254 || strpbrk(s, " \t\r\n,;<>()\"\\") != NULL)
		return false;
	at = strrchr(at, '.');
	return at != NULL && at[-1] != '@' && strlen(at) > 2;
}

static void
set_birthday(json_t *body, const json_t *date)
{
	static const int	 days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30,
				    31, 30, 31 };
	const int64_t		 y = field_num(date, "year", 0),
				 m = field_num(date, "month", 0),
				 d = field_num(date, "day", 0);
	const char		*precision = field_str(date, "precision");
	char			 text[40];

	if ((precision != NULL && strcmp(precision, "day") != 0) ||
	    y < 1900 || y > 2100 || m < 1 || m > 12 || d < 1 ||
	    d > days[m - 1] || (m == 2 && d == 29 && y % 4 != 0))
		return;
	snprintf(text, sizeof(text), "%04d-%02d-%02d", (int)y, (int)m, (int)d);
	json_object_set_new(body, "birthday", json_string(text));
}

static const char *
first_phone(const json_t *fields)
{
	const json_t	*phones = json_object_get(fields, "phones");

	if (json_is_array(phones))
		return json_string_value(json_array_get(phones, 0));
	return field_str(fields, "phone");
}

void
huntflow_cv_fields(json_t *body, const json_t *fields)
{
	const json_t	*job = json_array_get(json_object_get(fields,
			    "experience"), 0);
	const char	*email = field_str(fields, "email");
	const char	*telegram = field_str(fields, "telegram");
	const json_t	*salary = json_object_get(fields, "salary");

	set_text(body, "position", field_str(fields, "position"), LINE_CHARS);
	set_text(body, "company", field_str(job, "company"), LINE_CHARS);
	set_text(body, "phone", first_phone(fields), NAME_CHARS);
	set_text(body, "skype", field_str(fields, "skype"), NAME_CHARS);
	if (is_email(email))
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
