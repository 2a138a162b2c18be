/* telegram_talk: an update is handled once, with all that is answered to it, or not at all; the
 * messages of a chat go out one after the other, and none twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "account/outbox.h"
#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "group.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "step.h"
#include "telegram/bot.h"
#include "telegram/event.h"
#include "telegram/handle.h"
#include "telegram/link.h"
#include "telegram/sent.h"
#include "telegram/update.h"

#define CHAT	4503599627370495

static struct err		err;
static int64_t			company, anna;
static struct telegram_bot	bot;
static int64_t			last_update = 100;

static void
change(const char *sql)
{
	OK(db_exec(db, sql, DB_NONE, NULL, &err));
}

static int64_t
number(const char *sql)
{
	int64_t	n;

	OK(db_number(db, sql, DB_NONE, &n, &err));
	return n;
}

static void
begin_anew(void)
{
	change("DELETE FROM outbox");
	change("DELETE FROM telegram_message");
	change("DELETE FROM telegram_update");
}

/* One update comes and is handled. */
static void
hear(const struct telegram_use *use, const char *text)
{
	own_telegram_update struct telegram_update	u = { .body = NULL };
	own_str char	*json = mem_fmt("{\"update_id\":%lld,%s}",
			    (long long)++last_update, text);
	own_json json_t	*doc = json_loads(json, 0, NULL);

	assert_non_null(doc);
	OK(telegram_update_add(db, bot.id, doc, NULL, &err));
	assert_int_equal(telegram_update_take(db, &u, &err), 1);
	assert_int_equal(u.update_id, last_update);
	OK(telegram_handle(db, conf, use, &u, &err));
}

static char *
message_of(int64_t chat, const char *type, const char *text)
{
	return mem_fmt("\"message\":{\"message_id\":1,\"date\":5,\"from\":"
	    "{\"id\":7,\"language_code\":\"en\"},\"chat\":{\"id\":%lld,"
	    "\"type\":\"%s\"},\"text\":\"%s\"}", (long long)chat, type, text);
}

static void
hear_text(const struct telegram_use *use, int64_t chat, const char *type,
    const char *text)
{
	own_str char	*message = message_of(chat, type, text);

	hear(use, message);
}

/* What the last answer says. */
static void
expect_answer(const char *words)
{
	own_rows struct db_rows	*rows = NULL;

	OK(db_query(db, "SELECT params FROM telegram_message "
	    "ORDER BY id DESC LIMIT 1", DB_NONE, &rows, &err));
	OK(db_one(rows, &err));
	if (strstr(db_col_str(rows, 0), words) == NULL)
		fail_msg("%s: %s", words, db_col_str(rows, 0));
}

static void
strangers_hear_only_how_to_link(void **state)
{
	static const struct telegram_use	use = { NULL, NULL };

	(void)state;
	begin_anew();
	hear_text(&use, 55, "private", "/tasks");
	expect_answer("personal bot");
	hear_text(&use, 55, "private", "/start nonsense");
	expect_answer("expired");
	hear_text(&use, -1001234567890, "supergroup", "/tasks");
	expect_answer("groups");
	assert_int_equal(number("SELECT COUNT(*) FROM outbox"), 3);
	assert_int_equal(number("SELECT lane FROM outbox "
	    "ORDER BY id DESC LIMIT 1"), -1001234567890);
	hear_text(&use, -1001234567890, "supergroup", "just talk");
	hear(&use, "\"channel_post\":{\"chat\":{\"id\":-5},\"text\":\"x\"}");
	hear(&use, "\"some_future_update\":{\"x\":1}");
	hear(&use, "\"message\":[]");
	assert_int_equal(number("SELECT COUNT(*) FROM outbox"), 3);
	assert_int_equal(number("SELECT COUNT(*) FROM telegram_update "
	    "WHERE state = 'done'"), 7);
}

static void
a_chat_is_linked_and_blocked(void **state)
{
	static const struct telegram_use	use = { NULL, NULL };
	char					token[SECRET_TOKEN_SIZE];
	own_str char				*start = NULL;

	(void)state;
	begin_anew();
	OK(telegram_link_token(db, anna, token, &err));
	start = mem_fmt("/start %s", token);
	hear_text(&use, CHAT, "private", start);
	expect_answer("&lt;Anna&gt;");
	hear_text(&use, CHAT, "private", "/help");
	assert_int_equal(number("SELECT COUNT(*) FROM telegram_link "
	    "WHERE chat_id = 4503599627370495 AND state = 'linked'"), 1);
	hear(&use, "\"my_chat_member\":{\"chat\":{\"id\":4503599627370495,"
	    "\"type\":\"private\"},\"from\":{\"id\":7},\"new_chat_member\":"
	    "{\"status\":\"kicked\"}}");
	assert_int_equal(number("SELECT COUNT(*) FROM telegram_link "
	    "WHERE state = 'blocked'"), 1);
	hear_text(&use, CHAT, "private", "/help");
	assert_int_equal(number("SELECT COUNT(*) FROM telegram_link "
	    "WHERE state = 'linked'"), 1);
}

