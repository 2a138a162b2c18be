/*
 * Six digits of base 62 that count, so that the ends never grow long, then a fraction. The last two
 * digits are chance: two who move a task to one place at once get different positions.
 */
#include "team/position.h"

#include <stdint.h>
#include <string.h>

#include "io/secret.h"

#define BASE	62
#define WHOLE	6
#define WHOLE_MAX	INT64_C(56800235583)	/* 62^6 - 1 */

static const char digits[] =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static int
digit_of(char c)
{
	const char	*at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? 0 : (int)(at - digits);
}

static int64_t
whole_read(const char *s)
{
	int64_t	n = 0;

	for (int i = 0; i < WHOLE; i++)
		n = n * BASE + digit_of(s[i]);
	return n;
}

static void
whole_write(int64_t n, char *out)
{
	for (int i = WHOLE - 1; i >= 0; i--, n /= BASE)
		out[i] = digits[n % BASE];
	out[WHOLE] = '\0';
}

static bool
is_position(const char *s)
{
	const size_t	len = strlen(s);

	return len >= WHOLE && len < POSITION_SIZE && strspn(s, digits) == len;
}

/* A fraction between two; before NULL: the end. It is no beginning of before. False: too long. */
static bool
fraction(const char *after, const char *before, char *out, size_t size)
{
	for (size_t n = 0; n + 4 < size;) {
		const int	x = digit_of(*after);
		const int	y = before == NULL ? BASE : digit_of(*before);

		if (y - x > 1) {
			out[n++] = digits[(x + y) / 2];
			out[n++] = digits[secret_random(BASE)];
			out[n++] = digits[1 + secret_random(BASE - 1)];
			out[n] = '\0';
			return true;
		}
		out[n++] = digits[x];
		if (x != y)
			before = NULL;
		else
			before++;
		after += *after != '\0';
	}
	return false;
}

bool
position_between(const char *after, const char *before,
    char out[POSITION_SIZE])
{
	const bool	first = *after == '\0', last = *before == '\0';
	int64_t		from, to;

	if ((!first && !is_position(after)) ||
	    (!last && !is_position(before)) ||
	    (!first && !last && strcmp(after, before) >= 0))
		return false;
	from = first ? 0 : whole_read(after);
	to = last ? WHOLE_MAX : whole_read(before);
	if (to - from > 1) {
		whole_write(first && !last ? to - 1 : last && !first ?
		    from + 1 : from + (to - from) / 2, out);
		after = "";
		before = NULL;
	} else {
		whole_write(from, out);
		after = first ? "" : after + WHOLE;
		before = last || to != from ? NULL : before + WHOLE;
	}
	return fraction(after, before, out + WHOLE, POSITION_SIZE - WHOLE);
}
