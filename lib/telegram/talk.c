#include "telegram/talk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/outbox.h"
#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/field.h"
#include "io/secret.h"
#include "telegram/api.h"
#include "telegram/bot.h"
#include "telegram/carrier.h"
#include "telegram/event.h"
#include "telegram/sent.h"

#define KEY_SIZE	80
#define TOAST_MAX	200	/* characters */

struct message_whose
telegram_talk_whose(const struct telegram_talk *talk)
{
	return (struct message_whose){ talk->conf, talk->bot->id,
	    talk->event->chat_id };
}

/* What it answers. The parts of an album come as so many updates: to all that, which is the same,
 * is said once. */
static void
name_row(struct telegram_talk *talk, const char *said, char key[KEY_SIZE])
{
	const char	*album = talk->event->album;
	own_str char	*of = NULL;
	char		 hash[SECRET_HASH_SIZE];

	if (album == NULL || said == NULL) {
		snprintf(key, KEY_SIZE, "telegram:%" PRId64 ":%" PRId64 ":%d",
		    talk->bot->id, talk->update_id, talk->n++);
		return;
	}
	of = mem_fmt("%" PRId64 ":%s:%s", talk->event->chat_id, album, said);
	secret_hash(of, hash);
	snprintf(key, KEY_SIZE, "telegram:%" PRId64 ":album:%.32s",
	    talk->bot->id, hash);
}

/* A row of the outbox; no lane for what shows nothing new in the chat. said: NULL: it differs each
 * time. */
static int
post(struct telegram_talk *talk, const char *kind, int64_t subject_id,
    const char *said, bool in_lane, struct err *err)
{
	char	key[KEY_SIZE];

	name_row(talk, said, key);
	return outbox_add(talk->db, &(struct outbox_new){
	    .company_id = talk->user->company_id,
	    .user_id = talk->user->id, .channel = OUTBOX_TELEGRAM,
	    .lane = in_lane ? talk->event->chat_id : 0, .kind = kind,
	    .subject_id = subject_id, .dedupe_key = key, .urgent = true }, 1,
	    err);
}

/* params are taken over. */
static int
answer(struct telegram_talk *talk, const char *method, json_t *params,
    const char *about, struct err *err)
{
	own_json json_t		*own = params;
	own_telegram_sent struct telegram_sent s = {
		.bot_id = talk->bot->id, .chat_id = talk->event->chat_id };
	int64_t			 id;

	s.method = mem_dup(method);
	s.params = json_dumps(own, JSON_COMPACT);
	snprintf(s.about, sizeof(s.about), "%s", about != NULL ? about : "");
	return telegram_sent_add(talk->db, &s, &id, err) == -1 ? -1 :
	    post(talk, TELEGRAM_ANSWER, id, s.params,
	    strcmp(method, "answerCallbackQuery") != 0, err);
}

int
telegram_talk_say(struct telegram_talk *talk, const char *html,
    const json_t *keyboard, const char *about, struct err *err)
{
	own_json json_t	*parts = message_split(html, MESSAGE_UNITS);
	const size_t	 n = json_array_size(parts);

	for (size_t i = 0; i < n; i++) {
		const struct telegram_text	text = {
			.chat_id = talk->event->chat_id,
			.html = json_string_value(json_array_get(parts, i)),
			.keyboard = i + 1 == n ? keyboard : NULL };

		if (answer(talk, "sendMessage", telegram_send_params(&text),
		    about, err) == -1)
			return -1;
	}
	return 0;
}

int
telegram_talk_edit(struct telegram_talk *talk, const char *html,
    const json_t *keyboard, const char *about, struct err *err)
{
	const struct telegram_text	text = {
		.chat_id = talk->event->chat_id,
		.message_id = talk->event->message_id, .html = html,
		.keyboard = keyboard };

	if (!talk->event->editable || message_units(html) > MESSAGE_UNITS)
		return telegram_talk_say(talk, html, keyboard, about, err);
	return answer(talk, "editMessageText", telegram_edit_params(&text),
	    about, err);
}

int
telegram_talk_toast(struct telegram_talk *talk, const char *text,
    struct err *err)
{
	own_str char	*cut = text != NULL ? mem_ndup(text, utf8_head(text,
			    TOAST_MAX)) : NULL;

	if (talk->toasted || talk->event->callback_id == NULL)
		return 0;
	talk->toasted = true;
	return answer(talk, "answerCallbackQuery", telegram_answer_params(
	    talk->event->callback_id, cut), NULL, err);
}

int
telegram_talk_later(struct telegram_talk *talk, const char *kind,
    int64_t subject_id, struct err *err)
{
	return post(talk, kind, subject_id, NULL, true, err);
}
