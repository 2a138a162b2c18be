/* huntflow_get, huntflow_dictionary, huntflow_webhook: questions, recorded answers and events, and
 * what we make of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api_applicant.h"
#include "huntflow/api_dictionary.h"
#include "huntflow/api_get.h"
#include "huntflow/api_vacancy.h"
#include "huntflow/api_webhook.h"
#include "io/field.h"
#include "io/secret.h"

static char *
data(const char *name, size_t *len)
{
	char	 path[128], *text;
	FILE	*f;

	snprintf(path, sizeof(path), "tests/data/huntflow/%s", name);
	f = fopen(path, "r");
	assert_non_null(f);
	text = mem_zero(100000);
	*len = fread(text, 1, 99999, f);
	fclose(f);
	return text;
}

static json_t *
doc_of(const char *name)
{
	own_str char	*text = NULL;
	size_t		 len;
	json_t		*doc;

	text = data(name, &len);
	doc = json_loadb(text, len, 0, NULL);
	assert_non_null(doc);
	return doc;
}

/* --- questions --- */

static void
is_question(const struct huntflow_get *get, const char *path,
    const char *query)
{
	own_buf struct buf	 b = { 0 };

	huntflow_get_query(get, &b);
	assert_string_equal(get->path, path);
	assert_string_equal(buf_str(&b), query);
}

static void
asks_for_lists(void **state)
{
	struct huntflow_get	 get;

	(void)state;
	huntflow_vacancy_list(&get, 11, "OPEN", true, 2, 20);
	is_question(&get, "/accounts/11/vacancies",
	    "count=20&mine=true&page=2&state=OPEN");
	huntflow_vacancy_list(&get, 11, NULL, false, 1, 30);
	is_question(&get, "/accounts/11/vacancies", "count=30&page=1");
	/* the filter is "vacancy", never "vacancy_id" */
	huntflow_applicant_list(&get, 11, 1110, 0, 1, 20);
	is_question(&get, "/accounts/11/applicants",
	    "count=20&page=1&vacancy=1110");
	huntflow_applicant_logs(&get, 11, 5, "COMMENT", 3, 20);
	is_question(&get, "/accounts/11/applicants/5/logs",
	    "count=20&page=3&type=COMMENT");
}

static void
asks_for_searches(void **state)
{
	const struct huntflow_applicant_ask	 ask = { "a&b=c d", 0, 7, 9 };
	struct huntflow_get			 get;

	(void)state;
	huntflow_applicant_search(&get, 11, &ask, 1, 20);
	is_question(&get, "/accounts/11/applicants/search",
	    "count=20&field=all&page=1&q=a%26b%3Dc%20d&status=7&tag=9"
	    "&only_current_status=true");
	huntflow_applicant_cursor(&get, 11, &ask, NULL, 20);
	assert_string_equal(get.path,
	    "/accounts/11/applicants/search_by_cursor");
}

static void
leaves_out_what_does_not_fit(void **state)
{
	struct huntflow_get	 get;
	own_str char		*text = mem_zero(HUNTFLOW_VALUE + 10);

	(void)state;
	memset(text, 'x', HUNTFLOW_VALUE + 5);
	huntflow_get_path(&get, "/me");
	huntflow_get_add(&get, "q", text);
	huntflow_get_add(&get, "q", NULL);
	is_question(&get, "/me", "");
	for (int i = 0; i < HUNTFLOW_QUERY_MAX + 5; i++)
		huntflow_get_num(&get, "n", i);
	assert_int_equal(get.n, HUNTFLOW_QUERY_MAX);
}

/* --- answers --- */

static void
reads_dictionaries(void **state)
{
	own_json json_t	*reasons = doc_of("reasons.json"),
			*people = doc_of("coworkers.json"),
			*tags = doc_of("tags.json"),
			*list = json_array();
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(huntflow_dictionary_read(reasons, HUNTFLOW_REASONS,
	    list, &err), 0);
	assert_int_equal(json_array_size(list), 2);	/* one has no name */
	assert_true(json_is_null(json_object_get(json_array_get(list, 1),
	    "id")));
	json_array_clear(list);
	assert_int_equal(huntflow_dictionary_read(people, HUNTFLOW_COWORKERS,
	    list, &err), 0);
	assert_int_equal(json_array_size(list), 2);
	assert_int_equal(field_num(json_array_get(list, 1), "id", 0), 1191);
	assert_true(json_is_null(json_object_get(json_array_get(list, 1),
	    "email")));
	json_array_clear(list);
	assert_int_equal(huntflow_dictionary_read(tags, HUNTFLOW_TAGS, list,
	    &err), 0);
	assert_non_null(json_object_get(json_array_get(list, 0), "color"));
}

