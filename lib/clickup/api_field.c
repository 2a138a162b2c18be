#include "clickup/api_field.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/number.h"
#include "io/field.h"
#include "person/email.h"
#include "person/phone.h"

#define VALUE_MAX	4096	/* a longer value is shown, but not handed on */
#define DISPLAY_MAX	8192

/* ahead_ms: how far the person's clocks are before UTC. */
struct shown {
	const json_t	*field, *value;
	int64_t		 ahead_ms;
};
typedef void field_writer(struct buf *, const struct shown *);

/* A scalar as people would write it; nothing for what is no scalar. */
static void
put_scalar(struct buf *out, const json_t *v)
{
	if (json_is_string(v))
		buf_puts(out, json_string_value(v));
	else if (json_is_integer(v))
		buf_fmt(out, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	else if (json_is_real(v))
		number_put(out, json_real_value(v));
	else if (json_is_true(v))
		buf_puts(out, "true");
}

static void
put_next(struct buf *out)
{
	if (out->len > 0)
		buf_puts(out, ", ");
}

/* The first of these members (NULL-ended) that is there. */
static const json_t *
first_member(const json_t *object, const char *const *names)
{
	const json_t	*v = NULL;

	for (; *names != NULL && (v == NULL || json_is_null(v)); names++)
		v = json_object_get(object, *names);
	return v;
}

/* Objects by their names, results by their values, scalars as they are, several with commas. */
static void
put_value(struct buf *out, const json_t *value)
{
	static const char *const names[] = { "username", "name", "title",
		"label", "formatted_address", "email", "value", "id", NULL };
	const json_t	*item;
	size_t		 i;

	while (json_is_object(value))
		value = first_member(value, names);
	if (!json_is_array(value)) {
		put_scalar(out, value);
		return;
	}
	json_array_foreach(value, i, item) {
		if (out->len > DISPLAY_MAX)
			return;
		while (json_is_object(item))
			item = first_member(item, names);
		put_next(out);
		put_scalar(out, item);
	}
}

static void
put_named(struct buf *out, const struct shown *s)
{
	put_value(out, s->value);
}

static bool
same_scalar(const json_t *a, const json_t *b)
{
	own_buf struct buf	x = { 0 }, y = { 0 };

	put_scalar(&x, a);
	put_scalar(&y, b);
	return x.len > 0 && strcmp(buf_str(&x), buf_str(&y)) == 0;
}

/* The option that a stored value means: by id, else by orderindex. */
static const json_t *
option_of(const json_t *field, const json_t *value)
{
	const json_t	*options = field_at(field, "type_config", "options", NULL);
	const json_t	*option;
	size_t		 i;

	json_array_foreach(options, i, option)
		if (same_scalar(json_object_get(option, "id"), value))
			return option;
	json_array_foreach(options, i, option)
		if (same_scalar(json_object_get(option, "orderindex"), value))
			return option;
	return NULL;
}

static void
put_one(struct buf *out, const json_t *field, const json_t *value)
{
	static const char *const names[] = { "name", "label", NULL };
	const json_t	*option = option_of(field, value);

	put_scalar(out, option == NULL ? value : first_member(option, names));
}

static void
put_option(struct buf *out, const struct shown *s)
{
	put_one(out, s->field, s->value);
}

static void
put_labels(struct buf *out, const struct shown *s)
{
	const json_t	*item;
	size_t		 i;

	json_array_foreach(s->value, i, item) {
		if (out->len > DISPLAY_MAX)
			return;
		put_next(out);
		put_one(out, s->field, item);
	}
}

/*
 * The person's day alone: the page has the moment in value. A date without a time is 4 o'clock of
 * the workspace: in UTC that is the day before wherever clocks are further ahead.
 */
static void
put_date(struct buf *out, const struct shown *s)
{
	char			 iso[CLOCK_ISO_SIZE];
	own_buf struct buf	 text = { 0 };
	char			*end;
	int64_t			 ms;

	put_scalar(&text, s->value);
	ms = strtoll(buf_str(&text), &end, 10);
	if (end == buf_str(&text) || *end != '\0' ||
	    ms < -INT64_C(62135596800000) || ms > INT64_C(253402200000000)) {
		buf_puts(out, buf_str(&text));
		return;
	}
	clock_iso(ms + s->ahead_ms, iso);
	buf_add(out, iso, strlen("2026-11-20"));
}

static void
put_check(struct buf *out, const struct shown *s)
{
	own_buf struct buf	text = { 0 };

	put_scalar(&text, s->value);
	buf_puts(out, strcmp(buf_str(&text), "true") == 0 ||
	    strcmp(buf_str(&text), "1") == 0 ? "✓" : "✗");
}

static void
put_currency(struct buf *out, const struct shown *s)
{
	const json_t	*unit = field_at(s->field, "type_config",
			    "currency_type", NULL);

	put_scalar(out, s->value);
	if (json_is_string(unit) && out->len > 0)
		buf_fmt(out, " %s", json_string_value(unit));
}

static void
put_rating(struct buf *out, const struct shown *s)
{
	const json_t	*most = field_at(s->field, "type_config", "count",
			    NULL);

	put_scalar(out, s->value);
	if (json_is_integer(most) && out->len > 0)
		buf_fmt(out, "/%" JSON_INTEGER_FORMAT, json_integer_value(most));
}

/* A number or the text of one. */
static bool
number_of(const json_t *v, double *out)
{
	const char	*s = json_string_value(v);
	char		*end;

	if (json_is_number(v)) {
		*out = json_number_value(v);
		return true;
	}
	if (s == NULL || *s == '\0')
		return false;
	*out = strtod(s, &end);
	return *end == '\0' && *out > -NUMBER_MOST && *out < NUMBER_MOST;
}

/* How far current is from start to end. */
static bool
share_of(const json_t *field, const json_t *current, double *out)
{
	double	 at, start, end;

	if (!number_of(current, &at) || !number_of(field_at(field,
	    "type_config", "start", NULL), &start) || !number_of(field_at(field,
	    "type_config", "end", NULL), &end) || start == end)
		return false;
	*out = (at - start) / (end - start) * 100;
	return true;
}

/* Some answers give the share of one (0.2), some per cent (20). */
static void
put_progress(struct buf *out, const struct shown *s)
{
	static const char *const names[] = { "percent_completed",
		"percent_complete", NULL };
	const json_t	*said = json_is_object(s->value) ?
			    first_member(s->value, names) : s->value;
	const bool	 part = json_object_get(s->value,
			    "percent_completed") == said && said != NULL;
	char		 text[64];
	double		 v;

	if (number_of(said, &v))
		v = v > 0 && (v < 1 || (part && v == 1)) ? v * 100 : v;
	else if (!share_of(s->field, json_object_get(s->value, "current"),
	    &v) && !number_of(json_object_get(s->value, "current"), &v))
		return;
	if (v >= NUMBER_MOST || v <= -NUMBER_MOST)
		return;
	snprintf(text, sizeof(text), "%.2f", v);
	number_put(out, strtod(text, NULL));
	buf_putc(out, '%');
}

static void
put_votes(struct buf *out, const struct shown *s)
{
	static const char *const names[] = { "vote_count", "count", NULL };

	put_scalar(out, json_is_object(s->value) ? first_member(s->value,
	    names) : s->value);
}

/* Types that are not here are shown by put_named: short_text, text, number, email,
 * url, phone, users, tasks, list_relationship, attachment, location, formula, rollup. */
static const struct { const char *type; field_writer *write; } writers[] = {
	{ "drop_down",		put_option },
	{ "labels",		put_labels },
	{ "date",		put_date },
	{ "checkbox",		put_check },
	{ "currency",		put_currency },
	{ "emoji",		put_rating },
	{ "automatic_progress",	put_progress },
	{ "manual_progress",	put_progress },
	{ "votes",		put_votes },
};

static field_writer *
writer_of(const char *type)
{
	for (size_t i = 0; i < nitems(writers); i++)
		if (strcmp(writers[i].type, type) == 0)
			return writers[i].write;
	return put_named;
}

static bool
is_web(const char *url)
{
	return strncmp(url, "https://", 8) == 0 ||
	    strncmp(url, "http://", 7) == 0;
}

/* Where the value leads to, or nothing: only schemes that cannot run code. */
static void
put_href(struct buf *out, const char *type, const char *text,
    const json_t *value)
{
	const char		*url;
	char			 email[PERSON_EMAIL_SIZE];
	struct person_phone	 phone;

	if (strcmp(type, "attachment") == 0) {
		url = json_string_value(json_object_get(
		    json_array_get(value, 0), "url"));
		if (url != NULL && is_web(url))
			buf_puts(out, url);
	} else if (strcmp(type, "url") == 0 && is_web(text)) {
		buf_puts(out, text);
	} else if (strcmp(type, "email") == 0 && person_email_read(text, true,
	    email)) {
		buf_fmt(out, "mailto:%s", email);
	} else if (strcmp(type, "phone") == 0 && person_phone_next(&text,
	    PERSON_PHONE_FIELD, NULL, &phone)) {
		buf_puts(out, "tel:");
		for (; phone.from < phone.to; phone.from++)
			if (strchr("+0123456789", *phone.from) != NULL)
				buf_putc(out, *phone.from);
	}
}

static void
emit_value(struct buf *out, const json_t *value)
{
	own_str char	*text = value == NULL || json_is_null(value) ? NULL :
			    json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

	emit_json(out, "value", text != NULL && strlen(text) <= VALUE_MAX ?
	    text : NULL);
}

static const char *
text_member(const json_t *field, const char *name)
{
	const char	*s = json_string_value(json_object_get(field, name));

	return s != NULL ? s : "";
}

void
clickup_field_emit(struct buf *out, const json_t *field, int64_t ahead_ms)
{
	own_buf struct buf	 display = { 0 }, href = { 0 };
	const json_t		*value = json_object_get(field, "value");
	const char		*type = text_member(field, "type");
	const struct shown	 shown = { field, value, ahead_ms };

	if (value != NULL && !json_is_null(value)) {
		writer_of(type)(&display, &shown);
		put_href(&href, type, buf_str(&display), value);
	}
	emit_open(out, NULL, '{');
	emit_str(out, "id", text_member(field, "id"));
	emit_str(out, "name", text_member(field, "name"));
	emit_str(out, "type", type);
	emit_str(out, "display", buf_str(&display));
	emit_str(out, "href", href.len > 0 ? buf_str(&href) : NULL);
	emit_value(out, value);
	emit_close(out, '}');
}
