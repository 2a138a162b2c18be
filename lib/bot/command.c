#include "bot/command.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "bot/card.h"
#include "bot/inbox_list.h"
#include "bot/login.h"
#include "bot/person.h"
#include "bot/project.h"
#include "bot/said.h"
#include "bot/task.h"
#include "bot/word.h"
#include "io/db.h"
#include "io/field.h"
#include "team/project.h"
#include "team/project_edit.h"
#include "telegram/message.h"
#include "telegram/talk.h"

#define PROJECTS_MAX	50	/* of /projects */
#define PARTS_MAX	4	/* between "|" */

static int
on_tasks(struct db *db, struct said *t, struct err *err)
{
	return said_list(db, t, "tasks", 0, false, err);
}

static int
on_today(struct db *db, struct said *t, struct err *err)
{
	return said_list(db, t, "today", 0, false, err);
}

static int
on_stats(struct db *db, struct said *t, struct err *err)
{
	own_buf struct buf	 figures = { 0 }, html = { 0 };
	own_json json_t		*doc = NULL;
	json_t			*one;
	size_t			 i;
	char			 code[48];

	if (bot_task_stats(db, &t->person, &figures, err) == -1)
		return -1;
	doc = json_loadb(figures.data, figures.len, 0, NULL);
	buf_fmt(&html, "<b>%s: %" PRId64 "</b>", text_get(t->talk->lang,
	    "bot.say.total"), field_num(doc, "total", 0));
	json_array_foreach(json_object_get(doc, "by_status"), i, one) {
		snprintf(code, sizeof(code), "team.status.%s",
		    field_str(one, "status"));
		buf_fmt(&html, "\n%s: %" PRId64, text_get(t->talk->lang,
		    code), field_num(one, "count", 0));
	}
	return telegram_talk_say(t->talk, buf_str(&html), NULL, NULL, err);
}

static int
on_projects(struct db *db, struct said *t, struct err *err)
{
	static const struct project_filter	 all = { 0 };
	own_rows struct db_rows			*rows = NULL;
	own_buf struct buf			 html = { 0 };
	struct project				 p;

	if (project_list(db, &t->person.actor.who, &all, NULL, PROJECTS_MAX,
	    0, &rows, err) == -1)
		return -1;
	while (project_next(rows, &p)) {
		if (html.len > 0)
			buf_puts(&html, "\n\n");
		card_project_line(t->talk->lang, &p, &html);
	}
	return html.len == 0 ? said_say(t, "bot.say.no_projects", NULL, err) :
	    telegram_talk_say(t->talk, buf_str(&html), NULL, NULL, err);
}

static int
show_project(struct db *db, struct said *t, int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_buf struct buf	 html = { 0 };
	struct project		 p;

	if (project_get(db, &t->person.actor.who, id, &rows, &p, err) == -1)
		return -1;
	card_project(t->talk->lang, t->person.actor.zone, &p, &html);
	return telegram_talk_say(t->talk, buf_str(&html), NULL, NULL, err);
}

static int
on_project(struct db *db, struct said *t, struct err *err)
{
	int64_t	id;

	return said_number(t, ' ', &id) == -1 || *t->rest != '\0' ?
	    said_misread(err) : show_project(db, t, id, err);
}

static int
on_task(struct db *db, struct said *t, struct err *err)
{
	int64_t	id;

	return said_number(t, ' ', &id) == -1 || *t->rest != '\0' ?
	    said_misread(err) : said_task(db, t, id, false, err);
}

static int
on_comment(struct db *db, struct said *t, struct err *err)
{
	int64_t	id;

	return said_number(t, ' ', &id) == -1 || field_blank(t->rest) ?
	    said_misread(err) : said_comment(db, t, id, said_trim(t->rest), err);
}

static int
on_login(struct db *db, struct said *t, struct err *err)
{
	(void)db;
	return telegram_talk_later(t->talk, BOT_LOGIN, 0, err);
}

/* Of one's own bot itself nothing more is heard. */
static int
on_personal_off(struct db *db, struct said *t, struct err *err)
{
	struct err	why = { 0 };

	if (bot_person_own_off(db, t->person.user->id, &why) == 0)
		return said_say(t, "bot.say.off", NULL, err);
	if (why.kind == ERR_ABSENT)
		return said_say(t, "bot.no_own", NULL, err);
	*err = why;
	return -1;
}