static void
reads_pages(void **state)
{
	own_json json_t		*people = doc_of("coworkers.json"),
				*cursor = doc_of("cursor.json"),
				*odd = doc_of("odd.json");
	struct huntflow_page	 page;
	struct err		 err = { 0 };

	(void)state;
	assert_int_equal(huntflow_get_page(people, &page, &err), 0);
	assert_int_equal(page.pages, 2);
	assert_int_equal(page.total, 31);
	assert_null(page.next);
	assert_int_equal(huntflow_get_page(cursor, &page, &err), 0);
	assert_int_equal(page.total, -1);
	assert_string_equal(page.next, "MzA");
	assert_int_equal(huntflow_get_page(odd, &page, &err), -1);
	assert_string_equal(err.code, "huntflow.shape");
	assert_int_equal(huntflow_get_page(NULL, &page, &err), -1);
	assert_int_equal(huntflow_get_check(NULL, 5, &err), -1);
	assert_int_equal(huntflow_dictionary_read(NULL, HUNTFLOW_TAGS,
	    json_array_get(people, 0), &err), -1);
}

/* --- events --- */

static const struct {
	const char	*file, *type, *action, *id;
	int64_t		 account, applicant, vacancy, logged_s;
} events[] = {
	{ "event-signed.json", "APPLICANT", "ADD", "15", 11, 236, 0,
	    1770105621 },
	{ "event-old-applicant.json", "APPLICANT", "ADD", "8", 14, 0, 9,
	    1633420821 },
	{ "event-vacancy.json", "VACANCY", "ADD", "", 14, 0, 9, 1633420162 },
	{ "event-offer.json", "OFFER", NULL, NULL, 0, 10, 4, 0 },
	{ "event-request.json", "VACANCY-REQUEST", "ADD", "", 14, 0, 0, 0 },
};

static void
reads_events(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(events); i++) {
		own_str char		*text = NULL;
		struct huntflow_event	 ev;
		struct err		 err = { 0 };
		size_t			 len;

		text = data(events[i].file, &len);
		assert_int_equal(huntflow_webhook_event(text, len, NULL, &ev,
		    &err), 0);
		assert_string_equal(ev.type, events[i].type);
		assert_int_equal(ev.applicant, events[i].applicant);
		assert_int_equal(ev.vacancy, events[i].vacancy);
		assert_int_equal(ev.logged_at, events[i].logged_s * 1000);
		if (events[i].action == NULL)
			continue;
		assert_string_equal(ev.action, events[i].action);
		assert_string_equal(ev.event_id, events[i].id);
		assert_int_equal(ev.account, events[i].account);
	}
}

static void
survives_no_events(void **state)
{
	static const char *const odd[] = { "", "[]", "1", "{", "{}",
		"{\"meta\":[]}", "{\"meta\":{\"event_type\":7}}",
		"{\"meta\":{\"event_type\":null}}", "\xff" };
	struct huntflow_event	 ev;

	(void)state;
	for (size_t i = 0; i < nitems(odd); i++) {
		struct err	 err = { 0 };

		if (huntflow_webhook_event(odd[i], strlen(odd[i]), NULL, &ev,
		    &err) == -1)
			assert_string_equal(err.code, "huntflow.shape");
	}
	assert_int_equal(huntflow_webhook_event("?", 1, "PING", &ev,
	    &(struct err){ 0 }), 0);
	assert_string_equal(ev.type, "PING");
}

/* The vendor's test vector. */
static void
signs_as_the_vendor_does(void **state)
{
	own_str char	*body = NULL;
	char		 sign[SECRET_HASH_SIZE];
	size_t		 len;

	(void)state;
	body = data("event-signed.json", &len);
	secret_hmac_sha256("s3cret-of-the-webhook", body, len, sign);
	assert_string_equal(sign, "ed206695c3aeaa2b27298383f02f00be"
	    "8d24f53976b0f4a3de014d0826f263d9");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(asks_for_lists),
		cmocka_unit_test(asks_for_searches),
		cmocka_unit_test(leaves_out_what_does_not_fit),
		cmocka_unit_test(reads_dictionaries),
		cmocka_unit_test(reads_pages),
		cmocka_unit_test(reads_events),
		cmocka_unit_test(survives_no_events),
		cmocka_unit_test(signs_as_the_vendor_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
