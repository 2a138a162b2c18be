/* api_field: values of custom fields as people read them. Shapes from public answers of the
 * service. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "clickup/api_field.h"
#include "io/field.h"

#define HOUR	INT64_C(3600000)

static char *
shown(const char *field, int64_t ahead_ms, const char *member)
{
	own_json json_t		*doc = json_loads(field, 0, NULL), *out = NULL;
	own_buf struct buf	 text = { 0 };
	const char		*s;

	assert_non_null(doc);
	clickup_field_emit(&text, doc, ahead_ms);
	assert_non_null(out = json_loads(buf_str(&text), 0, NULL));
	s = field_str(out, member);
	return s != NULL ? mem_dup(s) : NULL;
}

static const struct { const char *type, *more, *value, *display; } values[] = {
	{ "number", "", "5", "5" }, { "number", "", "\"1500.50\"", "1500.50" },
	{ "number", "", "12345678901.5", "12345678901.5" },
	{ "number", "", "0.1", "0.1" }, { "number", "", "-2.50", "-2.5" },
	{ "number", "", "1e15", "1000000000000000" },
	{ "number", "", "123456789012345678", "123456789012345678" },
	{ "number", "", "0.00001", "0.00001" }, { "number", "", "0.0", "0" },
	{ "number", "", "1e300", "1e+300" },
	{ "currency", ",\"type_config\":{\"currency_type\":\"BYN\"}",
	    "12345678901.5", "12345678901.5 BYN" },
	{ "formula", "", "0.30000000000000004", "0.3" },
	{ "rollup", "", "{\"value\":3}", "3" },
	{ "rollup", "", "{\"value\":{\"value\":2.5}}", "2.5" },
	{ "rollup", "", "[{\"value\":1},{\"name\":\"Анна\"}]", "1, Анна" },
	{ "rollup", "", "{}", "" },
	{ "tasks", "", "[{\"id\":\"86a\",\"name\":\"Анна\"}]", "Анна" },
	{ "automatic_progress", "", "{\"percent_complete\":70}", "70%" },
	{ "automatic_progress", "", "{\"percent_complete\":33.3333}", "33.33%" },
	{ "automatic_progress", "", "{\"percent_complete\":0.2}", "20%" },
	{ "automatic_progress", "", "{\"percent_complete\":0}", "0%" },
	{ "automatic_progress", "", "{\"percent_complete\":100}", "100%" },
	{ "manual_progress", "", "{\"current\":\"2\",\"percent_completed\":0.2}", "20%" },
	{ "manual_progress", "", "{\"current\":\"10\",\"percent_completed\":1}", "100%" },
	{ "manual_progress", ",\"type_config\":{\"start\":0,\"end\":40}",
	    "{\"current\":10}", "25%" },
	{ "manual_progress", ",\"type_config\":{\"start\":5,\"end\":5}",
	    "{\"current\":10}", "10%" },
	{ "manual_progress", "", "0.2", "20%" },
	{ "manual_progress", "", "\"20\"", "20%" },
	{ "manual_progress", "", "{}", "" }, { "manual_progress", "", "\"\"", "" },
	{ "phone", "", "\"+375 29 111-22-33\"", "+375 29 111-22-33" },
};

static void
values_are_shown_whole(void **state)
{
	int	 wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(values); i++) {
		own_str char	*field = mem_fmt("{\"type\":\"%s\",\"value\":%s"
				    "%s}", values[i].type, values[i].value,
				    values[i].more);
		own_str char	*got = shown(field, 0, "display");

		if (strcmp(got, values[i].display) != 0) {
			print_error("%s: %s\n", field, got);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* 4 o'clock of 3 May 2024 in some zones, and times of the day in one. */
static const struct { int64_t at_ms, ahead_h; const char *day; } days[] = {
	{ INT64_C(1714708800000) - 5 * HOUR, 5, "2024-05-03" },
	{ INT64_C(1714708800000) - 6 * HOUR, 6, "2024-05-03" },
	{ INT64_C(1714708800000) - 12 * HOUR, 12, "2024-05-03" },
	{ INT64_C(1714708800000) + 8 * HOUR, -8, "2024-05-03" },
	{ INT64_C(1714708800000) - 3 * HOUR, 3, "2024-05-03" },
	{ INT64_C(1714708800000) - 3 * HOUR - 4 * HOUR, 3, "2024-05-03" },
	{ INT64_C(1714708800000) - 3 * HOUR - 4 * HOUR - 1, 3, "2024-05-02" },
};

static void
dates_are_days_of_the_person(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(days); i++) {
		own_str char	*field = mem_fmt("{\"type\":\"date\",\"value\":"
				    "\"%lld\"}", (long long)days[i].at_ms);
		own_str char	*got = shown(field, days[i].ahead_h * HOUR,
				    "display");

		assert_string_equal(got, days[i].day);
	}
}

static const struct { const char *type, *value, *href; } links[] = {
	{ "phone", "+375 29 111-22-33", "tel:+375291112233" },
	{ "phone", "8 029 111-22-33 доб. 5, 8 033 444-55-66", "tel:80291112233" },
	{ "phone", "нет", NULL }, { "phone", "", NULL },
	{ "email", " Anna@nova.by", "mailto:anna@nova.by" },
	{ "email", "нет@", NULL },
	{ "url", "https://nova.by", "https://nova.by" },
	{ "url", "javascript:alert(1)", NULL },
};

static void
values_lead_somewhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(links); i++) {
		own_str char	*field = mem_fmt("{\"type\":\"%s\",\"value\":"
				    "\"%s\"}", links[i].type, links[i].value);
		own_str char	*got = shown(field, 0, "href");

		if (links[i].href == NULL)
			assert_null(got);
		else
			assert_string_equal(got, links[i].href);
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(values_are_shown_whole),
		cmocka_unit_test(dates_are_days_of_the_person),
		cmocka_unit_test(values_lead_somewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
