#include "base/zone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

#define HOUR_S	3600
#define DAY_S	(24 * HOUR_S)
#define DAY_MS	(DAY_S * INT64_C(1000))
#define AHEAD_S	(16 * HOUR_S)	/* no clock is further from UTC */

/* No path: the name comes from a person. */
static bool
is_name(const char *name)
{
	return name != NULL && *name != '\0' && *name != '/' && strlen(name) <= 64 &&
	    strstr(name, "..") == NULL && strspn(name, "abcdefghijklmnopqrst"
	    "uvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/") == strlen(name);
}

void
zone_enter(struct zone *zone, const char *name)
{
	own_str char	*file = mem_fmt(":%s", is_name(name) ? name : "UTC");

	zone->before = mem_dup(getenv("TZ"));
	zone->entered = 1;
	setenv("TZ", file, 1);
	tzset();
}

/* An outer zone is loaded again. Behind the outermost the rules stay as they are: whoever enters
 * the same zone next need not read its file. */
void
zone_leave(struct zone *zone)
{
	if (!zone->entered)
		return;
	if (zone->before != NULL) {
		setenv("TZ", zone->before, 1);
		tzset();
	} else
		unsetenv("TZ");
	mem_free_str(&zone->before);
	zone->entered = 0;
}

static void
local(const struct zone *zone, int64_t at_ms, struct tm *out)
{
	time_t	s = (time_t)(at_ms / 1000 - (at_ms % 1000 < 0));

	if (zone->entered)
		localtime_r(&s, out);
	else
		gmtime_r(&s, out);
}

void
zone_write(const struct zone *zone, int64_t at_ms, char out[ZONE_SIZE])
{
	struct tm	tm = { 0 };

	out[0] = '\0';
	if (at_ms == 0)
		return;
	local(zone, at_ms, &tm);
	if (strftime(out, ZONE_SIZE, "%Y-%m-%d %H:%M:%S", &tm) == 0)
		out[0] = '\0';
}

void
zone_write_short(const struct zone *zone, int64_t at_ms, int64_t now_ms,
    char out[ZONE_SIZE])
{
	char	whole[ZONE_SIZE];

	zone_write(zone, at_ms, whole);
	if (zone_day(zone, at_ms) == zone_day(zone, now_ms))
		snprintf(out, ZONE_SIZE, "%.5s", whole + 11);
	else
		snprintf(out, ZONE_SIZE, "%.2s.%.2s %.5s", whole + 8,
		    whole + 5, whole + 11);
}

int64_t
zone_offset_ms(const struct zone *zone, int64_t at_ms)
{
	struct tm	tm = { 0 };

	local(zone, at_ms, &tm);
	return (int64_t)tm.tm_gmtoff * 1000;
}

int64_t
zone_moment(const struct zone *zone, int64_t local_ms)
{
	const int64_t	former = zone_offset_ms(zone, local_ms - DAY_MS),
			latter = zone_offset_ms(zone, local_ms + DAY_MS);
	const int64_t	before = local_ms - former, after = local_ms - latter;

	return zone_offset_ms(zone, before) != former &&
	    zone_offset_ms(zone, after) == latter ? after : before;
}

int64_t
zone_day(const struct zone *zone, int64_t at_ms)
{
	struct tm	tm = { 0 };

	local(zone, at_ms, &tm);
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	return timegm(&tm) / DAY_S;
}

int
zone_hour(const struct zone *zone, int64_t at_ms)
{
	struct tm	tm = { 0 };

	local(zone, at_ms, &tm);
	return tm.tm_hour;
}

/* Hours of the calendar, of which none comes back after the next has begun. */
static int64_t
hours(const struct zone *zone, int64_t at_s)
{
	return zone_day(zone, at_s * 1000) * 24 + zone_hour(zone, at_s * 1000);
}

int64_t
zone_begin(const struct zone *zone, int64_t day, int hour)
{
	const int64_t	wanted = day * 24 + hour;
	/* What most hours begin at: those that no change of clocks is near. */
	const int64_t	likely = wanted * HOUR_S -
			    zone_offset_ms(zone, wanted * HOUR_S * 1000) / 1000;
	int64_t		before = wanted * HOUR_S - AHEAD_S;
	int64_t		after = wanted * HOUR_S + AHEAD_S;

	if (hours(zone, likely) == wanted && hours(zone, likely - 1) < wanted)
		return likely * 1000;
	while (after - before > 1) {
		const int64_t	middle = before + (after - before) / 2;

		if (hours(zone, middle) < wanted)
			before = middle;
		else
			after = middle;
	}
	return after * 1000;
}

bool
zone_day_read(const char *text, int64_t *day)
{
	int64_t	at;

	if (strlen(text) != ZONE_DAY_SIZE - 1 || clock_parse(text, &at) == -1)
		return false;
	*day = zone_day(&(struct zone){ 0 }, at);
	return true;
}

void
zone_day_write(int64_t day, char out[ZONE_DAY_SIZE])
{
	char	iso[CLOCK_ISO_SIZE];

	clock_iso(day * DAY_S * 1000, iso);
	memcpy(out, iso, ZONE_DAY_SIZE - 1);
	out[ZONE_DAY_SIZE - 1] = '\0';
}
