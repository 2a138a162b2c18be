/* webhook: the machine with a service that lives in this file: registered, delivered, handled,
 * put off, given up. Needs DATABASE_URL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "account/caller.h"
#include "account/user.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "group.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "io/web.h"
#include "service/connection.h"
#include "service/watch.h"
#include "webhook/health.h"
#include "webhook/post.h"
#include "webhook/queue.h"
#include "webhook/registration.h"
#include "webhook/service.h"
#include "step.h"

#define DAY_MS	INT64_C(86400000)
#define SAID	16	/* groups that are remembered */

/* --- the service --- */

struct hook {
	char	place[8], url[200], secret[64];
	bool	stopped;
};

/* What it has, how it is to answer, and what was asked of it. */
static struct service {
	struct hook	 hook[8];
	size_t		 nhooks;
	const char	*places;	/* one letter each */
	char		 denies;	/* a place; 0: none */
	bool		 create_fails, lost, no_key;
	enum err_kind	 fails;		/* each group; ERR_NONE: handled */
	int		 created, removed, caught_up;
	size_t		 nsaid;
	struct said {
		char	 object[41], names[120], items[120];
		bool	 stale;
		int64_t	 failures;
	} said[SAID];
} service;

static int64_t	connection_id;

static int
find_connection(const struct caller *who, int64_t *id, struct err *err)
{
	(void)who;
	(void)err;
	*id = connection_id;
	return 0;
}

static int
open_client(const struct caller *who, int64_t id, const void *arg,
    void **client, struct err *err)
{
	(void)who;
	(void)id;
	(void)arg;
	*client = &service;
	return !service.no_key ? 0 : err_code(err, ERR_CONFLICT, "test.unset",
	    "no key");
}

static void
close_client(void *client)
{
	(void)client;
}

static int
add_places(void *client, json_t *names, struct err *err)
{
	(void)client;
	(void)err;
	for (const char *s = service.places; *s != '\0'; s++)
		json_array_append_new(names, json_stringn(s, 1));
	return 0;
}

static int
list_at(void *client, const char *place, struct webhook_entries *out,
    struct err *err)
{
	(void)client;
	if (place[0] == service.denies)
		return err_code(err, ERR_DENIED, "test.denied", "not here");
	for (size_t i = 0; i < service.nhooks; i++) {
		struct webhook_entry	*one;

		if (strcmp(service.hook[i].place, place) != 0)
			continue;
		one = webhook_entries_add(out);
		snprintf(one->id, sizeof(one->id), "%zu", i);
		one->url = mem_dup(service.hook[i].url);
		one->stopped = service.hook[i].stopped;
	}
	return 0;
}

static int
create_at(void *client, const char *place, const char *url,
    const char *secret, struct webhook_entry *made, struct err *err)
{
	struct hook	*h = &service.hook[service.nhooks];

	(void)client;
	if (service.create_fails)
		return err_code(err, ERR_REMOTE, "test.down", "503");
	assert_true(service.nhooks < nitems(service.hook));
	*h = (struct hook){ .stopped = false };
	snprintf(h->place, sizeof(h->place), "%s", place);
	snprintf(h->url, sizeof(h->url), "%s", url);
	snprintf(h->secret, sizeof(h->secret), "%s", secret);
	snprintf(made->id, sizeof(made->id), "%zu", service.nhooks++);
	service.created++;
	return !service.lost ? 0 : err_code(err, ERR_TIMEOUT, "test.down",
	    "no answer");
}

static int
remove_at(void *client, const char *place, const char *id, struct err *err)
{
	struct hook	*h = &service.hook[strtol(id, NULL, 10)];

	(void)client;
	if (h->place[0] == '\0')
		return err_set(err, ERR_ABSENT, "gone");
	assert_string_equal(h->place, place);
	memset(h, 0, sizeof(*h));
	service.removed++;
	return 0;
}

static int
catch_up(void *client, const struct webhook *hook, bool *done,
    struct err *err)
{
	(void)client;
	(void)hook;
	(void)err;
	service.caught_up++;
	*done = true;
	return 0;
}

/* "name object sent_at id item"; "-" for none. */
static int
read_post(const struct webhook_post *post, struct webhook_event *out,
    struct err *err)
{
	char		id[32], item[32], object[41];
	own_str char	*text = mem_ndup(post->body, post->len);

