/* found_clean: what boards say of a person becomes an object of known members. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "platform/found.h"

static json_t *
clean(const char *text)
{
	own_json json_t	*said = json_loads(text, 0, NULL);
	json_t		*out = NULL;
	struct err	 err = { 0 };

	assert_non_null(said);
	assert_int_equal(found_clean("hh_ru", said, &out, &err), 0);
	return out;
}

static void
has_all_members_in_order(void **state)
{
	own_json json_t	*found = clean("{\"external_id\": 17}");
	const char	*name;
	json_t		*value;
	size_t		 i = 0;

	(void)state;
	json_object_foreach(found, name, value)
		assert_non_null(json_object_get(found, found_fields[i++]));
	assert_null(found_fields[i]);
	assert_string_equal(json_string_value(json_object_get(found,
	    "external_id")), "17");
	assert_true(json_is_null(json_object_get(found, "email")));
	assert_int_equal(json_array_size(json_object_get(found, "skills")), 0);
}

/* One member that is said, and what becomes of it. */
static const struct { const char *name, *said, *got; } cases[] = {
	{ "first_name", "\"  Анна\\n\"", "\"Анна\"" },
	{ "first_name", "\"\\u202eАнна\"", "\"Анна\"" },
	{ "first_name", "{}", "null" },
	{ "first_name", "\"   \"", "null" },
	{ "summary", "\"a\\n\\tb\\u0007\"", "\"a\\nb\"" },
	{ "email", "\"Anna@Example.ORG \"", "\"anna@example.org\"" },
	{ "email", "\"no address\"", "null" },
	{ "phone", "79161234567", "\"79161234567\"" },
	{ "phone", "\"+7 (916) 123-45-67\"", "\"+7 (916) 123-45-67\"" },
	{ "phone", "\"none\"", "null" },
	{ "birth_date", "\"1990-05-31\"", "\"1990-05-31\"" },
	{ "birth_date", "\"1990-02-31\"", "null" },
	{ "experience_years", "3.25", "3.3" },
	{ "experience_years", "\"4\"", "4.0" },
	{ "experience_years", "-1", "null" },
	{ "experience_years", "\"nan\"", "null" },
	{ "salary_min", "\"150000\"", "150000" },
	{ "salary_min", "0", "null" },
	{ "salary_min", "1e300", "null" },
	{ "salary_min", "9223372036854775807", "null" },
	{ "salary_min", "null", "null" },
	{ "salary_min", "[150000]", "null" },
	{ "salary_max", "false", "null" },
	{ "currency", "\"KGS\"", "\"KGS\"" },
	{ "currency", "\"som\"", "\"SOM\"" },
	{ "currency", "{}", "null" },
	{ "updated_at", "\"2026-04-20T10:15:30+0300\"",
	    "\"2026-04-20T07:15:30.000Z\"" },
	{ "updated_at", "1713600000", "null" },
	{ "first_name", "[\"Anna\"]", "null" },
	{ "last_name", "{\"localized\": {}}", "null" },
	{ "currency", "\"RUR\"", "\"RUB\"" },
	{ "currency", "\"rub\"", "\"RUB\"" },
	{ "currency", "\"BYR\"", "\"BYN\"" },
	{ "currency", "\"рубль\"", "null" },
	{ "skills", "[\"C\", \"C\", {\"name\": \"SQL\"}, 5, null]",
	    "[\"C\",\"SQL\",\"5\"]" },
	{ "skills", "\"C\"", "[]" },
	{ "profile_url", "\"https://hh.ru/resume/1\"",
	    "\"https://hh.ru/resume/1\"" },
	{ "profile_url", "\"javascript:alert(1)\"", "null" },
	{ "profile_url", "\"https://a b\"", "null" },
	{ "photo_url", "\"\"", "null" },
	{ "linkedin_url", "\"https://example.org\"", "null" },
	{ "github_url", "\"http://www.github.com/anna/repo\"",
	    "\"https://github.com/anna\"" },
	{ "github_url", "\"https://notgithub.com/anna\"", "null" },
	{ "updated_at", "\"2026-04-20T10:15:30+0300\"",
	    "\"2026-04-20T07:15:30.000Z\"" },
	{ "education", "[{\"institution\": \"МГУ\", \"year\": \"2010\"}, {}, 3]",
	    "[{\"institution\":\"МГУ\",\"degree\":null,\"field\":null,"
	    "\"year\":2010}]" },
	{ "experience", "[{\"company\": \"A\", \"from\": \"2019-09\","
	    " \"to\": \"soon\"}]", "[{\"company\":\"A\",\"position\":null,"
	    "\"location\":null,\"from\":\"2019-09\",\"to\":null,"
	    "\"description\":null}]" },
	{ "languages", "[{\"language\": \"English\", \"level\": \"B2\"}]",
	    "[{\"language\":\"English\",\"level\":\"B2\"}]" },
	{ "raw_data", "{\"id\": 1}", "{\"id\":1}" },
	{ "raw_data", "\"text\"", "null" },
};

static void
reads_each_member(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_str char	*text = mem_fmt("{\"external_id\": \"1\","
				    " \"%s\": %s}", cases[i].name,
				    cases[i].said);
		own_json json_t	*found = NULL;
		own_str char	*got = NULL;

		found = clean(text);
		got = json_dumps(json_object_get(found, cases[i].name),
		    JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(4));
		assert_string_equal(got, cases[i].got);
	}
}

static void
cuts_what_is_long(void **state)
{
	own_json json_t	*said = json_pack("{s:s}", "external_id", "1");
	own_json json_t	*found = NULL;
	own_str char	*raw = mem_zero(FOUND_RAW_MAX + 2);
	json_t		*skills = json_array();
	struct err	 err = { 0 };

	(void)state;
	memset(raw, 'a', FOUND_RAW_MAX + 1);
	json_object_set_new(said, "last_name", json_string(raw));
	json_object_set_new(said, "raw_data", json_pack("{s:s}", "a", raw));
	for (int i = 0; i < 200; i++)
		json_array_append_new(skills, json_integer(i));
	json_object_set_new(said, "skills", skills);
	assert_int_equal(found_clean("hh_ru", said, &found, &err), 0);
	assert_int_equal(json_string_length(json_object_get(found,
	    "last_name")), 255);
	assert_true(json_is_null(json_object_get(found, "raw_data")));
	assert_int_equal(json_array_size(json_object_get(found, "skills")),
	    100);
}

static void
needs_an_id(void **state)
{
	own_json json_t	*said = json_pack("{s:s}", "external_id", " ");
	json_t		*found = NULL;
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(found_clean("hh_ru", said, &found, &err), -1);
	assert_string_equal(err.code, "platform.no_id");
	assert_int_equal(found_clean("hh_ru", NULL, &found, &err), -1);
	assert_string_equal(err.code, "platform.shape");
	assert_null(found);
}

static void
says_the_full_name(void **state)
{
	own_json json_t	*found = clean("{\"external_id\": 1, \"first_name\":"
			    " \"Анна\", \"last_name\": \"Петрова\"}");
	own_buf struct buf name = { 0 };

	(void)state;
	found_full_name(found, &name);
	assert_string_equal(buf_str(&name), "Петрова Анна");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(has_all_members_in_order),
		cmocka_unit_test(reads_each_member),
		cmocka_unit_test(cuts_what_is_long),
		cmocka_unit_test(needs_an_id),
		cmocka_unit_test(says_the_full_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
