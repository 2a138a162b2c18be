/* refusal: error answers of ClickUp and Huntflow, what each means and whether it lasts. Most are
 * recorded in public reports of clients of these services. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "clickup/refusal.h"
#include "huntflow/refusal.h"
#include "io/field.h"

#define PAGE	NULL		/* not JSON: no document */
#define ERROR(err, code) "{\"err\":\"" err "\",\"ECODE\":\"" code "\"}"

static const struct {
	int			 status;
	const char		*doc;
	enum clickup_refusal	 means;
	enum err_kind		 kind;
	const char		*code, *says;
} clickup[] = {
	/* the key */
	{ 401, ERROR("Token invalid", "OAUTH_025"), CLICKUP_KEY,
	    ERR_REMOTE_AUTH, "clickup.token", "Token invalid OAUTH_025" },
	{ 401, ERROR("Oauth token not found", "OAUTH_018"), CLICKUP_KEY,
	    ERR_REMOTE_AUTH, "clickup.token", "OAUTH_018" },
	{ 401, ERROR("Oauth token not found", "OAUTH_019"), CLICKUP_KEY,
	    ERR_REMOTE_AUTH, "clickup.token", "OAUTH_019" },
	{ 401, ERROR("Token revoked", "OAUTH_021"), CLICKUP_KEY,
	    ERR_REMOTE_AUTH, "clickup.token", "OAUTH_021" },
	{ 401, ERROR("Token invalid", "OAUTH_077"), CLICKUP_KEY,
	    ERR_REMOTE_AUTH, "clickup.token", "OAUTH_077" },
	{ 400, ERROR("Authorization header required", "OAUTH_017"),
	    CLICKUP_KEY, ERR_REMOTE_AUTH, "clickup.token", "OAUTH_017" },
	{ 401, "{\"error\":\"Team not authorized\"}", CLICKUP_KEY,
	    ERR_REMOTE_AUTH, "clickup.token", "401" },
	{ 401, "{\"message\":\"Unauthorized\"}", CLICKUP_KEY,
	    ERR_REMOTE_AUTH, "clickup.token", "401" },
	/* one object */
	{ 401, ERROR("You do not have access to this task", "ACCESS_083"),
	    CLICKUP_OBJECT, ERR_DENIED, "clickup.denied",
	    "You do not have access to this task ACCESS_083" },
	{ 401, ERROR("Team not authorized", "OAUTH_027"), CLICKUP_OBJECT,
	    ERR_DENIED, "clickup.denied", "Team not authorized" },
	{ 401, ERROR("Team(s) not authorized", "OAUTH_023"), CLICKUP_OBJECT,
	    ERR_DENIED, "clickup.denied", "OAUTH_023" },
	{ 401, ERROR("Team(s) not authorized", "OAUTH_026"), CLICKUP_OBJECT,
	    ERR_DENIED, "clickup.denied", "OAUTH_026" },
	{ 401, ERROR("Workspace not authorized", "OAUTH_045"), CLICKUP_OBJECT,
	    ERR_DENIED, "clickup.denied", "OAUTH_045" },
	{ 401, ERROR("No access", "OAUTH_057"), CLICKUP_OBJECT, ERR_DENIED,
	    "clickup.denied", "OAUTH_057" },
	{ 403, ERROR("You do not have access to this", "ACCESS_015"),
	    CLICKUP_OBJECT, ERR_DENIED, "clickup.denied", "ACCESS_015" },
	{ 400, ERROR("Team not authorized", "OAUTH_027"), CLICKUP_OBJECT,
	    ERR_DENIED, "clickup.denied", "OAUTH_027" },
	{ 404, ERROR("Task not found, deleted", "ITEM_013"), CLICKUP_GONE,
	    ERR_ABSENT, "absent_here", "Task not found, deleted" },
	/* what passes by itself */
	{ 401, ERROR("Could not authorize", "OAUTH_014"), CLICKUP_DOWN,
	    ERR_REMOTE, "clickup.down", "OAUTH_014" },
	{ 429, ERROR("Rate limit reached", "APP_002"), CLICKUP_BUSY, ERR_BUSY,
	    "clickup.limit", "Rate limit reached" },
	{ 429, PAGE, CLICKUP_BUSY, ERR_BUSY, "clickup.limit", "429" },
	{ 400, ERROR("Rate limit reached", "APP_002"), CLICKUP_BUSY, ERR_BUSY,
	    "clickup.limit", "APP_002" },
	{ 500, ERROR("Internal server error", "APP_001"), CLICKUP_DOWN,
	    ERR_REMOTE, "clickup.down", "500" },
	{ 500, ERROR("You do not have access", "ACCESS_083"), CLICKUP_DOWN,
	    ERR_REMOTE, "clickup.down", "500" },
	{ 502, PAGE, CLICKUP_DOWN, ERR_REMOTE, "clickup.down", "502" },
	{ 524, PAGE, CLICKUP_DOWN, ERR_REMOTE, "clickup.down", "524" },
	{ 401, PAGE, CLICKUP_DOWN, ERR_REMOTE, "clickup.down", "401" },
	{ 403, PAGE, CLICKUP_DOWN, ERR_REMOTE, "clickup.down", "403" },
	{ 404, PAGE, CLICKUP_DOWN, ERR_REMOTE, "clickup.down", "404" },
	{ 401, "[]", CLICKUP_DOWN, ERR_REMOTE, "clickup.down", "401" },
	{ 401, "\"Unauthorized\"", CLICKUP_DOWN, ERR_REMOTE, "clickup.down",
	    "401" },
	/* what stays so */
	{ 402, ERROR("Plan limit reached", "SUB_002"), CLICKUP_PLAN,
	    ERR_DENIED, "clickup.plan", "SUB_002" },
	{ 403, ERROR("Not in your plan", "SUB_010"), CLICKUP_PLAN, ERR_DENIED,
	    "clickup.plan", "SUB_010" },
	{ 404, ERROR("Route not found", "APP_001"), CLICKUP_INPUT, ERR_REMOTE,
	    "clickup.answer", "Route not found" },
	{ 400, ERROR("Invalid input", "INPUT_003"), CLICKUP_INPUT, ERR_REMOTE,
	    "clickup.answer", "INPUT_003" },
	{ 400, "{\"err\":17,\"ECODE\":[]}", CLICKUP_INPUT, ERR_REMOTE,
	    "clickup.answer", "400" },
	{ 401, ERROR("x", "oauth-1"), CLICKUP_KEY, ERR_REMOTE_AUTH,
	    "clickup.token", "oauth-1" },
};