	out->ping = strcmp(text, "ping") == 0;
	if (out->ping)
		return 0;
	if (sscanf(text, "%60s %40s %" SCNd64 " %31s %31s", out->name, object,
	    &out->sent_at, id, item) != 5)
		return err_code(err, ERR_REMOTE, "test.shape", "no event");
	if (strcmp(object, "-") != 0)
		snprintf(out->object_id, sizeof(out->object_id), "%s", object);
	if (strcmp(id, "-") != 0)
		out->identity = mem_dup(id);
	if (strcmp(item, "-") != 0)
		out->items = mem_fmt("[\"%s\"]", item);
	return 0;
}

static int
handle(void *client, const struct webhook_group *g,
    struct webhook_outcome *out, struct err *err)
{
	struct said	*s = &service.said[service.nsaid++ % SAID];

	(void)client;
	snprintf(s->object, sizeof(s->object), "%s", g->object_id);
	snprintf(s->names, sizeof(s->names), "%s", g->names);
	snprintf(s->items, sizeof(s->items), "%s", g->items);
	s->stale = g->stale;
	s->failures = g->failures;
	out->result = "stored";
	return service.fails == ERR_NONE ? 0 : err_code(err, service.fails,
	    "test.failed", "it fails");
}

static const struct webhook_service	table = {
	.provider = "test", .label = "Test", .signature = "X-Test",
	.unset = "test.unset", .connection = find_connection,
	.open = open_client, .close = close_client, .places = add_places,
	.list = list_at, .create = create_at, .remove = remove_at,
	.catch_up = catch_up, .is_signed = webhook_signed_hmac,
	.read = read_post, .handle = handle,
};
static const struct webhook_use		uses[] = { { &table, NULL, 0 },
	{ NULL, NULL, 0 } };
static struct caller			who;

/* --- what tests do --- */

/* Somebody new, with a connection and a webhook at these places. */
static void
begin(const char *places)
{
	own_connection struct connection	con = { 0 };
	char		token[SECRET_TOKEN_SIZE], email[80];
	struct err	err = { 0 };

	service = (struct service){ .places = places };
	OK(db_exec(db, "DELETE FROM webhook", DB_NONE, NULL, &err));
	OK(db_exec(db, "DELETE FROM inbound_event", DB_NONE, NULL, &err));
	secret_token(token);
	snprintf(email, sizeof(email), "%s@unit.test", token);
	OK(db_exec(db, "INSERT INTO company (name) VALUES (?)",
	    DB_ARGS(db_str(token)), NULL, &err));
	who = (struct caller){ .db = db, .conf = conf, .lang = "en",
		.company_id = db_last_id(db) };
	OK(user_add(db, who.company_id, email, "", ROLE_RECRUITER, "en",
	    &who.user_id, &err));
	OK(connection_ensure(db, who.company_id, who.user_id, "test", "PROD",
	    &con, &err));
	connection_id = con.id;
	OK(webhook_registration_add(&who, uses, &err));
}

/* Its answer to a person, or one member of it. */
static json_t *
shown(void)
{
	struct err	 err = { 0 };
	json_t		*doc;

	OK(webhook_registration_get(&who, uses, &doc, &err));
	return doc;
}

static void
assert_shown(const char *status, const char *code)
{
	own_json json_t	*doc = shown();

	assert_string_equal(field_str(doc, "status"), status);
	assert_string_equal(field_str(doc, "status_code"), code);
}

/* What a query gives: one number. */
static int64_t
number(const char *sql)
{
	own_rows struct db_rows	*rows = NULL;
	struct err		 err = { 0 };

	OK(db_query(db, sql, DB_NONE, &rows, &err));
	OK(db_one(rows, &err));
	return db_col_int(rows, 0);
}

static void
change(const char *sql)
{
	struct err	err = { 0 };

	OK(db_exec(db, sql, DB_NONE, NULL, &err));
}

static void
check_now(void)
{
	struct err	err = { 0 };

	change("UPDATE webhook SET next_check_at = NOW(3)");
	OK(webhook_health_check(db, conf, uses, &err));
}

