#include "transfer/field.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "person/email.h"
#include "person/letter.h"
#include "person/phone.h"

#define NAME_SIZE	512
#define NAME_CHARS	255	/* of most members */
#define LINE_CHARS	1000	/* of position and company */
#define LOOKED_AT	20000	/* bytes of a value that are searched */
#define DAY_MS		INT64_C(86400000)
#define BLANKS		" \t\r\n"

const char *const transfer_field_words[] = { "comment", "none", "link",
	"phone", "email", "money", "position", "company", "birthday", "skype",
	"telegram", NULL };

bool
transfer_field_of(const char *word, enum transfer_field *out)
{
	for (int i = 0; word != NULL && i < TRANSFER_FIELDS; i++)
		if (strcmp(word, transfer_field_words[i]) == 0) {
			*out = (enum transfer_field)i;
			return true;
		}
	return false;
}

/* --- the guess --- */

#define W(field, words) { TRANSFER_FIELD_##field, " " words },
static const struct { enum transfer_field to; const char *words; } known[] = {
#include "transfer/field_words.def"
};
#undef W

#define TO(field)	(1U << TRANSFER_FIELD_##field)

/* Which members a value of the type can be; no row: none, it goes into the comment. */
static const struct { const char *type; unsigned may; } types[] = {
	{ "phone", TO(PHONE) }, { "email", TO(EMAIL) },
	{ "short_text", ~0U }, { "text", ~0U },
	{ "url", TO(LINK) | TO(SKYPE) | TO(TELEGRAM) },
	{ "currency", TO(MONEY) }, { "number", TO(MONEY) | TO(PHONE) },
	{ "formula", TO(MONEY) }, { "date", TO(BIRTHDAY) },
	{ "drop_down", TO(MONEY) | TO(POSITION) | TO(COMPANY) },
	{ "labels", TO(POSITION) | TO(COMPANY) },
};

/* " word word ": small letters and digits, a blank for all else, apostrophes gone. */
static void
name_words(const char *name, struct buf *out)
{
	char		 low[NAME_SIZE], bytes[4];
	const char	*at = low;
	size_t		 len;

	person_letter_fold(name, low, sizeof(low));
	buf_putc(out, ' ');
	for (; *at != '\0'; at += len) {
		const uint32_t	c = person_letter_at(at, &len);

		if (c == '\'')
			continue;
		if (person_letter_is(c) || (c >= '0' && c <= '9'))
			buf_add(out, bytes, utf8_put(c, bytes));
		else
			buf_putc(out, ' ');
	}
	buf_putc(out, ' ');
}

bool
transfer_field_says(const char *name, const char *const *words)
{
	own_buf struct buf	 text = { 0 };

	name_words(name, &text);
	for (; *words != NULL; words++)
		if (strstr(buf_str(&text), *words) != NULL)
			return true;
	return false;
}

bool
transfer_field_named(const char *name, enum transfer_field *out)
{
	own_buf struct buf	 words = { 0 };

	name_words(name, &words);
	for (size_t i = 0; i < nitems(known); i++)
		if (strstr(buf_str(&words), known[i].words) != NULL) {
			*out = known[i].to;
			return true;
		}
	return false;
}

enum transfer_field
transfer_field_guess(const char *type, const char *name)
{
	enum transfer_field	 to = TRANSFER_FIELD_COMMENT;
	const bool		 found = transfer_field_named(name, &to);
	unsigned		 may = 0;

	for (size_t i = 0; i < nitems(types); i++)
		if (strcmp(types[i].type, type) == 0)
			may = types[i].may;
	if (to == TRANSFER_FIELD_NONE || (found && (may & (1U << to)) != 0))
		return to;
	if (found && to == TRANSFER_FIELD_COMMENT)
		return to;
	return strcmp(type, "phone") == 0 ? TRANSFER_FIELD_PHONE :
	    strcmp(type, "email") == 0 ? TRANSFER_FIELD_EMAIL :
	    TRANSFER_FIELD_COMMENT;
}

/* --- values --- */

/* The text without the blanks around it. */
static char *
trimmed(const char *s)
{
	size_t	 len;

	s += strspn(s, BLANKS);
	for (len = strlen(s); len > 0 && strchr(BLANKS, s[len - 1]) != NULL;)
		len--;
	return mem_ndup(s, len < LOOKED_AT ? len : utf8_cut(s, LOOKED_AT));
}

static char *
value_phone(const char *text, const char *country)
{
	struct person_phone	 number;

	return person_phone_next(&text, PERSON_PHONE_FIELD, country, &number) ?
	    mem_ndup(number.from, (size_t)(number.to - number.from)) : NULL;
}

static char *
value_email(const char *text)
{
	char	 email[PERSON_EMAIL_SIZE];

	return person_email_find(text, email) ? mem_dup(email) : NULL;
}

static bool
says_something(const char *text)
{
	size_t	 len;

	for (; *text != '\0'; text += len) {
		const uint32_t	c = person_letter_at(text, &len);

		if (person_letter_is(c) || (c >= '0' && c <= '9'))
			return true;
	}
	return false;
}

/* The first line, as far as it fits. */
static char *
value_line(const char *text, size_t chars)
{
	own_str char	*line = mem_ndup(text, strcspn(text, "\r\n"));

	return says_something(line) ? mem_ndup(line, utf8_head(line, chars)) :
	    NULL;
}

