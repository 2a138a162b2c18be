/* What a failure means for an item of an import, and how long is waited: for the next try, and for
 * the next look for an applicant whose POST got lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "import/verdict.h"
#include "transfer/pause.h"

static const struct {
	enum err_kind		 kind;
	const char		*code;
	enum import_verdict	 verdict;
} cases[] = {
	/* nobody knows: never another try */
	{ ERR_BUSY,		"transfer.unsure",	VERDICT_UNSURE },
	{ ERR_BUSY,		"transfer.same_unsure",	VERDICT_AGAIN },
	{ ERR_REMOTE_AUTH,	"huntflow.key",		VERDICT_HALT },
	{ ERR_REMOTE_AUTH,	"notion.token",		VERDICT_HALT },
	{ ERR_UNFIT,		"notion.unset",		VERDICT_HALT },
	{ ERR_CONFLICT,		"service.account_inactive",	VERDICT_HALT },
	{ ERR_BUSY,		"notion.limit",		VERDICT_WAIT },
	{ ERR_ABSENT,		"notion.trashed",	VERDICT_FAIL },
	{ ERR_REMOTE,		"huntflow.unpaid",	VERDICT_HALT },
	{ ERR_CONFLICT,		"huntflow.vacancy",	VERDICT_HALT },
	{ ERR_CONFLICT,		"huntflow.stage",	VERDICT_HALT },
	{ ERR_CONFLICT,		"service.lease_lost",		VERDICT_LOST },
	{ ERR_CONFLICT,		"origin.busy",	VERDICT_WAIT },
	{ ERR_BUSY,		"huntflow.busy",	VERDICT_WAIT },
	{ ERR_DOWN,		"down",			VERDICT_WAIT },
	{ ERR_BUSY,		"transfer.late",	VERDICT_WAIT },
	{ ERR_CONFLICT,		"huntflow.duplicate_found",	VERDICT_FAIL },
	{ ERR_INPUT,		"huntflow.input",	VERDICT_FAIL },
	{ ERR_REMOTE,		"huntflow.input",	VERDICT_FAIL },
	{ ERR_INPUT,		"transfer.upload_refused",	VERDICT_FAIL },
	{ ERR_TOO_LARGE,	"huntflow.file_too_large",	VERDICT_FAIL },
	{ ERR_ABSENT,		"clickup.absent",	VERDICT_FAIL },
	{ ERR_DENIED,		"io.private_address",	VERDICT_FAIL },
	{ ERR_REMOTE,		"huntflow.down",	VERDICT_AGAIN },
	{ ERR_TIMEOUT,		"huntflow.down",	VERDICT_AGAIN },
	{ ERR_INTERNAL,		"",			VERDICT_AGAIN },
};

static struct err
err_of(enum err_kind kind, const char *code)
{
	struct err	 err = { .kind = kind };

	snprintf(err.code, sizeof(err.code), "%s", code);
	return err;
}

static void
judges(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		const struct err	 err = err_of(cases[i].kind,
					    cases[i].code);

		assert_int_equal(import_verdict_of(&err), cases[i].verdict);
	}
}

static void
tells_whose_outage_it_is(void **state)
{
	const struct err	 ours = err_of(ERR_REMOTE, "huntflow.down"),
				 theirs = err_of(ERR_BUSY, "clickup.limit"),
				 notion = err_of(ERR_REMOTE, "notion.overload"),
				 one = err_of(ERR_INPUT, "huntflow.input");

	(void)state;
	assert_true(import_verdict_outage(&ours));
	assert_true(import_verdict_outage(&theirs));
	assert_true(import_verdict_outage(&notion));
	assert_false(import_verdict_outage(&one));
	assert_string_equal(import_verdict_service(&ours), "huntflow");
	assert_string_equal(import_verdict_service(&theirs), "clickup");
	assert_string_equal(import_verdict_service(&notion), "notion");
}

static void
waits_longer_each_time(void **state)
{
	static const struct { int64_t attempts; double chance; int64_t ms; }
	    waits[] = {
		{ 0, 0.5, 5000 }, { 1, 0.5, 20000 }, { 2, 0.5, 80000 },
		{ 3, 0.5, 300000 }, { 60, 0.5, 300000 },
		{ 0, 0, 3750 }, { 0, 1, 6250 },
	};
	struct err	 err = err_of(ERR_REMOTE, "huntflow.down");

	(void)state;
	for (size_t i = 0; i < nitems(waits); i++)
		assert_int_equal(import_verdict_pause(&err, 5000,
		    waits[i].attempts, waits[i].chance), waits[i].ms);
	err.retry_after_s = 7;
	assert_int_equal(import_verdict_pause(&err, 5000, 3, 0.5), 7000);
	err = err_of(ERR_CONFLICT, "origin.busy");
	assert_int_equal(import_verdict_pause(&err, 5000, 3, 0.5), 1000);
}

static void
looks_ever_more_rarely_and_ends(void **state)
{
	struct err	 err = { 0 };
	struct conf	*conf = conf_open(&err);
	int64_t		 before = 0, all = 0, n = 0, ms;

	(void)state;
	assert_non_null(conf);
	assert_int_equal(transfer_pause_look(conf, 0), 5000);
	for (; (ms = transfer_pause_look(conf, n)) >= 0; n++) {
		assert_true(ms >= before);
		assert_true(ms <= 24 * 3600 * 1000);
		before = ms;
		all += ms;
	}
	assert_true(all > 7LL * 24 * 3600 * 1000);
	assert_true(transfer_pause_second(conf, 0) > 60000);
	assert_int_equal(transfer_pause_second(conf, 10), -1);
	conf_close(conf);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(judges),
		cmocka_unit_test(tells_whose_outage_it_is),
		cmocka_unit_test(waits_longer_each_time),
		cmocka_unit_test(looks_ever_more_rarely_and_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
