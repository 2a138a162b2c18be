#include "base/zone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* No path: the name comes from a person. */
static bool
is_name(const char *name)
{
	return *name != '\0' && *name != '/' && strlen(name) <= 64 &&
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

void
zone_leave(struct zone *zone)
{
	if (!zone->entered)
		return;
	if (zone->before != NULL)
		setenv("TZ", zone->before, 1);
	else
		unsetenv("TZ");
	tzset();
	mem_free_str(&zone->before);
	zone->entered = 0;
}

static void
local(const struct zone *zone, int64_t at_ms, struct tm *out)
{
	time_t	s = (time_t)(at_ms / 1000);

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

int64_t
zone_offset_ms(const struct zone *zone, int64_t at_ms)
{
	struct tm	tm = { 0 };

	local(zone, at_ms, &tm);
	return (int64_t)tm.tm_gmtoff * 1000;
}
