#include "backup/keep.h"

#include <string.h>

/* A day as the name has it, and as days since 1970-01-01. */
struct day {
	int	year, month, day;
	long	number;
};

static int
figures(const char *at, int n)
{
	int	v = 0;

	while (n-- > 0)
		v = v * 10 + *at++ - '0';
	return v;
}

/* Days since 1970-01-01 of a day of the Gregorian calendar, years counted from March. */
static long
day_number(int year, int month, int day)
{
	const int	y = month > 2 ? year : year - 1;
	const int	m = month > 2 ? month - 3 : month + 9;

	return 365L * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day -
	    719469;
}

static bool
fits(const char *name)
{
	const char	*like = KEEP_NAME;

	for (; *like != '\0'; like++, name++)
		if (strchr("YMDHS", *like) != NULL ? *name < '0' || *name > '9' :
		    *name != *like)
			return false;
	return *name == '\0';
}

static struct day
day_of(const char *name)
{
	const char	*at = strchr(name, '-') + 1;
	struct day	 d = { figures(at, 4), figures(at + 4, 2),
			    figures(at + 6, 2), 0 };

	d.number = day_number(d.year, d.month, d.day);
	return d;
}

static int
month_days(int year, int month)
{
	static const int	days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30,
		31, 30, 31 };

	return days[month - 1] + (month == 2 && year % 4 == 0 &&
	    (year % 100 != 0 || year % 400 == 0));
}

bool
keep_is(const char *name)
{
	struct day	d;

	if (!fits(name))
		return false;
	d = day_of(name);
	return d.year >= 1970 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
	    d.day <= month_days(d.year, d.month);
}

static long
by_day(const char *name)
{
	return day_of(name).number;
}

/* Weeks begin on Monday; 1970-01-01 was a Thursday. */
static long
by_week(const char *name)
{
	return (day_of(name).number + 3) / 7;
}

static long
by_month(const char *name)
{
	const struct day	d = day_of(name);

	return d.year * 12L + d.month;
}

/* The newest of each span, of so many spans. */
static void
choose(const char *const *names, size_t n, long (*span)(const char *),
    int spans, bool *stays)
{
	long	last = -1;

	for (size_t i = 0; i < n && spans > 0; i++) {
		if (span(names[i]) == last)
			continue;
		last = span(names[i]);
		stays[i] = true;
		spans--;
	}
}

void
keep_choose(const char *const *names, size_t n, bool *stays)
{
	memset(stays, 0, n * sizeof(*stays));
	choose(names, n, by_day, KEEP_DAYS, stays);
	choose(names, n, by_week, KEEP_WEEKS, stays);
	choose(names, n, by_month, KEEP_MONTHS, stays);
}
