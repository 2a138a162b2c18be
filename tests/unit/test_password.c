/* password: which ones may be set. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "account/password_rule.h"
#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"

/* code: of the field's error, NULL: it may be set. */
static const struct { const char *password, *code; } cases[] = {
	{ "correct horse battery staple",	NULL },
	{ "верный пароль 42",			NULL },
	{ "another one 43",			NULL },
	{ "лодка плывёт к вечеру",		NULL },
	{ "vJ8#kq0-Zt2w",			NULL },
	{ "ʻʻʻ🐟🐟🐟 рыбный суп",			NULL },
	{ "short pw1",				"length" },
	{ "девятьзна",				"length" },
	{ "password123",			"account.password_common" },
	{ "Password2026!",			"account.password_common" },
	{ "qwerty12345",			"account.password_common" },
	{ "1234567890",				"account.password_common" },
	{ "aaaaaaaaaaaa",			"account.password_common" },
	{ "abcdefghijkl",			"account.password_common" },
	{ "administrator",			"account.password_common" },
	{ "iloveyou123",			"account.password_common" },
	{ "Summer2026!!",			"account.password_common" },
	{ "iloveyou1234",			"account.password_common" },
	{ "dragon2026",				"account.password_common" },
	{ "2026-Football",			"account.password_common" },
	{ "Welcome2026!",			"account.password_common" },
	{ "p4ssw0rd2026",			"account.password_common" },
	{ "вкфпщт2026",				"account.password_common" },	/* dragon */
	{ "dragon 4839201745",			NULL },
	{ "dragon and tea 2026",		NULL },
	{ "пароль1234",				"account.password_common" },
	{ "ПАРОЛЬ_2026",			"account.password_common" },
	{ "gfhjkm1234",				"account.password_common" },	/* пароль */
	{ "йцукенгшщз",				"account.password_common" },	/* qwertyuiop */
	{ "зфыыцщкв123",			"account.password_common" },	/* password */
	{ "Солнышко1990",			"account.password_common" },
	{ "kovaleva plus tea",			"account.password_own" },
	{ "КОВАЛЁВА и чай",			"account.password_own" },
	{ "ковалева и чай",			"account.password_own" },
	{ "anna1987 at home",			"account.password_own" },
	{ "nova is the best",			"account.password_own" },
	{ "hirewire forever",			"account.password_own" },
};

static void
refuses_what_is_easily_guessed(void **state)
{
	own_user struct user	 user = { 0 };
	struct err		 none = { 0 };

	(void)state;
	user.name = mem_dup("Ковалёва Ия");
	user.email = mem_dup("anna1987.kovaleva@nova.by");
	user.company = mem_dup("Nova Group");
	for (size_t i = 0; i < nitems(cases); i++) {
		struct err	 err = { 0 };

		password_rule(&user, "new_password", cases[i].password, &err);
		if (cases[i].code == NULL && err.nfields > 0)
			fail_msg("%s: %s", cases[i].password,
			    err.field[0].code);
		if (cases[i].code == NULL)
			continue;
		if (err.nfields == 0)
			fail_msg("%s: was taken", cases[i].password);
		assert_string_equal(err.field[0].code, cases[i].code);
		assert_string_equal(err.field[0].path, "new_password");
	}
	assert_int_equal(password_rule(&user, "x", "лодка плывёт к вечеру",
	    &none), 0);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(refuses_what_is_easily_guessed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
