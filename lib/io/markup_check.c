/* markup_check: what is refused before libxml reads it, and links that nobody may follow. */
#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/markup_int.h"

#define TAG_MAX		(64UL << 10)
#define ATTRS_MAX	64
#define HREF_MAX	2000

int
markup_refuse(struct err *err, const char *why)
{
	return err_code(err, ERR_INPUT, "io.markup", "markup: %s", why);
}

static const char *
skip_value(const char *s)
{
	char	quote = *s;

	if (quote != '"' && quote != '\'')
		return s + strcspn(s, " \t\r\n>");
	s += 1 + strcspn(s + 1, quote == '"' ? "\"" : "'");
	return *s == quote ? s + 1 : s;
}

/* Behind a tag as libxml would read it; NULL: too much in it. */
static const char *
skip_tag(const char *start)
{
	static const char	 blank[] = " \t\r\n";
	const char		*s = start + strcspn(start, " \t\r\n>");
	int			 attrs = 0;

	for (;;) {
		s += strspn(s, " \t\r\n/");
		if (*s == '\0' || *s == '>')
			return s;
		s += strcspn(s, " \t\r\n=>");
		s += strspn(s, blank);
		if (*s == '=') {
			s++;
			s += strspn(s, blank);
			s = skip_value(s);
		}
		if (++attrs > ATTRS_MAX || (size_t)(s - start) > TAG_MAX)
			return NULL;
	}
}

/*
 * libxml compares each attribute of a tag with all before it: thousands cost
 * seconds. Every '<' may begin a tag, in a comment or value too; a text that
 * makes this check itself long has tags within tags and is refused.
 */
int
markup_check_tags(const char *html, size_t len, struct err *err)
{
	size_t	work = 0;

	for (const char *s = html; (s = strchr(s, '<')) != NULL; s++) {
		const char	*end = skip_tag(s);

		if (end == NULL)
			return markup_refuse(err, "a tag of too many attributes");
		work += (size_t)(end - s);
		if (work > 4 * len + TAG_MAX)
			return markup_refuse(err, "tags within tags");
	}
	return 0;
}

int
markup_check(const char *text, size_t len, size_t max, struct err *err)
{
	json_t	*valid;

	if (len > max)
		return markup_refuse(err, "too long");
	if ((valid = json_stringn(text, len)) == NULL)
		return markup_refuse(err, "not UTF-8");
	json_decref(valid);
	return 0;
}

bool
markup_may_link(const char *href)
{
	static const char *const	schemes[] = { "https://", "http://",
					    "mailto:" };

	if (strlen(href) > HREF_MAX)
		return false;
	for (const char *s = href; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ' || *s == 0x7f)
			return false;
	for (size_t i = 0; i < nitems(schemes); i++)
		if (strncasecmp(href, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}
