/* clickup_webhook: every recorded body and what we make of it; answers about webhooks. */
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
#include "clickup/api_webhook.h"
#include "io/field.h"
#include "io/secret.h"

static const struct {
	const char	*name, *event, *task_id;
	size_t		 nitems;
	const char	*first;
} payloads[] = {
	{ "taskCreated", "taskCreated", "1vj37mc", 2, "2800763136717140857" },
	{ "taskStatusUpdated sent together with taskCreated (same history item)",
	    "taskStatusUpdated", "1vj37mc", 1, "2800763136717140857" },
	{ "taskStatusUpdated", "taskStatusUpdated", "1vj37mc", 1,
	    "2800787326392370170" },
	{ "taskAssigneeUpdated", "taskAssigneeUpdated", "1vj37mc", 1,
	    "2800789353868594308" },
	{ "taskDueDateUpdated", "taskDueDateUpdated", "1vj37mc", 1,
	    "2800792714143635886" },
	{ "taskDueDateUpdated, date cleared", "taskDueDateUpdated", "1vj37mc",
	    1, "2800792714143635887" },
	{ "taskCommentPosted", "taskCommentPosted", "1vj37mc", 1,
	    "2800803631413624919" },
	{ "taskUpdated, custom field", "taskUpdated", "1vj37mc", 1,
	    "2800799999999999999" },
	{ "taskDeleted (no history_items at all)", "taskDeleted", "1vj37mc", 0,
	    "" },
	{ "listCreated (no task_id)", "listCreated", "", 0, "" },
};

static json_t *
recorded(void)
{
	json_t	*doc = json_load_file("tests/data/clickup/webhooks.json", 0,
		    NULL);

	assert_non_null(doc);
	return doc;
}

static void
parses_every_recorded_body(void **state)
{
	own_json json_t	*doc = recorded();
	const json_t	*all = json_object_get(doc, "payloads");

	(void)state;
	assert_int_equal(json_object_size(all), nitems(payloads));
	for (size_t i = 0; i < nitems(payloads); i++) {
		own_str char	*body = json_dumps(json_object_get(all,
				    payloads[i].name), JSON_COMPACT);
		struct clickup_event	 ev;
		struct err		 err = { 0 };

		assert_non_null(body);
		assert_int_equal(clickup_event_parse(body, strlen(body), &ev,
		    &err), 0);
		assert_string_equal(ev.event, payloads[i].event);
		assert_string_equal(ev.task_id, payloads[i].task_id);
		assert_int_equal(ev.nitems, payloads[i].nitems);
		assert_string_equal(ev.items[0], payloads[i].first);
	}
}

static void
the_recorded_signature_fits_the_bytes_as_sent(void **state)
{
	own_json json_t	*doc = recorded();
	const json_t	*vector = json_object_get(doc, "vector");
	const char	*body = field_str(vector, "body");
	char		 hex[SECRET_HASH_SIZE];
	own_json json_t	*said = json_loads(body, 0, NULL);
	struct clickup_event	 ev;
	struct err		 err = { 0 };

	(void)state;
	secret_hmac_sha256(field_str(vector, "secret"), body, strlen(body),
	    hex);
	assert_true(secret_equal(hex, field_str(vector, "X-Signature")));
	assert_false(secret_equal(hex, ""));
	assert_int_equal(clickup_event_parse(body, strlen(body), &ev, &err),
	    0);
	assert_string_equal(ev.items[0], "2800803631413624919");
	assert_int_equal(ev.date, field_num(json_array_get(json_object_get(
	    said, "history_items"), 0), "date", 0));
	assert_true(ev.date > 0);
}

static const char *const odd_bodies[] = { "", "{", "[]", "null", "7", "{}",
	"{\"event\":null}", "{\"event\":\"\"}", "{\"event\":5.5}",
	"{\"event\":{}}", "{\"event\":\"e\",\"event\":\"e\"}",
	"{\"event\":\"\xff\"}",
	"{\"event\":\"123456789012345678901234567890123456789012345678901234567"
	"8901\"}" };

static void
refuses_what_is_no_event(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(odd_bodies); i++) {
		struct clickup_event	 ev;
		struct err		 err = { 0 };

		assert_int_equal(clickup_event_parse(odd_bodies[i],
		    strlen(odd_bodies[i]), &ev, &err), -1);
		assert_int_equal(err.kind, ERR_REMOTE);
		assert_string_equal(err.code, "clickup.answer");
	}
}

/* Ids that cannot be ids are left out, and no more than fit are taken. */
static void
bounds_what_it_takes(void **state)
{
	static const char	 hostile[] = "{\"event\":\"taskUpdated\","
	    "\"task_id\":\"a/../b\",\"history_items\":[{\"id\":\"a b\"},7,null,"
	    "{},{\"id\":12},{\"id\":\"'; DROP\"},{\"id\":\"ok\"}]}";
	own_json json_t		*doc = json_pack("{s:s, s:s, s:[]}", "event",
				    "taskUpdated", "task_id", "t1",
				    "history_items");
	own_str char		*many = NULL;
	struct clickup_event	 ev;
	struct err		 err = { 0 };

	(void)state;
	assert_int_equal(clickup_event_parse(hostile, strlen(hostile), &ev,
	    &err), 0);
	assert_string_equal(ev.task_id, "");
	assert_int_equal(ev.nitems, 2);
	assert_string_equal(ev.items[0], "12");
	assert_string_equal(ev.items[1], "ok");
	for (int i = 0; i < 1000; i++)
		json_array_append_new(json_object_get(doc, "history_items"),
		    json_pack("{s:i}", "id", i));
	many = json_dumps(doc, JSON_COMPACT);
	assert_int_equal(clickup_event_parse(many, strlen(many), &ev, &err),
	    0);
	assert_int_equal(ev.nitems, CLICKUP_ITEMS_MAX);
}

static void
reads_the_list_of_webhooks(void **state)
{
	own_clickup_webhooks struct clickup_webhooks	 all = { 0 };
	struct clickup_webhooks				 none = { 0 };
	struct err	 err = { 0 };
	own_json json_t	*doc = json_loads("{\"webhooks\":[{\"id\":\"4b67-e\","
	    "\"endpoint\":\"https://a/b\",\"list_id\":9012,\"health\":"
	    "{\"status\":\"failing\",\"fail_count\":5},\"secret\":\"S\"},"
	    "{\"endpoint\":\"x\"},7,{\"id\":\"a\",\"health\":null,"
	    "\"list_id\":null}]}", 0, NULL);
	own_json json_t	*odd = json_loads("{\"webhooks\":{}}", 0, NULL);

	(void)state;
	assert_int_equal(clickup_webhook_list_parse(doc, &all, &err), 0);
	assert_int_equal(all.n, 2);
	assert_string_equal(all.v[0].id, "4b67-e");
	assert_string_equal(all.v[0].list_id, "9012");
	assert_string_equal(all.v[0].status, "failing");
	assert_string_equal(all.v[0].secret, "S");
	assert_int_equal(all.v[0].fail_count, 5);
	assert_string_equal(all.v[1].endpoint, "");
	assert_string_equal(all.v[1].status, "");
	assert_int_equal(clickup_webhook_list_parse(odd, &none, &err), -1);
	assert_string_equal(err.code, "clickup.answer");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(parses_every_recorded_body),
		cmocka_unit_test(the_recorded_signature_fits_the_bytes_as_sent),
		cmocka_unit_test(refuses_what_is_no_event),
		cmocka_unit_test(bounds_what_it_takes),
		cmocka_unit_test(reads_the_list_of_webhooks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
