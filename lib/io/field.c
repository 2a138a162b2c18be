#include "io/field.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "io/unicode.h"

#define DEPTH_MAX	32

/* Brackets outside of strings: jansson would build the whole tree first. */
static bool
too_deep(const char *s, size_t len)
{
	int	 depth = 0;
	bool	 quoted = false;

	for (size_t i = 0; i < len; i++) {
		if (quoted) {
			if (s[i] == '\\')
				i++;
			else if (s[i] == '"')
				quoted = false;
		} else if (s[i] == '"') {
			quoted = true;
		} else if (s[i] == '[' || s[i] == '{') {
			if (++depth > DEPTH_MAX)
				return true;
		} else if (s[i] == ']' || s[i] == '}') {
			depth--;
		}
	}
	return false;
}

json_t *
field_string(const char *text, size_t len)
{
	own_str char	*composed = unicode_composed(text, len);

	return composed != NULL ? json_string(composed) : json_stringn(text,
	    len);
}

json_t *
field_one_line(const char *text)
{
	own_str char	*line = mem_dup(text);

	utf8_line(line);
	return json_string(line);
}

/* In place, as field_string; the depth is bounded. */
static void
compose(json_t *value)
{
	const char	*name;
	json_t		*one;
	size_t		 i;

	if (json_is_string(value)) {
		own_str char	*text = unicode_composed(json_string_value(
				    value), json_string_length(value));

		if (text != NULL)
			json_string_set(value, text);
	}
	json_array_foreach(value, i, one)
		compose(one);
	json_object_foreach(value, name, one)
		compose(one);
}

int
field_parse(const char *text, size_t len, json_t **out, struct err *err)
{
	json_error_t	 why;
	json_t		*doc;

	if (too_deep(text, len))
		return err_code(err, ERR_INPUT, "io.json_depth",
		    "nested deeper than %d levels", DEPTH_MAX);
	doc = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);
	if (doc != NULL) {
		compose(doc);
		*out = doc;
		return 0;
	}
	if (json_error_code(&why) == json_error_invalid_utf8)
		return err_code(err, ERR_INPUT, "io.utf8", "bad UTF-8 at byte %d",
		    why.position);
	return err_code(err, ERR_INPUT, "io.json", "%d:%d", why.line,
	    why.column);
}

void
field_form(json_t *doc)
{
	json_object_set_new(doc, FIELD_FORM, json_true());
}

/* The member; NULL: absent or null. */
static json_t *
member(const json_t *doc, const char *name)
{
	json_t	*value = json_object_get(doc, name);

	return json_is_null(value) ? NULL : value;
}

/* A form's member that is text: its numbers and flags are written out. */
static const char *
form_text(const json_t *doc, const json_t *value)
{
	return json_object_get(doc, FIELD_FORM) != NULL ?
	    json_string_value(value) : NULL;
}

static int
required(const char *name, struct err *err)
{
	return err_field(err, name, "required", "%s", "");
}

static bool
among(const char *const *words, const char *word)
{
	while (*words != NULL && strcmp(*words, word) != 0)
		words++;
	return *words != NULL;
}

int
field_only(const json_t *doc, const char *const *names, struct err *err)
{
	const char	*name;
	json_t		*value;
	int		 rc = 0;

	json_object_foreach((json_t *)(uintptr_t)doc, name, value)
		if (strcmp(name, FIELD_FORM) != 0 && !among(names, name))
			rc = err_field(err, name, "unknown", "%s", "");
	return rc;
}

int
field_no_null(const json_t *doc, const char *const *names, struct err *err)
{
	int	 rc = 0;

	for (; *names != NULL; names++)
		if (json_is_null(json_object_get(doc, *names)))
			rc = required(*names, err);
	return rc;
}

