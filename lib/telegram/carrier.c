#include "telegram/carrier.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/outbox.h"
#include "account/outbox_run.h"
#include "account/user.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/field.h"
#include "telegram/api.h"
#include "telegram/bot.h"
#include "telegram/client.h"
#include "telegram/link.h"
#include "telegram/message.h"
#include "telegram/refusal.h"
#include "telegram/sent.h"

#define BUTTONS_MAX	24

/* A message on its way. */
struct outgoing {
	struct db		*db;
	const struct conf	*conf;
	const struct outbox	*row;
	struct telegram_sent	 sent;
	int64_t			 sent_id;	/* of an answer; 0: another text */
	json_t			*params;
	struct telegram		*tg;
};

static void
outgoing_clear(struct outgoing *o)
{
	telegram_sent_clear(&o->sent);
	json_decref(o->params);
	telegram_close(o->tg);
}

/* --- what is sent --- */

int
telegram_carrier_answer(struct db *db, const struct conf *conf,
    const struct outbox *m, const struct user *user, const void *arg,
    struct outbox_letter *out, struct err *err)
{
	(void)db, (void)conf, (void)user, (void)arg, (void)err;
	out->call = mem_fmt("{\"answer\":%lld}", (long long)m->subject_id);
	return 0;
}

/* The caller's. */
static json_t *
call_of(const char *html, const struct message_button *buttons, size_t n,
    const char *about)
{
	own_json json_t	*list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_pack("{s:s, s:s*, s:s*, s:b}",
		    "text", buttons[i].text, "data", buttons[i].data, "url",
		    buttons[i].url, "ends_row", buttons[i].ends_row));
	return json_pack("{s:s, s:O, s:s*}", "html", html, "buttons", list,
	    "about", about);
}

char *
telegram_carrier_call(const char *html, const struct message_button *buttons,
    size_t n, const char *about)
{
	own_json json_t	*doc = call_of(html, buttons, n, about);

	return json_dumps(doc, JSON_COMPACT);
}

char *
telegram_carrier_show(const char *html, const struct message_button *buttons,
    size_t n, const char *about, const struct telegram_place *place)
{
	own_json json_t	*doc = call_of(html, buttons, n, about);

	json_object_set_new(doc, "bot", json_integer(place->bot_id));
	json_object_set_new(doc, "chat", json_integer(place->chat_id));
	return json_dumps(doc, JSON_COMPACT);
}

static json_t *
keyboard_of(const struct outgoing *o, const json_t *list)
{
	const struct message_whose	 whose = { o->conf, o->sent.bot_id,
					    o->sent.chat_id };
	struct message_button		 some[BUTTONS_MAX];
	const json_t			*b;
	size_t				 i;

	json_array_foreach(list, i, b) {
		if (i == BUTTONS_MAX)
			break;
		some[i] = (struct message_button){
		    json_string_value(json_object_get(b, "text")),
		    json_string_value(json_object_get(b, "data")),
		    json_string_value(json_object_get(b, "url")),
		    json_is_true(json_object_get(b, "ends_row")) };
	}
	return i == 0 ? NULL : message_keyboard(&whose, some, i);
}

/* The chat that the person has now, or the one that is named; in that, the message that showed the
 * same before. */
static int
find_chat(struct outgoing *o, const json_t *call, int64_t *message_id,
    struct err *err)
{
	struct telegram_link	 link;
	struct err		 why = { 0 };

	o->sent.bot_id = field_num(call, "bot", 0);
	o->sent.chat_id = field_num(call, "chat", 0);
	if (o->sent.bot_id != 0) {
		if (telegram_sent_find(o->db, o->sent.bot_id,
		    o->sent.chat_id, o->sent.about, message_id, &why) == 0 ||
		    why.kind == ERR_ABSENT)
			return 0;
		*err = why;
		return -1;
	}
	if (telegram_link_best(o->db, o->row->user_id, &link, err) == -1)
		return -1;
	o->sent.bot_id = link.bot_id;
	o->sent.chat_id = link.chat_id;
	return 0;
}

/* A text for a person. */
static int
read_text(struct outgoing *o, const json_t *call, struct err *err)
{
	own_json json_t		*keyboard = NULL, *parts = NULL;
	struct telegram_text	 text = { 0 };
	const char		*about = json_string_value(json_object_get(
				    call, "about"));

	snprintf(o->sent.about, sizeof(o->sent.about), "%s",
	    about != NULL ? about : "");
	if (find_chat(o, call, &text.message_id, err) == -1)
		return -1;
	parts = message_split(json_string_value(json_object_get(call,
	    "html")), MESSAGE_UNITS);
	if (json_array_size(parts) == 0)
		return err_set(err, ERR_ABSENT, "text");
	text.chat_id = o->sent.chat_id;
	o->sent.method = mem_dup(text.message_id != 0 ? "editMessageText" :
	    "sendMessage");
	keyboard = keyboard_of(o, json_object_get(call, "buttons"));
	text.html = json_string_value(json_array_get(parts, 0));
	text.keyboard = keyboard;
	o->params = text.message_id != 0 ? telegram_edit_params(&text) :
	    telegram_send_params(&text);
	return 0;
}

