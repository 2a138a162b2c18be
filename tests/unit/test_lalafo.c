/* lalafo: recorded answers and what we make of them; what is asked, and what is left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "lalafo/api.h"
#include "lalafo/lalafo.h"
#include "platform/found.h"
#include "platform/request.h"
#include "platform/wish.h"

#define NOW_S	INT64_C(1790000000)
#define NO_WISH	.experience_min = -1, .experience_max = -1,		\
	.salary_min = -1, .salary_max = -1, .updated_within_days = -1,	\
	.limit = 50

static json_t *
parsed(const char *text)
{
	json_error_t	 why;
	json_t		*doc = json_loads(text, JSON_DECODE_ANY, &why);

	if (doc == NULL)
		fail_msg("%s: %s", text, why.text);
	return doc;
}

/* Members of an ad, and what becomes of one of a found person. */
static const struct { const char *ad, *name, *got; } members[] = {
	{ "\"a\": 1", "external_id", "\"7\"" },
	{ "\"url\": \"/bishkek/ads/x-id-7\"", "profile_url",
	    "\"https://lalafo.kg/bishkek/ads/x-id-7\"" },
	{ "\"url\": \"https://lalafo.kg/x\"", "profile_url",
	    "\"https://lalafo.kg/x\"" },
	{ "\"url\": \"//evil.example/x\"", "profile_url", "null" },
	{ "\"url\": \"javascript:alert(1)\"", "profile_url", "null" },
	{ "\"url\": null", "profile_url", "null" },
	{ "\"price\": 25000, \"currency\": \"KGS\"", "salary_min", "25000" },
	{ "\"price\": 25000, \"currency\": \"KGS\"", "currency", "\"KGS\"" },
	{ "\"price\": 500, \"currency\": \"USD\"", "currency", "\"USD\"" },
	{ "\"price\": 25000, \"is_negotiable\": true", "salary_min", "null" },
	{ "\"price\": null, \"currency\": \"KGS\"", "currency", "null" },
	{ "\"price\": 1", "salary_min", "null" },
	{ "\"mobile\": \"+996555123456\", \"description\": \"0700 111 222\"",
	    "phone", "\"+996555123456\"" },
	{ "\"mobile\": null, \"description\": \"Пишите 0555 123 456, Анна\"",
	    "phone", "\"0555 123 456\"" },
	{ "\"mobile\": null, \"description\": null", "phone", "null" },
	{ "\"title\": \"Ищу работу: курьер\"", "current_position",
	    "\"курьер\"" },
	{ "\"title\": \"Ищу работу\"", "current_position",
	    "\"Ищу работу\"" },
	{ "\"title\": null", "current_position", "null" },
	{ "\"user\": {\"username\": \"Анна Петрова\"}", "last_name",
	    "\"Петрова\"" },
	{ "\"user\": null", "last_name", "null" },
	{ "\"city\": \"Бишкек\"", "location", "\"Бишкек\"" },
	{ "\"created_time\": 1718000000, \"updated_time\": 1718090000",
	    "updated_at", "\"2024-06-11T07:13:20.000Z\"" },
	{ "\"created_time\": 1718000000, \"updated_time\": null",
	    "updated_at", "\"2024-06-10T06:13:20.000Z\"" },
	{ "\"updated_time\": 1e30", "updated_at", "null" },
	/* What clients of such services were reported to stumble over. */
	{ "\"id\": \"8\"", "external_id", "\"8\"" },
	{ "\"id\": 8.0", "external_id", "\"8\"" },
	{ "\"currency\": \"KGS\"", "currency", "null" },
	{ "\"price\": -5, \"currency\": \"KGS\"", "salary_min", "null" },
	{ "\"price\": \"25000\", \"currency\": \"KGS\"", "salary_min",
	    "25000" },
	{ "\"price\": 25000.0, \"currency\": \"KGS\"", "salary_min",
	    "25000" },
	{ "\"price\": \"25 000\", \"currency\": \"KGS\"", "salary_min",
	    "null" },
	{ "\"updated_time\": 1718090000000, \"created_time\": 1718000000",
	    "updated_at", "\"2024-06-10T06:13:20.000Z\"" },
	{ "\"user\": {\"username\": null}", "last_name", "null" },
	{ "\"user\": {\"username\": \"\"}", "last_name", "null" },
	{ "\"price\": \"null\", \"currency\": \"KGS\"", "salary_min",
	    "null" },
	{ "\"title\": 2024", "current_position", "\"2024\"" },
	{ "\"title\": \"\", \"description\": \"\"", "current_position",
	    "null" },
};

