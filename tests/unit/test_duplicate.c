/* duplicate: phones and names as people write them; applicant_contacts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "clickup/api_task.h"
#include "huntflow/duplicate.h"
#include "io/field.h"
#include "transfer/applicant.h"

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

static char	field_list[] = "[{\"type\": \"email\", \"value\": \"a@b.by\"}]";
static char	more_fields[] = "[{\"type\": \"short_text\", \"value\": "
    "\"c@d.by 8 033 444-55-66\"}, {\"type\": \"phone\", \"value\": \"111-22-33\"}, "
    "{\"type\": \"number\", \"value\": \"80291112233\"}]";
static char	text[] = "Опыт 2015 - 2023, 150 000 - 200 000. Тел.: 8 (029) 111-22-33, "
    "почта x.y+z@mail.example.com";

static void
finds_contacts(void **state)
{
	const struct clickup_task	 whole = { .custom_fields = field_list,
					    .description = text };
	const struct clickup_task	 bare = { .description = text };
	const struct clickup_task	 typed = { .custom_fields = more_fields,
					    .description = text };
	own_str char			*email = NULL, *phone = NULL,
					*other = NULL;
	own_str char			*same = NULL, *third = NULL,
					*number = NULL;

	(void)state;
	applicant_contacts(&whole, &email, &phone);
	assert_string_equal(email, "a@b.by");
	assert_string_equal(phone, "8 (029) 111-22-33");
	applicant_contacts(&bare, &other, &same);
	assert_string_equal(other, "x.y+z@mail.example.com");
	applicant_contacts(&typed, &third, &number);
	assert_string_equal(third, "c@d.by");
	assert_string_equal(number, "111-22-33");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(compares_people),
		cmocka_unit_test(tells_sure_from_likely),
		cmocka_unit_test(finds_contacts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