static int
send_signed(const char *body, const char *secret, struct err *err)
{
	char		signature[SECRET_HASH_SIZE];
	bool		wake;
	const struct webhook_post	post = { .signature = signature,
		.key = strrchr(service.hook[0].url, '/') + 1, .body = body,
		.len = strlen(body) };

	secret_hmac_sha256(secret, body, strlen(body), signature);
	return webhook_post_take(db, conf, &table, &post, &wake, err);
}

static void
deliver(const char *body)
{
	struct err	err = { 0 };

	OK(send_signed(body, service.hook[0].secret, &err));
}

static void
work(void)
{
	struct err	err = { 0 };

	change("UPDATE inbound_event SET run_after = NOW(3)");
	OK(webhook_queue_run(db, conf, uses, false, &err));
}

#define COUNT	"SELECT COUNT(*) FROM inbound_event WHERE "

/* --- registration and health --- */

static void
is_registered_at_each_place_with_one_address(void **state)
{
	own_json json_t	*doc = NULL;
	struct err	 err = { 0 };

	(void)state;
	begin("ab");
	assert_int_equal(service.created, 2);
	assert_string_equal(service.hook[0].url, service.hook[1].url);
	assert_string_equal(service.hook[0].secret, service.hook[1].secret);
	doc = shown();
	assert_string_equal(field_str(doc, "status"), "active");
	assert_string_equal(field_str(doc, "endpoint"),
	    "https://hire.example/hooks/test/***");
	OK(webhook_registration_add(&who, uses, &err));
	check_now();
	assert_int_equal(service.created, 2);
	assert_int_equal(service.caught_up, 1);
}

static void
a_lost_answer_makes_no_second_one(void **state)
{
	struct err	err = { 0 };

	(void)state;
	begin("a");
	OK(webhook_registration_remove(&who, uses, &err));
	assert_int_equal(service.removed, 1);
	service.nhooks = 0;
	service.lost = true;
	OK(webhook_registration_add(&who, uses, &err));
	assert_int_equal(service.created, 2);
	assert_int_equal(service.nhooks, 1);
	deliver("changed 7 0 1 -");
	assert_int_equal(number(COUNT "state = 'ready'"), 1);
}

static void
a_place_that_is_denied_holds_up_no_other(void **state)
{
	(void)state;
	begin("a");
	service.places = "abc";
	service.denies = 'b';
	check_now();
	assert_shown("active", "");
	assert_int_equal(service.nhooks, 2);
	assert_string_equal(service.hook[1].place, "c");
	service.places = "c";
	service.denies = 'a';	/* not wanted any more, and not to be reached */
	check_now();
	assert_shown("active", "");
	assert_int_equal(number("SELECT COUNT(*) FROM webhook_place"), 1);
}

static void
what_cannot_be_made_anew_is_tried_again(void **state)
{
	(void)state;
	begin("a");
	service.hook[0].stopped = true;
	service.create_fails = true;
	check_now();
	assert_shown("suspended", "test.down");
	check_now();
	assert_shown("failing", "test.down");
	service.create_fails = false;
	check_now();
	assert_shown("active", "");
	assert_int_equal(service.created, 2);
}

static void
what_somebody_removed_stays_away_until_asked_for(void **state)
{
	struct err	err = { 0 };

	(void)state;
	begin("ab");
	memset(&service.hook[0], 0, sizeof(service.hook[0]));
	for (int i = 0; i < 2; i++) {
		check_now();
		assert_shown("failing", "webhook.gone");
	}
	memset(&service.hook[1], 0, sizeof(service.hook[1]));
	check_now();
	assert_shown("off", "webhook.gone");
	OK(webhook_registration_add(&who, uses, &err));
	assert_shown("active", "");
	assert_int_equal(service.created, 4);
}

/* As before its key was stored; a fresh one is registered, and the old one swept away. */
static void
an_address_that_is_not_known_is_replaced(void **state)
{
	own_str char	*old = NULL;

	(void)state;
	begin("ab");
	old = mem_dup(service.hook[0].url);
	change("DELETE FROM secret WHERE name = 'webhook_key'");
	check_now();
	assert_shown("active", "");
	assert_int_equal(service.created, 4);
	assert_int_equal(service.removed, 2);
	assert_string_equal(service.hook[2].url, service.hook[3].url);
	assert_string_not_equal(service.hook[2].url, old);
}