static void
reads_each_member(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(members); i++) {
		own_str char	*text = mem_fmt("{\"id\": 7, %s}",
				    members[i].ad);
		own_json json_t	*ad = parsed(text);
		own_json json_t	*said = lalafo_ad_said(ad);
		own_json json_t	*found = NULL;
		own_str char	*got = NULL;
		struct err	 err = { 0 };

		assert_int_equal(found_clean(LALAFO_NAME, said, &found, &err),
		    0);
		got = json_dumps(json_object_get(found, members[i].name),
		    JSON_COMPACT | JSON_ENCODE_ANY);
		assert_string_equal(got, members[i].got);
	}
}

static const struct {
	int			 status;
	const char		*doc;	/* NULL: a page */
	enum platform_refusal	 means;
} refusals[] = {
	{ 404, "{\"message\": \"Not found\"}", PLATFORM_GONE },
	{ 410, "{\"message\": \"Ad was deleted\"}", PLATFORM_GONE },
	{ 410, NULL, PLATFORM_GONE },
	{ 417, "{\"message\": \"Header device is required\"}",
	    PLATFORM_AGENT },
	{ 429, "{\"message\": \"Rate limit exceeded.\"}", PLATFORM_BUSY },
	{ 403, NULL, PLATFORM_BLOCKED }, { 429, NULL, PLATFORM_BLOCKED },
	{ 503, NULL, PLATFORM_BLOCKED }, { 502, NULL, PLATFORM_DOWN },
	{ 439, NULL, PLATFORM_BLOCKED }, { 401, NULL, PLATFORM_BLOCKED },
	{ 451, NULL, PLATFORM_REGION }, { 408, NULL, PLATFORM_DOWN },
	{ 522, NULL, PLATFORM_DOWN },
	{ 500, "{\"message\": null}", PLATFORM_DOWN },
	{ 451, "{}", PLATFORM_REGION }, { 422, "{}", PLATFORM_INPUT },
};

static void
tells_refusals_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(refusals); i++) {
		own_json json_t	*doc = refusals[i].doc != NULL ?
				    parsed(refusals[i].doc) : NULL;
		char		 said[200];

		assert_int_equal(lalafo_refusal(refusals[i].status, doc, said,
		    sizeof(said)), refusals[i].means);
	}
}

static void
finds_the_category_of_people(void **state)
{
	static const struct { const char *tree, *got; } cases[] = {
		{ "[{\"id\": 1, \"name\": \"Работа\", \"children\": [{\"id\":"
		    " 2, \"name\": \"Вакансии\"}, {\"id\": 3, \"name\": \"Ищу"
		    " работу\", \"children\": [{\"id\": 4}]}]}]",
		    "{\"id\":\"3\",\"all\":{\"3\":true,\"4\":true}}" },
		{ "{\"items\": [{\"id\": 5, \"name\": \"РЕЗЮМЕ\"}]}",
		    "{\"id\":\"5\",\"all\":{\"5\":true}}" },
		{ "[null, 5, {\"id\": null, \"name\": \"Резюме\"}]",
		    "{\"id\":null,\"all\":{}}" },
		{ "[]", "{\"id\":null,\"all\":{}}" },
		{ "{\"name\": \"Резюме\"}", NULL }, { "null", NULL },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t	*tree = parsed(cases[i].tree);
		own_json json_t	*kept = lalafo_category_distil(tree);
		own_str char	*got = kept != NULL ? json_dumps(kept,
				    JSON_COMPACT) : NULL;

		if (cases[i].got == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i].got);
	}
}

