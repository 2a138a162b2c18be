/* telegram: texts, buttons and updates as Telegram has them, its refusals; bots, links and updates
 * in the tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "account/session.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "group.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "step.h"
#include "telegram/api.h"
#include "telegram/bot.h"
#include "telegram/event.h"
#include "telegram/link.h"
#include "telegram/message.h"
#include "telegram/refusal.h"
#include "telegram/update.h"

#define TOKEN	"123456789:AAEabcdefghijklmnopqrstuvwxyz01234"

static struct err	err;
static int64_t		company, anna, boris;

/* --- texts --- */

static void
expect_parts(const char *html, size_t units, const char *const *parts)
{
	own_json json_t	*got = message_split(html, units);
	size_t		 n = 0;

	for (; parts[n] != NULL; n++)
		assert_string_equal(json_string_value(json_array_get(got, n)),
		    parts[n]);
	assert_int_equal(json_array_size(got), n);
}

static void
texts_are_cut_at_lines(void **state)
{
	(void)state;
	expect_parts("one\ntwo\nthree", 9,
	    (const char *[]){ "one\ntwo\n", "three", NULL });
	expect_parts("one two three", 8,
	    (const char *[]){ "one two ", "three", NULL });
	expect_parts("abcdef", 4, (const char *[]){ "abcd", "ef", NULL });
	expect_parts("", 4, (const char *[]){ NULL });
	expect_parts("abcd\n\n\n\n\nefgh", 5,
	    (const char *[]){ "abcd\n", "efgh", NULL });
}

/* A tag that is open at a cut is closed there; entities and pairs of UTF-16 stay whole. */
static void
cuts_break_nothing(void **state)
{
	(void)state;
	expect_parts("<b>one <i>two</i></b>", 4, (const char *[]){
	    "<b>one </b>", "<b><i>two</i></b>", NULL });
	expect_parts("<b>x<i>abc</i></b>", 2, (const char *[]){
	    "<b>x<i>a</i></b>", "<b><i>bc</i></b>", NULL });
	expect_parts("<a href=\"https://x/\">ab\ncd</a>", 3, (const char *[]){
	    "<a href=\"https://x/\">ab\n</a>",
	    "<a href=\"https://x/\">cd</a>", NULL });
	expect_parts("a&amp;&lt;b", 2,
	    (const char *[]){ "a&amp;", "&lt;b", NULL });
	expect_parts("\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 3, (const char *[]){
	    "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80", NULL });
}

/* What grows by escaping counts as what is shown. */
static void
escaped_text_counts_as_shown(void **state)
{
	own_buf struct buf	 raw = { 0 }, html = { 0 };
	own_json json_t		*parts = NULL;

	(void)state;
	for (int i = 0; i < MESSAGE_UNITS; i++)
		buf_putc(&raw, i % 2 == 0 ? '<' : '&');
	message_escape(&html, buf_str(&raw));
	assert_int_equal(message_units(buf_str(&html)), MESSAGE_UNITS);
	parts = message_split(buf_str(&html), MESSAGE_UNITS);
	assert_int_equal(json_array_size(parts), 1);
	assert_int_equal(message_units("\xf0\x9f\x98\x80<b>\xd0\xb6</b>"), 3);
}

/* --- buttons --- */

static const char *
data_at(const json_t *keyboard, size_t row, size_t n)
{
	return json_string_value(json_object_get(json_array_get(
	    json_array_get(json_object_get(keyboard, "inline_keyboard"), row),
	    n), "callback_data"));
}