static void
one_without_a_key_is_removed(void **state)
{
	struct err	err = { 0 };

	(void)state;
	begin("a");
	deliver("changed 7 0 1 -");
	service.no_key = true;
	assert_shown("active", "");
	OK(webhook_registration_remove(&who, uses, &err));
	assert_shown("off", "");
	assert_int_equal(number("SELECT COUNT(*) FROM webhook"), 0);
	assert_int_equal(number("SELECT COUNT(*) FROM secret WHERE name LIKE "
	    "'webhook%' AND connection_id = (SELECT MAX(id) FROM connection)"),
	    0);
	assert_int_equal(number(COUNT "result = 'foreign'"), 1);
}

/* --- deliveries --- */

static void
a_delivery_is_kept_once(void **state)
{
	struct err	err = { 0 };

	(void)state;
	begin("a");
	assert_int_equal(send_signed("changed 7 0 1 -", "another", &err), -1);
	assert_string_equal(err.code, "webhook.signature");
	deliver("ping");
	assert_int_equal(number(COUNT "1"), 0);
	deliver("changed 7 0 1 -");
	deliver("changed 7 0 1 item-of-another-try");
	deliver("nothing - 0 2 -");
	deliver("not an event");
	assert_int_equal(number(COUNT "1"), 3);
	assert_int_equal(number(COUNT "state = 'done' AND result = 'foreign'"),
	    1);
	assert_int_equal(number(COUNT "state = 'failed' AND "
	    "result = 'test.shape'"), 1);
	work();
	assert_int_equal(service.nsaid, 1);
	deliver("changed 7 0 1 -");
	deliver("nothing - 0 2 -");
	deliver("not an event");
	work();
	assert_int_equal(service.nsaid, 1);
}

/* It may be a repetition, or the same once more. */
static void
one_without_identity_is_handled_again(void **state)
{
	(void)state;
	begin("a");
	for (int i = 1; i <= 3; i++) {
		deliver("deleted 7 0 - -");
		work();
		assert_int_equal(service.nsaid, i);
	}
	assert_int_equal(number(COUNT "1"), 1);
}

static void
what_waits_about_one_object_is_handled_together(void **state)
{
	own_str char	*old = mem_fmt("moved 8 %" PRId64 " 4 -",
			    clock_ms() - 4 * DAY_MS);

	(void)state;
	begin("a");
	deliver("created 7 0 1 i1");
	deliver("changed 7 0 2 i2");
	deliver(old);
	work();
	assert_int_equal(service.nsaid, 2);
	assert_string_equal(service.said[0].object, "7");
	assert_string_equal(service.said[0].names, "\ncreated\nchanged\n");
	assert_string_equal(service.said[0].items, "[\"i1\",\"i2\"]");
	assert_false(service.said[0].stale);
	assert_true(service.said[1].stale);
	assert_int_equal(number("SELECT events_received FROM webhook"), 3);
	deliver("status 7 0 3 i2");	/* the same change under another name */
	work();
	assert_int_equal(service.nsaid, 2);
	assert_int_equal(number(COUNT "result = 'repeated'"), 1);
}

/* One that waited for long is as old as one that came late. */
static void
one_that_waited_for_days_is_stale(void **state)
{
	(void)state;
	begin("a");
	deliver("changed 7 0 1 -");
	change("UPDATE inbound_event SET received_at = NOW(3) - "
	    "INTERVAL 4 DAY");
	work();
	assert_true(service.said[0].stale);
}

static void
a_failure_is_tried_again_and_given_up_at_last(void **state)
{
	(void)state;
	begin("a");
	check_now();	/* the gap of the registration is closed */
	service.fails = ERR_REMOTE;
	deliver("changed 7 0 1 -");
	for (int64_t pause = 5, i = 0; i < 5; i++, pause *= 4) {
		work();
		assert_int_equal(service.said[i].failures, i);
		assert_int_equal(number(COUNT "state = 'ready' "
		    "AND result = 'test.failed'"), 1);
		assert_true(number("SELECT TIMESTAMPDIFF(MICROSECOND, "
		    "received_at, run_after) FROM inbound_event") >=
		    pause * 1000000);
	}
	assert_int_equal(number("SELECT gap_at IS NULL FROM webhook"), 1);
	work();
	assert_int_equal(service.nsaid, 6);
	assert_int_equal(number(COUNT "state = 'failed' "
	    "AND result = 'test.failed'"), 1);
	assert_int_equal(number("SELECT gap_at IS NULL FROM webhook"), 0);
}

