#include "bot/said.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "bot/card.h"
#include "bot/task.h"
#include "io/db.h"
#include "io/field.h"
#include "team/task.h"
#include "telegram/message.h"
#include "telegram/sent.h"
#include "telegram/talk.h"

/* --- what is read --- */

int
said_number(struct said *t, char sep, int64_t *out)
{
	const size_t	n = strspn(t->rest, "0123456789");

	if (n == 0 || n > 18 || (t->rest[n] != '\0' && t->rest[n] != sep &&
	    (sep != ' ' || t->rest[n] != '\n')))
		return -1;
	*out = strtoll(t->rest, NULL, 10);
	t->rest += n + (t->rest[n] != '\0');
	return 0;
}

char *
said_trim(char *text)
{
	size_t	len;

	text += strspn(text, " \t\r\n");
	for (len = strlen(text); len > 0 && strchr(" \t\r\n",
	    text[len - 1]) != NULL; len--)
		text[len - 1] = '\0';
	return text;
}

size_t
said_split(char *text, char *parts[], size_t most)
{
	size_t	 n = 0;
	char	*bar;

	while (n + 1 < most && (bar = strchr(text, '|')) != NULL) {
		*bar = '\0';
		parts[n++] = said_trim(text);
		text = bar + 1;
	}
	parts[n++] = said_trim(text);
	return n;
}

/* --- what is said --- */

int
said_say(struct said *t, const char *code, const char *about, struct err *err)
{
	own_buf struct buf	html = { 0 };

	message_escape(&html, text_get(t->talk->lang, code));
	return telegram_talk_say(t->talk, buf_str(&html), NULL, about, err);
}

int
said_why(struct said *t, const struct err *why, struct err *err)
{
	own_buf struct buf	html = { 0 };
	char			text[600];

	if (why->nfields > 0)
		text_field(text, sizeof(text), t->talk->lang,
		    why->field[0].code, why->field[0].text);
	else
		text_put(text, sizeof(text), t->talk->lang,
		    text_get(t->talk->lang, why->code) != NULL ? why->code :
		    err_name(why->kind), why->text);
	message_escape(&html, text);
	return telegram_talk_say(t->talk, buf_str(&html), NULL, NULL, err);
}

int
said_misread(struct err *err)
{
	return err_code(err, ERR_INPUT, "bot.form", "%s", "");
}

int
said_task(struct db *db, struct said *t, int64_t id, bool edit,
    struct err *err)
{
	const struct message_whose	 whose = telegram_talk_whose(t->talk);
	own_rows struct db_rows		*rows = NULL;
	own_buf struct buf		 html = { 0 };
	own_json json_t			*keys = NULL;
	char				 about[TELEGRAM_ABOUT_SIZE];
	struct task			 task;

	if (bot_task_get(db, &t->person, id, &rows, &task, err) == -1 ||
	    card_task(db, &t->person, t->talk->lang, &task, &html,
	    err) == -1)
		return -1;
	keys = card_task_keyboard(&whose, t->talk->lang, &task);
	snprintf(about, sizeof(about), "task:%" PRId64, id);
	return edit ? telegram_talk_edit(t->talk, buf_str(&html), keys, about,
	    err) : telegram_talk_say(t->talk, buf_str(&html), keys, about,
	    err);
}

int
said_list(struct db *db, struct said *t, const char *what, int64_t page,
    bool edit, struct err *err)
{
	const struct message_whose	 whose = telegram_talk_whose(t->talk);
	own_rows struct db_rows		*rows = NULL;
	own_buf struct buf		 html = { 0 };
	own_json json_t			*keys = NULL;
	const bool			 today = strcmp(what, "today") == 0;

	if (bot_task_list(db, &t->person, today, CARD_PAGE + 1,
	    page * CARD_PAGE, &rows, err) == -1)
		return -1;
	keys = card_list(&whose, t->talk->lang, t->person.actor.zone, what,
	    page, rows, &html);
	if (html.len == 0)
		buf_puts(&html, text_get(t->talk->lang, today ?
		    "bot.say.no_today" : "bot.say.no_tasks"));
	return edit ? telegram_talk_edit(t->talk, buf_str(&html), keys, NULL,
	    err) : telegram_talk_say(t->talk, buf_str(&html), keys, NULL,
	    err);
}

int
said_comment(struct db *db, struct said *t, int64_t id, const char *text,
    struct err *err)
{
	int64_t	comment_id;

	return bot_task_comment(db, &t->person, id, text, &comment_id,
	    err) == -1 ? -1 : said_say(t, "bot.say.commented", NULL, err);
}