int
field_text(const json_t *doc, const char *name, size_t min, size_t max,
    const char **out, struct err *err)
{
	const json_t	*value = member(doc, name);
	const char	*text;
	size_t		 n;

	if (value == NULL)
		return required(name, err);
	if ((text = json_string_value(value)) == NULL)
		return err_field(err, name, "type", "string");
	n = utf8_count(text);
	if (min > 0 && field_blank(text))
		return required(name, err);
	if (n < min || n > max)
		return err_field(err, name, "length", "%zu..%zu", min, max);
	*out = text;
	return 0;
}

int
field_text_opt(const json_t *doc, const char *name, size_t max,
    const char **out, struct err *err)
{
	const char	*text = "";

	if (member(doc, name) == NULL)
		return 0;
	if (field_text(doc, name, 0, max, &text, err) == -1)
		return -1;
	*out = field_blank(text) ? "" : text;
	return 0;
}

static int
check_line(const char *name, const char *s, struct err *err)
{
	while (*s != '\0')
		if (utf8_control(utf8_next(&s)))
			return err_field(err, name, "line", "%s", "");
	return 0;
}

/* Signs that are not to be in a line stay, to be refused. */
static bool
is_around(uint32_t c)
{
	return utf8_blank(c) && !utf8_control(c);
}

/* Blanks around a name are no part of it; the string itself becomes shorter. */
static void
trim(json_t *value)
{
	const char	*s = json_string_value(value), *from = s, *to = s;

	while (s != NULL && *s != '\0') {
		const char	*at = s;

		if (is_around(utf8_next(&s)))
			continue;
		if (to == from)
			from = at;
		to = s;
	}
	if (to != NULL && (size_t)(to - from) < json_string_length(value)) {
		own_str char	*name = mem_ndup(from, (size_t)(to - from));

		json_string_set(value, name);
	}
}

int
field_line(const json_t *doc, const char *name, size_t min, size_t max,
    const char **out, struct err *err)
{
	const char	*text = "";

	trim(member(doc, name));
	if (field_text(doc, name, min, max, &text, err) == -1 ||
	    check_line(name, text, err) == -1)
		return -1;
	*out = text;
	return 0;
}

int
field_line_opt(const json_t *doc, const char *name, size_t max,
    const char **out, struct err *err)
{
	const char	*text = NULL;

	trim(member(doc, name));
	if (field_text_opt(doc, name, max, &text, err) == -1 ||
	    (text != NULL && check_line(name, text, err) == -1))
		return -1;
	if (text != NULL)
		*out = text;
	return 0;
}

bool
field_blank(const char *s)
{
	while (*s != '\0')
		if (!utf8_blank(utf8_next(&s)))
			return false;
	return true;
}

int
field_said(const json_t *doc, const char *name, size_t max, char **own,
    struct err *err)
{
	const char	*text = "";

	if (*own != NULL && json_object_get(doc, name) == NULL)
		return 0;
	if (field_text(doc, name, 1, max, &text, err) == -1)
		return -1;
	mem_put(own, mem_dup(text));
	return 0;
}

/* All of a decimal number, or -1. */
static int
decimal(const char *s, int64_t *out)
{
	char		*end;
	long long	 n;

	if (s == NULL || *s == '\0' || strspn(s, "-0123456789") != strlen(s))
		return -1;
	errno = 0;
	n = strtoll(s, &end, 10);
	if (errno != 0 || *end != '\0')
		return -1;
	*out = n;
	return 0;
}

int
field_int(const json_t *doc, const char *name, int64_t min, int64_t max,
    int64_t *out, struct err *err)
{
	const json_t	*value = member(doc, name);
	int64_t		 n = json_integer_value(value);

	if (value == NULL)
		return required(name, err);
	if (!json_is_integer(value) &&
	    decimal(form_text(doc, value), &n) == -1)
		return err_field(err, name, "type", "integer");
	if (n < min || n > max)
		return err_field(err, name, "range", "%lld..%lld",
		    (long long)min, (long long)max);
	*out = n;
	return 0;
}