static void
says_why_an_ad_is_left_out(void **state)
{
	static const struct { const char *ad; unsigned misses; } cases[] = {
		{ "{\"category_id\": 3, \"title\": \"Java developer\"}", 0 },
		{ "{\"category_id\": 9, \"title\": \"Java developer\"}",
		    LALAFO_CATEGORY },
		{ "{\"title\": \"Требуется java\"}", LALAFO_OFFER },
		{ "{\"title\": \"Ищу работу, java. Не требуется обучение\"}",
		    0 },
		{ "{\"title\": \"Курьер\", \"description\": null}",
		    LALAFO_WORDS },
		{ "{\"title\": \"java\", \"city\": \"Ош\"}", LALAFO_CITY },
		{ "{\"title\": \"java\", \"city\": \"Бишкек\"}", 0 },
		{ "{\"title\": \"java\", \"city\": null}", 0 },
		{ "{\"title\": \"java\", \"price\": 100}", LALAFO_PRICE },
		{ "{\"title\": \"java\", \"price\": 700, \"currency\":"
		    " \"KGS\"}", LALAFO_CURRENCY },
		{ "{\"title\": \"java\", \"price\": 700, \"currency\":"
		    " \"USD\"}", 0 },
		{ "{\"title\": \"java\", \"price\": 100, \"is_negotiable\":"
		    " true}", 0 },
		{ "{\"title\": \"java\", \"updated_time\": 1789000000}",
		    LALAFO_OLD },
		{ "{\"title\": \"java\", \"updated_time\": 1789990000}", 0 },
		{ "{\"title\": null}", LALAFO_WORDS },
	};
	own_json json_t		*category = parsed("{\"id\": \"3\", \"all\":"
				    " {\"3\": true}}");
	own_wish struct wish	 wish = { NO_WISH };

	(void)state;
	wish.keywords = parsed("[\"Java\"]");
	wish.locations = parsed("[\"бишкек\"]");
	wish.salary_min = 500;
	wish.updated_within_days = 3;
	snprintf(wish.currency, sizeof(wish.currency), "USD");
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t	*ad = parsed(cases[i].ad);

		assert_int_equal(lalafo_ad_misses(ad, category, &wish,
		    NOW_S * 1000), cases[i].misses);
	}
}

static const char *
asked(const struct platform_request *req, const char *name)
{
	for (int i = 0; i < req->nquery; i++)
		if (strcmp(req->http.query[i].name, name) == 0)
			return req->http.query[i].value;
	return NULL;
}

/* A page of ads of the category; the last of them is of another town. */
static json_t *
page_of(int n, int total, int pages)
{
	json_t	*items = json_array();

	for (int i = 0; i < n; i++)
		json_array_append_new(items, json_pack("{s:i, s:s, s:s, s:i}",
		    "id", i + 1, "title", "java", "city", i + 1 < n ?
		    "Бишкек" : "Ош", "category_id", 3));
	return json_pack("{s:o, s:{s:i, s:i}}", "items", items, "_meta",
	    "totalCount", total, "pageCount", pages);
}

/* One of the page's ads contradicts the town: with or without it there are as many, or more. */
static void
compares_numbers_with_and_without_a_filter(void **state)
{
	static const struct { int without; size_t notes; } cases[] = {
		{ 3, 2 }, { 40, 1 },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_wish struct wish	 wish = { NO_WISH };
		const struct platform_ask ask = { .wish = &wish,
		    .now_ms = NOW_S * 1000 };
		own_platform_got struct platform_got got = { .total = -1 };
		own_json json_t		*category = parsed("{\"id\": \"3\","
					    " \"all\": {\"3\": true}}");
		own_json json_t		*page = page_of(3, 3, 1);
		own_json json_t		*count = page_of(1, cases[i].without,
					    1);
		struct err		 err = { 0 };
		void			*talk;
		const json_t		*docs[] = { category, page, count };

		wish.locations = parsed("[\"Бишкек\"]");
		talk = lalafo_search_talk.open(&ask);
		for (size_t k = 0; k < nitems(docs); k++) {
			own_platform_request struct platform_request req =
			    { 0 };

			assert_int_equal(lalafo_search_talk.next(talk, &req,
			    &err), 1);
			assert_int_equal(k == 0, req.dictionary != NULL);
			if (k == 1)
				assert_string_equal(asked(&req, "city_id"),
				    "103184");
			if (k == 2)
				assert_null(asked(&req, "city_id"));
			assert_int_equal(lalafo_search_talk.take(talk,
			    docs[k], &got, &err), 0);
		}
		{
			own_platform_request struct platform_request req =
			    { 0 };

			assert_int_equal(lalafo_search_talk.next(talk, &req,
			    &err), 0);
		}
		assert_int_equal(json_array_size(got.found), 2);
		assert_int_equal(json_array_size(got.notes), cases[i].notes);
		assert_int_equal(got.total, -1);
		lalafo_search_talk.close(talk);
	}
}

