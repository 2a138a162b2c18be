/* bitrix: addresses of webhooks as people paste them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "bitrix/address.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_webhook_is_read_as_it_is_shown),
		cmocka_unit_test(what_is_no_webhook_is_none),
		cmocka_unit_test(a_portal_is_a_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
