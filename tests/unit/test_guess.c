/* guess_cv: what lines of CVs say, and what they do not. Whole CVs: tests/lib/cvs.js. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/clock.h"
#include "base/mem.h"
#include "document/guess.h"
#include "io/field.h"

#define NOW	"2025-11-29"

/* field: a member, or "experience.from": of the first of a list. want: JSON. */
static const struct { const char *text, *field, *want; } cases[] = {
	/* names, and what stands where a name might */
	{ "Иванов Сергей Петрович\n", "middle_name", "\"Петрович\"" },
	{ "CURRICULUM VITAE\nNITIN SHARMA\nnitin@x.in", "first_name", "\"Nitin\"" },
	{ "Curriculum Vitae\n\nnobody@example.org", "first_name", "null" },
	{ "Functional Resume Sample\nx@example.org\n", "last_name", "null" },
	{ "CORNELL UNIVERSITY\nIthaca, NY\nx@example.org", "last_name", "null" },
	{ "Frontend Intern\nx@example.org", "first_name", "null" },
	{ "Владимир Морозов\nМосква", "location", "\"Москва\"" },
	{ "Резюме - Анна Ковалёва\n", "last_name", "\"Ковалёва\"" },
	{ "Name: Jane Miller\n", "last_name", "\"Miller\"" },
	{ "Фамилия: Громов\nИмя: Олег", "first_name", "\"Олег\"" },
	{ "АСАНОВ БЕКЗАТ УЛАНОВИЧ\nтел. +996 555 123456", "last_name", "\"Асанов\"" },
	/* phones and what looks like them */
	{ "(555) 018-2390\n06/2017 – 03/2021", "phone", "null" },
	{ "06/2017 – 03/2021\n2001 - 2017\n01.02.1990", "phone", "null" },
	{ "тел.: +91 98765 43210", "phone", "\"+91 98765 43210\"" },
	{ "call 0049 30 123456 now", "phone", "\"0049 30 123456\"" },
	{ "ИНН 7707083893, 120 000 руб.", "salary_min", "null" },
	/* days of birth */
	{ "Дата рождения: 05.03.1991", "birth_date", "\"1991-03-05\"" },
	{ "Мужчина, 34 года, родился 5 марта 1991", "birth_date", "\"1991-03-05\"" },
	{ "Date of birth\n5th March 1991", "birth_date", "null" },
	{ "Born on 14 July 1996", "birth_date", "\"1996-07-14\"" },
	{ "Дата рождения: 05.03.2024", "birth_date", "null" },
	{ "Дата рождения: 31.13.1991", "birth_date", "null" },
	/* money */
	{ "Зарплата: от 150 000", "salary_min", "null" },
	{ "Зарплата: от 150 000 ₽", "salary_min", "150000" },
	{ "Зарплата: до 2500 бел. руб.", "salary_max", "2500" },
	{ "Зарплата: до 2500 бел. руб.", "currency", "\"BYN\"" },
	{ "Ожидания: 100-150 тыс. руб.", "salary_max", "150000" },
	{ "Salary: $2,500", "salary_min", "2500" },
	{ "Salary expectation: 3k EUR", "salary_min", "3000" },
	{ "Expected salary: $30 per hour", "salary_min", "null" },
	{ "60000 сом", "currency", "\"KGS\"" },
	{ "Опыт работы\n2019 - 2020\nООО А\nпродажи 300 000 руб.", "salary_min", "null" },
	/* periods */
	{ "Опыт работы\nЯнварь 2020 — по настоящее время\nООО А",
	    "experience.from", "\"2020-01\"" },
	{ "Опыт работы\n01.2020 - н.в.\nООО А", "experience.to", "null" },
	{ "Опыт работы\n01.2020 - н.в.\nООО А", "current_company", "\"ООО А\"" },
	{ "Опыт работы\nс марта 2019 г. по май 2020 г.\nООО А", "experience.to", "\"2020-05\"" },
	{ "Experience\nSept. 2018 to Feb 2021\nAcme Inc", "experience.from", "\"2018-09\"" },
	{ "Experience\n2018-2021\nAcme Inc", "experience.to", "\"2021\"" },
	{ "Experience\n2018-09 - 2021-02\nAcme Inc", "experience.to", "\"2021-02\"" },
	{ "Experience\n05.09.2018-01.02.2021\nAcme Inc", "experience.from", "\"2018-09\"" },
	{ "Experience\nJune 2024 – Present\nAcme Inc", "experience_years", "1.5" },
	{ "Опыт работы\nпо март 2022\nООО А", "experience.from", "null" },
	{ "Опыт работы\nпо март 2022\nООО А", "experience.to", "\"2022-03\"" },
	{ "Experience\n2021 - 2019\nAcme Inc", "experience", "[]" },
	{ "Experience\nMay 2031 - Present\nAcme Inc", "experience", "[]" },
	{ "Опыт работы — 5 лет 3 месяца", "experience_years", "5.2" },
	{ "Стаж: 12 лет", "experience_years", "12.0" },
	/* positions and companies, whichever comes first */
	{ "Experience\nAcme Inc | Developer | 2019 - 2020",
	    "experience.position", "\"Developer\"" },
	{ "Experience\nDeveloper at Acme\n2019 - 2020", "experience.company", "\"Acme\"" },
	{ "Опыт работы\n2019 – 2020\tООО «Рога», прораб", "experience.position", "\"прораб\"" },
	{ "Желаемая должность: Юрист", "wished_position", "\"Юрист\"" },
	{ "Желаемая должность: Юрист", "current_position", "\"Юрист\"" },
	/* schools */
	{ "Образование\nМГУ, 2010", "education.year", "2010" },
	{ "Education\nMIT\nBSc, Physics, 2006 - 2010", "education.field", "\"Physics\"" },
	/* a year of a course is not the school's */
	{ "Образование\nМГУ\nКурсы\nData Science (2023)", "education.year", "null" },
	/* what somebody can do */
	{ "Навыки: C++, C#, .NET, Node.js", "skills", "[\"C++\",\"C#\",\"NET\",\"Node.js\"]" },
	{ "Языки: английский (B2), немецкий", "languages", "[{\"language\":\"английский\","
	    "\"level\":\"B2\"},{\"language\":\"немецкий\",\"level\":null}]" },
	{ "Languages\nEnglish\nFluent", "languages", "[{\"language\":\"English\","
	    "\"level\":\"Fluent\"}]" },
	{ "Переводил с английского на русский язык", "languages", "[]" },
	/* links */
	{ "github.com/avolkov/", "github_url", "\"https://github.com/avolkov\"" },
	{ "https://hh.ru/resume/abc123.", "profile_url", "\"https://hh.ru/resume/abc123\"" },
	{ "www.linkedin.com/in/anna-p (LinkedIn)", "linkedin_url",
	    "\"https://www.linkedin.com/in/anna-p\"" },
	/* nothing at all */
	{ "", "experience", "[]" },
	{ "\n\n —\n:\n(\n", "skills", "[]" },
};