static int
read_call(struct outgoing *o, const char *text, struct err *err)
{
	own_json json_t	*call = json_loads(text, 0, NULL);

	o->sent_id = field_num(call, "answer", 0);
	if (o->sent_id == 0)
		return read_text(o, call, err);
	if (telegram_sent_get(o->db, o->sent_id, &o->sent, err) == -1)
		return -1;
	o->params = json_loads(o->sent.params, 0, NULL);
	return 0;
}

/* --- sending --- */

static bool
begin(void *arg)
{
	struct outgoing	*o = arg;
	struct err	 why = { 0 };

	if (outbox_begin(o->db, o->row, &why) == 0)
		return true;
	log_err(LOG_WARN, "telegram: not sent", &why);
	return false;
}

static int
send_once(struct outgoing *o, json_t **result, struct err *err)
{
	const struct telegram_call	call = { .method = o->sent.method,
		.params = o->params, .ready = begin, .ready_arg = o };

	memset(err, 0, sizeof(*err));
	return telegram_refusal_done(telegram_do(o->tg, &call, result, err),
	    err);
}

/* Another id of the chat, or a new message instead of one that cannot be changed. true: again. */
static bool
mend(struct outgoing *o, const struct err *why)
{
	const int64_t	to = telegram_migrated(o->tg);
	struct err	err = { 0 };

	if (strcmp(why->code, "telegram.migrated") == 0 && to != 0) {
		if (telegram_link_migrate(o->db, o->sent.bot_id,
		    o->sent.chat_id, to, &err) == -1)
			log_err(LOG_WARN, "telegram: migrated", &err);
		o->sent.chat_id = to;
		return json_object_set_new(o->params, "chat_id",
		    json_integer(to)) == 0;
	}
	if (strcmp(why->code, "telegram.message") != 0 ||
	    strcmp(o->sent.method, "editMessageText") != 0)
		return false;
	mem_put(&o->sent.method, mem_dup("sendMessage"));
	json_object_del(o->params, "message_id");
	return true;
}

/* What a refusal says of the chat, or of the bot. */
static void
note_refusal(struct outgoing *o, struct err *why)
{
	struct err	err = { 0 };
	int		rc = 0;

	if (why->unsure) {
		err_code(why, ERR_REMOTE, "account.outbox_unsure", "%s", "");
		why->unsure = true;
	} else if (strcmp(why->code, "telegram.blocked") == 0 ||
	    strcmp(why->code, "telegram.chat") == 0)
		rc = telegram_link_block(o->db, o->sent.bot_id,
		    o->sent.chat_id, true, &err);
	else if (why->kind == ERR_REMOTE_AUTH)
		rc = telegram_bot_bad(o->db, o->sent.bot_id, why, NULL, &err);
	if (rc == -1)
		log_err(LOG_WARN, "telegram: refusal", &err);
}

/* The message that went out may be replied to. */
static int
note_sent(struct outgoing *o, const json_t *result, struct err *err)
{
	const int64_t	id = json_is_object(result) ? field_num(result,
			    "message_id", 0) : 0;

	if (o->sent_id != 0)
		return telegram_sent_done(o->db, o->sent_id, id, err);
	return o->sent.about[0] == '\0' ||
	    strcmp(o->sent.method, "editMessageText") == 0 ? 0 :
	    telegram_sent_note(o->db,
	    &o->sent, id, err);
}

/* One that was switched off still says so: what it answers was asked for before. */
static int
open_bot(struct outgoing *o, const struct user *user, struct err *err)
{
	const struct telegram_client	of = { user->company_id, user->id };
	struct telegram_bot		bot;

	if (telegram_bot_get(o->db, o->sent.bot_id, &bot, err) == -1)
		return -1;
	if (strcmp(bot.state, "revoked") == 0)
		return err_set(err, ERR_ABSENT, "bot %s", bot.state);
	o->tg = telegram_client_open(o->db, o->conf, bot.id, &of, err);
	return o->tg != NULL ? 0 : -1;
}

static int
send_call(struct db *db, const struct conf *conf, const struct outbox *m,
    const struct user *user, const struct outbox_letter *letter,
    struct err *err)
{
	cleanup(outgoing_clear) struct outgoing	 o = { .db = db,
						    .conf = conf, .row = m };
	own_json json_t				*result = NULL;
	int					 rc;

	if (read_call(&o, letter->call, err) == -1 ||
	    open_bot(&o, user, err) == -1)
		return -1;
	rc = send_once(&o, &result, err);
	if (rc == -1 && mend(&o, err))
		rc = send_once(&o, &result, err);
	if (rc == -1) {
		note_refusal(&o, err);
		return -1;
	}
	return note_sent(&o, result, err);
}

static enum outbox_fate
fate_of(const struct err *why)
{
	if (strcmp(why->code, "io.held") == 0)
		return OUTBOX_LOST;
	if (why->unsure)
		return OUTBOX_NEVER;
	switch (why->kind) {
	case ERR_BUSY:
		return OUTBOX_LATER;
	case ERR_DENIED:
	case ERR_REMOTE_AUTH:
	case ERR_INPUT:
	case ERR_TOO_LARGE:
		return OUTBOX_NEVER;
	default:
		return OUTBOX_AGAIN;
	}
}

static bool
always(const struct conf *conf)
{
	(void)conf;
	return true;
}

const struct outbox_carrier telegram_carrier = { OUTBOX_TELEGRAM, always,
	send_call, fate_of };
