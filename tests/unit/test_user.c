/* user: e-mails and roles as they are kept; profile: addresses that are taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "account/user.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/web.h"
#include "service/profile.h"

static void
refuses_what_is_no_email_by_the_fields_name(void **state)
{
	struct err	 err = { 0 };
	char		 out[PERSON_EMAIL_SIZE];

	(void)state;
	assert_int_equal(user_email(" Admin@LocalHost ", out, &err), 0);
	assert_string_equal(out, "admin@localhost");
	assert_int_equal(user_email("a b@c.d", out, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_string_equal(err.field[0].path, "email");
}

static void
names_roles_both_ways(void **state)
{
	(void)state;
	for (enum web_role r = ROLE_CANDIDATE; r <= ROLE_ADMIN; r++)
		assert_int_equal(user_role(web_role_name(r)), r);
	assert_int_equal(user_role("none"), ROLE_NONE);
	assert_int_equal(user_role("Admin"), ROLE_NONE);
	assert_string_equal(web_role_name((enum web_role)77), "none");
}

/* code: of the field's error, NULL: taken. ALLOW_HOSTS holds the last ones. */
static const struct { const char *url, *code; } urls[] = {
	{ "https://api.huntflow.ru",		NULL },
	{ "https://api.huntflow.ai/v2/",	NULL },
	{ "https://hf.example.by:8443/a/b",	NULL },
	{ "http://api.huntflow.ru",		"service.address_https" },
	{ "https://127.0.0.1",			"service.address_private" },
	{ "https://8.8.8.8",			"service.address_private" },
	{ "https://[::1]/v2",			"service.address_private" },
	{ "https://[::ffff:10.0.0.1]",		"service.address_private" },
	{ "https://0x7f000001",			"service.address_private" },
	{ "https://017700000001",		"service.address_private" },
	{ "https://localhost",			"service.address_private" },
	{ "https://a.localhost:443",		"service.address_private" },
	{ "https://LOCALHOST",			"service.address_private" },
	{ "https://db.internal",		"service.address_private" },
	{ "https://a@b.by",			"format" },
	{ "https://b.by?x=1",			"format" },
	{ "https://b.by:65535",			NULL },
	{ "https://b.by:65536",			"format" },
	{ "https://b.by:99999/v2",		"format" },
	{ "https://b.by:0",			"format" },
	{ "https://b.by#x",			"format" },
	{ "https://b.by/%2e%2e",		"format" },
	{ "https://b.by/a\nb",			"format" },
	{ "https://б.бел",			"format" },
	{ "https:///v2",			"format" },
	{ "HTTPS://b.by",			"format" },
	{ "file:///etc/passwd",			"format" },
	{ "",					"format" },
	{ "http://intranet:8080/v2",		NULL },
	{ "http://intranet:8081/v2",		"service.address_private" },
	{ "http://10.1.2.3",			NULL },
	{ "https://[fd00::1]:8443",		NULL },
};

static void
takes_addresses_of_services_alone(void **state)
{
	struct err	 why = { 0 };
	struct conf	*conf;

	(void)state;
	setenv("ALLOW_HOSTS", "intranet:8080, 10.1.2.3, fd00::1", 1);
	conf = conf_open(&why);
	assert_non_null(conf);
	for (size_t i = 0; i < nitems(urls); i++) {
		struct err	 err = { 0 };
		int		 rc = profile_url_check(conf, "url",
				    urls[i].url, &err);

		if (rc == 0 && urls[i].code != NULL)
			fail_msg("%s: taken", urls[i].url);
		if (rc == -1 && (urls[i].code == NULL ||
		    strcmp(err.field[0].code, urls[i].code) != 0))
			fail_msg("%s: %s", urls[i].url, err.field[0].code);
	}
	conf_close(conf);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(refuses_what_is_no_email_by_the_fields_name),
		cmocka_unit_test(names_roles_both_ways),
		cmocka_unit_test(takes_addresses_of_services_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
