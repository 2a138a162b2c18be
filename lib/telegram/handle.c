#include "telegram/handle.h"

#include <stdio.h>
#include <string.h>

#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"
#include "telegram/bot.h"
#include "telegram/event.h"
#include "telegram/link.h"
#include "telegram/update.h"

#define TEXT_SIZE	2000

struct handling {
	const struct conf		*conf;
	const struct telegram_use	*use;
	const struct telegram_update	*update;
};

/* A message of ours, with an argument that came from outside. */
static int
say(struct telegram_talk *talk, const char *code, const char *arg,
    struct err *err)
{
	own_buf struct buf	escaped = { 0 };
	char			text[TEXT_SIZE];

	message_escape(&escaped, arg);
	text_put(text, sizeof(text), talk->lang, code, buf_str(&escaped));
	return telegram_talk_say(talk, text, NULL, NULL, err);
}

static const char *
lang_of(const struct telegram_event *ev, const struct user *user)
{
	if (user->id != 0)
		return strcmp(user->locale, "en") == 0 ? "en" : "ru";
	return ev->lang == NULL || strncmp(ev->lang, "ru", 2) == 0 ||
	    strncmp(ev->lang, "be", 2) == 0 ? "ru" : "en";
}

/* --- private chats --- */

/* "/start TOKEN". */
static int
link_chat(struct telegram_talk *talk, const char *token, struct err *err)
{
	const struct telegram_event	*ev = talk->event;
	struct user			*user = talk->user;
	struct err			 why = { 0 };
	int64_t				 user_id;

	if (telegram_link_take(talk->db, talk->bot, token, ev->chat_id,
	    ev->username, &user_id, &why) == -1) {
		if (why.kind == ERR_AUTH)
			return say(talk, "telegram.say.expired", "", err);
		*err = why;
		return -1;
	}
	user_clear(user);
	if (user_get(talk->db, user_id, user, err) == -1)
		return -1;
	talk->lang = lang_of(ev, user);
	return say(talk, "telegram.say.linked", user->name[0] != '\0' ?
	    user->name : user->email, err);
}

static int
handle_private(struct telegram_talk *talk, const struct telegram_use *use,
    struct err *err)
{
	const struct telegram_event	*ev = talk->event;
	char				 name[TELEGRAM_COMMAND_SIZE];
	const char			*rest = telegram_event_command(
					    ev->text, talk->bot->username,
					    name);

	if (rest != NULL && strcmp(name, "start") == 0 && *rest != '\0' &&
	    ev->what == TELEGRAM_MESSAGE)
		return link_chat(talk, rest, err);
	if (talk->user->id == 0)
		return say(talk, talk->bot->user_id != 0 ?
		    "telegram.say.stranger" : "telegram.say.unlinked", "",
		    err);
	return use->handle != NULL ? use->handle(talk, use->arg, err) :
	    say(talk, "telegram.say.help", "", err);
}

/* --- all --- */

/* A group hears once for each command that this is no place for it; its other talk is not ours. */
static int
handle_group(struct telegram_talk *talk, struct err *err)
{
	char	name[TELEGRAM_COMMAND_SIZE];

	if (talk->event->what == TELEGRAM_MESSAGE && telegram_event_command(
	    talk->event->text, talk->bot->username, name) == NULL)
		return 0;
	return say(talk, "telegram.say.group", "", err);
}

/* Whoever writes has not blocked the bot. */
static int
find_person(struct telegram_talk *talk, struct err *err)
{
	struct err	why = { 0 };
	int64_t		user_id;

	if (telegram_link_user(talk->db, talk->bot, talk->event->chat_id,
	    &user_id, &why) == 0)
		return telegram_link_block(talk->db, talk->bot->id,
		    talk->event->chat_id, false, err) == -1 ? -1 :
		    user_get(talk->db, user_id, talk->user, err);
	if (why.kind == ERR_ABSENT)
		return 0;
	*err = why;
	return -1;
}

static int
handle_said(struct telegram_talk *talk, const struct telegram_use *use,
    struct err *err)
{
	talk->lang = lang_of(talk->event, talk->user);
	if (talk->event->from_bot)
		return 0;
	if (talk->event->chat_id != 0 && talk->event->private) {
		if (find_person(talk, err) == -1)
			return -1;
		talk->lang = lang_of(talk->event, talk->user);
		if (handle_private(talk, use, err) == -1)
			return -1;
	} else if (talk->event->chat_id != 0 &&
	    handle_group(talk, err) == -1)
		return -1;
	return telegram_talk_toast(talk, NULL, err);
}

/* result: a word for the row. */
static int
act(struct telegram_talk *talk, const struct telegram_use *use,
    const char **result, struct err *err)
{
	const struct telegram_event	*ev = talk->event;

	*result = "done";
	switch (ev->what) {
	case TELEGRAM_MESSAGE:
	case TELEGRAM_BUTTON:
		return handle_said(talk, use, err);
	case TELEGRAM_BLOCKED:
	case TELEGRAM_UNBLOCKED:
		*result = ev->what == TELEGRAM_BLOCKED ? "blocked" :
		    "unblocked";
		return telegram_link_block(talk->db, talk->bot->id,
		    ev->chat_id, ev->what == TELEGRAM_BLOCKED, err);
	case TELEGRAM_MIGRATED:
		*result = "migrated";
		return telegram_link_migrate(talk->db, talk->bot->id,
		    ev->chat_id, ev->migrated_to, err);
	case TELEGRAM_EDITED:
	case TELEGRAM_OTHER:
		break;
	}
	*result = "foreign";
	return 0;
}

static int
handle_work(struct db *db, void *arg, struct err *err)
{
	const struct handling		*h = arg;
	const struct telegram_update	*u = h->update;
	struct telegram_event		 ev;
	struct telegram_bot		 bot;
	own_user struct user		 user = { 0 };
	struct telegram_talk		 talk = { .db = db, .conf = h->conf,
		.bot = &bot, .event = &ev, .user = &user,
		.update_id = u->update_id };
	const char			*result = "off";

	telegram_event_read(u->body, &ev);
	if (telegram_bot_get(db, u->bot_id, &bot, err) == -1)
		return -1;
	if (telegram_bot_active(&bot) &&
	    act(&talk, h->use, &result, err) == -1)
		return -1;
	return telegram_update_done(db, u, result, err);
}

int
telegram_handle(struct db *db, const struct conf *conf,
    const struct telegram_use *use, const struct telegram_update *u,
    struct err *err)
{
	struct handling	h = { conf, use, u };
	struct err	why = { 0 };
	bool		gave_up;

	if (db_tx_run_committed(db, handle_work, &h, &why) == 0)
		return 0;
	if (why.kind == ERR_DOWN) {
		*err = why;
		return -1;
	}
	log_err(LOG_WARN, "telegram: update", &why);
	return telegram_update_fail(db, u, why.code, &gave_up, err);
}
