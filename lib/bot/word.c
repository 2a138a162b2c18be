#include "bot/word.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "person/letter.h"
#include "team/project.h"
#include "team/task.h"

#define SAID_MAX	60	/* bytes; a longer text is no status */
#define SAID_SIZE	(SAID_MAX * 2)
#define CODE_SIZE	48

/* What else people call them. */
struct other {
	const char	*said, *status;
};
static const struct other of_tasks[] = {
	{ "open", "todo" }, { "new", "todo" }, { "новая", "todo" },
	{ "открыта", "todo" }, { "открыть", "todo" },
	{ "progress", "in_progress" }, { "начата", "in_progress" },
	{ "проверка", "review" }, { "завершена", "done" },
	{ "выполнена", "done" }, { "сделана", "done" },
	{ "complete", "done" }, { "completed", "done" },
	{ "canceled", "cancelled" }, { "отмена", "cancelled" },
	{ NULL, NULL }
};
static const struct other of_projects[] = {
	{ "plan", "planned" }, { "запланирован", "planned" },
	{ "новый", "planned" }, { "in progress", "active" },
	{ "активный", "active" }, { "в работе", "active" },
	{ "on hold", "paused" }, { "пауза", "paused" },
	{ "приостановлен", "paused" }, { "completed", "done" },
	{ "готово", "done" }, { "завершён", "done" }, { "готов", "done" },
	{ "archive", "archived" }, { "архив", "archived" },
	{ NULL, NULL }
};

/* Small letters; "_" and "-" are blanks. */
static void
fold(const char *said, char out[SAID_SIZE])
{
	person_letter_fold(said, out, SAID_SIZE);
	for (char *at = out; (at = strpbrk(at, "_-")) != NULL;)
		*at = ' ';
}

static bool
is_same(const char *folded, const char *other)
{
	char	text[SAID_SIZE];

	if (other == NULL)
		return false;
	fold(other, text);
	return strcmp(folded, text) == 0;
}

static const char *
find(const char *said, const char *const *statuses, const char *prefix,
    const struct other *others)
{
	char	text[SAID_SIZE], code[CODE_SIZE];

	if (strlen(said) > SAID_MAX)
		return NULL;
	fold(said, text);
	for (; *statuses != NULL; statuses++) {
		snprintf(code, sizeof(code), "%s.%s", prefix, *statuses);
		if (is_same(text, *statuses) ||
		    is_same(text, text_get("ru", code)) ||
		    is_same(text, text_get("en", code)))
			return *statuses;
	}
	while (others->said != NULL && !is_same(text, others->said))
		others++;
	return others->status;
}

const char *
bot_word_task(const char *said)
{
	return find(said, task_statuses, "team.status", of_tasks);
}

const char *
bot_word_project(const char *said)
{
	return find(said, project_statuses, "bot.project", of_projects);
}

const char *
bot_word_project_shown(const char *lang, const char *status)
{
	char		 code[CODE_SIZE];
	const char	*text;

	snprintf(code, sizeof(code), "bot.project.%s", status);
	text = text_get(lang, code);
	return text != NULL ? text : status;
}
