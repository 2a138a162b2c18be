#include "bot/talk.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "bot/command.h"
#include "bot/inbox.h"
#include "bot/press.h"
#include "bot/said.h"
#include "bot/sending.h"
#include "io/field.h"
#include "telegram/bot.h"
#include "telegram/event.h"
#include "telegram/message.h"
#include "telegram/sent.h"

#define TITLE_MAX	200	/* characters of a message that become a title */

/* What it answers to: a task's number, or 0. */
static int
find_replied(struct db *db, struct said *t, int64_t *id, struct err *err)
{
	const struct telegram_talk	*talk = t->talk;
	char				 about[TELEGRAM_ABOUT_SIZE];
	struct err			 why = { 0 };

	*id = 0;
	if (talk->event->reply_to == 0)
		return 0;
	if (telegram_sent_shows(db, talk->bot->id, talk->event->chat_id,
	    talk->event->reply_to, about, &why) == -1) {
		if (why.kind == ERR_ABSENT)
			return 0;
		*err = why;
		return -1;
	}
	if (strncmp(about, "task:", 5) == 0)
		*id = strtoll(about + 5, NULL, 10);
	return 0;
}

/* Its first line may become a task. nobodys: it links to a page that is no profile. */
static int
offer(struct said *t, bool nobodys, struct err *err)
{
	const struct message_whose	 whose = telegram_talk_whose(t->talk);
	own_buf struct buf		 html = { 0 };
	own_json json_t			*keys = NULL;
	const struct message_button	 make = { .text = text_get(
		t->talk->lang, "bot.button.make"), .data = "make",
		.ends_row = 1 };

	t->rest[strcspn(t->rest, "\r\n")] = '\0';
	utf8_line(t->rest);
	t->rest[utf8_head(t->rest, TITLE_MAX)] = '\0';
	if (field_blank(t->rest))
		return said_say(t, t->talk->event->photo ? "bot.say.photo" :
		    "bot.say.what", NULL, err);
	if (nobodys)
		buf_fmt(&html, "%s ", text_get(t->talk->lang,
		    "bot.inbox.nobodys"));
	buf_fmt(&html, "%s\n", text_get(t->talk->lang, "bot.say.make"));
	message_escape(&html, t->rest);
	keys = message_keyboard(&whose, &make, 1);
	return telegram_talk_say(t->talk, buf_str(&html), keys, NULL, err);
}

static int
hear(struct db *db, struct said *t, struct err *err)
{
	struct sending	s;
	int64_t		id;

	sending_read(t->talk->event, &s);
	if (s.doc.file_id == NULL && find_replied(db, t, &id, err) == -1)
		return -1;
	if (s.doc.file_id == NULL && id != 0 && *t->rest != '\0')
		return said_comment(db, t, id, t->rest, err);
	return s.doc.file_id != NULL || s.nlinks > 0 ?
	    bot_inbox_take(db, t, &s, err) : offer(t, s.nobodys, err);
}

/* name: of the command, "" for all else. */
static int
act(struct db *db, struct said *t, const char *name, struct err *err)
{
	if (t->talk->event->what == TELEGRAM_BUTTON)
		return press_run(db, t, err);
	if (*name == '\0' || t->talk->event->file_id != NULL)
		return hear(db, t, err);
	return command_run(db, t, name, err);
}

int
bot_talk(struct telegram_talk *talk, const void *arg, struct err *err)
{
	const char	*text = talk->event->text;
	char		 name[TELEGRAM_COMMAND_SIZE] = "";
	const char	*rest = telegram_event_command(text,
			    talk->bot->username, name);
	own_str char	*own = mem_dup(rest != NULL ? rest : text != NULL ?
			    text : "");
	struct said	 t = { .talk = talk, .rest = said_trim(own) };
	struct err	 why = { 0 };

	(void)arg;
	if (bot_person_read(talk->conf, talk->user, talk->bot->user_id != 0,
	    &t.person, &why) == 0 && act(talk->db, &t, name, &why) == 0)
		return 0;
	if (strcmp(why.code, "bot.form") == 0)
		return talk->event->what == TELEGRAM_BUTTON ?
		    telegram_talk_toast(talk, text_get(talk->lang,
		    "bot.say.button"), err) : command_form(&t, name, err);
	if (why.kind == ERR_INPUT || why.kind == ERR_DENIED ||
	    why.kind == ERR_ABSENT || (why.kind == ERR_CONFLICT &&
	    strcmp(why.code, "io.duplicate") != 0 &&
	    strcmp(why.code, "io.deadlock") != 0))
		return said_why(&t, &why, err);
	*err = why;
	return -1;
}
