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

static const struct { const char *text, *digits; } phones[] = {
	{ "+375 29 111-22-33", "375291112233" },
	{ "375291112233", "375291112233" },
	{ "8 029 111 22 33", "375291112233" },
	{ "8-029-1112233", "375291112233" },
	{ "8 (029) 111-22-33", "375291112233" },
	{ "029 111-22-33", "375291112233" },
	{ "8 375 29 111 22 33", "375291112233" },
	{ "+7 916 123-45-67", "79161234567" },
	{ "8 (916) 123-45-67", "79161234567" },
	{ "+44 20 7946 0905", "442079460905" },
	{ "29 111-22-33", "291112233" },
	{ "12-34", "" }, { "", "" }, { "нет", "" },
};

static void
reads_phones(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(phones); i++) {
		own_str char	*got = duplicate_phone(phones[i].text);

		assert_string_equal(got, phones[i].digits);
	}
}

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
	own_json json_t	*got = duplicate_matched(a, b);
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

	(void)state;
	matches(a, b, "[\"email\",\"phone\",\"name\"]");
	matches(a, c, "[\"phone\",\"name\"]");
	matches(a, d, "[]");
	matches(e, e, "[]");
	matches(d, d, "[\"name\"]");
}

static void
tells_sure_from_likely(void **state)
{
	own_json json_t	*name = json_pack("{s:[s]}", "matched", "name"),
			*both = json_pack("{s:[s, s]}", "matched", "name",
			    "link"),
			*none = json_object();

	(void)state;
	assert_false(duplicate_sure(name));
	assert_true(duplicate_sure(both));
	assert_false(duplicate_sure(none));
}

static char	field_list[] = "[{\"type\": \"email\", \"value\": \"a@b.by\"}]";
static char	text[] = "Тел.: 8 (029) 111-22-33, почта x.y+z@mail.example.com";

static void
finds_contacts(void **state)
{
	const struct clickup_task	 whole = { .custom_fields = field_list,
					    .description = text };
	const struct clickup_task	 bare = { .description = text };
	own_str char			*email = NULL, *phone = NULL,
					*other = NULL;
	own_str char			*same = NULL;

	(void)state;
	applicant_contacts(&whole, &email, &phone);
	assert_string_equal(email, "a@b.by");
	assert_string_equal(phone, "8 (029) 111-22-33");
	applicant_contacts(&bare, &other, &same);
	assert_string_equal(other, "x.y+z@mail.example.com");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(reads_phones),
		cmocka_unit_test(compares_people),
		cmocka_unit_test(tells_sure_from_likely),
		cmocka_unit_test(finds_contacts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
