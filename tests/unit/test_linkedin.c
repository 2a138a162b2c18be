/* linkedin: what refusals mean, what a sign-in trades, whose a token is. */
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
#include "io/field.h"
#include "linkedin/api.h"
#include "linkedin/linkedin.h"
#include "platform/request.h"

static const struct {
	int			 status;
	int			 code;	/* serviceErrorCode; -1: a page */
	enum platform_refusal	 means;
} refusals[] = {
	{ 401, 65600, PLATFORM_KEY }, { 401, 65601, PLATFORM_KEY },
	{ 401, 65602, PLATFORM_EXPIRED }, { 401, 0, PLATFORM_KEY },
	{ 401, -1, PLATFORM_BLOCKED }, { 400, 100, PLATFORM_INPUT },
	{ 403, 100, PLATFORM_DENIED }, { 403, -1, PLATFORM_BLOCKED },
	{ 404, 0, PLATFORM_GONE }, { 429, 101, PLATFORM_QUOTA },
	{ 429, -1, PLATFORM_BUSY }, { 999, -1, PLATFORM_BLOCKED },
	{ 451, -1, PLATFORM_REGION }, { 500, -1, PLATFORM_DOWN },
};

static void
tells_refusals_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(refusals); i++) {
		own_json json_t	*doc = refusals[i].code == -1 ? NULL :
				    json_pack("{s:i, s:i, s:s}", "status",
				    refusals[i].status, "serviceErrorCode",
				    refusals[i].code, "message", "why");
		char		 said[200];

		assert_int_equal(linkedin_refusal(refusals[i].status, doc,
		    said, sizeof(said)), refusals[i].means);
		assert_string_equal(said, doc != NULL ? "why" : "");
	}
}

static const char *
sent(const struct platform_request *req, const char *name)
{
	for (int i = 0; i < req->nform; i++)
		if (strcmp(req->http.form[i].name, name) == 0)
			return req->http.form[i].value;
	return NULL;
}

static void
trades_by_a_form(void **state)
{
	const struct platform_keys keys = { .api_key = (char[]){ "id" },
	    .api_secret = (char[]){ "secret" } };
	const struct platform_grant code = { .code = "c",
	    .redirect_uri = "https://hub.example/" };
	const struct platform_grant renew = { .refresh_token = "old" };
	own_platform_request struct platform_request a = { 0 }, b = { 0 };

	(void)state;
	linkedin_platform.oauth->trade(&keys, &code, &a);
	linkedin_platform.oauth->trade(&keys, &renew, &b);
	assert_true(a.oauth && a.nquery == 0);
	assert_string_equal(a.http.method, "POST");
	assert_string_equal(a.http.path[2], "accessToken");
	assert_string_equal(sent(&a, "grant_type"), "authorization_code");
	assert_string_equal(sent(&a, "code"), "c");
	assert_string_equal(sent(&a, "client_secret"), "secret");
	assert_string_equal(sent(&b, "grant_type"), "refresh_token");
	assert_string_equal(sent(&b, "refresh_token"), "old");
	assert_null(sent(&b, "code"));
	/* With a verifier LinkedIn refuses the client, as was reported of many. */
	assert_false(linkedin_platform.oauth->pkce);
	assert_null(sent(&a, "code_verifier"));
}

static void
reads_whose_a_token_is(void **state)
{
	static const struct { const char *doc, *name; int rc; } cases[] = {
		{ "{\"sub\": \"782bbtaQ\", \"name\": \"Anna\"}", "Anna", 0 },
		{ "{\"sub\": \"782bbtaQ\", \"name\": null}", NULL, 0 },
		{ "{\"sub\": \"782bbtaQ\", \"name\": \"Anna\", "
		    "\"given_name\": \"Anna\", \"picture\": null, "
		    "\"email_verified\": \"true\", \"locale\": {\"country\": "
		    "\"US\", \"language\": \"en\"}}", "Anna", 0 },
		{ "{\"sub\": \"782bbtaQ\", \"name\": {\"localized\": {}}, "
		    "\"email\": {}}", NULL, 0 },
		{ "{\"sub\": 5, \"name\": 7}", "7", 0 },
		{ "{\"sub\": {}}", NULL, -1 }, { "{\"id\": 5}", NULL, -1 }, { "[]", NULL, -1 },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t	*doc = json_loads(cases[i].doc, 0, NULL);
		own_platform_got struct platform_got got = { .total = -1 };
		struct err	 err = { 0 };

		assert_int_equal(linkedin_check_talk.take(NULL, doc, &got,
		    &err), cases[i].rc);
		if (cases[i].name != NULL)
			assert_string_equal(field_str(got.about, "name"),
			    cases[i].name);
		else
			assert_false(json_is_object(json_object_get(got.about,
			    "name")));
		if (cases[i].rc == -1)
			assert_string_equal(err.code, "platform.shape");
	}
}

static void
cannot_search(void **state)
{
	(void)state;
	assert_null(linkedin_platform.search);
	assert_string_equal(linkedin_platform.no_search,
	    "linkedin.no_search");
	assert_int_equal(linkedin_platform.does & PLATFORM_SEARCH, 0);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(tells_refusals_apart),
		cmocka_unit_test(trades_by_a_form),
		cmocka_unit_test(reads_whose_a_token_is),
		cmocka_unit_test(cannot_search),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