static void
buttons_are_signed_for_one_chat(void **state)
{
	const struct message_whose	 here = { conf, 1, 555 },
					 there = { conf, 1, 556 },
					 other = { conf, 2, 555 };
	const struct message_button	 some[] = {
		{ "A", "t:1:done", NULL, 1 },
		{ "B", "0123456789012345678901234567890123456789012345678901",
		    NULL, 0 },
		{ "C", NULL, "https://x/", 0 },
	};
	own_json json_t	*keyboard = message_keyboard(&here, some, 3);
	char		 out[MESSAGE_DATA_MAX + 1];
	own_str char	*forged = NULL;

	(void)state;
	assert_true(strlen(data_at(keyboard, 1, 0)) <= 64);
	assert_null(data_at(keyboard, 1, 1));
	assert_int_equal(message_data(&here, data_at(keyboard, 0, 0), out), 0);
	assert_string_equal(out, "t:1:done");
	assert_int_equal(message_data(&here, data_at(keyboard, 1, 0), out), 0);
	assert_int_equal(message_data(&there, data_at(keyboard, 0, 0), out),
	    -1);
	assert_int_equal(message_data(&other, data_at(keyboard, 0, 0), out),
	    -1);
	forged = mem_dup(data_at(keyboard, 0, 0));
	forged[2] = '2';
	assert_int_equal(message_data(&here, forged, out), -1);
	assert_int_equal(message_data(&here, "", out), -1);
	assert_int_equal(message_data(&here, ".", out), -1);
	assert_int_equal(message_data(&here, "ok:42", out), -1);
}

/* --- updates --- */

static json_t *
json_of(const char *text)
{
	json_t	*doc = json_loads(text, 0, NULL);

	assert_non_null(doc);
	return doc;
}

static const struct {
	const char		*text;
	enum telegram_what	 what;
	int64_t			 chat_id, from_id;
	bool			 private;
} updates[] = {
	{ "{\"update_id\":1,\"message\":{\"message_id\":1,\"date\":5,"
	    "\"from\":{\"id\":4503599627370495},\"chat\":{\"id\":"
	    "4503599627370495,\"type\":\"private\"},\"text\":\"/start\"}}",
	    TELEGRAM_MESSAGE, 4503599627370495, 4503599627370495, true },
	{ "{\"update_id\":2,\"message\":{\"chat\":{\"id\":-1001234567890,"
	    "\"type\":\"supergroup\"},\"from\":{\"id\":7}}}",
	    TELEGRAM_MESSAGE, -1001234567890, 7, false },
	{ "{\"update_id\":3,\"channel_post\":{\"chat\":{\"id\":-1009,"
	    "\"type\":\"channel\"},\"text\":\"x\"}}",
	    TELEGRAM_OTHER, 0, 0, false },
	{ "{\"update_id\":4,\"message\":{\"chat\":{\"id\":-1009,"
	    "\"type\":\"channel\"},\"text\":\"x\"}}",
	    TELEGRAM_OTHER, -1009, 0, false },
	{ "{\"update_id\":5,\"some_future_update\":{\"x\":1}}",
	    TELEGRAM_OTHER, 0, 0, false },
	{ "{\"update_id\":6,\"message\":{\"chat\":{\"id\":-4,\"type\":"
	    "\"group\"},\"from\":{\"id\":7},\"migrate_to_chat_id\":-1004}}",
	    TELEGRAM_MIGRATED, -4, 7, false },
	{ "{\"update_id\":7,\"my_chat_member\":{\"chat\":{\"id\":7,\"type\":"
	    "\"private\"},\"from\":{\"id\":7},\"new_chat_member\":"
	    "{\"status\":\"kicked\"}}}", TELEGRAM_BLOCKED, 7, 7, true },
	{ "{\"update_id\":8,\"message\":\"odd\"}",
	    TELEGRAM_OTHER, 0, 0, false },
	{ "{\"update_id\":9}", TELEGRAM_OTHER, 0, 0, false },
	{ "{\"update_id\":10,\"edited_message\":{\"chat\":{\"id\":7,\"type\":"
	    "\"private\"},\"from\":{\"id\":7},\"text\":\"/start\"}}",
	    TELEGRAM_EDITED, 7, 7, true },
};

static void
updates_of_every_kind_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(updates); i++) {
		own_json json_t		*doc = json_of(updates[i].text);
		struct telegram_event	 ev;

		telegram_event_read(doc, &ev);
		assert_int_equal(ev.update_id, i + 1);
		assert_int_equal(ev.what, updates[i].what);
		assert_int_equal(ev.chat_id, updates[i].chat_id);
		assert_int_equal(ev.from_id, updates[i].from_id);
		assert_int_equal(ev.private, updates[i].private);
	}
}

