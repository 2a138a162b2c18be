#include "base/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t
read_ms(clockid_t which)
{
	struct timespec	 ts;

	clock_gettime(which, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int64_t
clock_ms(void)
{
	return read_ms(CLOCK_REALTIME);
}

int64_t
clock_now(void)
{
	return clock_ms() / 1000;
}

int64_t
clock_mono_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}

int64_t
clock_boot_ms(void)
{
	return read_ms(CLOCK_BOOTTIME);
}

int
clock_sleep_ms(int64_t ms)
{
	struct timespec	 t;

	if (ms <= 0)
		return 0;
	t.tv_sec = (time_t)(ms / 1000);
	t.tv_nsec = (long)(ms % 1000) * 1000000;
	return nanosleep(&t, NULL);
}

/* n as exactly so many digits. snprintf would be most of the cost of a list. */
static char *
put_digits(char *out, int n, int digits)
{
	for (int i = digits - 1; i >= 0; i--, n /= 10)
		out[i] = (char)('0' + n % 10);
	return out + digits;
}

void
clock_iso(int64_t at_ms, char out[CLOCK_ISO_SIZE])
{
	int64_t		 ms = ((at_ms % 1000) + 1000) % 1000;
	time_t		 s = (time_t)((at_ms - ms) / 1000);
	struct tm	 tm;

	if (gmtime_r(&s, &tm) == NULL || tm.tm_year > 8099 ||
	    tm.tm_year < -1900)
		tm = (struct tm){ .tm_year = 70, .tm_mday = 1 };
	out = put_digits(out, tm.tm_year + 1900, 4);
	*out++ = '-';
	out = put_digits(out, tm.tm_mon + 1, 2);
	*out++ = '-';
	out = put_digits(out, tm.tm_mday, 2);
	*out++ = 'T';
	out = put_digits(out, tm.tm_hour, 2);
	*out++ = ':';
	out = put_digits(out, tm.tm_min, 2);
	*out++ = ':';
	out = put_digits(out, tm.tm_sec, 2);
	*out++ = '.';
	out = put_digits(out, (int)ms, 3);
	*out++ = 'Z';
	*out = '\0';
}

/* ".123456" as ms; the digits beyond the third are dropped. */
static const char *
read_fraction(const char *s, int64_t *ms)
{
	int	 scale = 100;

	for (s++; isdigit((unsigned char)*s); s++, scale /= 10)
		*ms += (*s - '0') * scale;
	return s;
}

/* "Z", "+03:00", "+0300", "+03" or nothing, as seconds east of UTC. */
static int
read_zone(const char *s, int64_t *east_s)
{
	int	 hours, minutes = 0, used = 0;

	*east_s = 0;
	if (*s == '\0' || strcmp(s, "Z") == 0)
		return 0;
	if (*s != '+' && *s != '-')
		return -1;
	if ((sscanf(s + 1, "%2d:%2d%n", &hours, &minutes, &used) < 2 &&
	    sscanf(s + 1, "%2d%2d%n", &hours, &minutes, &used) < 2 &&
	    sscanf(s + 1, "%2d%n", &hours, &used) < 1) ||
	    s[1 + used] != '\0' || hours < 0 || hours > 15 || minutes < 0 ||
	    minutes > 59)
		return -1;
	*east_s = (hours * 60 + minutes) * 60 * (*s == '-' ? -1 : 1);
	return 0;
}

/* strptime takes "31 February" and timegm turns it into March: refuse that. */
static int
to_seconds(const struct tm *tm, int64_t *s)
{
	struct tm	 copy = *tm;

	*s = timegm(&copy);
	return copy.tm_mday == tm->tm_mday && copy.tm_mon == tm->tm_mon ? 0 : -1;
}

int
clock_parse(const char *text, int64_t *at_ms)
{
	struct tm	 tm = { 0 };
	const char	*s;
	int64_t		 seconds, east_s, ms = 0;

	if (!isdigit((unsigned char)*text) ||
	    (s = strptime(text, "%Y-%m-%d", &tm)) == NULL || tm.tm_year > 8099)
		return -1;
	if (*s == 'T' || *s == ' ') {
		const char	*hm = s + 1;

		if ((s = strptime(hm, "%H:%M:%S", &tm)) == NULL &&
		    (s = strptime(hm, "%H:%M", &tm)) == NULL)
			return -1;
		if (*s == '.')
			s = read_fraction(s, &ms);
		if (read_zone(s, &east_s) == -1)
			return -1;
	} else if (*s == '\0')
		east_s = 0;
	else
		return -1;
	if (to_seconds(&tm, &seconds) == -1)
		return -1;
	*at_ms = (seconds - east_s) * 1000 + ms;
	return 0;
}