/* An input of a form that was left empty was not given. */
static bool
not_given(const json_t *doc, const char *name)
{
	const json_t	*value = member(doc, name);
	const char	*text = value == NULL ? NULL : form_text(doc, value);

	return value == NULL || (text != NULL && *text == '\0');
}

int
field_int_opt(const json_t *doc, const char *name, int64_t min, int64_t max,
    int64_t *out, struct err *err)
{
	return not_given(doc, name) ? 0 :
	    field_int(doc, name, min, max, out, err);
}

int
field_bool_opt(const json_t *doc, const char *name, bool *out, struct err *err)
{
	static const char *const yes[] = { "true", "on", "1", NULL };
	static const char *const no[] = { "false", "off", "0", NULL };
	const json_t	*value = member(doc, name);
	const char	*text = form_text(doc, value);

	if (not_given(doc, name))
		return 0;
	if (json_is_boolean(value))
		*out = json_is_true(value);
	else if (text != NULL && (among(yes, text) || among(no, text)))
		*out = among(yes, text);
	else
		return err_field(err, name, "type", "boolean");
	return 0;
}

int
field_bool_given(const json_t *doc, const char *name, bool *value,
    const bool **given, struct err *err)
{
	*given = not_given(doc, name) ? NULL : value;
	return field_bool_opt(doc, name, value, err);
}

int
field_word_opt(const json_t *doc, const char *name, const char *const *words,
    const char **out, struct err *err)
{
	const json_t	*value = member(doc, name);

	if (not_given(doc, name))
		return 0;
	if (!json_is_string(value))
		return err_field(err, name, "type", "string");
	if (among(words, json_string_value(value))) {
		*out = json_string_value(value);
		return 0;
	}
	return field_choice(name, words, err);
}

static int
not_of(const char *name, const char *code, const char *const *words,
    struct err *err)
{
	own_buf struct buf	 list = { 0 };

	for (; *words != NULL; words++)
		buf_fmt(&list, "%s%s", list.len > 0 ? ", " : "", *words);
	return err_field(err, name, code, "%s", buf_str(&list));
}

int
field_choice(const char *name, const char *const *words, struct err *err)
{
	return not_of(name, "choice", words, err);
}

int
field_different(const json_t *array, const char *name,
    const char *const *words, struct err *err)
{
	const json_t	*one;
	uint64_t	 seen = 0;
	size_t		 i, n;

	json_array_foreach(array, i, one) {
		for (n = 0; words[n] != NULL; n++)
			if (json_is_string(one) &&
			    strcmp(words[n], json_string_value(one)) == 0)
				break;
		if (words[n] == NULL)
			return field_choice(name, words, err);
		if ((seen & UINT64_C(1) << n) != 0)
			return not_of(name, "unique", words, err);
		seen |= UINT64_C(1) << n;
	}
	return 0;
}

int
field_object_opt(const json_t *doc, const char *name, json_t **out,
    struct err *err)
{
	json_t	*value = member(doc, name);

	if (value != NULL && !json_is_object(value))
		return err_field(err, name, "type", "object");
	*out = value;
	return 0;
}

/* Reading may put a member into another shape; the document stays the caller's. */
static void
reshape(const json_t *doc, const char *name, json_t *value)
{
	json_object_set_new((json_t *)(uintptr_t)doc, name, value);
}

/* What a column of times takes: the years 1000 to 9999, UTC. */
#define MOMENT_MIN	(-INT64_C(30610224000000))
#define MOMENT_MAX	INT64_C(253402300799999)

static bool
names_zone(const char *text)
{
	const char	*time = strpbrk(text, "T ");

	return time != NULL && strpbrk(time, "Z+-") != NULL;
}

