/* mask: secrets in texts by name, by shape, by value; errors and the log mask by themselves. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mask.h"
#include "base/mem.h"

static const struct { const char *in, *out; } names[] = {
	{ "Authorization: Bearer pk_123 x",  "Authorization: Bearer ****** x" },
	{ "{\"api_key\":\"abc\",\"n\":1}",   "{\"api_key\":\"***\",\"n\":1}" },
	{ "/p?token=abc&page=2",	     "/p?token=***&page=2" },
	{ "{\"refresh_token\": \"x\"}",	     "{\"refresh_token\": \"*\"}" },
	{ "the token was refused",	     "the token was refused" },
	{ "tokens=3",			     "tokens=3" },
	{ "/hooks/clickup/Ab_-9?x",	     "/hooks/clickup/*****?x" },
	{ "{\"endpoint\":\"https://a/hooks/clickup/Ab\"}",
	    "{\"endpoint\":\"https://a/hooks/clickup/**\"}" },
	{ "/hooks/clickup",		     "/hooks/clickup" },
	{ "/hooks//",			     "/hooks//" },
	{ "{\"token\":{\"value\":\"ab\",\"of\":[\"c\",{\"d\":\"e\"}]},\"n\":\"f\"}",
	    "{\"token\":{\"value\":\"**\",\"of\":[\"*\",{\"d\":\"*\"}]},\"n\":\"f\"}" },
	{ "{\"password\": [\"a\\\"b\", \"c]\"], \"n\": 1}",
	    "{\"password\": [\"****\", \"**\"], \"n\": 1}" },
	{ "{\"key\":[\"ab",		     "{\"key\":[\"**" },
	{ "{\"body\":\"{\\\"token\\\":{\\\"a\\\":\\\"bc\\\"},\\\"n\\\":\\\"d\\\"}\""
	    ",\"m\":\"e\"}",
	    "{\"body\":\"{\\\"token\\\":{\\\"a\\\":\\\"**\\\"},\\\"n\\\":\\\"d\\\"}\""
	    ",\"m\":\"e\"}" },
	{ "/p?next=1&token%3Dabc&page=2",    "/p?next=1&token%3D***&page=2" },
};

static void
what_stands_behind_a_name_is_masked(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(names); i++) {
		own_str char	*text = mem_dup(names[i].in);

		mask_text(text, strlen(text));
		assert_string_equal(text, names[i].out);
	}
}

#define KEY36	"abcdefghijklmnopqrstuvwxyz0123456789"

/* What is kept of each: the text before and behind the mark. */
static const struct { const char *before, *secret, *behind; } shapes[] = {
	{ "key ", "pk_48210001_ABCDEFGHIJKLMNOP", " is not valid" },
	{ "", "ntn_123456789abcdef", "" },
	{ "x ", "secret_" KEY36, "" },
	{ "Bearer ", "abcdefgh1", " refused" },
	{ "bearer ", KEY36, "" },
	{ "Basic ", "dXNlcjpwYXNzd29yZA==", "" },	/* user:password */
	{ "token ", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", " expired" },
	{ "https://b24.example/rest/12/", "abcd1234efgh", "/crm.lead.list" },
	{ "https://api.telegram.org/bot", "1234567890:AAE-" KEY36, "/getMe" },
	{ "token ", "1234567890:AAE-" KEY36, "" },
	{ "{\"pem\":\"-----BEGIN RSA PRIVATE KEY-----", "\\nMIIE\\nabcd\\n",
	    "-----END RSA PRIVATE KEY-----\",\"n\":1}" },
	{ "{\"pem\":\"-----BEGIN PRIVATE KEY-----", "MIIE", "\",\"n\":1}" },
	{ "", "AKIAIOSFODNN7EXAMPLE", " denied" },
	{ "", "xoxb-123456789-abcdef", "" },
	{ "https://", "hooks.slack.com/services/T00000000/B0000000/XXXX", "" },
	{ "key=", "AIzaSyA1234567890abcdefghijklmnopqrstuv", "&v=1" },
	{ "", "ya29.a0AfB_byC-1234567890abcd", "" },
	{ "", "GOCSPX-1234567890abcdefghij", "" },
};

static void
what_has_the_shape_of_a_secret_is_masked(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(shapes); i++) {
		own_str char	*text = mem_fmt("%s%s%s", shapes[i].before,
				    shapes[i].secret, shapes[i].behind);
		own_str char	*stars = mem_dup(shapes[i].secret);
		own_str char	*want = NULL;

		memset(stars, '*', strlen(stars));
		want = mem_fmt("%s%s%s", shapes[i].before, stars,
		    shapes[i].behind);
		mask_known(text, strlen(text));
		assert_string_equal(text, want);
	}
}

