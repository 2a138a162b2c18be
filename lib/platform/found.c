#include "platform/found.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/field.h"
#include "person/birthday.h"
#include "person/email.h"
#include "person/link.h"
#include "person/phone.h"

#define WHOLE_MAX	9e15	/* a real holds every whole number below */
#define PHONE_MAX_CHARS	40
#define URL_MAX_BYTES	1000
#define YEARS_MAX	80
#define MONEY_MAX	1e12
#define YEAR_MIN	1900
#define YEAR_MAX	2100

const char *const found_fields[] = {
	"external_id", "platform", "first_name", "last_name", "middle_name",
	"email", "phone", "birth_date", "location", "current_position",
	"current_company", "experience_years", "skills", "summary",
	"salary_min", "salary_max", "currency", "education", "experience",
	"languages", "profile_url", "cv_url", "photo_url", "linkedin_url",
	"github_url", "updated_at", "raw_data", NULL
};

/* How a member is read; NULL: it does not fit. */
typedef json_t *reader(const json_t *value);
static reader read_line, read_text, read_email, read_phone, read_day,
    read_years, read_skills, read_money, read_currency, read_education,
    read_experience, read_languages, read_url, read_linkedin, read_github,
    read_moment, read_raw, read_month, read_year;

struct member {
	const char	*name;
	reader		*read;
};

static const struct member members[] = {
	{ "first_name", read_line }, { "last_name", read_line },
	{ "middle_name", read_line }, { "email", read_email },
	{ "phone", read_phone }, { "birth_date", read_day },
	{ "location", read_line }, { "current_position", read_line },
	{ "current_company", read_line }, { "experience_years", read_years },
	{ "skills", read_skills }, { "summary", read_text },
	{ "salary_min", read_money }, { "salary_max", read_money },
	{ "currency", read_currency }, { "education", read_education },
	{ "experience", read_experience }, { "languages", read_languages },
	{ "profile_url", read_url }, { "cv_url", read_url },
	{ "photo_url", read_url }, { "linkedin_url", read_linkedin },
	{ "github_url", read_github }, { "updated_at", read_moment },
	{ "raw_data", read_raw }, { NULL, NULL }
};
static const struct member education[] = {
	{ "institution", read_line }, { "degree", read_line },
	{ "field", read_line }, { "year", read_year }, { NULL, NULL }
};
static const struct member experience[] = {
	{ "company", read_line }, { "position", read_line },
	{ "location", read_line }, { "from", read_month },
	{ "to", read_month }, { "description", read_text }, { NULL, NULL }
};
static const struct member languages[] = {
	{ "language", read_line }, { "level", read_line }, { NULL, NULL }
};

/* Without blanks around it, at most so many characters; NULL: it says nothing. The caller's. */
static char *
trimmed(const char *text, size_t characters)
{
	const char	*from = text;
	own_str char	*cut = NULL;

	if (text == NULL)
		return NULL;
	for (const char *next = from; *from != '\0' && utf8_blank(
	    utf8_next(&next)); from = next)
		;
	cut = mem_ndup(from, utf8_head(from, characters));
	while (*cut != '\0' && isspace((unsigned char)cut[strlen(cut) - 1]))
		cut[strlen(cut) - 1] = '\0';
	return field_blank(cut) ? NULL : give(cut);
}

/* A text, or a whole number written out, as 7 and as 7.0. The caller's; NULL: neither. */
static char *
said(const json_t *value, size_t characters)
{
	const double	n = json_real_value(value);

	if (json_is_integer(value))
		return mem_fmt("%" JSON_INTEGER_FORMAT,
		    json_integer_value(value));
	if (json_is_real(value) && fabs(n) < WHOLE_MAX && n == floor(n))
		return mem_fmt("%.0f", n);
	return trimmed(json_string_value(value), characters);
}

static json_t *
text_or_null(const char *text)
{
	return text != NULL && *text != '\0' ? json_string(text) : NULL;
}

static json_t *
read_line(const json_t *value)
{
	own_str char	*text = said(value, FOUND_LINE_MAX);

	for (char *c = text; c != NULL && *c != '\0'; c++)
		if (isspace((unsigned char)*c))
			*c = ' ';
	if (text != NULL)
		utf8_plain(text);
	return text_or_null(text);
}

