#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

/* Is it a second or later byte of a character? */
static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

size_t
utf8_count(const char *s)
{
	size_t	n = 0;

	for (; *s != '\0'; s++)
		n += !continues(*s);
	return n;
}

size_t
utf8_cut(const char *s, size_t max)
{
	size_t	len = strnlen(s, max);

	if (len == max)
		while (len > 0 && continues(s[len]))
			len--;
	return len;
}

size_t
utf8_head(const char *s, size_t characters)
{
	size_t	len = 0;

	for (; s[len] != '\0'; len++)
		if (!continues(s[len]) && characters-- == 0)
			break;
	return len;
}

void
utf8_mend(char *s)
{
	size_t		end = strlen(s), last = end;
	unsigned char	first;

	while (last > 0 && continues(s[last - 1]))
		last--;
	if (last == 0)
		return;
	first = (unsigned char)s[--last];
	if (end - last < (first >= 0xf0 ? 4U : first >= 0xe0 ? 3U :
	    first >= 0xc0 ? 2U : 1U))
		s[last] = '\0';
}

uint32_t
utf8_next(const char **s)
{
	unsigned char	first = (unsigned char)*(*s)++;
	int		more = first < 0x80 ? 0 : (first & 0xe0) == 0xc0 ? 1 :
			    (first & 0xf0) == 0xe0 ? 2 :
			    (first & 0xf8) == 0xf0 ? 3 : -1;
	uint32_t	c = more > 0 ? first & (0x3fu >> more) : first;

	if (more == -1)
		return UTF8_BAD;
	for (int i = 0; i < more; i++) {
		if (!continues((*s)[i]))
			return UTF8_BAD;
		c = c << 6 | ((unsigned char)(*s)[i] & 0x3f);
	}
	*s += more;
	return c;
}

size_t
utf8_put(uint32_t c, char out[4])
{
	static const unsigned char	first[] = { 0, 0xc0, 0xe0, 0xf0 };
	int				more = c < 0x80 ? 0 : c < 0x800 ? 1 :
					    c < 0x10000 ? 2 : 3;

	for (int i = more; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(first[more] | c);
	return (size_t)more + 1;
}

bool
utf8_blank(uint32_t c)
{
	return c <= ' ' || (c >= 0x7f && c <= 0xa0) || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f) ||
	    (c >= 0x205f && c <= 0x206f) || c == 0x3000 || c == 0xfeff;
}

bool
utf8_control(uint32_t c)
{
	return c < ' ' || (c >= 0x7f && c <= 0x9f) || c == 0x2028 ||
	    c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069);
}

static void
take_out(char *text, bool (*parts)(uint32_t))
{
	const char	*s = text;
	char		*to = text;

	while (*s != '\0') {
		const char	*at = s;
		const uint32_t	 c = utf8_next(&s);

		if (parts(c)) {
			*to++ = ' ';
		} else if (!utf8_control(c)) {
			memmove(to, at, (size_t)(s - at));
			to += s - at;
		}
	}
	*to = '\0';
}

static bool
parts_nothing(uint32_t c)
{
	(void)c;
	return false;
}

void
utf8_plain(char *text)
{
	take_out(text, parts_nothing);
}

/* Tabs and the ends of lines and pages. */
static bool
parts_words(uint32_t c)
{
	return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 ||
	    c == 0x2029;
}

void
utf8_line(char *text)
{
	take_out(text, parts_words);
}