static json_t *
document(const char *text)
{
	json_t	*doc;

	if (text == NULL)
		return NULL;
	doc = json_loads(text, JSON_DECODE_ANY, NULL);
	assert_non_null(doc);
	return doc;
}

static void
clickup_refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(clickup); i++) {
		own_json json_t	*doc = document(clickup[i].doc);
		struct err	 err = { .remote_status = clickup[i].status };
		enum clickup_refusal means =
		    clickup_refusal_of(clickup[i].status, doc);

		if (means != clickup[i].means)
			fail_msg("%d %s: %d", clickup[i].status,
			    clickup[i].doc, (int)means);
		assert_int_equal(clickup_refusal_set(means, doc, "absent_here",
		    &err), -1);
		assert_int_equal(err.kind, clickup[i].kind);
		assert_string_equal(err.code, clickup[i].code);
		assert_non_null(strstr(err.text, clickup[i].says));
		assert_int_equal(err.retry_after_s > 0, err.kind == ERR_BUSY);
	}
}

static void
the_host_of_a_file_knows_no_key(void **state)
{
	(void)state;
	assert_int_equal(clickup_refusal_of_file(401), CLICKUP_OBJECT);
	assert_int_equal(clickup_refusal_of_file(403), CLICKUP_OBJECT);
	assert_int_equal(clickup_refusal_of_file(404), CLICKUP_GONE);
	assert_int_equal(clickup_refusal_of_file(503), CLICKUP_DOWN);
}

#define SAYS(members)	"{\"errors\":[{" members "}]}"

