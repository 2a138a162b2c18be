/* applicant: tasks and CVs as Huntflow applicants. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "clickup/api_task.h"
#include "huntflow/api.h"
#include "huntflow/api_upload.h"
#include "io/field.h"
#include "transfer/applicant.h"

static char	 none[] = "";

static struct clickup_task
task_of(const char *name, const char *description)
{
	return (struct clickup_task){
		.task_id = (char *)(uintptr_t)"86abc", .list_id = none,
		.parent_id = none, .name = (char *)(uintptr_t)name,
		.description = (char *)(uintptr_t)description,
		.status = none,
		.url = (char *)(uintptr_t)"https://app.clickup.com/t/86abc",
		.assignees = (char *)(uintptr_t)
		    "[{\"id\":1,\"username\":\"Ирина\"}]",
		.custom_fields = (char *)(uintptr_t)"[]",
	};
}

/* Fields, then the description with the addresses behind its words, then comments. */
static void
finds_profiles_where_people_put_them(void **state)
{
	struct clickup_task	 task = task_of("x", "Профиль, rabota.by/resume/1");
	own_json json_t		*comments = json_pack("[{s:s}, {s:n}, {s:s}]",
		"text", "резюме: rabota.by/resume/2", "text",
		"text", "https://www.linkedin.com/in/c-d\nвот");
	own_applicant_links struct applicant_links	 bare = { 0 },
		said = { 0 }, marked = { 0 }, field = { 0 };

	(void)state;
	applicant_links_read(&task, NULL, &bare);
	assert_null(bare.linkedin);
	assert_string_equal(bare.rabota, "https://rabota.by/resume/1");
	applicant_links_read(&task, comments, &said);
	assert_string_equal(said.linkedin, "https://www.linkedin.com/in/c-d");
	assert_string_equal(said.rabota, "https://rabota.by/resume/1");
	task.markdown = (char *)(uintptr_t)
	    "[Вакансия](https://www.linkedin.com/jobs/view/1), "
	    "[Профиль](https://www.linkedin.com/in/a-b/)";
	applicant_links_read(&task, comments, &marked);
	assert_string_equal(marked.linkedin, "https://www.linkedin.com/in/a-b");
	task.custom_fields = (char *)(uintptr_t)
	    "[{\"value\":\"linkedin.com/in/e\"},{\"value\":null},{}]";
	applicant_links_read(&task, comments, &field);
	assert_string_equal(field.linkedin, "https://linkedin.com/in/e");
}

static const struct {
	const char	*files, *title;
} files[] = {
#define FILE_(id, title, rest) \
	"{\"id\":\"" id "\",\"title\":\"" title "\"," rest ",\"url\":\"u\"}"
#define PDF(date) "\"extension\":\"pdf\",\"date\":" date
#define FEB "\"2026-02-01T00:00:00.000Z\""
#define JAN "\"2026-01-01T00:00:00.000Z\""
	{ NULL, NULL },
	{ "[]", NULL },
	{ "{", NULL },
	{ "[1,null,{}]", NULL },
	{ "[" FILE_("1", "a.docx", "\"extension\":\"docx\"") "]", NULL },
	{ "[" FILE_("1", "b", PDF(FEB)) "," FILE_("2", "a.Pdf", PDF(JAN)) "]",
	    "a.Pdf" },
	{ "[" FILE_("1", "b", "\"extension\":\"PDF\"") "]", "b.pdf" },
	{ "[" FILE_("1", "c.pdf", "\"extension\":\"\"") "]", "c.pdf" },
	{ "[{\"id\":\"1\",\"title\":\"x.pdf\",\"extension\":\"pdf\"}]", NULL },
	{ "[" FILE_("1", "undated.pdf", PDF("null")) ","
	    FILE_("2", "dated.pdf", PDF(JAN)) "]", "dated.pdf" },
};

static void
takes_the_oldest_pdf(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(files); i++) {
		own_applicant_file struct applicant_file	got = { 0 };

		assert_int_equal(applicant_file_find(files[i].files, &got),
		    files[i].title != NULL);
		if (files[i].title != NULL)
			assert_string_equal(got.title, files[i].title);
	}
}

/* title, the parser's fields, the names given -> last, first, where from */
static const struct {
	const char		*title, *fields, *given, *last, *first;
	enum applicant_name	 from;
} names[] = {
#define NAME(f, l) "{\"name\":{\"first\":" f ",\"last\":" l "}}"
	{ "Ковалёва Анна", NULL, NULL, "Ковалёва", "Анна", APPLICANT_TITLE },
	{ "Ковалёва Анна", NAME("\"Anna\"", "\"Kovaleva\""), NULL, "Kovaleva",
	    "Anna", APPLICANT_CV },
	{ "Ковалёва Анна", NAME("\"Anna\"", "null"), NULL, "Ковалёва", "Анна",
	    APPLICANT_TITLE },
	{ "Ковалёва Анна", "{\"name\":null}", "Другая", "Другая", "-",
	    APPLICANT_PART },
	{ "Ковалёва Анна", NAME("\"РЕЗЮМЕ\"", "\"Ковалёва\""), NULL, "Ковалёва",
	    "Анна", APPLICANT_TITLE },
	{ "Senior Java", NAME("\"РЕЗЮМЕ\"", "\"КОВАЛЁВА\""), NULL, "Ковалёва",
	    "-", APPLICANT_PART },
	{ "Senior Java", NAME("\" АННА \"", "\"КОВАЛЁВА\""), NULL, "Ковалёва",
	    "Анна", APPLICANT_CV },
	{ "Анна", NULL, NULL, "-", "Анна", APPLICANT_PART },
	{ "Анна", NAME("null", "\"Ли\""), NULL, "Ли", "Анна", APPLICANT_CV },
	{ "Senior Java", NULL, NULL, "Senior Java", "-", APPLICANT_PART },
	{ "", NAME("\"Anna\"", "\"Li\""), NULL, "Li", "Anna", APPLICANT_CV },
	{ "", NULL, NULL, NULL, NULL, APPLICANT_PART },
};

