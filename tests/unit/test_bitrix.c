/* bitrix: addresses of webhooks as people paste them; queries, refusals, users and scopes as the
 * portal says them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/address.h"
#include "bitrix/check.h"
#include "bitrix/form.h"
#include "bitrix/operating.h"
#include "bitrix/query.h"
#include "bitrix/refusal.h"
#include "bitrix/user.h"
#include "io/field.h"

#define CODE	"abcdefgh12345678"

static void
a_webhook_is_read_as_it_is_shown(void **state)
{
	static const char *const good[] = {
		"https://p.bitrix24.ru/rest/1/" CODE "/",
		"https://p.bitrix24.ru/rest/1/" CODE,
		"https://P.Bitrix24.ru/rest/1/" CODE "/profile.json",
		"https://p.bitrix24.ru/rest/1/" CODE "/tasks.task.list/",
	};
	struct bitrix_address	 a;

	(void)state;
	for (size_t i = 0; i < nitems(good); i++) {
		assert_true(bitrix_address_read(good[i], &a));
		assert_string_equal(a.origin, "https://p.bitrix24.ru");
		assert_string_equal(a.user, "1");
		assert_string_equal(a.code, CODE);
	}
}

static void
what_is_no_webhook_is_none(void **state)
{
	static const char *const bad[] = {
		"", "https://", "p.bitrix24.ru/rest/1/" CODE "/",
		"ftp://p.bitrix24.ru/rest/1/" CODE "/",
		"https://p.bitrix24.ru/rest/" CODE "/",
		"https://p.bitrix24.ru/rest/1/short/",
		"https://p.bitrix24.ru/rest/1/" CODE "/a/b",
		"https://p.bitrix24.ru/rest/1/" CODE "/?x=1",
		"https://u:p@p.bitrix24.ru/rest/1/" CODE "/",
		"https://p.bitrix24.ru/rest/1/" CODE "/#x",
		"https://p.bitrix24.ru/rest/99999999999999999999999/" CODE "/",
	};
	struct bitrix_address	 a;

	(void)state;
	for (size_t i = 0; i < nitems(bad); i++)
		assert_false(bitrix_address_read(bad[i], &a));
}

static void
a_portal_is_a_host(void **state)
{
	char	 origin[300], host[256];

	(void)state;
	assert_true(bitrix_address_portal("P.bitrix24.by", origin,
	    sizeof(origin)));
	assert_string_equal(origin, "https://p.bitrix24.by");
	assert_true(bitrix_address_portal("https://p.bitrix24.by:8443/",
	    origin, sizeof(origin)));
	bitrix_address_host(origin, host, sizeof(host));
	assert_string_equal(host, "p.bitrix24.by");
	assert_false(bitrix_address_portal("p.bitrix24.by/crm", origin,
	    sizeof(origin)));
	assert_false(bitrix_address_portal("a b", origin, sizeof(origin)));
	assert_false(bitrix_address_portal("", origin, sizeof(origin)));
}

static json_t *
parsed(const char *text)
{
	json_error_t	 why;
	json_t		*doc = json_loads(text, JSON_DECODE_ANY, &why);

	assert_non_null(doc);
	return doc;
}

static void
a_query_has_brackets(void **state)
{
	static const struct { const char *json, *query; } cases[] = {
		{ "{}", "" },
		{ "{\"filter\":{\">ID\":5,\"ACTIVE\":true},\"select\":[\"ID\","
		    "\"A B\"]}", "filter%5B%3EID%5D=5&filter%5BACTIVE%5D=1"
		    "&select%5B0%5D=ID&select%5B1%5D=A%20B" },
		{ "{\"a\":null,\"b\":false,\"c\":\"x&y=z\"}",
		    "b=0&c=x%26y%3Dz" },
		{ "{\"fields\":{\"TITLE\":\"\u0437\"}}",
		    "fields%5BTITLE%5D=%D0%B7" },
		{ "{\"fields\":{\"TAGS\":[]},\"taskId\":5}",
		    "fields%5BTAGS%5D=&taskId=5" },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t		*doc = parsed(cases[i].json);
		own_buf struct buf	 out = { 0 };

		bitrix_query_put(&out, doc);
		assert_string_equal(buf_str(&out), cases[i].query);
	}
}

static void
refusals_have_names(void **state)
{
	static const struct {
		int		 status;
		const char	*json;		/* NULL: a page */
		enum err_kind	 kind;
		const char	*code, *text;
	} cases[] = {
		{ 503, "{\"error\":\"QUERY_LIMIT_EXCEEDED\"}", ERR_BUSY,
		    "bitrix.query_limit", "QUERY_LIMIT_EXCEEDED" },
		{ 503, "{\"error\":\"OVERLOAD_LIMIT\"}", ERR_BUSY,
		    "bitrix.overload", "OVERLOAD_LIMIT" },
		{ 429, "{\"error\":\"OPERATION_TIME_LIMIT\"}", ERR_BUSY,
		    "bitrix.operating", "tasks.task.list" },
		{ 401, "{\"error\":\"expired_token\"}", ERR_REMOTE_AUTH,
		    "bitrix.expired", "expired_token" },
		{ 403, "{\"error\":\"insufficient_scope\"}", ERR_DENIED,
		    "bitrix.scope", "task" },
		{ 401, "{\"error\":\"ACCESS_DENIED\"}", ERR_DENIED,
		    "bitrix.plan", "ACCESS_DENIED" },
		{ 200, "{\"error\":\"ERROR_CORE\",\"error_description\":"
		    "\"Task title <b>is</b> not specified<br>\"}", ERR_INPUT,
		    "bitrix.refused", "Task title is not specified, ERROR_CORE" },
		{ 400, "{\"error\":100,\"error_description\":\"odd\"}",
		    ERR_INPUT, "bitrix.refused", "odd, 100" },
		{ 400, "{\"error\":\"\",\"error_description\":\"Not found\"}",
		    ERR_INPUT, "bitrix.refused", "Not found" },
		{ 401, "{\"error\":\"\"}", ERR_REMOTE_AUTH,
		    "bitrix.no_auth", "401" },
		{ 502, NULL, ERR_REMOTE, "bitrix.down", "502" },
		{ 404, NULL, ERR_REMOTE, "bitrix.page", "404" },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t	*doc = cases[i].json != NULL ?
				    parsed(cases[i].json) : NULL;
		struct err	 err = { 0 };

		assert_int_equal(bitrix_refusal_set("tasks.task.list",
		    cases[i].status, doc, &err), -1);
		assert_int_equal(err.kind, cases[i].kind);
		assert_string_equal(err.code, cases[i].code);
		assert_string_equal(err.text, cases[i].text);
		assert_int_equal(err.remote_status, cases[i].status);
	}
}