/* --- a handler --- */

static int
rename_work(struct db *tx, void *arg, struct err *why)
{
	const bool	*fails = arg;

	if (db_exec(tx, "UPDATE user SET theme = 'dark' WHERE id = ?",
	    DB_ARGS(db_int(anna)), NULL, why) == -1)
		return -1;
	return *fails ? err_set(why, ERR_INPUT, "no") : 0;
}

/* "do" does something, "no" tries to, "die" does it and fails after it. */
static int
handler(struct telegram_talk *talk, const void *arg, struct err *why)
{
	const char	*text = talk->event->text;
	bool		 fails = strcmp(text, "no") == 0;
	struct err	 refused = { 0 };

	(void)arg;
	if (db_tx_run(talk->db, rename_work, &fails, &refused) == -1)
		return telegram_talk_say(talk, "refused", NULL, NULL, why);
	if (telegram_talk_say(talk, "did it", NULL, "task:5", why) == -1)
		return -1;
	return strcmp(text, "die") == 0 ? err_set(why, ERR_INTERNAL, "dead") :
	    0;
}

static const struct telegram_use	doing = { handler, NULL };

static int64_t
is_dark(void)
{
	return number("SELECT COUNT(*) FROM user WHERE theme = 'dark'");
}

static void
what_is_done_and_answered_is_one(void **state)
{
	const int64_t	before = (begin_anew(), change("UPDATE user "
			    "SET theme = 'light'"), is_dark());

	(void)state;
	OK(telegram_link_set(db, &bot, anna, CHAT, "anna", &err));
	hear_text(&doing, CHAT, "private", "die");
	assert_int_equal(is_dark(), before);
	assert_int_equal(number("SELECT COUNT(*) FROM outbox"), 0);
	assert_int_equal(number("SELECT failures FROM telegram_update "
	    "WHERE state = 'ready'"), 1);
	change("DELETE FROM telegram_update");
	hear_text(&doing, CHAT, "private", "no");
	assert_int_equal(is_dark(), before);
	expect_answer("refused");
	hear_text(&doing, CHAT, "private", "do");
	assert_int_equal(is_dark(), before + 1);
	expect_answer("did it");
}

static void
a_long_answer_goes_in_parts_in_order(void **state)
{
	struct telegram_event	ev = { .chat_id = CHAT, .private = true };
	struct user		user = { .id = anna };
	struct telegram_talk	talk = { .db = db, .conf = conf, .bot = &bot,
		.event = &ev, .user = &user, .lang = "ru", .update_id = 9 };
	own_str char		*text = mem_zero(10001);
	struct outbox		m, next;

	(void)state;
	begin_anew();
	memset(text, 'x', 10000);
	OK(telegram_talk_say(&talk, text, NULL, NULL, &err));
	assert_int_equal(number("SELECT COUNT(*) FROM outbox"), 3);
	talk.n = 0;	/* once more: nothing is added */
	OK(telegram_talk_say(&talk, text, NULL, NULL, &err));
	assert_int_equal(number("SELECT COUNT(*) FROM outbox"), 3);
	assert_int_equal(outbox_take(db, OUTBOX_TELEGRAM, &m, &err), 1);
	assert_int_equal(m.id, number("SELECT MIN(id) FROM outbox"));
	/* While it goes out, and for a second after it, the chat waits. */
	assert_int_equal(outbox_take(db, OUTBOX_TELEGRAM, &next, &err), 0);
	OK(outbox_begin(db, &m, &err));
	OK(outbox_sent(db, &m, &err));
	assert_int_equal(outbox_take(db, OUTBOX_TELEGRAM, &next, &err), 0);
	change("UPDATE outbox SET sent_at = sent_at - INTERVAL 1 SECOND "
	    "WHERE state = 'sent'");
	assert_int_equal(outbox_take(db, OUTBOX_TELEGRAM, &next, &err), 1);
	assert_int_equal(next.id, m.id + 1);
	/* One that was put off keeps its place. */
	OK(outbox_later(db, &next, 14, &(struct err){ .code =
	    "telegram.busy" }, &err));
	assert_int_equal(outbox_take(db, OUTBOX_TELEGRAM, &next, &err), 0);
	assert_int_equal(outbox_take(db, OUTBOX_EMAIL, &next, &err), 0);
}