/* Lines stay, other control characters go. */
static json_t *
read_text(const json_t *value)
{
	own_str char	*text = said(value, FOUND_TEXT_MAX);
	own_buf struct buf clean = { 0 };

	for (char *line = text, *end; line != NULL; line = end) {
		if ((end = strchr(line, '\n')) != NULL)
			*end++ = '\0';
		utf8_plain(line);
		buf_puts(&clean, line);
		if (end != NULL)
			buf_putc(&clean, '\n');
	}
	return text_or_null(buf_str(&clean));
}

static json_t *
read_email(const json_t *value)
{
	char	address[PERSON_EMAIL_SIZE];

	return json_is_string(value) && person_email_read(json_string_value(
	    value), false, address) ? json_string(address) : NULL;
}

static json_t *
read_phone(const json_t *value)
{
	own_str char		*text = said(value, PHONE_MAX_CHARS);
	const char		*at = text;
	struct person_phone	 phone;

	return text != NULL && person_phone_next(&at, PERSON_PHONE_FIELD, NULL,
	    &phone) ? json_string(text) : NULL;
}

static json_t *
read_day(const json_t *value)
{
	const char	*day = json_string_value(value);

	return day != NULL && person_birthday_ok(day, clock_ms()) ?
	    json_string(day) : NULL;
}

/* "2019", "2019-09" or "2019-09-01". */
static json_t *
read_month(const json_t *value)
{
	const char	*text = json_string_value(value);
	char		 day[] = "0000-01-01";
	int64_t		 at;

	if (text == NULL || (strlen(text) != 4 && strlen(text) != 7 &&
	    strlen(text) != 10) ||
	    strspn(text, "0123456789-") != strlen(text))
		return NULL;
	memcpy(day, text, strlen(text));
	return clock_parse(day, &at) == 0 ? json_string(text) : NULL;
}

static json_t *
read_year(const json_t *value)
{
	own_str char	*text = said(value, 4);
	const long	 year = text != NULL ? strtol(text, NULL, 10) : 0;

	return year >= YEAR_MIN && year <= YEAR_MAX ? json_integer(year) :
	    NULL;
}

static json_t *
read_moment(const json_t *value)
{
	const char	*text = json_string_value(value);
	int64_t		 at;

	return text != NULL && clock_parse(text, &at) == 0 ? field_time(at) :
	    NULL;
}

/* A number, also one that is written as text. */
static bool
number_of(const json_t *value, double most, double *out)
{
	const char	*text = json_string_value(value);
	char		*end;
	double		 n;

	if (text != NULL) {
		n = strtod(text, &end);
		if (end == text || *end != '\0')
			return false;
	} else if (json_is_number(value)) {
		n = json_number_value(value);
	} else {
		return false;
	}
	*out = n;
	return n >= 0 && n <= most;
}

static json_t *
read_years(const json_t *value)
{
	double	n;

	return number_of(value, YEARS_MAX, &n) ? json_real(
	    (double)(int)(n * 10 + 0.5) / 10) : NULL;
}

static json_t *
read_money(const json_t *value)
{
	double	n;

	return number_of(value, MONEY_MAX, &n) && n >= 1 ? json_integer(
	    (json_int_t)(n + 0.5)) : NULL;
}

static json_t *
read_currency(const json_t *value)
{
	static const struct { const char *old, *now; } renamed[] = {
		{ "RUR", "RUB" }, { "BYR", "BYN" },
	};
	const char	*text = json_string_value(value);
	char		 code[4] = "";

	if (text == NULL || strlen(text) != 3)
		return NULL;
	for (size_t i = 0; i < 3; i++) {
		if (!isalpha((unsigned char)text[i]))
			return NULL;
		code[i] = (char)toupper((unsigned char)text[i]);
	}
	for (size_t i = 0; i < nitems(renamed); i++)
		if (strcmp(code, renamed[i].old) == 0)
			return json_string(renamed[i].now);
	return json_string(code);
}

static json_t *
read_url(const json_t *value)
{
	const char	*url = json_string_value(value);
	const char	*host;

	if (url == NULL || strlen(url) > URL_MAX_BYTES)
		return NULL;
	host = strncmp(url, "https://", 8) == 0 ? url + 8 :
	    strncmp(url, "http://", 7) == 0 ? url + 7 : "";
	if (!isalnum((unsigned char)*host))
		return NULL;
	for (const char *c = url; *c != '\0'; c++)
		if ((unsigned char)*c <= ' ' || strchr("\"<>\\`", *c) != NULL)
			return NULL;
	return json_string(url);
}

