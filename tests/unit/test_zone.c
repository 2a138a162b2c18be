/* zone: where the days of people begin, also those of 23 and 25 hours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/zone.h"

/* Sources: IANA time zones; Cairo puts its clocks forward at midnight, Havana back to it; Apia had
 * no 30 December 2011. */
static const struct {
	const char	*zone, *day, *begins;
	int		 hours;		/* until the next day */
} days[] = {
	{ "UTC", "2026-11-20", "2026-11-20T00:00:00Z", 24 },
	{ "Europe/Minsk", "2026-11-20", "2026-11-19T21:00:00Z", 24 },
	{ "Europe/Minsk", "2026-03-01", "2026-02-28T21:00:00Z", 24 },
	{ "Asia/Bishkek", "2027-01-01", "2026-12-31T18:00:00Z", 24 },
	{ "America/New_York", "2026-11-20", "2026-11-20T05:00:00Z", 24 },
	{ "Asia/Kolkata", "2026-11-20", "2026-11-19T18:30:00Z", 24 },
	{ "Pacific/Kiritimati", "2026-11-20", "2026-11-19T10:00:00Z", 24 },
	{ "Europe/Berlin", "2026-03-28", "2026-03-27T23:00:00Z", 24 },
	{ "Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23 },
	{ "Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z", 24 },
	{ "Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25 },
	{ "Europe/Berlin", "2026-10-26", "2026-10-25T23:00:00Z", 24 },
	{ "America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", 23 },
	{ "America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", 25 },
	{ "Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z", 23 },
	{ "America/Havana", "2024-11-03", "2024-11-03T04:00:00Z", 25 },
	{ "Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0 },
	{ "No/Such_Zone", "2026-11-20", "2026-11-20T00:00:00Z", 24 },
	{ "Europe/Minsk", "1969-12-31", "1969-12-30T21:00:00Z", 24 },
};

static void
begins_where_people_do(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(days); i++) {
		own_zone struct zone	zone = { 0 };
		int64_t			day, wanted, begin, next;
		char			text[ZONE_DAY_SIZE];

		zone_enter(&zone, days[i].zone);
		assert_true(zone_day_read(days[i].day, &day));
		assert_int_equal(clock_parse(days[i].begins, &wanted), 0);
		begin = zone_begin(&zone, day, 0);
		next = zone_begin(&zone, day + 1, 0);
		if (begin != wanted || next - begin != days[i].hours * 3600000)
			fail_msg("%s %s", days[i].zone, days[i].day);
		zone_day_write(day, text);
		assert_string_equal(text, days[i].day);
		if (days[i].hours == 0)
			continue;
		assert_int_equal(zone_day(&zone, begin), day);
		assert_int_equal(zone_day(&zone, begin - 1), day - 1);
		assert_int_equal(zone_day(&zone, next - 1), day);
	}
}

/* The hour that clocks pass over, and the one that they show twice. */
static void
finds_hours(void **state)
{
	own_zone struct zone	zone = { 0 };
	int64_t			spring, autumn;

	(void)state;
	zone_enter(&zone, "Europe/Berlin");
	assert_true(zone_day_read("2026-03-29", &spring));
	assert_true(zone_day_read("2026-10-25", &autumn));
	assert_int_equal(zone_begin(&zone, spring, 2),
	    zone_begin(&zone, spring, 3));
	assert_int_equal(zone_begin(&zone, spring, 6) -
	    zone_begin(&zone, spring, 0), 5 * 3600000);
	assert_int_equal(zone_begin(&zone, autumn, 3) -
	    zone_begin(&zone, autumn, 2), 2 * 3600000);
	assert_int_equal(zone_hour(&zone, zone_begin(&zone, autumn, 17)), 17);
}

/* East and west of UTC alike: the first of two, an hour later than one that is left out. */
static void
finds_moments(void **state)
{
	static const struct { const char *zone, *local, *utc; } moments[] = {
		{ "Europe/Warsaw", "2036-10-26T02:30Z", "2036-10-26T00:30Z" },
		{ "Europe/Warsaw", "2036-10-26T03:30Z", "2036-10-26T02:30Z" },
		{ "Europe/Warsaw", "2036-10-26T01:30Z", "2036-10-25T23:30Z" },
		{ "Europe/Warsaw", "2036-03-30T02:30Z", "2036-03-30T01:30Z" },
		{ "Europe/Warsaw", "2036-03-30T03:30Z", "2036-03-30T01:30Z" },
		{ "America/New_York", "2036-11-02T01:30Z", "2036-11-02T05:30Z" },
		{ "America/New_York", "2036-11-02T02:30Z", "2036-11-02T07:30Z" },
		{ "America/New_York", "2036-03-09T02:30Z", "2036-03-09T07:30Z" },
		{ "Asia/Bishkek", "2036-11-02T01:30Z", "2036-11-01T19:30Z" },
		{ "UTC", "2036-11-02T01:30Z", "2036-11-02T01:30Z" },
	};

	(void)state;
	for (size_t i = 0; i < nitems(moments); i++) {
		own_zone struct zone	zone = { 0 };
		int64_t			local, utc;

		zone_enter(&zone, moments[i].zone);
		assert_int_equal(clock_parse(moments[i].local, &local), 0);
		assert_int_equal(clock_parse(moments[i].utc, &utc), 0);
		if (zone_moment(&zone, local) != utc)
			fail_msg("%s %s", moments[i].zone, moments[i].local);
	}
}

/* The day is said when it is another one by the person's own clocks. */
static void
writes_in_short(void **state)
{
	own_zone struct zone	zone = { 0 };
	char			text[ZONE_SIZE];
	int64_t			at, now;

	(void)state;
	zone_enter(&zone, "Asia/Kolkata");
	assert_int_equal(clock_parse("2026-11-20T18:25:00Z", &at), 0);
	assert_int_equal(clock_parse("2026-11-20T18:29:00Z", &now), 0);
	zone_write_short(&zone, at, now, text);
	assert_string_equal(text, "23:55");
	zone_write_short(&zone, at, now + 60000, text);
	assert_string_equal(text, "20.11 23:55");
}

static void
reads_dates_alone(void **state)
{
	static const char *const not[] = { "", "2026-11-2", "2026-11-20T10:00",
	    "2026-13-01", "2026-02-30", "20.11.2026", "2026-11-20 " };
	int64_t	day = 7;

	(void)state;
	for (size_t i = 0; i < nitems(not); i++)
		assert_false(zone_day_read(not[i], &day));
	assert_int_equal(day, 7);
	assert_true(zone_day_read("1970-01-02", &day));
	assert_int_equal(day, 1);
}

/* What is entered within another leaves that one as it was. */
static void
nests(void **state)
{
	const int64_t		at = 1800000000000;
	own_zone struct zone	outer = { 0 };

	(void)state;
	zone_enter(&outer, "Asia/Bishkek");
	for (int i = 0; i < 2; i++) {
		own_zone struct zone	inner = { 0 };

		zone_enter(&inner, "Europe/Minsk");
		assert_int_equal(zone_offset_ms(&inner, at), 3 * 3600000);
		zone_leave(&inner);
		assert_int_equal(zone_offset_ms(&outer, at), 6 * 3600000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nests),
		cmocka_unit_test(begins_where_people_do),
		cmocka_unit_test(finds_hours),
		cmocka_unit_test(finds_moments),
		cmocka_unit_test(writes_in_short),
		cmocka_unit_test(reads_dates_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