static const enum err_kind	finals[] = { ERR_DENIED, ERR_REMOTE_AUTH };

static void
what_no_later_try_can_do_is_given_up_at_once(void **state)
{
	(void)state;
	begin("a");
	for (size_t i = 0; i < nitems(finals); i++) {
		own_str char	*body = mem_fmt("changed %zu 0 %zu -", i, i);

		service.fails = finals[i];
		deliver(body);
		work();
		assert_int_equal(number(COUNT "state = 'failed'"), i + 1);
	}
	service.no_key = true;
	deliver("changed 9 0 9 -");
	work();
	assert_int_equal(number(COUNT "state = 'failed' "
	    "AND result = 'test.unset'"), 1);
}

static void
a_busy_key_lets_all_of_its_webhook_wait(void **state)
{
	(void)state;
	begin("a");
	service.fails = ERR_BUSY;
	deliver("changed 7 0 1 -");
	deliver("changed 8 0 2 -");
	work();
	assert_int_equal(service.nsaid, 1);
	assert_int_equal(number(COUNT "state = 'ready' AND failures = 0 "
	    "AND run_after > received_at"), 2);
}

static void
a_lost_object_is_no_lost_webhook(void **state)
{
	(void)state;
	begin("a");
	service.fails = ERR_ABSENT;
	deliver("changed 7 0 1 -");
	work();
	assert_int_equal(number(COUNT "state = 'ready' "
	    "AND result = 'test.failed'"), 1);
}

/* --- who is called --- */

static void
one_process_at_a_time_watches(void **state)
{
	struct err	err = { 0 };
	bool		yes;

	(void)state;
	change("UPDATE inbound_watch SET until_at = '2000-01-01'");
	OK(watch_wake(db, WATCH_EVENTS, &yes, &err));
	assert_true(yes);
	OK(watch_wake(db, WATCH_EVENTS, &yes, &err));
	assert_false(yes);	/* whoever was called is on the way */
	OK(watch_take(db, WATCH_EVENTS, "one", &yes, &err));
	assert_true(yes);
	OK(watch_take(db, WATCH_EVENTS, "two", &yes, &err));
	assert_false(yes);
	OK(watch_drop(db, WATCH_EVENTS, "two", &err));
	OK(watch_wake(db, WATCH_EVENTS, &yes, &err));
	assert_false(yes);
	OK(watch_drop(db, WATCH_EVENTS, "one", &err));
	OK(watch_wake(db, WATCH_EVENTS, &yes, &err));
	assert_true(yes);
}

static int
open_house(void **state)
{
	setenv("SECRET_KEY", "a key for the tests of webhooks", 1);
	setenv("WEB_BASE_URL", "https://hire.example/", 1);
	return group_open(state);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(is_registered_at_each_place_with_one_address),
		cmocka_unit_test(a_lost_answer_makes_no_second_one),
		cmocka_unit_test(a_place_that_is_denied_holds_up_no_other),
		cmocka_unit_test(what_cannot_be_made_anew_is_tried_again),
		cmocka_unit_test(
		    what_somebody_removed_stays_away_until_asked_for),
		cmocka_unit_test(an_address_that_is_not_known_is_replaced),
		cmocka_unit_test(one_without_a_key_is_removed),
		cmocka_unit_test(a_delivery_is_kept_once),
		cmocka_unit_test(one_without_identity_is_handled_again),
		cmocka_unit_test(
		    what_waits_about_one_object_is_handled_together),
		cmocka_unit_test(one_that_waited_for_days_is_stale),
		cmocka_unit_test(
		    a_failure_is_tried_again_and_given_up_at_last),
		cmocka_unit_test(
		    what_no_later_try_can_do_is_given_up_at_once),
		cmocka_unit_test(a_busy_key_lets_all_of_its_webhook_wait),
		cmocka_unit_test(a_lost_object_is_no_lost_webhook),
		cmocka_unit_test(one_process_at_a_time_watches),
	};

	return cmocka_run_group_tests(tests, open_house, group_close);
}
