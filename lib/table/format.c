#include "table/format.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/zone.h"

#define DAY_MINUTES	1440
#define LAST_DAY	2958465.0	/* 9999-12-31 */
#define WHOLE_MAX	1e15		/* whole numbers that are exact */

/* --- which --- */

enum table_format
table_format_built_in(long id)
{
	static const struct { long from, to; enum table_format format; }
	    known[] = {
		{ 9, 10, TABLE_FORMAT_PERCENT }, { 14, 17, TABLE_FORMAT_DAY },
		{ 18, 21, TABLE_FORMAT_TIME }, { 22, 22, TABLE_FORMAT_DAY },
		{ 27, 31, TABLE_FORMAT_DAY }, { 32, 35, TABLE_FORMAT_TIME },
		{ 36, 36, TABLE_FORMAT_DAY }, { 45, 47, TABLE_FORMAT_TIME },
		{ 50, 58, TABLE_FORMAT_DAY },
	};

	for (size_t i = 0; i < nitems(known); i++)
		if (id >= known[i].from && id <= known[i].to)
			return known[i].format;
	return TABLE_FORMAT_NUMBER;
}

/* [h], [mm], [ss]: how long something is. [Magenta] is a colour. */
static bool
is_span(const char *at)
{
	const size_t	n = strspn(at + 1, "hHmMsS");

	return n > 0 && at[1 + n] == ']';
}

/* Behind what is no sign of the format: "text", \x, _x, *x, [Red]; at itself where there is
 * none. */
static const char *
skip_literal(const char *at)
{
	const char	*end;

	if (*at == '"')
		return (end = strchr(at + 1, '"')) != NULL ? end + 1 :
		    at + strlen(at);
	if (strchr("\\_*", *at) != NULL)
		return at[1] != '\0' ? at + 2 : at + 1;
	if (*at == '[' && !is_span(at))
		return (end = strchr(at, ']')) != NULL ? end + 1 :
		    at + strlen(at);
	return at;
}

/* The first part of the code holds: what is for positive numbers. */
enum table_format
table_format_of(const char *code)
{
	enum table_format	format = TABLE_FORMAT_NUMBER;

	while (*code != '\0' && *code != ';') {
		const char	*next = skip_literal(code);

		if (next != code) {
			code = next;
			continue;
		}
		if (strncasecmp(code, "general", strlen("general")) == 0)
			return TABLE_FORMAT_NUMBER;
		if (strchr("dDyY", *code) != NULL)
			return TABLE_FORMAT_DAY;
		if (strchr("hHsS", *code) != NULL)
			format = TABLE_FORMAT_TIME;
		else if (strchr("mM", *code) != NULL &&
		    format == TABLE_FORMAT_NUMBER)
			format = strpbrk(code, "hHsS") != NULL ?
			    TABLE_FORMAT_TIME : TABLE_FORMAT_DAY;
		else if (*code == '%')
			format = TABLE_FORMAT_PERCENT;
		code++;
	}
	return format;
}

/* --- the text --- */

static void
put_number(double n, struct buf *out)
{
	buf_fmt(out, fabs(n) < WHOLE_MAX && n == floor(n) ? "%.0f" : "%.15g",
	    n);
}

static void
put_time(double part, struct buf *out)
{
	const long	minutes = lround(part * DAY_MINUTES);

	buf_fmt(out, "%02ld:%02ld", minutes / 60, minutes % 60);
}

/* Days from 1899-12-30; before March 1900 they are counted from a day later, for a February that
 * had no 29th. */
static void
put_day(double days, bool since_1904, struct buf *out)
{
	const double	 minutes = round(days * DAY_MINUTES),
			 whole = floor(minutes / DAY_MINUTES);
	const long	 over = (long)(minutes - whole * DAY_MINUTES);
	char		 day[ZONE_DAY_SIZE];

	zone_day_write((int64_t)whole + (since_1904 ? -24107 : -25569) +
	    (!since_1904 && whole < 60), day);
	buf_puts(out, day);
	if (over > 0)
		buf_fmt(out, " %02ld:%02ld", over / 60, over % 60);
}

void
table_format_put(enum table_format format, bool since_1904, const char *text,
    struct buf *out)
{
	char		*end;
	const double	 n = strtod(text, &end);

	if (end == text || *end != '\0' || !isfinite(n))
		buf_puts(out, text);
	else if (format == TABLE_FORMAT_DAY && n >= 1 && n <= LAST_DAY)
		put_day(n, since_1904, out);
	else if (format != TABLE_FORMAT_NUMBER &&
	    format != TABLE_FORMAT_PERCENT && n >= 0 && n < LAST_DAY)
		put_time(n, out);
	else if (format == TABLE_FORMAT_PERCENT) {
		put_number(round(n * 1e10) / 1e8, out);
		buf_putc(out, '%');
	} else
		put_number(n, out);
}

void
table_format_moment(const char *text, struct buf *out)
{
	int	y, mo, d, h, mi, n = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &y, &mo, &d, &n) == 3) {
		buf_add(out, text, (size_t)n);
		if (text[n] == 'T' && sscanf(text + n, "T%2d:%2d", &h,
		    &mi) == 2) {
			if (h + mi > 0)
				buf_fmt(out, " %02d:%02d", h, mi);
		} else
			buf_puts(out, text + n);
	} else if (sscanf(text, "%2d:%2d", &h, &mi) == 2)
		buf_fmt(out, "%02d:%02d", h, mi);
	else
		buf_puts(out, text);
}