/* Under an old message only its number and chat come, and the date 0. */
static void
a_button_of_an_old_message_is_read(void **state)
{
	own_json json_t		*doc = json_of("{\"update_id\":1,"
				    "\"callback_query\":{\"id\":\"53\","
				    "\"from\":{\"id\":7},\"message\":{\"chat\":"
				    "{\"id\":7,\"type\":\"private\"},\"date\":0,"
				    "\"message_id\":5},\"data\":\"ok:43\"}}");
	own_json json_t		*bare = json_of("{\"update_id\":1,"
				    "\"callback_query\":{\"id\":\"53\","
				    "\"from\":{\"id\":7},\"data\":\"a\"}}");
	struct telegram_event	 ev;

	(void)state;
	telegram_event_read(doc, &ev);
	assert_int_equal(ev.what, TELEGRAM_BUTTON);
	assert_int_equal(ev.chat_id, 7);
	assert_int_equal(ev.message_id, 5);
	assert_false(ev.editable);
	assert_string_equal(ev.data, "ok:43");
	telegram_event_read(bare, &ev);
	assert_int_equal(ev.what, TELEGRAM_BUTTON);
	assert_int_equal(ev.chat_id, 0);
	assert_int_equal(ev.from_id, 7);
}

static const struct { const char *text, *name, *rest; } commands[] = {
	{ "/task 42", "task", "42" },
	{ "/TASK@Hub_Bot  42", "task", "42" },
	{ "/task@other_bot 42", NULL, NULL },
	{ "/start", "start", "" },
	{ "/new_task 5 | \xd0\xb6 | x", "new_task", "5 | \xd0\xb6 | x" },
	{ "/new\n42", "new", "42" },
	{ "/", NULL, NULL },
	{ "/a-b", NULL, NULL },
	{ "task", NULL, NULL },
	{ "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL, NULL },
};

static void
commands_are_told_from_words(void **state)
{
	char		 name[TELEGRAM_COMMAND_SIZE];
	const char	*rest;

	(void)state;
	for (size_t i = 0; i < nitems(commands); i++) {
		rest = telegram_event_command(commands[i].text, "hub_bot",
		    name);
		if (commands[i].rest == NULL) {
			assert_null(rest);
			continue;
		}
		assert_string_equal(rest, commands[i].rest);
		assert_string_equal(name, commands[i].name);
	}
}

/* --- refusals --- */

static const struct {
	int		 status;
	const char	*body;
	enum err_kind	 kind;
	const char	*code;
	int		 retry_after_s;
	int64_t		 migrated;
} refusals[] = {
	{ 401, "{\"description\":\"Unauthorized\"}", ERR_REMOTE_AUTH,
	    "telegram.token", 0, 0 },
	{ 404, "{\"description\":\"Not Found\"}", ERR_REMOTE_AUTH,
	    "telegram.token", 0, 0 },
	{ 403, "{\"description\":\"Forbidden: bot was blocked by the user\"}",
	    ERR_DENIED, "telegram.blocked", 0, 0 },
	{ 400, "{\"description\":\"Bad Request: chat not found\"}",
	    ERR_ABSENT, "telegram.chat", 0, 0 },
	{ 400, "{\"description\":\"Bad Request: group chat was upgraded\","
	    "\"parameters\":{\"migrate_to_chat_id\":-1001234567890}}",
	    ERR_CONFLICT, "telegram.migrated", 0, -1001234567890 },
	{ 409, "{\"description\":\"Conflict: can't use getUpdates method while "
	    "webhook is active\"}", ERR_CONFLICT, "telegram.webhook", 0, 0 },
	{ 409, "{\"description\":\"Conflict: terminated by other getUpdates "
	    "request\"}", ERR_CONFLICT, "telegram.poller", 0, 0 },
	{ 429, "{\"description\":\"Too Many Requests: retry after 14\","
	    "\"parameters\":{\"retry_after\":14}}", ERR_BUSY, "telegram.busy",
	    14, 0 },
	{ 429, "{}", ERR_BUSY, "telegram.busy", 1, 0 },
	{ 400, "{\"description\":\"Bad Request: can't parse entities\"}",
	    ERR_INPUT, "telegram.input", 0, 0 },
	{ 502, "null", ERR_REMOTE, "telegram.down", 0, 0 },
};

static void
refusals_are_understood(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(refusals); i++) {
		own_json json_t	*doc = json_loads(refusals[i].body,
				    JSON_DECODE_ANY, NULL);
		struct err	 why = { .kind = ERR_REMOTE,
				    .remote_status = refusals[i].status };

		assert_int_equal(telegram_refusal_set(doc, &why),
		    refusals[i].migrated);
		assert_int_equal(why.kind, refusals[i].kind);
		assert_string_equal(why.code, refusals[i].code);
		assert_int_equal(why.retry_after_s,
		    refusals[i].retry_after_s);
	}
}