static void
operating_time_is_kept_near_its_end(void **state)
{
	own_json json_t	*much = parsed("{\"operating\":450,\"finish\":1000.5,"
			    "\"operating_reset_at\":1100}");
	own_json json_t	*little = parsed("{\"operating\":4,\"finish\":1000,"
			    "\"operating_reset_at\":1100}");

	(void)state;
	assert_int_equal(bitrix_operating_ms(much), 99500);
	assert_int_equal(bitrix_operating_ms(little), 0);
	assert_int_equal(bitrix_operating_ms(NULL), 0);
}

static void
users_are_read_whatever_the_scope(void **state)
{
	static const struct {
		const char	*json, *name, *phone, *departments;
		bool		 active;
	} cases[] = {
		{ "{\"ID\":\"7\",\"NAME\":\" Anna \",\"LAST_NAME\":\"Ray\","
		    "\"PERSONAL_MOBILE\":\"\",\"WORK_PHONE\":\"123\","
		    "\"ACTIVE\":true,\"UF_DEPARTMENT\":[1,\"5\"]}",
		    "Anna Ray", "123", "[1,5]", true },
		{ "{\"ID\":7,\"EMAIL\":\"a@b.c\",\"ACTIVE\":\"N\","
		    "\"UF_DEPARTMENT\":{\"0\":3}}", "a@b.c", "", "[3]",
		    false },
		{ "{\"ID\":\"7\",\"UF_DEPARTMENT\":false,\"NAME\":null}",
		    "ID 7", "", "[]", true },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t				*doc = parsed(
							    cases[i].json);
		own_bitrix_user struct bitrix_user	 u = { 0 };
		own_str char				*ids = NULL;
		struct err				 err = { 0 };

		assert_int_equal(bitrix_user_parse(doc, "https://p", &u,
		    &err), 0);
		ids = json_dumps(u.departments, JSON_COMPACT);
		assert_string_equal(u.full_name, cases[i].name);
		assert_string_equal(u.phone, cases[i].phone);
		assert_string_equal(ids, cases[i].departments);
		assert_int_equal(u.active, cases[i].active);
	}
}