static const struct {
	int			 status;
	const char		*doc;
	enum huntflow_refusal	 means;
	enum err_kind		 kind;
	const char		*code, *says;
} huntflow[] = {
	/* the key */
	{ 401, SAYS("\"type\":\"authorization_error\",\"title\":\"Authorization"
	    " Error\",\"detail\":\"token_expired\""), HUNTFLOW_EXPIRED,
	    ERR_REMOTE_AUTH, "huntflow.key", "401: Authorization Error" },
	{ 401, SAYS("\"type\":\"oauth\",\"value\":[\"token_expired\"]"),
	    HUNTFLOW_EXPIRED, ERR_REMOTE_AUTH, "huntflow.key",
	    "401: token_expired" },
	{ 401, SAYS("\"type\":\"authorization_error\",\"title\":\"Authorization"
	    " Error\""), HUNTFLOW_KEY, ERR_REMOTE_AUTH, "huntflow.key",
	    "401: Authorization Error" },
	{ 401, "{\"description\":\"Invalid access token\",\"errors\":[{\"type\":"
	    "\"oauth\",\"value\":[\"bad_authorization\"]}]}", HUNTFLOW_KEY,
	    ERR_REMOTE_AUTH, "huntflow.key", "401: bad_authorization" },
	{ 404, SAYS("\"type\":\"not_found\",\"title\":"
	    "\"error.robot_token.not_found\""), HUNTFLOW_LOST,
	    ERR_REMOTE_AUTH, "huntflow.key",
	    "404: error.robot_token.not_found" },
	/* several, and by the name of the member */
	{ 422, "{\"errors\":{\"email\":\"not an address\",\"phone\":[\"too "
	    "long\",{\"title\":\"no digits\"}]}}", HUNTFLOW_INPUT, ERR_INPUT,
	    "huntflow.input", "422: not an address (/email); too long "
	    "(/phone); no digits (/phone)" },
	/* one object */
	{ 403, SAYS("\"type\":\"access_denied\",\"title\":\"Access denied\""),
	    HUNTFLOW_OBJECT, ERR_DENIED, "huntflow.denied",
	    "403: Access denied" },
	{ 403, SAYS("\"type\":\"common\",\"value\":[\"forbidden\"]"),
	    HUNTFLOW_OBJECT, ERR_DENIED, "huntflow.denied",
	    "403: forbidden" },
	{ 404, SAYS("\"type\":\"not_found\",\"title\":\"Not found\""),
	    HUNTFLOW_GONE, ERR_ABSENT, "huntflow.absent", "404: Not found" },
	/* what passes by itself */
	{ 403, SAYS("\"type\":\"access_denied\",\"title\":"
	    "\"error.robot_token.refresh_too_early\""), HUNTFLOW_EARLY,
	    ERR_BUSY, "huntflow.busy",
	    "403: error.robot_token.refresh_too_early" },
	{ 429, SAYS("\"type\":\"too_many_requests\""), HUNTFLOW_BUSY, ERR_BUSY,
	    "huntflow.busy", "429: too_many_requests" },
	{ 429, PAGE, HUNTFLOW_BUSY, ERR_BUSY, "huntflow.busy", "429" },
	{ 500, SAYS("\"type\":\"server_error\""), HUNTFLOW_DOWN, ERR_REMOTE,
	    "huntflow.down", "500: server_error" },
	{ 502, PAGE, HUNTFLOW_DOWN, ERR_REMOTE, "huntflow.down", "502" },
	{ 504, PAGE, HUNTFLOW_DOWN, ERR_REMOTE, "huntflow.down", "504" },
	{ 400, PAGE, HUNTFLOW_DOWN, ERR_REMOTE, "huntflow.down", "400" },
	{ 401, PAGE, HUNTFLOW_DOWN, ERR_REMOTE, "huntflow.down", "401" },
	{ 403, PAGE, HUNTFLOW_DOWN, ERR_REMOTE, "huntflow.down", "403" },
	{ 404, PAGE, HUNTFLOW_DOWN, ERR_REMOTE, "huntflow.down", "404" },
	{ 408, PAGE, HUNTFLOW_SLOW, ERR_TIMEOUT, "huntflow.down", "408" },
	/* what stays so */
	{ 402, SAYS("\"type\":\"payment_required\""), HUNTFLOW_UNPAID,
	    ERR_REMOTE, "huntflow.unpaid", "402: payment_required" },
	{ 400, SAYS("\"type\":\"value_error.missing\",\"title\":\"field"
	    " required\",\"location\":{\"entity\":\"request\",\"variable\":"
	    "\"/vacancy\"}"), HUNTFLOW_INPUT, ERR_INPUT, "huntflow.input",
	    "400: field required (/vacancy)" },
	{ 422, SAYS("\"type\":\"value_error\",\"title\":\"bad\""),
	    HUNTFLOW_INPUT, ERR_INPUT, "huntflow.input", "422: bad" },
	{ 413, PAGE, HUNTFLOW_LARGE, ERR_TOO_LARGE, "huntflow.file_too_large", "413" },
	{ 400, SAYS("\"type\":\"type_error.none.not_allowed\",\"title\":"
	    "\"none is not an allowed value\",\"location\":{\"entity\":"
	    "\"response\",\"variable\":\"/items/15/name\"}"), HUNTFLOW_OWN,
	    ERR_REMOTE, "huntflow.shape",
	    "400: none is not an allowed value (/items/15/name)" },
	{ 400, "{\"errors\":[]}", HUNTFLOW_INPUT, ERR_INPUT, "huntflow.input",
	    "400" },
	{ 401, "{\"errors\":{\"detail\":\"token_expired\"}}", HUNTFLOW_KEY,
	    ERR_REMOTE_AUTH, "huntflow.key", "401: token_expired (/detail)" },
};

static void
huntflow_refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(huntflow); i++) {
		own_json json_t	*doc = document(huntflow[i].doc);
		struct err	 err = { .remote_status = huntflow[i].status };
		enum huntflow_refusal means =
		    huntflow_refusal_of(huntflow[i].status, doc);

		if (means != huntflow[i].means)
			fail_msg("%d %s: %d", huntflow[i].status,
			    huntflow[i].doc, (int)means);
		assert_int_equal(huntflow_refusal_set(means, doc, &err), -1);
		assert_int_equal(err.kind, huntflow[i].kind);
		assert_string_equal(err.code, huntflow[i].code);
		assert_string_equal(err.text, huntflow[i].says);
		assert_int_equal(err.retry_after_s > 0, err.kind == ERR_BUSY);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(clickup_refuses),
		cmocka_unit_test(the_host_of_a_file_knows_no_key),
		cmocka_unit_test(huntflow_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
