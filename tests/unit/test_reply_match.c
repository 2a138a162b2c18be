/* reply_match: which rules answer which tasks, with what; what a rule may be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "reply/match.h"
#include "reply/rule.h"

static char	 none[] = "[]";

static struct reply
rule_of(const char *keywords, const char *regex)
{
	return (struct reply){ .keywords = (char *)(uintptr_t)keywords,
	    .statuses = none, .lists = none,
	    .regex = (char *)(uintptr_t)regex,
	    .reply = (char *)(uintptr_t)"да" };
}

static struct reply_task
task_of(const char *name, const char *description)
{
	return (struct reply_task){ .task_id = "86a", .name = name,
	    .description = description, .status = "новая", .list_id = "901",
	    .assignees = "[{\"username\":\"Ирина\"},{\"username\":\"Олег\"}]",
	    .url = "https://app.clickup.com/t/86a" };
}

static int
answers(const struct reply *rule, const struct reply_task *task)
{
	own_reply_rule struct reply_rule	*ready = NULL;
	struct err				 err = { 0 };

	ready = reply_open(rule, &err);
	assert_non_null(ready);
	return reply_match(ready, task);
}

static const struct {
	const char	*keywords, *name, *description;
	int		 yes;
} words[] = {
	{ "[\"Java\"]", "Ковалёва Анна, Java", "", 1 },
	{ "[\"Java\"]", "Java-разработчик", "", 1 },
	{ "[\"Java\"]", "Ищет JAVA, Kotlin", "", 1 },
	{ "[\"Java\"]", "JavaScript", "", 0 },
	{ "[\"Java\"]", "JavaScript", "и Java", 1 },
	{ "[\"Go\"]", "Google Ads", "", 0 },
	{ "[\"Go\"]", "Go/Python", "", 1 },
	{ "[\"C++\"]", "C#", "", 0 }, { "[\"C#\"]", "C++", "", 0 },
	{ "[\"C++\"]", "Разработчик C++17", "", 1 },
	{ "[\"C\"]", "CRM", "", 0 }, { "[\"C\"]", "C/C++", "", 1 },
	{ "[\"1C\"]", "Программист 1С", "", 1 },
	{ "[\"backend\"]", "Back-end", "", 1 },
	{ "[\"java разработчик\"]", "Разработчик Java", "", 1 },
	{ "[\"java разработчик\"]", "Java", "для разработчиков", 0 },
	{ "[\"java разработ*\"]", "Java", "для разработчиков", 1 },
	{ "[\"kotlin\", \"java\"]", "Java", "", 1 },
	{ "[\"kotlin\", \"scala\"]", "Java", "", 0 },
	{ "[]", "Java", "", 0 },
};

static void
keywords_are_whole_words(void **state)
{
	int	 wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(words); i++) {
		const struct reply	 rule = rule_of(words[i].keywords,
					    NULL);
		const struct reply_task	 task = task_of(words[i].name,
					    words[i].description);

		if (answers(&rule, &task) != words[i].yes) {
			print_error("%s | %s %s\n", words[i].keywords,
			    task.name, task.description);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void
statuses_and_lists_narrow_it(void **state)
{
	struct reply		 rule = rule_of("[\"java\"]", NULL);
	const struct reply_task	 task = task_of("Java", "");

	(void)state;
	rule.statuses = (char *)(uintptr_t)"[\"в работе\", \"новая\"]";
	assert_int_equal(answers(&rule, &task), 1);
	rule.lists = (char *)(uintptr_t)"[\"902\"]";
	assert_int_equal(answers(&rule, &task), 0);
	rule.lists = (char *)(uintptr_t)"[\"901\"]";
	rule.statuses = (char *)(uintptr_t)"[\"в работе\"]";
	assert_int_equal(answers(&rule, &task), 0);
}

static void
expressions_see_name_and_description(void **state)
{
	const struct reply	 rule = rule_of("[]", "java(?!script)");
	const struct reply_task	 yes = task_of("QA", "опыт: Java"),
				 no = task_of("QA", "опыт: JavaScript");

	(void)state;
	assert_int_equal(answers(&rule, &yes), 1);
	assert_int_equal(answers(&rule, &no), 0);
}

static void
an_answer_names_the_task(void **state)
{
	struct reply				 rule = rule_of("[\"a\"]", NULL);
	const struct reply_task			 task = task_of("Анна", "");
	own_reply_rule struct reply_rule	*ready = NULL;
	own_str char				*text = NULL;
	struct err				 err = { 0 };

	(void)state;
	rule.reply = (char *)(uintptr_t)
	    "{name}: {status}, {assignee}, {list} {url} {name}";
	assert_non_null(ready = reply_open(&rule, &err));
	text = reply_text(ready, &task, "Кандидаты");
	assert_string_equal(text, "Анна: новая, Ирина, Кандидаты "
	    "https://app.clickup.com/t/86a Анна");
}

static const struct { const char *title, *text; } greeted[] = {
	{ "Ковалёва Анна, Senior Java", "Здравствуйте, Анна! Ковалёва Анна, Senior Java" },
	{ "Brown Sarah - QA", "Здравствуйте, Sarah! Brown Sarah - QA" },
	{ "Senior Java", "Здравствуйте! Senior Java" },
};

static void
an_answer_greets_by_first_name(void **state)
{
	struct reply				 rule = rule_of("[\"a\"]", NULL);
	own_reply_rule struct reply_rule	*ready = NULL;
	struct err				 err = { 0 };

	(void)state;
	rule.reply = (char *)(uintptr_t)"Здравствуйте, {first_name}! {task}";
	assert_non_null(ready = reply_open(&rule, &err));
	for (size_t i = 0; i < nitems(greeted); i++) {
		const struct reply_task	 task = task_of(greeted[i].title, "");
		own_str char		*text = reply_text(ready, &task, "");

		assert_string_equal(text, greeted[i].text);
	}
}

static const struct { const char *body, *field, *code; } bodies[] = {
	{ "{\"name\":\"a\",\"reply\":\"x\",\"keywords\":[\"java\"]}", NULL, NULL },
	{ "{\"name\":\"a\",\"reply\":\"x\",\"regex\":\"java\"}", NULL, NULL },
	{ "{\"name\":\"a\",\"reply\":\"x\"}", "keywords", "required" },
	{ "{\"name\":\"a\",\"reply\":\"x\",\"keywords\":[]}", "keywords", "required" },
	{ "{\"name\":\" \",\"reply\":\"x\",\"keywords\":[\"a\"]}", "name", "required" },
	{ "{\"name\":\"a\",\"reply\":\"x\",\"keywords\":[\"a\",\"+*\"]}",
	    "keywords[1]", "format" },
	{ "{\"name\":\"a\",\"reply\":\"{nam}\",\"keywords\":[\"a\"]}", "reply", "choice" },
	{ "{\"name\":\"a\",\"reply\":\"x\",\"keywords\":[\"a\"],\"more\":1}", "more",
	    "unknown" },
};

static void
a_rule_is_read_or_its_field_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(bodies); i++) {
		own_reply struct reply	 rule = { 0 };
		own_json json_t		*body = json_loads(bodies[i].body, 0,
					    NULL);
		struct err		 err = { 0 };
		bool			 changed, wish;
		int			 rc = reply_read(body, &rule, &changed,
					    &wish, &err);

		assert_int_equal(rc, bodies[i].field == NULL ? 0 : -1);
		if (rc == -1) {
			assert_string_equal(err.field[0].path, bodies[i].field);
			assert_string_equal(err.field[0].code, bodies[i].code);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(keywords_are_whole_words),
		cmocka_unit_test(statuses_and_lists_narrow_it),
		cmocka_unit_test(expressions_see_name_and_description),
		cmocka_unit_test(an_answer_names_the_task),
		cmocka_unit_test(an_answer_greets_by_first_name),
		cmocka_unit_test(a_rule_is_read_or_its_field_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
