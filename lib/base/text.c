#include "base/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define BOUND_SIZE	32
#define DIGITS_SAID	15	/* a longer bound is none for people */

static const struct message {
	const char	*code, *ru, *en;
} messages[] = {
#define T(code, ru, en)	{ code, ru, en },
#include "gen/messages.def"	/* of all rooms, joined by make */
#undef T
};

const char *
text_get(const char *lang, const char *code)
{
	for (size_t i = 0; i < nitems(messages); i++)
		if (strcmp(messages[i].code, code) == 0)
			return strcmp(lang, "en") == 0 ? messages[i].en :
			    messages[i].ru;
	return NULL;
}

void
text_put(char *out, size_t size, const char *lang, const char *code,
    const char *arg)
{
	const char	*msg = text_get(lang, code), *hole;
	int		 len;

	if (msg == NULL)
		len = snprintf(out, size, "%s", arg);
	else if ((hole = strstr(msg, "%s")) == NULL)
		len = snprintf(out, size, "%s", msg);
	else
		len = snprintf(out, size, "%.*s%s%s", (int)(hole - msg), msg,
		    arg, hole + 2);
	if (len >= 0 && (size_t)len >= size && size > 0)
		utf8_mend(out);
}

/* The form that a count takes; in English the plural is "many". */
static const char *
form_of(const char *lang, int64_t n)
{
	const int64_t	ten = n % 10, hundred = n % 100;

	if (strcmp(lang, "ru") != 0)
		return n == 1 ? "one" : "many";
	if (ten == 1 && hundred != 11)
		return "one";
	return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? "few" :
	    "many";
}

void
text_count(char *out, size_t size, const char *lang, const char *code,
    int64_t n)
{
	char	form[64], number[24];

	snprintf(form, sizeof(form), "%s.%s", code, form_of(lang, n));
	snprintf(number, sizeof(number), "%lld", (long long)n);
	text_put(out, size, lang, form, number);
}

/*
 * "1..1440": from 1 to 1440; "500": at most 500, as is a length of "0..500"; another text stays as
 * it is.
 */
static void
put_bounds(char *out, size_t size, const char *lang, bool length,
    const char *arg)
{
	const char	*to = strstr(arg, "..");
	char		 low[BOUND_SIZE], from[BOUND_SIZE * 2], end[BOUND_SIZE * 2];

	if (to == NULL ? strspn(arg, "0123456789") != strlen(arg) :
	    to == arg || to[2] == '\0') {
		snprintf(out, size, "%s", arg);
		return;
	}
	snprintf(low, sizeof(low), "%.*s", (int)(to == NULL ? 0 : to - arg),
	    arg);
	to = to == NULL ? arg : to + 2;
	if (low[0] == '\0' || (length && strcmp(low, "0") == 0))
		text_put(out, size, lang, "base.most", to);
	else if (strlen(to) > DIGITS_SAID)
		text_put(out, size, lang, "base.least", low);
	else {
		text_put(from, sizeof(from), lang, "base.from", low);
		text_put(end, sizeof(end), lang, "base.to", to);
		snprintf(out, size, "%s %s", from, end);
	}
}

void
text_field(char *out, size_t size, const char *lang, const char *code,
    const char *arg)
{
	char		 id[64], bounds[BOUND_SIZE * 6];
	const char	*type;

	snprintf(id, sizeof(id), "base.type.%s", arg);
	if (strcmp(code, "type") == 0 && (type = text_get(lang, id)) != NULL)
		arg = type;
	if (strcmp(code, "range") == 0 || strcmp(code, "length") == 0) {
		put_bounds(bounds, sizeof(bounds), lang,
		    strcmp(code, "length") == 0, arg);
		arg = bounds;
	}
	snprintf(id, sizeof(id), "%s%s",
	    strchr(code, '.') == NULL ? "base.field." : "", code);
	text_put(out, size, lang, id, arg);
}