static json_t *
guess(const char *text)
{
	int64_t	now;

	assert_int_equal(clock_parse(NOW, &now), 0);
	return guess_cv(text, now);
}

static const json_t *
member(const json_t *got, const char *name)
{
	const char	*dot = strchr(name, '.');
	own_str char	*list = NULL;

	if (dot == NULL)
		return json_object_get(got, name);
	list = mem_ndup(name, (size_t)(dot - name));
	return json_object_get(json_array_get(json_object_get(got, list), 0),
	    dot + 1);
}

static void
says_what_the_text_says(void **state)
{
	int	wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t	*got = guess(cases[i].text);
		char		*value = json_dumps(member(got,
				    cases[i].field), JSON_ENCODE_ANY |
				    JSON_COMPACT | JSON_REAL_PRECISION(3));

		if (value == NULL || strcmp(value, cases[i].want) != 0)
			print_error("%s\n%s: %s, not %s\n", cases[i].text,
			    cases[i].field, value, cases[i].want);
		wrong += value == NULL || strcmp(value, cases[i].want) != 0;
		free(value);
	}
	assert_int_equal(wrong, 0);
}

static void
says_how_sure_it_is_and_where(void **state)
{
	own_json json_t	*got = guess("Иванов Сергей\n\nivanov@example.ru\n");
	const json_t	*sure = json_object_get(got, "confidence");
	const json_t	*place = json_object_get(json_object_get(got, "places"),
			    "email");

	(void)state;
	assert_true(json_real_value(json_object_get(sure, "email")) > 0.9);
	assert_null(json_object_get(sure, "phone"));
	assert_int_equal(json_integer_value(json_object_get(place, "line")), 3);
	assert_string_equal(json_string_value(json_object_get(place, "text")),
	    "ivanov@example.ru");
}

#define TEST(f)	cmocka_unit_test(f)

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		TEST(says_what_the_text_says),
		TEST(says_how_sure_it_is_and_where),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