static void
who_has_no_id_is_nobody(void **state)
{
	static const char *const	bad[] = { "{}", "{\"ID\":\"\"}",
		"{\"ID\":-1}", "[]", "5" };

	(void)state;
	for (size_t i = 0; i < nitems(bad); i++) {
		own_json json_t		*doc = parsed(bad[i]);
		struct bitrix_user	 u = { 0 };
		struct err		 err = { 0 };

		assert_int_equal(bitrix_user_parse(doc, "", &u, &err), -1);
		assert_string_equal(err.code, "bitrix.shape");
	}
}

static void
what_is_missing_is_named(void **state)
{
	own_json json_t	*profile = parsed("{\"ID\":\"1\",\"ADMIN\":true,"
			    "\"NAME\":\"A\",\"LAST_NAME\":\"B\"}");
	own_json json_t	*some = parsed("[\"user_basic\",\"task\",\"im\"]");
	own_json json_t	*map = parsed("{\"0\":\"user\",\"1\":\"department\","
			    "\"2\":\"task\",\"3\":\"calendar\",\"4\":\"im\"}");
	own_json json_t	*less = bitrix_check_facts(some, profile);
	own_json json_t	*all = bitrix_check_facts(map, profile);
	own_str char	*missing = json_dumps(json_object_get(less,
			    "missing"), JSON_COMPACT);

	(void)state;
	assert_string_equal(missing, "[{\"scope\":\"department\",\"code\":"
	    "\"bitrix.without_department\"},{\"scope\":\"calendar\","
	    "\"code\":\"bitrix.without_calendar\"},{\"scope\":\"user\","
	    "\"code\":\"bitrix.without_contacts\"}]");
	assert_int_equal(json_array_size(json_object_get(all, "missing")), 0);
	assert_string_equal(json_string_value(field_at(all, "user", "name",
	    NULL)), "A B");
}

static void
a_form_has_brackets(void **state)
{
	static const char	body[] = "event=ONTASKADD&data%5BFIELDS_AFTER%5D"
				    "%5BID%5D=123&auth[domain]=p.bitrix24.ru&"
				    "name=%D0%90+%26&bad=%00x&open=%4&empty=";
	static const struct { const char *name, *value; } cases[] = {
		{ "event", "ONTASKADD" },
		{ "data[FIELDS_AFTER][ID]", "123" },
		{ "auth[domain]", "p.bitrix24.ru" },
		{ "name", "\xd0\x90 &" },
		{ "open", "%4" },
		{ "empty", "" },
		{ "bad", NULL }, { "data", NULL }, { "domain", NULL },
		{ "eventx", NULL },
	};
	char	 out[32];

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		const bool	 got = bitrix_form_get(body, strlen(body),
				    cases[i].name, out, sizeof(out));

		assert_int_equal(got, cases[i].value != NULL);
		if (got)
			assert_string_equal(out, cases[i].value);
	}
	assert_false(bitrix_form_get(body, strlen(body), "event", out, 4));
	assert_false(bitrix_form_get("", 0, "event", out, sizeof(out)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_webhook_is_read_as_it_is_shown),
		cmocka_unit_test(what_is_no_webhook_is_none),
		cmocka_unit_test(a_portal_is_a_host),
		cmocka_unit_test(a_query_has_brackets),
		cmocka_unit_test(refusals_have_names),
		cmocka_unit_test(operating_time_is_kept_near_its_end),
		cmocka_unit_test(users_are_read_whatever_the_scope),
		cmocka_unit_test(who_has_no_id_is_nobody),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(a_form_has_brackets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