static json_t *
read_linkedin(const json_t *value)
{
	struct person_link	link;

	return json_is_string(value) && person_link_find(json_string_value(
	    value), PERSON_LINKEDIN, &link) ? json_string(link.url) : NULL;
}

static json_t *
read_github(const json_t *value)
{
	static const char	site[] = "github.com/";
	own_str char		*text = said(value, URL_MAX_BYTES);
	const char		*at = text != NULL ? strstr(text, site) : NULL;
	size_t			 len;

	if (at == NULL || (at != text && at[-1] != '/' && at[-1] != '.'))
		return NULL;
	at += strlen(site);
	len = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789-");
	return len > 0 && len <= 39 ? json_sprintf("https://github.com/%.*s",
	    (int)len, at) : NULL;
}

static bool
among(const json_t *array, const json_t *value)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(array, i, one)
		if (json_equal(one, value))
			return true;
	return false;
}

static json_t *
read_skills(const json_t *value)
{
	json_t		*list = json_array();
	const json_t	*one;
	size_t		 i;

	json_array_foreach(value, i, one) {
		own_json json_t	*skill = read_line(json_is_object(one) ?
				    json_object_get(one, "name") : one);

		if (json_array_size(list) == 100)
			break;
		if (skill != NULL && !among(list, skill))
			json_array_append(list, skill);
	}
	return list;
}

/* The members of an object; NULL: none of them says anything. */
static json_t *
read_members(const json_t *value, const struct member *m)
{
	own_json json_t	*object = json_object();
	bool		 says = false;

	for (; m->name != NULL; m++) {
		json_t	*one = m->read(json_object_get(value, m->name));

		says = says || one != NULL;
		json_object_set_new(object, m->name, one != NULL ? one :
		    json_null());
	}
	return says ? give(object) : NULL;
}

static json_t *
read_list(const json_t *value, const struct member *m, size_t most)
{
	json_t		*list = json_array();
	const json_t	*one;
	size_t		 i;

	json_array_foreach(value, i, one) {
		json_t	*object = read_members(one, m);

		if (object != NULL)
			json_array_append_new(list, object);
		if (json_array_size(list) == most)
			break;
	}
	return list;
}

static json_t *
read_education(const json_t *value)
{
	return read_list(value, education, 30);
}

static json_t *
read_experience(const json_t *value)
{
	return read_list(value, experience, 50);
}

static json_t *
read_languages(const json_t *value)
{
	return read_list(value, languages, 30);
}

static json_t *
read_raw(const json_t *value)
{
	return (json_is_object(value) || json_is_array(value)) && json_dumpb(
	    value, NULL, 0, JSON_COMPACT) <= FOUND_RAW_MAX ?
	    json_deep_copy(value) : NULL;
}

int
found_clean(const char *platform, const json_t *said_of, json_t **out,
    struct err *err)
{
	own_json json_t	*found = json_object();
	own_str char	*id = NULL;

	if (!json_is_object(said_of))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "%s: a person is no object", platform);
	id = said(json_object_get(said_of, "external_id"), FOUND_ID_MAX);
	if (id == NULL)
		return err_code(err, ERR_REMOTE, "platform.no_id",
		    "%s: a person without an id", platform);
	utf8_plain(id);
	json_object_set_new(found, "external_id", json_string(id));
	json_object_set_new(found, "platform", json_string(platform));
	for (const struct member *m = members; m->name != NULL; m++) {
		json_t	*one = m->read(json_object_get(said_of, m->name));

		json_object_set_new(found, m->name, one != NULL ? one :
		    json_null());
	}
	*out = give(found);
	return 0;
}

void
found_full_name(const json_t *found, struct buf *out)
{
	static const char *const parts[] = { "last_name", "first_name",
		"middle_name" };

	for (size_t i = 0; i < nitems(parts); i++) {
		const char	*part = json_string_value(json_object_get(found,
				    parts[i]));

		if (part == NULL)
			continue;
		if (out->len > 0)
			buf_putc(out, ' ');
		buf_puts(out, part);
	}
}
