#include "person/email.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#define NAME_MAX_BYTES	64
#define LABEL_MAX_BYTES	63

#define ALNUM	"abcdefghijklmnopqrstuvwxyz0123456789"
#define IN_NAME	ALNUM ".!#$%&'*+-/=?^_`{|}~"
#define IN_TEXT	ALNUM ".%'+-_"	/* of those, what people use */

/* Dots separate parts, one at a time. */
static bool
dots_fit(const char *s, size_t len)
{
	return s[0] != '.' && s[len - 1] != '.' && memmem(s, len, "..", 2) ==
	    NULL;
}

static bool
is_host(const char *host, bool local)
{
	const size_t	 len = strlen(host);
	const char	*last = strrchr(host, '.');

	if (len == 0 || strspn(host, ALNUM ".-") != len ||
	    !dots_fit(host, len))
		return false;
	for (const char *label = host; *label != '\0'; ) {
		const size_t	 n = strcspn(label, ".");

		if (n > LABEL_MAX_BYTES || label[0] == '-' ||
		    label[n - 1] == '-')
			return false;
		label += n + (label[n] == '.');
	}
	return local || (last != NULL && strlen(last) > 2 &&
	    strspn(last, ".0123456789") != strlen(last));
}

static bool
is_email(const char *s, bool local)
{
	const char	*at = strchr(s, '@');
	const size_t	 len = at != NULL ? (size_t)(at - s) : 0;

	return len > 0 && len <= NAME_MAX_BYTES && strspn(s, IN_NAME) ==
	    len && dots_fit(s, len) && is_host(at + 1, local);
}

bool
person_email_read(const char *given, bool local, char out[PERSON_EMAIL_SIZE])
{
	char		 text[PERSON_EMAIL_SIZE];
	const char	*next = given, *end;
	size_t		 len;

	while (*next != '\0' && utf8_blank(utf8_next(&next)))
		given = next;
	if (strncasecmp(given, "mailto:", 7) == 0)
		given += 7;
	for (end = next = given; *next != '\0'; )
		if (!utf8_blank(utf8_next(&next)))
			end = next;
	len = (size_t)(end - given);
	if (len >= sizeof(text))
		return false;
	for (size_t i = 0; i < len; i++)
		text[i] = (char)tolower((unsigned char)given[i]);
	text[len] = '\0';
	if (!is_email(text, local))
		return false;
	memcpy(out, text, len + 1);
	return true;
}

static bool
is_among(char c, const char *signs)
{
	return c != '\0' && strchr(signs, tolower((unsigned char)c)) != NULL;
}

/* Signs at the ends of what may be an address belong to the text: "(a@b.by)." */
static bool
read_around(const char *text, const char *at, char out[PERSON_EMAIL_SIZE])
{
	const char	*from = at, *to = at + 1;
	char		 part[PERSON_EMAIL_SIZE];

	while (from > text && at - from <= NAME_MAX_BYTES &&
	    is_among(from[-1], IN_TEXT))
		from--;
	while (from < at && !is_among(*from, ALNUM "_"))
		from++;
	while (to - from < (ptrdiff_t)sizeof(part) && is_among(*to, ALNUM
	    ".-"))
		to++;
	while (to > at && !is_among(to[-1], ALNUM))
		to--;
	if (to <= at || to - from >= (ptrdiff_t)sizeof(part))
		return false;
	memcpy(part, from, (size_t)(to - from));
	part[to - from] = '\0';
	return person_email_read(part, false, out);
}

bool
person_email_next(const char **at, char out[PERSON_EMAIL_SIZE])
{
	const char	*text = *at, *sign = text;

	while ((sign = strchr(sign, '@')) != NULL) {
		*at = sign + 1;
		if (read_around(text, sign++, out))
			return true;
	}
	return false;
}

bool
person_email_find(const char *text, char out[PERSON_EMAIL_SIZE])
{
	return person_email_next(&text, out);
}

bool
person_email_same(const char *a, const char *b)
{
	char	 x[PERSON_EMAIL_SIZE], y[PERSON_EMAIL_SIZE];

	return a != NULL && b != NULL && person_email_read(a, true, x) &&
	    person_email_read(b, true, y) && strcmp(x, y) == 0;
}