/* Nothing is what a field of money holds before somebody says how much. */
static char *
value_money(const char *text)
{
	if (strpbrk(text, "0123456789") != NULL &&
	    strpbrk(text, "123456789") == NULL)
		return NULL;
	return value_line(text, NAME_CHARS);
}

static bool
is_birthday(int64_t y, int64_t m, int64_t d, char out[ZONE_DAY_SIZE])
{
	int64_t	 day;

	if (y < 1900 || y > 2100 || m < 1 || m > 12 || d < 1 || d > 31)
		return false;
	snprintf(out, ZONE_DAY_SIZE, "%04d-%02d-%02d", (int)y, (int)m, (int)d);
	return zone_day_read(out, &day) && day * DAY_MS < clock_ms();
}

/* "1990-05-31", "31.05.1990", "31/05/1990", "05/31/1990"; "05/06/1990" may be two days: none. */
static char *
value_birthday(const char *text)
{
	char	 day[ZONE_DAY_SIZE], sign;
	int	 a, b, y;

	if (sscanf(text, "%4d-%2d-%2d", &y, &a, &b) == 3 &&
	    is_birthday(y, a, b, day))
		return mem_dup(day);
	if (sscanf(text, "%2d%c%2d%*c%4d", &a, &sign, &b, &y) != 4 ||
	    strchr(".-/", sign) == NULL)
		return NULL;
	if (sign == '/' && a != b && a <= 12 && b <= 12)
		return NULL;
	return is_birthday(y, b, a, day) || (sign == '/' &&
	    is_birthday(y, a, b, day)) ? mem_dup(day) : NULL;
}

static char *
value_skype(const char *text)
{
	if (strncasecmp(text, "skype:", strlen("skype:")) == 0)
		text += strlen("skype:");
	return strpbrk(text, BLANKS) != NULL ? NULL :
	    value_line(text, NAME_CHARS);
}

/* Behind what a link to an account begins with; NULL: it is no link. */
static const char *
telegram_link(const char *text)
{
	static const char *const before[] = { "https://", "http://", "www.",
		"" };
	static const char *const hosts[] = { "t.me/", "telegram.me/",
		"telegram.dog/", "tg://resolve?domain=" };

	for (size_t i = 0; i < nitems(before); i++)
		if (*before[i] != '\0' && strncasecmp(text, before[i],
		    strlen(before[i])) == 0)
			text += strlen(before[i]);
	for (size_t i = 0; i < nitems(hosts); i++)
		if (strncasecmp(text, hosts[i], strlen(hosts[i])) == 0)
			return text + strlen(hosts[i]);
	return NULL;
}

/* "@name", "t.me/name", or a name alone. */
static char *
value_telegram(const char *text)
{
	static const char	 letters[] = "abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	const char		*at = telegram_link(text);
	const bool		 alone = at == NULL && *text != '@';
	char			 signs[80];
	size_t			 len;

	if (at == NULL)
		at = text + (*text == '@');
	snprintf(signs, sizeof(signs), "%s0123456789_", letters);
	len = strspn(at, signs);
	if (len < 5 || len > 32 || strchr(letters, *at) == NULL ||
	    (alone && at[len] != '\0') ||
	    strchr("/?,;)" BLANKS, at[len]) == NULL ||
	    strncasecmp(at, "joinchat", len) == 0)
		return NULL;
	return mem_ndup(at, len);
}

static char *
value_of(enum transfer_field field, const char *text, const char *country)
{
	switch (field) {
	case TRANSFER_FIELD_PHONE:	return value_phone(text, country);
	case TRANSFER_FIELD_EMAIL:	return value_email(text);
	case TRANSFER_FIELD_MONEY:	return value_money(text);
	case TRANSFER_FIELD_POSITION:
	case TRANSFER_FIELD_COMPANY:	return value_line(text, LINE_CHARS);
	case TRANSFER_FIELD_BIRTHDAY:	return value_birthday(text);
	case TRANSFER_FIELD_SKYPE:	return value_skype(text);
	case TRANSFER_FIELD_TELEGRAM:	return value_telegram(text);
	default:			return NULL;
	}
}

/* Is that all of the text, but for how the member writes it? */
static bool
is_whole(enum transfer_field field, const char *text, const char *value)
{
	const char	*at;

	switch (field) {
	case TRANSFER_FIELD_EMAIL:
		return strcasecmp(text, value) == 0;
	case TRANSFER_FIELD_BIRTHDAY:
		return strlen(text) == strlen(value);
	case TRANSFER_FIELD_TELEGRAM:
		at = telegram_link(text);
		at = at != NULL ? at : text + (*text == '@');
		return strcmp(at, value) == 0;
	case TRANSFER_FIELD_SKYPE:
		return true;
	default:
		return strcmp(text, value) == 0;
	}
}

char *
transfer_field_value(enum transfer_field field, const char *display,
    const char *country, bool *whole)
{
	own_str char	*text = trimmed(display);
	char		*value = *text == '\0' ? NULL : value_of(field, text,
			    country);

	*whole = value != NULL && is_whole(field, text, value);
	return value;
}
