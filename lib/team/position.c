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

/* Of six digits, or of fewer as if zeros followed. */
static int64_t
whole_read(const char *s)
{
	int64_t	n = 0;

	for (int i = 0; i < WHOLE; i++, s += *s != '\0')
		n = n * BASE + digit_of(*s);
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

/* Lengths of new fractions count as equal: chance made them. */
#define SHORT	3

/*
 * -1: after is the longer one, 1: before is. The longer one came there last, and the next one
 * probably goes between it and the shorter one: room is left on that side.
 */
static int
compare_lengths(const char *after, const char *before)
{
	const size_t	a = strlen(after);
	const size_t	b = before == NULL ? 0 : strlen(before);

	return a <= SHORT && b <= SHORT ? 0 : a > b ? -1 : a < b;
}

#define STEP	(BASE * BASE)	/* chance decides within it */
#define ROOM	(INT64_C(1) * STEP * STEP)	/* for thousands of steps */

/* Beside the longer one: six digits more, the last of them no zero. False: there is no room. */
static bool
beside(const char *after, const char *before, int longer, char *out)
{
	const int64_t	from = whole_read(after);
	const int64_t	to = before == NULL ? WHOLE_MAX : whole_read(before);
	int64_t		step, at;

	if (longer == 0 || to - from < ROOM)
		return false;
	step = 1 + (int64_t)secret_random(STEP - 1);
	at = longer < 0 ? from + step : to - step;
	whole_write(at % BASE != 0 ? at : at - longer, out);
	return true;
}

/* In the middle: a digit, and two of chance. False: no digit is between. */
static bool
amid(const char *after, const char *before, char *out)
{
	const int	x = digit_of(*after);
	const int	y = before == NULL ? BASE : digit_of(*before);

	if (y - x <= 1)
		return false;
	out[0] = digits[(x + y) / 2];
	out[1] = digits[secret_random(BASE)];
	out[2] = digits[1 + secret_random(BASE - 1)];
	out[3] = '\0';
	return true;
}

/* A fraction between two; before NULL: the end. It is no beginning of before. False: too long. */
static bool
fraction(const char *after, const char *before, char *out, size_t size)
{
	const int	longer = compare_lengths(after, before);

	for (size_t n = 0; n + WHOLE < size; n++) {
		if (beside(after, before, longer, out + n) ||
		    (longer == 0 && amid(after, before, out + n)))
			return true;
		out[n] = digits[digit_of(*after)];
		if (before != NULL)
			before = out[n] != *before ? NULL : before + 1;
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