static void
what_was_done_before_is_no_refusal(void **state)
{
	own_json json_t	*doc = json_of("{\"description\":\"Bad Request: "
			    "message is not modified: specified new...\"}");
	struct err	 why = { .kind = ERR_INPUT, .remote_status = 400 };

	(void)state;
	telegram_refusal_set(doc, &why);
	assert_int_equal(telegram_refusal_done(-1, &why), 0);
	assert_int_equal(why.kind, ERR_NONE);
}

/* A message of BotFather as a whole is no token. */
static void
tokens_are_told_from_other_texts(void **state)
{
	(void)state;
	assert_int_equal(telegram_token_id(TOKEN), 123456789);
	assert_int_equal(telegram_token_id(""), 0);
	assert_int_equal(telegram_token_id("123456789"), 0);
	assert_int_equal(telegram_token_id("123456789:short"), 0);
	assert_int_equal(telegram_token_id(" " TOKEN), 0);
	assert_int_equal(telegram_token_id(TOKEN "/getMe"), 0);
	assert_int_equal(telegram_token_id("Done! Use this token:\n" TOKEN),
	    0);
}

/* --- tables --- */

static int64_t
make_bot(int64_t user_id, int64_t telegram_id)
{
	own_str char		*token = mem_fmt("%lld:AAEabcdefghijklmnopqrst"
				    "uvwxyz01234", (long long)telegram_id);
	struct telegram_bot	 bot;

	OK(telegram_bot_add(db, conf, &(struct telegram_bot_new){
	    .company_id = company, .user_id = user_id,
	    .telegram_id = telegram_id, .username = "own_bot",
	    .token = token }, &err));
	OK(telegram_bot_own(db, user_id, &bot, &err));
	return bot.id;
}

static void
a_bot_is_one_persons_and_its_token_sealed(void **state)
{
	own_telegram_bot_keys struct telegram_bot_keys	keys = { NULL };
	struct telegram_bot				bot;
	const int64_t					id = make_bot(anna,
							    1000001);
	int64_t						n;

	(void)state;
	OK(telegram_bot_keys(db, conf, id, &keys, &err));
	assert_string_equal(keys.token,
	    "1000001:AAEabcdefghijklmnopqrstuvwxyz01234");
	OK(telegram_bot_by_key(db, keys.key, &bot, &err));
	assert_int_equal(bot.id, id);
	OK(db_number(db, "SELECT COUNT(*) FROM telegram_bot WHERE "
	    "LOCATE('AAEabc', CONCAT_WS(' ', cipher, token_hash, username))",
	    DB_NONE, &n, &err));
	assert_int_equal(n, 0);
	assert_int_equal(telegram_bot_add(db, conf, &(struct telegram_bot_new){
	    .company_id = company, .user_id = boris, .telegram_id = 1000001,
	    .username = "x", .token = keys.token }, &err), -1);
	assert_string_equal(err.code, "telegram.bot_taken");
	err = (struct err){ 0 };
	assert_int_equal(make_bot(anna, 1000001), id);
	assert_int_not_equal(make_bot(anna, 1000002), id);
	OK(telegram_bot_remove(db, anna, &err));
}

static void
one_process_asks_for_a_bots_updates(void **state)
{
	const int64_t	id = make_bot(anna, 1000003);
	bool		ours;

	(void)state;
	OK(telegram_bot_take(db, id, "aaaaaaaaaaaaaaaa", &ours, &err));
	assert_true(ours);
	OK(telegram_bot_take(db, id, "bbbbbbbbbbbbbbbb", &ours, &err));
	assert_false(ours);
	OK(telegram_bot_leave(db, id, "bbbbbbbbbbbbbbbb", 0, &err));
	OK(telegram_bot_take(db, id, "bbbbbbbbbbbbbbbb", &ours, &err));
	assert_false(ours);
	OK(telegram_bot_leave(db, id, "aaaaaaaaaaaaaaaa", 0, &err));
	OK(telegram_bot_take(db, id, "bbbbbbbbbbbbbbbb", &ours, &err));
	assert_true(ours);
	OK(telegram_bot_way(db, id, "webhook", &err));
	OK(telegram_bot_take(db, id, "bbbbbbbbbbbbbbbb", &ours, &err));
	assert_false(ours);
	OK(telegram_bot_remove(db, anna, &err));
}