/* Where a day of the zone begins or ends; beyond the years that are taken: at their end. */
static int64_t
day_bound(const struct zone *zone, int64_t day, bool end)
{
	const int64_t	at = end ? zone_begin(zone, day + 1, 0) - 1 :
			    zone_begin(zone, day, 0);

	return at < MOMENT_MIN ? MOMENT_MIN : at > MOMENT_MAX ? MOMENT_MAX :
	    at;
}

int
field_moment(const char *text, const char *name, const char *zone_name,
    bool end, int64_t *out, struct err *err)
{
	own_zone struct zone	zone = { 0 };
	int64_t			at, day;

	if (clock_parse(text, &at) == -1)
		return err_field(err, name, "format", "2026-11-20");
	zone_enter(&zone, zone_name);
	if (!zone_day_read(text, &day) && !names_zone(text))
		at = zone_moment(&zone, at);
	if (at < MOMENT_MIN || at > MOMENT_MAX)
		return err_field(err, name, "range",
		    "1000-01-01..9999-12-31");
	if (zone_day_read(text, &day))
		at = day_bound(&zone, day, end);
	*out = at != 0 ? at : 1;
	return 0;
}

int
field_array_opt(const json_t *doc, const char *name, size_t max, json_t **out,
    struct err *err)
{
	json_t	*value = member(doc, name);

	/* a form with one box ticked says the name once */
	if (value != NULL && form_text(doc, value) != NULL) {
		reshape(doc, name, json_pack("[O]", value));
		value = member(doc, name);
	}
	if (value != NULL && !json_is_array(value))
		return err_field(err, name, "type", "array");
	if (json_array_size(value) > max)
		return err_field(err, name, "length", "0..%zu", max);
	*out = value;
	return 0;
}

const char *
field_str(const json_t *doc, const char *name)
{
	const json_t	*value = json_object_get(doc, name);

	if (json_is_integer(value))
		reshape(doc, name, json_sprintf("%" JSON_INTEGER_FORMAT,
		    json_integer_value(value)));
	else if (json_is_real(value))
		reshape(doc, name, json_sprintf("%.17g",
		    json_real_value(value)));
	else if (json_is_boolean(value))
		reshape(doc, name, json_string(json_is_true(value) ? "true" :
		    "false"));
	return json_string_value(json_object_get(doc, name));
}

char *
field_dup(const json_t *doc, const char *name, size_t max)
{
	const char	*s = field_str(doc, name);

	return s != NULL ? mem_ndup(s, utf8_cut(s, max)) : mem_dup("");
}

int64_t
field_num(const json_t *doc, const char *name, int64_t dflt)
{
	const json_t	*value = json_object_get(doc, name);
	int64_t		 n = dflt;

	if (json_is_integer(value))
		return json_integer_value(value);
	if (json_is_real(value)) {
		double	 r = json_real_value(value);

		return r > -9e18 && r < 9e18 ? (int64_t)r : dflt;
	}
	return decimal(json_string_value(value), &n) == 0 ? n : dflt;
}

bool
field_flag(const json_t *doc, const char *name)
{
	const json_t	*value = json_object_get(doc, name);

	return json_is_true(value) || (json_is_string(value) &&
	    strcmp(json_string_value(value), "true") == 0) ||
	    (json_is_integer(value) && json_integer_value(value) != 0);
}

json_t *
field_at(const json_t *doc, ...)
{
	json_t		*at = (json_t *)(uintptr_t)doc;
	const char	*name;
	va_list		 ap;

	va_start(ap, doc);
	while ((name = va_arg(ap, const char *)) != NULL && at != NULL)
		at = json_object_get(at, name);
	va_end(ap);
	return at;
}

void
field_json_close(json_t **doc)
{
	json_decref(*doc);
	*doc = NULL;
}

json_t *
field_time(int64_t at_ms)
{
	char	iso[CLOCK_ISO_SIZE];

	if (at_ms == 0)
		return json_null();
	clock_iso(at_ms, iso);
	return json_string(iso);
}