static void
other_texts_stay(void **state)
{
	static const char *const texts[] = {
		"Basic knowledge of Java", "the bearer of good news",
		"Basic education, 5 years", "pk_1", "task_pk_12345678 of list",
		"secret_santa", "12:30", "1700000000:2", "/rest/v1/tasks",
		"-----BEGIN CERTIFICATE-----MIIE-----END CERTIFICATE-----",
		"Соловьёва Анна", "eyJ", "AKIAK", "bot12:abc",
		"token: required",
	};

	(void)state;
	for (size_t i = 0; i < nitems(texts); i++) {
		own_str char	*text = mem_dup(texts[i]);

		mask_known(text, strlen(text));
		assert_string_equal(text, texts[i]);
	}
}

#define VALUE	"a/B+c=d-e_f\"g&h~42"

/* The value in each form, and what surrounds it. */
static const char *const forms[] = {
	"token " VALUE " is not valid",
	"a%2FB%2Bc%3Dd-e_f%22g%26h~42",
	"a%2fB%2bc%3dd%2De%5Ff%22g%26h%7E42",
	"a%252FB%252Bc%253Dd-e_f%2522g%2526h~42",
	"{\"err\":\"a\\/B+c=d-e_f\\\"g&h~42\"}",
	"{\"err\":\"\\u0061\\u002fB\\u002Bc=d-e_f\\u0022g&h~42\"}",
	"{\"err\":\"{\\\"t\\\":\\\"a\\\\/B+c=d-e_f\\\\\\\"g&h~42\\\"}\"}",
	"<p>a&#x2F;B&#43;c&#x3d;d-e_f&#34;g&amp;h~42</p>",
	"YS9CK2M9ZC1lX2YiZyZofjQy",		/* base64 of the value */
	"OmEvQitjPWQtZV9mImcmaH40Mg==",		/* of ":" and it */
	"dTphL0IrYz1kLWVfZiJnJmh-NDI=",		/* of "u:" and it, for URLs */
	"the key a/B+c=d-e_f\"...",		/* cut short */
};

static void
a_value_in_use_is_masked_in_each_form(void **state)
{
	(void)state;
	mask_add("Bearer " VALUE);
	for (size_t i = 0; i < nitems(forms); i++) {
		own_str char	*text = mem_dup(forms[i]);
		size_t		 stars = 0;

		mask_known(text, strlen(text));
		for (const char *s = text; *s != '\0'; s++)
			stars += *s == '*';
		if (stars < 12)
			fail_msg("%s", text);
		assert_null(strstr(text, "B+c"));
		assert_null(strstr(text, "g&h"));
		assert_int_equal(strlen(text), strlen(forms[i]));
	}
}

static void
short_values_and_beginnings_by_chance_stay(void **state)
{
	char	 text[] = "a demo-account of task-42 is token-less";

	(void)state;
	mask_add("task-42");
	mask_add("demo-access-1234");
	mask_add("token-1234");
	mask_add(NULL);
	mask_known(text, strlen(text));
	assert_string_equal(text, "a demo-account of task-42 is token-less");
}

static void
the_last_used_are_remembered_the_kept_for_ever(void **state)
{
	char	 key[40], text[] = "kept-secret used-often--1 used-once---2";

	(void)state;
	mask_keep("kept-secret");
	mask_add("used-once---2");
	for (int i = 0; i < 1000; i++) {
		mask_add("used-often--1");
		snprintf(key, sizeof(key), "%d-other-key", i);
		mask_add(key);
	}
	mask_known(text, strlen(text));
	assert_string_equal(text, "*********** ************* used-once---2");
}

static void
data_lose_one_whole_value_alone(void **state)
{
	char	 text[] = "pk_other_12345678 demo-key-1234 demo-key demo%2Dkey-1234";

	(void)state;
	mask_value(text, strlen(text), "Bearer demo-key-1234");
	assert_string_equal(text,
	    "pk_other_12345678 ************* demo-key ***************");
	mask_value(text, strlen(text), NULL);
}