static void
a_revoked_token_turns_the_bot_off_once(void **state)
{
	const int64_t		id = make_bot(anna, 1000004);
	const struct err	why = { .kind = ERR_REMOTE_AUTH,
				    .code = "telegram.token", .text = "no" };
	struct telegram_bot	bot;
	bool			revoked;

	(void)state;
	OK(telegram_bot_bad(db, id, &why, &revoked, &err));
	assert_true(revoked);
	OK(telegram_bot_bad(db, id, &why, &revoked, &err));
	assert_false(revoked);
	OK(telegram_bot_get(db, id, &bot, &err));
	assert_string_equal(bot.state, "revoked");
	assert_string_equal(bot.error_code, "telegram.token");
	OK(telegram_bot_remove(db, anna, &err));
}

/* A link's token works once, not for signing in, and not for another's own bot. */
static void
a_chat_is_linked_by_a_token_once(void **state)
{
	struct telegram_bot	bot;
	struct telegram_link	link;
	char			token[SECRET_TOKEN_SIZE];
	int64_t			who = 0;

	(void)state;
	OK(telegram_bot_get(db, make_bot(anna, 1000005), &bot, &err));
	OK(telegram_link_token(db, boris, token, &err));
	assert_int_equal(telegram_link_take(db, &bot, token, 77, "b", &who,
	    &err), -1);
	err = (struct err){ 0 };
	OK(telegram_link_token(db, anna, token, &err));
	assert_int_equal(session_link_take(db, token, SESSION_LINK_SIGN_IN,
	    &who, &err), -1);
	err = (struct err){ 0 };
	OK(telegram_link_take(db, &bot, token, 77, "anna", &who, &err));
	assert_int_equal(who, anna);
	assert_int_equal(telegram_link_take(db, &bot, token, 78, "anna", &who,
	    &err), -1);
	assert_string_equal(err.code, "account.link_expired");
	err = (struct err){ 0 };
	OK(telegram_link_user(db, &bot, 77, &who, &err));
	assert_int_equal(who, anna);
	OK(telegram_link_block(db, bot.id, 77, true, &err));
	assert_int_equal(telegram_link_best(db, anna, &link, &err), -1);
	err = (struct err){ 0 };
	OK(telegram_link_set(db, &bot, anna, 79, NULL, &err));
	OK(telegram_link_best(db, anna, &link, &err));
	assert_int_equal(link.chat_id, 79);
	assert_int_equal(telegram_link_user(db, &bot, 77, &who, &err), -1);
	err = (struct err){ 0 };
	OK(telegram_link_migrate(db, bot.id, 79, -1001234567890, &err));
	OK(telegram_link_user(db, &bot, -1001234567890, &who, &err));
	OK(telegram_bot_remove(db, anna, &err));
	assert_int_equal(telegram_link_drop(db, anna, &err), -1);
	err = (struct err){ 0 };
}

static void
add_update(int64_t bot_id, int64_t update_id, int64_t chat_id)
{
	own_json json_t	*doc = json_pack("{s:I, s:{s:{s:I, s:s}, s:{s:i}}}",
			    "update_id", (json_int_t)update_id, "message",
			    "chat", "id", (json_int_t)chat_id, "type",
			    "private", "from", "id", 7);

	OK(telegram_update_add(db, bot_id, doc, NULL, &err));
}

static void
expect_taken(struct telegram_update *u, int64_t update_id)
{
	assert_int_equal(telegram_update_take(db, u, &err), 1);
	assert_int_equal(u->update_id, update_id);
}

