#include "bitrix/form.h"

#include <string.h>

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte at *at, which is before end; steps over it. */
static char
next_byte(const char **at, const char *end)
{
	const char	*s = *at;

	if (*s == '%' && end - s >= 3 && digit(s[1]) >= 0 &&
	    digit(s[2]) >= 0) {
		*at += 3;
		return (char)(digit(s[1]) * 16 + digit(s[2]));
	}
	*at += 1;
	return *s == '+' ? ' ' : *s;
}

static bool
is_named(const char *at, const char *end, const char *name)
{
	while (at < end && *name != '\0')
		if (next_byte(&at, end) != *name++)
			return false;
	return at == end && *name == '\0';
}

static bool
read_value(const char *at, const char *end, char *out, size_t size)
{
	size_t	 n = 0;

	while (at < end) {
		const char	 c = next_byte(&at, end);

		if (c == '\0' || n + 1 >= size) {
			out[0] = '\0';
			return false;
		}
		out[n++] = c;
	}
	out[n] = '\0';
	return true;
}

bool
bitrix_form_get(const char *body, size_t len, const char *name, char *out,
    size_t size)
{
	const char	*at = body, *end = body + len;

	while (at < end) {
		const char	*stop = memchr(at, '&', (size_t)(end - at));
		const char	*sign;

		if (stop == NULL)
			stop = end;
		sign = memchr(at, '=', (size_t)(stop - at));
		if (sign != NULL && is_named(at, sign, name))
			return read_value(sign + 1, stop, out, size);
		at = stop + 1;
	}
	return false;
}