static int
on_help(struct db *db, struct said *t, struct err *err)
{
	own_buf struct buf	 html = { 0 };
	const bool		 ru = strcmp(t->talk->lang, "ru") == 0;

	(void)db;
	for (const struct telegram_command *c = command_list;
	    c->name != NULL; c++) {
		if (c->managers && !t->person.actor.who.all)
			continue;
		buf_fmt(&html, "%s/%s · ", html.len > 0 ? "\n" : "", c->name);
		message_escape(&html, ru ? c->ru : c->en);
	}
	return telegram_talk_say(t->talk, buf_str(&html), NULL, NULL, err);
}

static int
on_new_project(struct db *db, struct said *t, struct err *err)
{
	char			*parts[3] = { NULL };
	const size_t		 n = said_split(t->rest, parts, nitems(parts));
	int64_t			 id;

	if (project_edit_may_add(&t->person.actor, err) == -1)
		return -1;
	if (*parts[0] == '\0')
		return said_misread(err);
	return bot_project_add(db, &t->person, &(struct bot_project_new){
	    .name = parts[0], .client = n > 1 ? parts[1] : NULL,
	    .description = n > 2 ? parts[2] : NULL }, &id, err) == -1 ? -1 :
	    show_project(db, t, id, err);
}

static int
on_new_task(struct db *db, struct said *t, struct err *err)
{
	char			*parts[PARTS_MAX] = { NULL };
	const size_t		 n = said_split(t->rest, parts, PARTS_MAX);
	struct bot_task_new	 new = { 0 };
	int64_t			 id;

	if (project_edit_may_add(&t->person.actor, err) == -1)
		return -1;
	t->rest = parts[0];
	if (n < 2 || said_number(t, ' ', &new.project_id) == -1 ||
	    *t->rest != '\0' || *parts[1] == '\0')
		return said_misread(err);
	new.title = parts[1];
	new.assigned_to = n > 2 ? parts[2] : NULL;
	new.description = n > 3 ? parts[3] : NULL;
	return bot_task_add(db, &t->person, &new, &id, err) == -1 ? -1 :
	    said_task(db, t, id, false, err);
}

static int
on_project_status(struct db *db, struct said *t, struct err *err)
{
	const char	*now;
	int64_t		 id;

	if (said_number(t, ' ', &id) == -1)
		return said_misread(err);
	t->rest = said_trim(t->rest);
	if (bot_word_project(t->rest) == NULL)
		return said_misread(err);
	return bot_project_set_status(db, &t->person, id, t->rest, &now,
	    err) == -1 ? -1 : show_project(db, t, id, err);
}

const struct telegram_command command_list[] = {
	{ "tasks", "мои открытые задачи", "my open tasks", false },
	{ "today", "задачи на сегодня", "tasks due today", false },
	{ "stats", "сколько задач", "how many tasks", false },
	{ "projects", "проекты", "projects", false },
	{ "project", "проект по номеру", "a project by its number", false },
	{ "task", "задача по номеру", "a task by its number", false },
	{ "comment", "комментарий к задаче", "comment on a task", false },
	{ "inbox", "новое во входящих", "what is new in the inbox", false },
	{ "login", "ссылка для входа", "a link to sign in", false },
	{ "personal_off", "выключить личного бота", "switch my own bot off",
	    false },
	{ "new_project", "новый проект", "a new project", true },
	{ "new_task", "новая задача", "a new task", true },
	{ "project_status", "статус проекта", "a project's status", true },
	{ "help", "что я умею", "what I can do", false },
	{ 0 }
};
static said_deed *const deeds[] = { on_tasks, on_today, on_stats, on_projects,
	on_project, on_task, on_comment, bot_inbox_list, on_login,
	on_personal_off, on_new_project, on_new_task, on_project_status,
	on_help };
_Static_assert(nitems(deeds) + 1 == nitems(command_list),
    "a deed for each command");

int
command_run(struct db *db, struct said *t, const char *name, struct err *err)
{
	for (size_t i = 0; i < nitems(deeds); i++)
		if (strcmp(command_list[i].name, name) == 0)
			return command_list[i].managers && t->person.mine ?
			    err_code(err, ERR_DENIED, "bot.managers", "%s",
			    name) : deeds[i](db, t, err);
	return on_help(db, t, err);
}

int
command_form(struct said *t, const char *name, struct err *err)
{
	char	code[64];

	snprintf(code, sizeof(code), "bot.form.%s", name);
	return said_say(t, text_get(t->talk->lang, code) != NULL ? code :
	    "bot.say.what", NULL, err);
}
