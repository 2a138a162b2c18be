#include "io/cursor.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

static const char digits[] = "0123456789abcdef";

/* A whole number in its one form: no sign but a minus, no zero in front, no overflow. */
static const char *
read_number(const char *s, int64_t *out)
{
	const char	*first = s + (*s == '-');
	char		*end;

	if (*first < '0' || *first > '9' || (*first == '0' &&
	    (first != s || (first[1] >= '0' && first[1] <= '9'))))
		return NULL;
	errno = 0;
	*out = strtoll(s, &end, 10);
	return errno == 0 ? end : NULL;
}

static int
nibble(char c)
{
	const char	*at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

static const char *
read_key(const char *s, bool text, struct cursor *out)
{
	size_t	n = 0;

	if (*s++ != 'x')
		return NULL;
	for (; *s != '.'; s += 2) {
		const int	high = nibble(s[0]);
		const int	low = high == -1 ? -1 : nibble(s[1]);

		if (low == -1 || (text && high == 0 && low == 0) ||
		    n + 1 == CURSOR_KEY_SIZE)
			return NULL;
		out->key[n++] = (char)(high * 16 + low);
	}
	out->len = text ? 0 : n;
	return s;
}

int
cursor_read(const char *after, enum cursor_by by, struct cursor *out,
    struct err *err)
{
	struct cursor	 got = { 0 };
	const char	*at = after;

	if (after != NULL) {
		if (by == CURSOR_BY_NUMBER)
			at = read_number(at, &got.number);
		else if (by != CURSOR_BY_ID)
			at = read_key(at, by == CURSOR_BY_TEXT, &got);
		if (at != NULL && by != CURSOR_BY_ID)
			at = *at == '.' ? at + 1 : NULL;
		if (at != NULL)
			at = read_number(at, &got.id);
		if (at == NULL || *at != '\0' || got.id < 1)
			return err_field(err, "after", "cursor", "%s", "");
	}
	*out = got;
	return 0;
}

struct cursor
cursor_at(const char *key, int64_t id)
{
	struct cursor	at = { .id = id };

	snprintf(at.key, sizeof(at.key), "%s", key);
	return at;
}

void
cursor_write(const struct cursor *c, enum cursor_by by, char out[CURSOR_SIZE])
{
	const size_t	 len = by == CURSOR_BY_BYTES ? c->len :
			    strnlen(c->key, sizeof(c->key) - 1);
	size_t		 at = 0;

	if (by == CURSOR_BY_TEXT || by == CURSOR_BY_BYTES) {
		out[at++] = 'x';
		for (size_t i = 0; i < len; i++) {
			out[at++] = digits[(unsigned char)c->key[i] >> 4];
			out[at++] = digits[c->key[i] & 15];
		}
	} else if (by == CURSOR_BY_NUMBER)
		at = (size_t)snprintf(out, CURSOR_SIZE, "%" PRId64, c->number);
	snprintf(out + at, CURSOR_SIZE - at, "%s%" PRId64,
	    by == CURSOR_BY_ID ? "" : ".", c->id);
}
