/* clickup: recorded answers and what we make of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/api_comment.h"
#include "clickup/api_place.h"
#include "clickup/api_task.h"
#include "io/field.h"

static json_t *
test_data(const char *name)
{
	own_str char	*path = mem_fmt("tests/data/clickup/%s", name);
	json_error_t	 why;
	json_t		*doc = json_load_file(path, 0, &why);

	if (doc == NULL)
		fail_msg("%s: %s", path, why.text);
	return doc;
}

static const struct { const char *file; enum err_kind kind; } tasks[] = {
	{ "task.json",		ERR_NONE },
	{ "task-minimal.json",	ERR_NONE },
	{ "task-no-id.json",	ERR_REMOTE },
	{ "task-bad-id.json",	ERR_REMOTE },
};

static void
parses_recorded_tasks(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(tasks); i++) {
		own_json json_t	*doc = test_data(tasks[i].file);
		struct err	 err = { 0 };
		own_clickup_task struct clickup_task t = { 0 };

		clickup_task_parse(doc, 0, &t, &err);
		assert_int_equal(err.kind, tasks[i].kind);
		if (err.kind == ERR_REMOTE)
			assert_string_equal(err.code, "clickup.answer");
	}
}

static const struct { const char *name, *display; } shown[] = {
	{ "Телефон", "+996 555 123 456" }, { "Email", "ivan@example.com" },
	{ "Уровень", "Middle" }, { "Навыки", "C, nginx" },
	{ "Дата выхода", "2024-05-03" }, { "Ожидания", "1500.50 USD" },
	{ "Опыт, лет", "5" }, { "Проверен", "✓" }, { "Рекрутер", "John Doe" },
	{ "Резюме", "https://hh.ru/resume/0123456789abcdef" },
	{ "Файлы", "Иванов Иван – резюме.pdf" }, { "Оценка", "4/5" },
	{ "Город", "Бишкек, Кыргызстан" }, { "Прогресс", "0%" },
	{ "Пустое поле (нет ключа value)", "" },
};

static void
a_whole_task(void **state)
{
	own_json json_t	*doc = test_data("task.json"), *fields, *files;
	struct err	 err = { 0 };
	own_clickup_task struct clickup_task t = { 0 };

	(void)state;
	assert_int_equal(clickup_task_parse(doc, 0, &t, &err), 0);
	assert_string_equal(t.task_id, "86abc1def");
	assert_string_equal(t.list_id, "124");
	assert_string_equal(t.markdown, "**Опыт** 5 лет");
	assert_string_equal(t.status, "in progress");
	assert_string_equal(t.priority, "high");
	assert_true(t.date_updated == 1711570108374);
	assert_true(t.date_closed == 0);
	assert_string_equal(t.assignee_names[0], "John Doe");
	fields = json_loads(t.custom_fields, 0, NULL);
	assert_int_equal(json_array_size(fields), nitems(shown));
	for (size_t i = 0; i < nitems(shown); i++) {
		const json_t	*f = json_array_get(fields, i);

		assert_string_equal(field_str(f, "name"), shown[i].name);
		assert_string_equal(field_str(f, "display"), shown[i].display);
	}
	files = json_loads(t.attachments, 0, NULL);
	assert_string_equal(field_str(json_array_get(files, 0), "date"),
	    "2024-03-27T20:08:28.374Z");
}

static void
a_task_with_nothing_in_place(void **state)
{
	own_json json_t	*doc = test_data("task-minimal.json");
	struct err	 err = { 0 };
	own_clickup_task struct clickup_task t = { 0 };

	(void)state;
	assert_int_equal(clickup_task_parse(doc, 0, &t, &err), 0);
	assert_string_equal(t.name, "");
	assert_string_equal(t.priority, "");
	assert_string_equal(t.url, "https://app.clickup.com/t/86x");
	assert_string_equal(t.tags, "[]");
	assert_true(t.date_created == 0);
	assert_non_null(strstr(t.attachments, "\"size\":140970"));
}

static const struct {
	const char	*file;
	int		 rc;
	size_t		 n, skipped;
	bool		 last;
} pages[] = {
	{ "page.json",		0,  2, 0, true },
	{ "page-no-flag.json",	0,  2, 1, true },	/* short: the last one */
	{ "page-empty.json",	0,  0, 0, true },
	{ "page-no-tasks.json",	-1, 0, 0, false },
};

static void
parses_recorded_pages(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(pages); i++) {
		own_json json_t	*doc = test_data(pages[i].file);
		struct err	 err = { 0 };
		own_clickup_task_page struct clickup_task_page page = { 0 };

		assert_int_equal(clickup_task_page_parse(doc, 0, &page, &err),
		    pages[i].rc);
		assert_int_equal(page.n, pages[i].n);
		assert_int_equal(page.skipped, pages[i].skipped);
		assert_int_equal(page.last, pages[i].last);
	}
}

static void
parses_places(void **state)
{
	own_json json_t	*spaces = test_data("spaces.json"),
			*folders = test_data("folders.json");
	struct clickup_places all = { 0 }, nested = { 0 }, none = { 0 };
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(clickup_place_parse(spaces, "spaces", &all, &err), 0);
	assert_int_equal(all.n, 2);
	assert_string_equal(all.v[1].id, "791");
	assert_null(clickup_place_find(&all, "1"));
	assert_int_equal(clickup_place_parse(folders, "folders", &nested,
	    &err), 0);
	assert_int_equal(nested.v[0].nlists, 2);
	assert_int_equal(nested.v[0].lists[0].task_count, 7);
	assert_int_equal(nested.v[0].lists[1].task_count, -1);
	assert_int_equal(clickup_place_parse(spaces, "teams", &none, &err), -1);
	clickup_places_clear(&all);
	clickup_places_clear(&nested);
}

static void
parses_a_user_and_comments(void **state)
{
	own_json json_t	*doc = test_data("user.json"), *list = NULL,
			*nobody = test_data("user-none.json"),
			*comments = test_data("comments.json");
	struct clickup_user user = { 0 };
	struct err	 err = { 0 };
	size_t		 n;

	(void)state;
	assert_int_equal(clickup_user_parse(doc, &user, &err), 0);
	assert_int_equal(user.id, 183);
	assert_string_equal(user.email, "");
	clickup_user_clear(&user);
	assert_int_equal(clickup_user_parse(nobody, &user, &err), -1);
	assert_int_equal(clickup_comments_parse(comments, &list, &n, &err), 0);
	assert_int_equal(n, 1);
	assert_string_equal(field_str(json_array_get(list, 0), "text"),
	    "Смотрите @John Doe — жирный\n cv.pdf");
}

/* Words of a comment may lead somewhere that its text does not tell. */
static void
keeps_the_addresses_of_a_comment(void **state)
{
	own_json json_t	*comments = test_data("comments-links.json"),
			*list = NULL;
	struct err	 err = { 0 };
	size_t		 n;

	(void)state;
	assert_int_equal(clickup_comments_parse(comments, &list, &n, &err), 0);
	assert_string_equal(field_str(json_array_get(list, 0), "text"),
	    "Профиль и резюме https://nova.by/\n"
	    "https://www.linkedin.com/in/a-b/\nhttps://rabota.by/resume/1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_recorded_tasks),
		cmocka_unit_test(a_whole_task),
		cmocka_unit_test(a_task_with_nothing_in_place),
		cmocka_unit_test(parses_recorded_pages),
		cmocka_unit_test(parses_places),
		cmocka_unit_test(parses_a_user_and_comments),
		cmocka_unit_test(keeps_the_addresses_of_a_comment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
