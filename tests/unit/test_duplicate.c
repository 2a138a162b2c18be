/* duplicate: which applicants are one person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "huntflow/duplicate.h"
#include "io/field.h"

static json_t *
person(const char *last, const char *first, const char *email,
    const char *phone)
{
	return json_pack("{s:s, s:s, s:s?, s:s?}", "last_name", last,
	    "first_name", first, "email", email, "phone", phone);
}

static void
matches(const json_t *a, const json_t *b, const char *words)
{
	own_json json_t	*got = duplicate_matched(a, b, NULL);
	own_str char	*text = json_dumps(got, JSON_COMPACT);

	assert_string_equal(text, words);
}

static void
compares_people(void **state)
{
	own_json json_t	*a = person("Ковалёва", "Анна", "Anna@x.by",
			    "+375 29 111-22-33");
	own_json json_t	*b = person("КОВАЛЕВА", "анна", "anna@X.by",
			    "8 029 1112233");
	own_json json_t	*c = person("Ковалёва", "Анна", NULL, "29 111-22-33");
	own_json json_t	*d = person("Иванова", "Анна", NULL, NULL);
	own_json json_t	*e = person("-", "-", "", "");
	own_json json_t	*g = person("Kovaleva", "Anna", NULL, NULL);
	own_json json_t	*f = person("Иванова", "Анна", NULL, "111-22-33");

	(void)state;
	matches(a, b, "[\"email\",\"phone\",\"name\"]");
	matches(a, c, "[\"phone\",\"name\"]");
	matches(a, d, "[]");
	matches(a, f, "[\"phone_end\"]");
	matches(e, e, "[]");
	matches(d, d, "[\"name\"]");
	matches(g, a, "[\"name_alike\"]");
}

static void
tells_sure_from_likely(void **state)
{
	own_json json_t	*name = json_pack("{s:[s]}", "matched", "name"),
			*both = json_pack("{s:[s, s]}", "matched", "name",
			    "link"),
			*end = json_pack("{s:[s, s, s]}", "matched", "phone_end",
			    "name", "name_alike"), *none = json_object();

	(void)state;
	assert_false(duplicate_sure(name));
	assert_true(duplicate_sure(both));
	assert_false(duplicate_sure(end));
	assert_false(duplicate_sure(none));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(compares_people),
		cmocka_unit_test(tells_sure_from_likely),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