static void
names_people(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(names); i++) {
		const struct clickup_task	 task = task_of(names[i].title,
						    "");
		struct huntflow_upload		 upload = { .fields =
			names[i].fields == NULL ? NULL :
			json_loads(names[i].fields, 0, NULL) };
		const struct applicant_parts	 parts = { .task = &task,
			.upload = &upload, .last = names[i].given };
		struct person_name		 got;
		enum applicant_name		 from;
		struct err			 err = { 0 };
		int				 rc;

		rc = applicant_name(&parts, &got, &from, &err);
		json_decref(upload.fields);
		assert_int_equal(rc, names[i].last == NULL ? -1 : 0);
		if (rc == -1) {
			assert_string_equal(err.code, "transfer.name_empty");
			continue;
		}
		assert_string_equal(got.last, names[i].last);
		assert_string_equal(got.first, names[i].first);
		assert_int_equal(from, names[i].from);
	}
}

#define FIELDS "{\"name\":{\"first\":\"John\",\"last\":\"Doe\"}," \
	"\"email\":\"%s\",\"phones\":[null,\" \",\"+7 999\",\"+7 998\"]," \
	"\"salary\":100500,\"birthdate\":{\"year\":2000,\"month\":2," \
	"\"day\":%d,\"precision\":\"%s\"},\"telegram\":\"@doe\"," \
	"\"position\":\"Dev\",\"experience\":[{\"company\":\"Acme\"}]}"

static json_t *
body_of(const char *email, int day, const char *precision)
{
	own_str char			*text = mem_fmt(FIELDS, email, day,
					    precision);
	const struct clickup_task	 task = task_of("Иванов Иван", "текст");
	struct huntflow_upload		 upload = { .id = 7, .photo = 9,
		.fields = json_loads(text, 0, NULL) };
	const struct applicant_parts	 parts = { .task = &task,
		.upload = &upload, .file_id = 7, .marker = "hwmark" };
	struct err			 err = { 0 };
	json_t				*body = NULL;

	assert_int_equal(applicant_body(&parts, &body, &err), 0);
	json_decref(upload.fields);
	return body;
}

static void
writes_the_document(void **state)
{
	own_json json_t	*body = body_of(" doe@mail.example\\n", 29, "day"),
			*other = body_of("doe@", 30, "month");
	const json_t	*external = json_array_get(json_object_get(body,
			    "externals"), 0);

	(void)state;
	assert_string_equal(field_str(body, "email"), "doe@mail.example");
	assert_string_equal(field_str(body, "phone"), "+7 999");
	assert_string_equal(field_str(body, "money"), "100500");
	assert_string_equal(field_str(body, "birthday"), "2000-02-29");
	assert_string_equal(field_str(body, "company"), "Acme");
	assert_int_equal(field_num(body, "photo", 0), 9);
	assert_string_equal(field_str(external, "auth_type"), "NATIVE");
	assert_int_equal(json_integer_value(json_array_get(
	    json_object_get(external, "files"), 0)), 7);
	assert_non_null(strstr(field_str(json_object_get(external, "data"),
	    "body"), "hwmark"));
	assert_string_equal(field_str(json_array_get(json_object_get(body,
	    "social"), 0), "value"), "doe");
	assert_null(field_str(other, "email"));
	assert_null(field_str(other, "birthday"));
}

static void
writes_the_comment(void **state)
{
	const struct clickup_task	 task = task_of("Имя", "Описание тут");
	own_json json_t			*comments = json_pack("[{s:s,s:s,s:s}]",
		"user", "Олег", "date", "2026-11-20T00:00:00Z", "text", "да");
	own_str char			*text = applicant_comment(&task,
		comments, "hwmark");
	own_str char			*bare = applicant_comment(&task, NULL,
		NULL);

	(void)state;
	assert_non_null(strstr(text, "Исполнители: Ирина"));
	assert_non_null(strstr(text, "2026-11-20 Олег: да"));
	assert_non_null(strstr(text, "Описание тут"));
	assert_non_null(strstr(text, "Метка: hwmark"));
	assert_null(strstr(bare, "Метка"));
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(finds_profiles_where_people_put_them),
		cmocka_unit_test(takes_the_oldest_pdf),
		cmocka_unit_test(names_people),
		cmocka_unit_test(writes_the_document),
		cmocka_unit_test(writes_the_comment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