/* Once an update, in order within a chat; chats do not wait for each other. */
static void
updates_are_taken_in_order_within_a_chat(void **state)
{
	own_telegram_update struct telegram_update	a = { .body = NULL },
							b = { .body = NULL },
							c = { .body = NULL };
	const int64_t	id = make_bot(anna, 1000006);
	bool		gave_up;

	(void)state;
	add_update(id, 502, 70);
	add_update(id, 501, 70);
	add_update(id, 503, 71);
	add_update(id, 501, 70);
	expect_taken(&a, 501);
	expect_taken(&b, 503);
	assert_int_equal(telegram_update_take(db, &c, &err), 0);
	OK(telegram_update_fail(db, &a, "internal", &gave_up, &err));
	assert_false(gave_up);
	assert_int_equal(telegram_update_take(db, &c, &err), 0);
	OK(db_exec(db, "UPDATE telegram_update SET run_after = NOW(3)",
	    DB_NONE, NULL, &err));
	expect_taken(&a, 501);
	assert_int_equal(a.failures, 1);
	OK(telegram_update_done(db, &a, "done", &err));
	assert_int_equal(telegram_update_done(db, &a, "done", &err), -1);
	assert_string_equal(err.code, "service.lease_lost");
	err = (struct err){ 0 };
	add_update(id, 501, 70);
	expect_taken(&c, 502);
	/* Whoever had it died. */
	OK(db_exec(db, "UPDATE telegram_update SET lease_until = "
	    "NOW(3) - INTERVAL 1 SECOND WHERE state = 'working'", DB_NONE,
	    NULL, &err));
	expect_taken(&a, 502);
	expect_taken(&b, 503);
	assert_int_equal(telegram_update_done(db, &c, "done", &err), -1);
	err = (struct err){ 0 };
	OK(telegram_bot_remove(db, anna, &err));
}

/* An update that always fails does not hold its chat up for ever. */
static void
an_update_that_always_fails_is_given_up(void **state)
{
	own_telegram_update struct telegram_update	u = { .body = NULL };
	const int64_t	id = make_bot(anna, 1000007);
	bool		gave_up = false;

	(void)state;
	add_update(id, 601, 70);
	add_update(id, 602, 70);
	for (int i = 1; i <= TELEGRAM_UPDATE_TRIES; i++) {
		expect_taken(&u, 601);
		OK(telegram_update_fail(db, &u, "internal", &gave_up, &err));
		assert_int_equal(gave_up, i == TELEGRAM_UPDATE_TRIES);
		OK(db_exec(db, "UPDATE telegram_update SET run_after = NOW(3)",
		    DB_NONE, NULL, &err));
	}
	expect_taken(&u, 602);
	OK(telegram_bot_remove(db, anna, &err));
}

static int64_t
add_person(const char *name)
{
	char		 email[80], token[SECRET_TOKEN_SIZE];
	int64_t		 id = 0;

	secret_token(token);
	snprintf(email, sizeof(email), "%s@telegram.test", token);
	OK(user_add(db, company, email, name, ROLE_MEMBER, "ru", &id, &err));
	return id;
}

static int
open_people(void **state)
{
	if (setenv("SECRET_KEY", "telegram-test-key-0123456789abcd", 1) == -1 ||
	    group_open(state) == -1)
		return -1;
	OK(user_company(db, "Telegram", &company, &err));
	anna = add_person("Anna");
	boris = add_person("Boris");
	return 0;
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(texts_are_cut_at_lines),
		cmocka_unit_test(cuts_break_nothing),
		cmocka_unit_test(escaped_text_counts_as_shown),
		cmocka_unit_test(buttons_are_signed_for_one_chat),
		cmocka_unit_test(updates_of_every_kind_are_read),
		cmocka_unit_test(a_button_of_an_old_message_is_read),
		cmocka_unit_test(commands_are_told_from_words),
		cmocka_unit_test(refusals_are_understood),
		cmocka_unit_test(what_was_done_before_is_no_refusal),
		cmocka_unit_test(tokens_are_told_from_other_texts),
		cmocka_unit_test(a_bot_is_one_persons_and_its_token_sealed),
		cmocka_unit_test(one_process_asks_for_a_bots_updates),
		cmocka_unit_test(a_revoked_token_turns_the_bot_off_once),
		cmocka_unit_test(a_chat_is_linked_by_a_token_once),
		cmocka_unit_test(updates_are_taken_in_order_within_a_chat),
		cmocka_unit_test(an_update_that_always_fails_is_given_up),
	};

	return cmocka_run_group_tests(tests, open_people, group_close);
}