/* A chat that waits holds up no other; what a person waits for goes before the notices. */
static void
lanes_do_not_wait_for_each_other(void **state)
{
	const struct outbox_new	some[] = {
		{ .user_id = anna, .channel = OUTBOX_TELEGRAM, .lane = 70,
		    .kind = "notice" },
		{ .user_id = anna, .channel = OUTBOX_TELEGRAM, .lane = 71,
		    .kind = "notice" },
		{ .channel = OUTBOX_TELEGRAM, .lane = 71, .kind = "answer",
		    .urgent = true },
	};
	struct outbox		 m;

	(void)state;
	begin_anew();
	OK(outbox_add(db, some, nitems(some), &err));
	assert_int_equal(outbox_take(db, OUTBOX_TELEGRAM, &m, &err), 1);
	assert_string_equal(m.kind, "answer");
	assert_int_equal(m.user_id, 0);
	assert_int_equal(outbox_take(db, OUTBOX_TELEGRAM, &m, &err), 1);
	assert_string_equal(m.kind, "notice");
	assert_int_equal(number("SELECT lane FROM outbox "
	    "WHERE state = 'waiting'"), 71);
	assert_int_equal(outbox_take(db, OUTBOX_TELEGRAM, &m, &err), 0);
}

/* Whoever had it died: before the request went out, and when it was going out. */
static void
what_may_have_arrived_is_not_sent_again(void **state)
{
	const struct outbox_new	one = { .user_id = anna,
				    .channel = OUTBOX_TELEGRAM,
				    .lane = 70, .kind = "notice" };
	struct outbox		m, again;

	(void)state;
	begin_anew();
	OK(outbox_add(db, &one, 1, &err));
	assert_int_equal(outbox_take(db, OUTBOX_TELEGRAM, &m, &err), 1);
	change("UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND");
	OK(outbox_settle(db, OUTBOX_TELEGRAM, &err));
	assert_int_equal(outbox_take(db, OUTBOX_TELEGRAM, &again, &err), 1);
	assert_int_equal(outbox_begin(db, &m, &err), -1);
	assert_string_equal(err.code, "account.outbox_lost");
	err = (struct err){ 0 };
	OK(outbox_begin(db, &again, &err));
	change("UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND");
	OK(outbox_settle(db, OUTBOX_TELEGRAM, &err));
	assert_int_equal(outbox_take(db, OUTBOX_TELEGRAM, &m, &err), 0);
	assert_int_equal(number("SELECT COUNT(*) FROM outbox "
	    "WHERE state = 'failed' "
	    "AND error_code = 'account.outbox_unsure'"), 1);
}

static int
open_house(void **state)
{
	char		 email[80], token[SECRET_TOKEN_SIZE];
	own_str char	*key = NULL;

	if (setenv("SECRET_KEY", "telegram-test-key-0123456789abcd", 1) == -1 ||
	    group_open(state) == -1)
		return -1;
	secret_token(token);
	snprintf(email, sizeof(email), "%s@telegram.test", token);
	OK(user_company(db, "Telegram", &company, &err));
	OK(user_add(db, company, email, "<Anna>", ROLE_MEMBER, "en", &anna,
	    &err));
	key = mem_fmt("2000001:%s", token);
	OK(telegram_bot_add(db, conf, &(struct telegram_bot_new){ company,
	    anna, 2000001, "own_bot", key }, &err));
	OK(telegram_bot_own(db, anna, &bot, &err));
	return 0;
}

static int
close_house(void **state)
{
	begin_anew();
	OK(telegram_bot_remove(db, anna, &err));
	return group_close(state);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(strangers_hear_only_how_to_link),
		cmocka_unit_test(a_chat_is_linked_and_blocked),
		cmocka_unit_test(what_is_done_and_answered_is_one),
		cmocka_unit_test(a_long_answer_goes_in_parts_in_order),
		cmocka_unit_test(lanes_do_not_wait_for_each_other),
		cmocka_unit_test(what_may_have_arrived_is_not_sent_again),
	};

	return cmocka_run_group_tests(tests, open_house, close_house);
}
