/* The machine of job boards by itself: requests, refusals, and the steps of a fifth board. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "example.h"
#include "hh/api.h"
#include "hh/hh.h"
#include "io/field.h"
#include "platform/integration_token.h"
#include "platform/oauth.h"
#include "platform/platform.h"
#include "platform/region.h"
#include "platform/request.h"
#include "platform/wish.h"

static const struct platform *const	table[] = { &hh_platform,
	&example_platform, NULL };

static void
a_board_is_a_row_and_a_talk(void **state)
{
	own_json json_t	*body = json_pack("{s:[s]}", "keywords", "c");
	own_json json_t	*doc = json_pack("{s:[{s:i, s:s}, {s:s}], s:s}",
			    "people", "id", 7, "name", "Ада", "name",
			    "без номера", "next", "5");
	own_wish struct wish wish = { 0 };
	own_platform_request struct platform_request req = { 0 };
	own_platform_got struct platform_got got = { .total = -1 };
	struct err	 err = { 0 };
	const struct platform *board = platform_by_name(table, "example");
	struct platform_ask ask = { .wish = &wish, .cursor = "4" };
	void		*talk;

	(void)state;
	assert_int_equal(wish_read(body, &wish, &err), 0);
	wish.limit = 2;
	talk = board->search->open(&ask);
	assert_int_equal(board->search->next(talk, &req, &err), 1);
	assert_string_equal(req.http.path[0], "people");
	assert_string_equal(req.http.query[0].value, "c");
	assert_string_equal(req.http.query[1].value, "4");
	assert_int_equal(board->search->take(talk, doc, &got, &err), 0);
	assert_int_equal(json_array_size(got.found), 1);
	assert_int_equal(got.unreadable, 1);
	assert_string_equal(got.cursor, "5");
	assert_int_equal(board->search->next(talk, &req, &err), 0);
	board->search->close(talk);
}

static void
a_name_that_is_none_is_told_with_all(void **state)
{
	const struct platform	*board;
	struct err		 err = { 0 };

	(void)state;
	assert_int_equal(platform_choose(table, "platform", "monster", &board,
	    &err), -1);
	assert_string_equal(err.field[0].text, "hh_ru, example");
}

/* --- requests --- */

static const struct { const char *url; bool ok; const char *last, *query; }
    urls[] = {
	{ "https://a.b/x/y%2Fz?p=1&q=%D1%8F", true, "y/z", "я" },
	{ "https://a.b/x", true, "x", NULL },
	{ "https://a.b", false, NULL, NULL },
	{ "https://a.b.evil/x", false, NULL, NULL },
	{ "https://evil/x", false, NULL, NULL },
	{ "https://a.b/x?p=%00&q=1", false, NULL, NULL },
	{ "https://a.b/x%4", false, NULL, NULL },
	{ "https://a.b/?p=1", false, NULL, NULL },
};

static void
addresses_of_a_board_are_taken_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(urls); i++) {
		own_platform_request struct platform_request r = { 0 };

		assert_int_equal(platform_request_url(&r, "https://a.b/",
		    urls[i].url), urls[i].ok);
		if (!urls[i].ok)
			continue;
		assert_string_equal(r.http.path[r.npath - 1], urls[i].last);
		if (urls[i].query != NULL)
			assert_string_equal(r.http.query[1].value,
			    urls[i].query);
	}
}

/* --- HH.ru's refusals --- */

static const struct { int status; const char *doc; enum platform_refusal is; }
    refusals[] = {
	{ 403, "{\"errors\": [{\"type\": \"oauth\", \"value\": "
	    "\"token_expired\"}]}", PLATFORM_EXPIRED },
	{ 403, "{\"errors\": [{\"type\": \"oauth\", \"value\": "
	    "\"token_revoked\"}]}", PLATFORM_KEY },
	{ 403, "{\"errors\": [{\"type\": \"oauth\", \"value\": "
	    "\"bad_authorization\"}]}", PLATFORM_KEY },
	{ 401, "{\"errors\": [{\"type\": \"oauth\", \"value\": "
	    "\"token_expired\"}]}", PLATFORM_DOWN },
	{ 403, "{\"errors\": [{\"type\": \"captcha_required\", \"value\": "
	    "\"captcha_required\"}]}", PLATFORM_CAPTCHA },
	{ 403, "{\"errors\": [{\"type\": \"api_access_payment\", \"value\": "
	    "\"action_must_be_payed\"}]}", PLATFORM_PAYMENT },
	{ 403, "{\"errors\": [{\"type\": \"x\", \"value\": "
	    "\"action_must_be_payed\"}]}", PLATFORM_PAYMENT },
	{ 403, "{\"description\": \"Unrecognized authorization\", "
	    "\"oauth_error\": \"token-revoked\", \"errors\": [{\"value\": "
	    "\"token_revoked\", \"type\": \"oauth\"}]}", PLATFORM_KEY },
	{ 403, "{\"errors\": [{\"type\": \"forbidden\"}]}",
	    PLATFORM_DENIED },
	{ 403, "{\"errors\": [null, 5]}", PLATFORM_DENIED },
	{ 403, "{\"errors\": []}", PLATFORM_DENIED },
	{ 403, NULL, PLATFORM_BLOCKED },
	{ 451, NULL, PLATFORM_REGION },
	{ 400, "{\"errors\": [{\"type\": \"bad_user_agent\", \"value\": "
	    "\"unset\"}]}", PLATFORM_AGENT },
	{ 400, "{\"errors\": [{\"type\": \"bad_argument\"}]}",
	    PLATFORM_INPUT },
	{ 400, NULL, PLATFORM_DOWN },
	{ 404, "{}", PLATFORM_GONE },
	{ 429, "{\"errors\": [{\"type\": \"resumes\", \"value\": "
	    "\"view_limit_exceeded\"}]}", PLATFORM_QUOTA },
	{ 429, "{}", PLATFORM_BUSY },
	{ 429, NULL, PLATFORM_BUSY },
	{ 502, NULL, PLATFORM_DOWN },
	{ 500, "{\"errors\": 5}", PLATFORM_DOWN },
};

