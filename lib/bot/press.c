#include "bot/press.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "account/user.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "bot/inbox.h"
#include "bot/inbox_list.h"
#include "bot/said.h"
#include "bot/task.h"
#include "io/db.h"
#include "io/field.h"
#include "notice/reminder.h"
#include "team/task.h"
#include "telegram/event.h"
#include "telegram/message.h"
#include "telegram/sent.h"
#include "telegram/talk.h"

#define HOUR_MS		INT64_C(3600000)

static int
set_status(struct db *db, struct said *t, int64_t id, struct err *err)
{
	const char	*now;

	return bot_task_set_status(db, &t->person, id, t->rest, &now, err);
}

static int
press_list(struct db *db, struct said *t, const char *what, struct err *err)
{
	int64_t	page, id;

	if (said_number(t, ':', &page) == -1)
		return said_misread(err);
	if (*t->rest != '\0' && (said_number(t, ':', &id) == -1 ||
	    set_status(db, t, id, err) == -1))
		return err->kind != ERR_NONE ? -1 : said_misread(err);
	return said_list(db, t, what, page, true, err);
}

static int
press_tasks(struct db *db, struct said *t, struct err *err)
{
	return press_list(db, t, "tasks", err);
}

static int
press_today(struct db *db, struct said *t, struct err *err)
{
	return press_list(db, t, "today", err);
}

static int
press_task(struct db *db, struct said *t, struct err *err)
{
	int64_t	id;

	return said_number(t, ':', &id) == -1 ? said_misread(err) :
	    said_task(db, t, id, false, err);
}

static int
press_status(struct db *db, struct said *t, struct err *err)
{
	int64_t	id;

	return said_number(t, ':', &id) == -1 ? said_misread(err) :
	    set_status(db, t, id, err) == -1 ? -1 :
	    said_task(db, t, id, true, err);
}

/* An answer to what is said now becomes the comment. */
static int
press_say(struct db *db, struct said *t, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	char			 about[TELEGRAM_ABOUT_SIZE];
	struct task		 task;
	int64_t			 id;

	if (said_number(t, ':', &id) == -1)
		return said_misread(err);
	if (bot_task_get(db, &t->person, id, &rows, &task, err) == -1)
		return -1;
	snprintf(about, sizeof(about), "task:%" PRId64, id);
	return said_say(t, "bot.say.reply", about, err);
}

static int
press_remind(struct db *db, struct said *t, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	struct reminder_subject		 subject = { .kind = "task" };
	struct reminder			 one = { .counted = false };
	struct task			 task;
	int64_t				 id, reminder_id;

	if (said_number(t, ':', &id) == -1)
		return said_misread(err);
	if (bot_task_get(db, &t->person, id, &rows, &task, err) == -1)
		return -1;
	subject.company_id = task.company_id;
	subject.id = id;
	one.at = clock_ms() + HOUR_MS * (strcmp(t->rest, "day") == 0 ? 24 : 1);
	return reminder_add(db, &subject, t->person.user->id, &one,
	    task.due_date, &reminder_id, err) == -1 ? -1 :
	    telegram_talk_toast(t->talk, text_get(t->talk->lang,
	    "bot.say.remind"), err);
}

/* The message has what was written behind its first line. */
static int
press_make(struct db *db, struct said *t, struct err *err)
{
	const char		*text = field_str(t->talk->event->message,
				    "text");
	const char		*title = text != NULL ? strchr(text, '\n') :
				    NULL;
	int64_t			 id;

	if (title == NULL)
		return said_misread(err);
	return bot_task_add(db, &t->person, &(struct bot_task_new){
	    .title = title + 1 }, &id, err) == -1 ? -1 :
	    said_task(db, t, id, true, err);
}

static const struct { const char *name; said_deed *run; } presses[] = {
	{ "tasks", press_tasks }, { "today", press_today },
	{ "task", press_task }, { "status", press_status },
	{ "say", press_say }, { "remind", press_remind },
	{ "make", press_make }, { "inbox", bot_inbox_press },
	{ "arrived", bot_inbox_list_press },
};

int
press_run(struct db *db, struct said *t, struct err *err)
{
	const struct message_whose	whose = telegram_talk_whose(t->talk);
	char				data[MESSAGE_DATA_MAX + 1];
	size_t				len;

	if (message_data(&whose, t->talk->event->data, data) == -1)
		return telegram_talk_toast(t->talk, text_get(t->talk->lang,
		    "bot.say.button"), err);
	len = strcspn(data, ":");
	t->rest = data + len + (data[len] != '\0');
	data[len] = '\0';
	for (size_t i = 0; i < nitems(presses); i++)
		if (strcmp(presses[i].name, data) == 0)
			return presses[i].run(db, t, err);
	return said_misread(err);
}