/* A cursor leads into a page; whoever finds nobody on some pages is not led on for ever. */
static void
goes_on_inside_a_page(void **state)
{
	own_wish struct wish	 wish = { NO_WISH };
	struct platform_ask	 ask = { .wish = &wish,
				    .now_ms = NOW_S * 1000 };
	own_json json_t		*category = parsed("{}");
	own_json json_t		*page = parsed("{\"items\": [{\"id\": 1,"
				    " \"title\": \"Резюме a\"}, {\"id\": 2,"
				    " \"title\": \"Резюме b\"}], \"_meta\":"
				    " {\"totalCount\": 2, \"pageCount\": 1}}");
	own_json json_t		*other = parsed("{\"items\": [{\"id\": 1,"
				    " \"title\": \"Велосипед\"}], \"_meta\":"
				    " {\"totalCount\": 99, \"pageCount\": 99}}");
	own_str char		*cursor = NULL;
	struct err		 err = { 0 };
	void			*talk;
	int			 calls = 0;

	(void)state;
	wish.limit = 1;
	for (int i = 0; i < 2; i++) {
		own_platform_got struct platform_got got = { .total = -1 };

		ask.cursor = cursor;
		talk = lalafo_search_talk.open(&ask);
		lalafo_search_talk.take(talk, category, &got, &err);
		assert_int_equal(lalafo_search_talk.take(talk, page, &got,
		    &err), 0);
		assert_string_equal(field_str(json_array_get(got.found, 0),
		    "external_id"), i == 0 ? "1" : "2");
		mem_put(&cursor, give(got.cursor));
		lalafo_search_talk.close(talk);
	}
	assert_null(cursor);
	ask.cursor = "1.x";
	talk = lalafo_search_talk.open(&ask);
	{
		own_platform_got struct platform_got got = { .total = -1 };

		lalafo_search_talk.take(talk, category, &got, &err);
		for (; calls < 20; calls++) {
			own_platform_request struct platform_request req =
			    { 0 };

			if (lalafo_search_talk.next(talk, &req, &err) != 1)
				break;
			lalafo_search_talk.take(talk, other, &got, &err);
		}
		assert_int_equal(calls, 4);
		assert_null(got.cursor);
	}
	lalafo_search_talk.close(talk);
}

static void
sends_the_headers_that_it_wants(void **state)
{
	static const char *const wanted[] = { "Device", "Country-Id",
		"Language", "User-Agent", "Accept" };
	own_platform_request struct platform_request req = { 0 };

	(void)state;
	lalafo_platform.dress(NULL, "Hirewire/1.0 (a@b.org)", &req);
	for (size_t i = 0; i < nitems(wanted); i++) {
		bool	 is = false;

		for (int k = 0; k < req.nheader; k++)
			is = is || strcmp(req.http.header[k].name,
			    wanted[i]) == 0;
		assert_true(is);
	}
	assert_int_equal(lalafo_platform.limit, 1);
	assert_int_equal(lalafo_platform.period_s, 1);
	assert_true(lalafo_platform.begins_off);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(reads_each_member),
		cmocka_unit_test(tells_refusals_apart),
		cmocka_unit_test(finds_the_category_of_people),
		cmocka_unit_test(says_why_an_ad_is_left_out),
		cmocka_unit_test(compares_numbers_with_and_without_a_filter),
		cmocka_unit_test(goes_on_inside_a_page),
		cmocka_unit_test(sends_the_headers_that_it_wants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