static void
each_refusal_is_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(refusals); i++) {
		own_json json_t	*doc = refusals[i].doc == NULL ? NULL :
				    json_loads(refusals[i].doc, 0, NULL);
		char		 said[200];

		assert_int_equal(hh_refusal(refusals[i].status, doc, said,
		    sizeof(said)), refusals[i].is);
	}
}

static void
only_a_dead_key_changes_the_state(void **state)
{
	static const char *const stays[] = { "platform.payment",
		"platform.captcha", "platform.blocked", "platform.region",
		"platform.quota", "platform.busy", "platform.input",
		"platform.gone", "platform.down", "platform.shape", "timeout" };

	(void)state;
	for (size_t i = 0; i < nitems(stays); i++)
		assert_null(platform_refusal_status(stays[i]));
	assert_string_equal(platform_refusal_status("platform.key"),
	    "refused");
	assert_string_equal(platform_refusal_status("platform.expired"),
	    "refused");
	assert_string_equal(platform_refusal_status("platform.denied"),
	    "error");
}

static void
a_place_is_found_by_its_name(void **state)
{
	own_json json_t	*tree = json_loads("[{\"id\": \"113\", \"name\": "
			    "\"Россия\", \"areas\": [{\"id\": \"1\", \"name\": "
			    "\"Москва\", \"areas\": [{\"id\": \"9\", \"name\": "
			    "\"Россия\"}]}, {\"name\": null}, 5]}]", 0, NULL);
	own_json json_t	*areas = hh_area_distil(tree);

	(void)state;
	assert_string_equal(region_find(areas, "МОСКВА "), "1");
	assert_string_equal(region_find(areas, "мск"), "1");
	assert_string_equal(region_find(areas, "Россия"), "113");
	assert_string_equal(region_find(areas, "1002"), "1002");
	assert_null(region_find(areas, "Атлантида"));
	assert_null(hh_area_distil(NULL));
}

/* Not every answer has all of these: a list that ends too early is shorter than the board's. */
static void
pages_are_counted_without_being_named(void **state)
{
	static const struct { const char *doc; int64_t pages; } cases[] = {
		{ "{\"found\": 230, \"pages\": 3, \"per_page\": 100}", 3 },
		{ "{\"found\": 230, \"per_page\": 100}", 3 },
		{ "{\"found\": 200, \"pages\": null, \"per_page\": 100}", 2 },
		{ "{\"found\": 30}", 2 }, { "{\"found\": 0}", 0 },
		{ "{\"found\": 30, \"per_page\": 0}", 0 }, { "{}", 0 },
		{ "{\"pages\": 0, \"found\": 5}", 0 }, { "[]", 0 },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t	*doc = json_loads(cases[i].doc, 0, NULL);

		assert_int_equal(hh_pages(doc), cases[i].pages);
	}
}

/* --- OAuth --- */

static void
a_token_has_its_end(void **state)
{
	own_json json_t	*in = json_loads("{\"access_token\": \"a\", "
			    "\"refresh_token\": \"r\", \"expires_in\": 60}",
			    0, NULL);
	own_json json_t	*at = json_loads("{\"access_token\": \"a\", "
			    "\"ttl\": 1060}", 0, NULL);
	own_json json_t	*over = json_loads("{\"error\": \"invalid_grant\", "
			    "\"error_description\": \"token was revoked\"}", 0,
			    NULL);
	own_json json_t	*early = json_loads("{\"error\": \"invalid_grant\", "
			    "\"error_description\": \"token not expired\"}",
			    0, NULL);
	struct integration_token t;
	const char		*why;

	(void)state;
	assert_int_equal(oauth_token_read(in, 0, &t), 0);
	assert_string_equal(t.refresh, "r");
	assert_int_equal(t.expires_s, 60);
	assert_int_equal(oauth_token_read(at, 1000000, &t), 0);
	assert_null(t.refresh);
	assert_int_equal(t.expires_s, 60);
	assert_int_equal(oauth_token_read(NULL, 0, &t), -1);
	assert_int_equal(oauth_refusal(400, over, &why), OAUTH_OVER);
	assert_int_equal(oauth_refusal(400, early, &why), OAUTH_EARLY);
	assert_int_equal(oauth_refusal(400, NULL, &why), OAUTH_UNCLEAR);
	assert_int_equal(oauth_refusal(502, over, &why), OAUTH_UNCLEAR);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(a_board_is_a_row_and_a_talk),
		cmocka_unit_test(a_name_that_is_none_is_told_with_all),
		cmocka_unit_test(addresses_of_a_board_are_taken_apart),
		cmocka_unit_test(each_refusal_is_known),
		cmocka_unit_test(only_a_dead_key_changes_the_state),
		cmocka_unit_test(a_place_is_found_by_its_name),
		cmocka_unit_test(pages_are_counted_without_being_named),
		cmocka_unit_test(a_token_has_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