static void
errors_are_masked_before_they_are_cut(void **state)
{
	struct err	 err = { 0 };
	own_str char	*long_text = mem_zero(600);

	(void)state;
	mask_add("unguessable-key-of-mine");
	err_code(&err, ERR_REMOTE, "x", "no: %s", "unguessable-key-of-mine!");
	assert_string_equal(err.text, "no: ***********************!");
	err_wrap(&err, ERR_NONE, "%s", "pk_48210001_ABCDEFGHIJKLMNOP");
	assert_null(strstr(err.text, "pk_"));
	memset(long_text, 'x', 505);
	err_set(&err, ERR_REMOTE, "%s%s", long_text, "unguessable-key-of-mine");
	assert_null(strstr(err.text, "un"));
	err = (struct err){ 0 };
	err_field(&err, "unguessable-key-of-mine", "unknown", "%s",
	    "unguessable-key-of-mine");
	assert_null(strstr(err.text, "unguess"));
	assert_null(strstr(err.field[0].path, "unguess"));
	assert_null(strstr(err.field[0].text, "unguess"));
}

/* What write made of the standard error meanwhile. */
static char *
logged(void (*work)(void))
{
	char	 text[4096] = "";
	int	 ends[2], kept = dup(STDERR_FILENO);
	ssize_t	 n;

	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	work();
	dup2(kept, STDERR_FILENO);
	close(kept);
	n = read(ends[0], text, sizeof(text) - 1);
	close(ends[0]);
	return mem_ndup(text, n > 0 ? (size_t)n : 0);
}

static void
write_lines(void)
{
	own_buf struct buf	 members = { 0 };

	emit_str(&members, "path", "/x?api=configured-secret-1");
	log_event(LOG_ERROR, "configured-secret-1", &members);
	log_line(LOG_ERROR, "x %s", "configured-secret-1");
}

static void
the_log_masks_the_configuration_too(void **state)
{
	struct err	 err = { 0 };
	struct conf	*conf;
	own_str char	*text = NULL;

	(void)state;
	setenv("HIREWIRE_CONF", "/dev/null", 1);
	setenv("SYSTEM_BOT_TOKEN", "configured-secret-1", 1);
	assert_non_null(conf = conf_open(&err));
	text = logged(write_lines);
	assert_non_null(strstr(text, "\"path\":\"/x?api=***"));
	assert_null(strstr(text, "configured"));
	conf_close(conf);
}

static void *
add_many(void *arg)
{
	char	 key[40];

	for (int i = 0; i < 3000; i++) {
		snprintf(key, sizeof(key), "%d-%s-key-of-a-thread", i,
		    (const char *)arg);
		mask_add(key);
	}
	return NULL;
}

static void
threads_and_children_mask_too(void **state)
{
	char		 a[] = "a", b[] = "b";
	pthread_t	 one, two;
	int		 status;

	(void)state;
	mask_keep("kept-for-threads");
	assert_int_equal(pthread_create(&one, NULL, add_many, a), 0);
	assert_int_equal(pthread_create(&two, NULL, add_many, b), 0);
	for (int i = 0; i < 200; i++) {
		char	 text[] = "x kept-for-threads y";
		pid_t	 child = i % 20 == 0 ? fork() : -1;

		mask_known(text, strlen(text));
		if (child == 0)
			_exit(strcmp(text, "x **************** y") != 0);
		assert_string_equal(text, "x **************** y");
		if (child > 0) {
			assert_int_equal(waitpid(child, &status, 0), child);
			assert_int_equal(status, 0);
		}
	}
	pthread_join(one, NULL);
	pthread_join(two, NULL);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(what_stands_behind_a_name_is_masked),
		cmocka_unit_test(what_has_the_shape_of_a_secret_is_masked),
		cmocka_unit_test(other_texts_stay),
		cmocka_unit_test(a_value_in_use_is_masked_in_each_form),
		cmocka_unit_test(short_values_and_beginnings_by_chance_stay),
		cmocka_unit_test(the_last_used_are_remembered_the_kept_for_ever),
		cmocka_unit_test(data_lose_one_whole_value_alone),
		cmocka_unit_test(errors_are_masked_before_they_are_cut),
		cmocka_unit_test(the_log_masks_the_configuration_too),
		cmocka_unit_test(threads_and_children_mask_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
