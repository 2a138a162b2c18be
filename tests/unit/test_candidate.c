/* candidate: what of a found person others are compared with; when two are one; what several
 * sources say of one person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"
#include "base/mem.h"
#include "candidate/contact.h"
#include "candidate/merge.h"
#include "candidate/rule.h"
#include "io/field.h"

/* --- contacts --- */

static const struct { const char *found, *keys; } contacts[] = {
	{ "{}", "" },
	{ "{'email':' Anna@Nova.BY '}", "e:anna@nova.by " },
	{ "{'email':'anna at nova'}", "" },
	{ "{'phone':'8 (029) 111-22-33, +7 912 345-67-89'}",
	    "p:375291112233 p:79123456789 " },
	{ "{'phone':'+996 555 123456'}", "p:996555123456 " },
	{ "{'phone':'111-22-33'}", "" },
	{ "{'profile_url':'https://hh.ru/resume/AB12?from=x','linkedin_url':"
	    "'https://www.linkedin.com/in/Anna-K/','github_url':"
	    "'https://github.com/anna'}",
	    "l:resume/ab12 l:in/anna-k l:github.com/anna " },
	{ "{'first_name':'Анна','last_name':'Ковалёва'}", "n:ana kovaleva " },
	{ "{'first_name':'Kovaleva','last_name':'Anna'}", "n:ana kovaleva " },
	{ "{'first_name':'Анна','last_name':'Ковалёва','birth_date':"
	    "'1990-05-31','location':'Минск, Беларусь'}",
	    "b:ana kovaleva|1990-05-31 n:ana kovaleva t:ana kovaleva|минск " },
	{ "{'first_name':'Анна','birth_date':'1990-05-31'}", "" },
};

static json_t *
doc_of(const char *text)
{
	own_str char	*json = mem_dup(text);
	json_t		*doc;

	for (char *s = json; *s != '\0'; s++)
		if (*s == '\'')
			*s = '"';
	doc = json_loads(json, 0, NULL);
	assert_non_null(doc);
	return doc;
}

static void
reads_contacts(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(contacts); i++) {
		own_json json_t			*found = doc_of(
						    contacts[i].found);
		own_buf struct buf		 keys = { 0 };
		struct contacts	 got;

		candidate_contacts_read(found, &got);
		for (size_t k = 0; k < got.n; k++)
			buf_fmt(&keys, "%c:%s ", got.v[k].kind,
			    got.v[k].value);
		assert_string_equal(buf_str(&keys), contacts[i].keys);
	}
}

static void
bounds_contacts(void **state)
{
	own_buf struct buf		 long_url = { 0 };
	own_json json_t			*found = NULL;
	struct contacts	 got;

	(void)state;
	buf_puts(&long_url, "https://example.com/");
	while (long_url.len < 900)
		buf_puts(&long_url, "щ");
	found = json_pack("{s:s, s:i, s:n}", "profile_url",
	    buf_str(&long_url), "phone", 5, "email");
	candidate_contacts_read(found, &got);
	for (size_t i = 0; i < got.n; i++)
		assert_true(strlen(got.v[i].value) < CONTACT_SIZE);
}

/* --- the rule --- */

#define ANNA	{ "Анна", "Ковалёва", NULL, NULL, NULL, false }

#define PATRONYMIC(name)						\
	{ "Анна", "Ковалёва", name, "1990-05-31", NULL, false }

static const struct {
	struct candidate_facts	 a, b;
	const char		*kinds;
	bool			 rare;
	enum candidate_verdict	 verdict;
} rules[] = {
	{ ANNA, ANNA, "e", false, CANDIDATE_SAME },
	{ ANNA, ANNA, "p", false, CANDIDATE_SAME },
	{ ANNA, ANNA, "l", false, CANDIDATE_SAME },
	{ ANNA, ANNA, "bn", false, CANDIDATE_SAME },
	/* In Latin, married, or with no name at all: the same. */
	{ ANNA, { "Anna", "Kovaleva", NULL, NULL, NULL, false }, "e", false,
	    CANDIDATE_SAME },
	{ ANNA, { "Анна", "Петрова", NULL, NULL, NULL, false }, "p", false,
	    CANDIDATE_SAME },
	{ ANNA, { NULL, NULL, NULL, NULL, NULL, false }, "p", false,
	    CANDIDATE_SAME },
	/* A phone of a family or of an agency. */
	{ ANNA, { "Пётр", "Сидоров", NULL, NULL, NULL, false }, "p", false,
	    CANDIDATE_LIKELY },
	{ ANNA, { "Пётр", "Сидоров", NULL, NULL, NULL, false }, "e", false,
	    CANDIDATE_LIKELY },
	{ ANNA, { "Пётр", "Сидоров", NULL, NULL, NULL, false }, "l", false,
	    CANDIDATE_LIKELY },
	/* A brother and a sister, spouses, an agency: another first name is another person. */
	{ ANNA, { "Игорь", "Ковалёв", NULL, NULL, NULL, false }, "p", false,
	    CANDIDATE_LIKELY },
	{ ANNA, { "Ольга", "Ковалёва", NULL, NULL, NULL, false }, "p", false,
	    CANDIDATE_LIKELY },
	{ ANNA, { "Ольга", "Ковалёва", NULL, NULL, NULL, false }, "e", false,
	    CANDIDATE_LIKELY },
	{ ANNA, { "Ольга", "Ковалёва", NULL, NULL, NULL, false }, "epl", false,
	    CANDIDATE_LIKELY },
	{ ANNA, { "Ольга", NULL, NULL, NULL, NULL, false }, "p", false,
	    CANDIDATE_LIKELY },
	{ { "Евгений", "Ли", NULL, NULL, NULL, false },
	    { "Евгения", "Ли", NULL, NULL, NULL, false }, "p", false,
	    CANDIDATE_LIKELY },
	{ { "Иван Петрович", "Ли", NULL, NULL, NULL, false },
	    { "Олег Петрович", "Ли", NULL, NULL, NULL, false }, "p", false,
	    CANDIDATE_LIKELY },
	/* The same one for short, by an initial, with a second name, swapped, half known. */
	{ ANNA, { "Аня", "Ковалёва", NULL, NULL, NULL, false }, "p", false,
	    CANDIDATE_SAME },
	{ { "Catherine", "Li", NULL, NULL, NULL, false },
	    { "Катя", "Ли", NULL, NULL, NULL, false }, "e", false,
	    CANDIDATE_SAME },
	{ ANNA, { "А.", "Ковалёва", NULL, NULL, NULL, false }, "p", false,
	    CANDIDATE_SAME },
	{ ANNA, { "Анна Мария", "Ковалёва", NULL, NULL, NULL, false }, "e",
	    false, CANDIDATE_SAME },
	{ ANNA, { "Ковалёва", "Анна", NULL, NULL, NULL, false }, "p", false,
	    CANDIDATE_SAME },
	{ ANNA, { "Ковалёва Анна", NULL, NULL, NULL, NULL, false }, "l", false,
	    CANDIDATE_SAME },
	{ ANNA, { NULL, "Ковалёва", NULL, NULL, NULL, false }, "l", false,
	    CANDIDATE_SAME },
	{ { "Анна", "Ковалёва", NULL, "1990-05-31", NULL, false },
	    { "Анна", "Ковалёва", NULL, "1991-05-31", NULL, false }, "e", false,
	    CANDIDATE_LIKELY },
	{ { "Анна", "Ковалёва", NULL, NULL, NULL, true },
	    { "Анна", "Ковалёва", NULL, NULL, NULL, true }, "e", false,
	    CANDIDATE_LIKELY },
	/* A name alone. */
	{ ANNA, ANNA, "n", false, CANDIDATE_OTHER },
	{ ANNA, ANNA, "n", true, CANDIDATE_LIKELY },
	{ ANNA, ANNA, "nt", false, CANDIDATE_LIKELY },
	{ { "Анна", "Ковалёва", NULL, NULL, "Нова", false },
	    { "Анна", "Ковалёва", NULL, NULL, "НОВА", false }, "n", false,
	    CANDIDATE_LIKELY },
	{ { "Анна", "Ковалёва", NULL, "1990-05-31", NULL, false },
	    { "Анна", "Ковалёва", NULL, "1991-05-31", NULL, false }, "nt", true,
	    CANDIDATE_OTHER },
	{ ANNA, ANNA, "", true, CANDIDATE_OTHER },
	/* Another patronymic is another person; an initial, or the same in Latin, is not. */
	{ PATRONYMIC("Ивановна"), PATRONYMIC("Сергеевна"), "nt", true,
	    CANDIDATE_OTHER },
	{ PATRONYMIC("Ивановна"), PATRONYMIC("Сергеевна"), "bn", false,
	    CANDIDATE_LIKELY },
	{ PATRONYMIC("Ивановна"), PATRONYMIC("Сергеевна"), "p", false,
	    CANDIDATE_LIKELY },
	{ PATRONYMIC("Ивановна"), PATRONYMIC("Сергеевна"), "l", false,
	    CANDIDATE_LIKELY },
	{ PATRONYMIC("Ивановна"), PATRONYMIC("И."), "p", false,
	    CANDIDATE_SAME },
	{ PATRONYMIC("Ивановна"), PATRONYMIC("Ivanovna"), "bn", false,
	    CANDIDATE_SAME },
	{ PATRONYMIC("Ивановна"), ANNA, "nt", false, CANDIDATE_LIKELY },
};

static void
judges_two(void **state)
{
	int	weight, wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(rules); i++)
		if (candidate_rule(&rules[i].a, &rules[i].b, rules[i].kinds,
		    rules[i].rare, &weight) != rules[i].verdict ||
		    candidate_rule(&rules[i].b, &rules[i].a, rules[i].kinds,
		    rules[i].rare, &weight) != rules[i].verdict) {
			print_error("rule %zu\n", i);
			wrong++;
		}
	assert_int_equal(wrong, 0);
}

/* --- merging --- */

static void
merges_what_sources_say(void **state)
{
	own_json json_t	*said = doc_of("[{'first_name':'Анна','email':null,"
	    "'skills':['Java','C++'],'salary_min':100,'salary_max':null,"
	    "'currency':'USD','education':[],'profile_url':'https://a.b/1'},"
	    "{'first_name':'Anna','email':'a@b.by','skills':['java','Go'],"
	    "'salary_min':null,'salary_max':9000,'currency':'RUB',"
	    "'education':[{'institution':'БГУ'}],"
	    "'profile_url':'https://c.d/2'}]");
	own_json json_t	*own = doc_of("{'last_name':'Петрова'}");
	own_json json_t	*now = candidate_merge(said, own);
	own_buf struct buf text = { 0 };

	(void)state;
	assert_string_equal(json_string_value(json_object_get(now,
	    "first_name")), "Анна");
	assert_string_equal(json_string_value(json_object_get(now,
	    "last_name")), "Петрова");
	assert_string_equal(json_string_value(json_object_get(now, "email")),
	    "a@b.by");
	assert_int_equal(json_array_size(json_object_get(now, "skills")), 3);
	assert_int_equal(json_array_size(json_object_get(now, "links")), 2);
	assert_int_equal(json_array_size(json_object_get(now, "education")),
	    1);
	assert_string_equal(json_string_value(json_object_get(now,
	    "currency")), "USD");
	assert_true(json_is_null(json_object_get(now, "salary_max")));
	candidate_merge_text(now, &text);
	assert_non_null(strstr(buf_str(&text), "БГУ"));
	assert_non_null(strstr(buf_str(&text), "C++"));
}

static void
keeps_what_was_corrected(void **state)
{
	own_json json_t	*said = doc_of("[{'email':'a@b.by','skills':['Java'],"
	    "'salary_min':100,'currency':'USD'}]");
	own_json json_t	*own = doc_of("{'email':'','skills':['Go'],"
	    "'salary_max':5,'currency':'BYN'}");
	own_json json_t	*now = candidate_merge(said, own);

	(void)state;
	assert_string_equal(json_string_value(json_object_get(now, "email")),
	    "");
	assert_string_equal(json_string_value(json_array_get(json_object_get(
	    now, "skills"), 0)), "Go");
	assert_string_equal(json_string_value(json_object_get(now,
	    "currency")), "BYN");
	assert_true(json_is_null(json_object_get(now, "salary_min")));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(reads_contacts),
		cmocka_unit_test(bounds_contacts),
		cmocka_unit_test(judges_two),
		cmocka_unit_test(merges_what_sources_say),
		cmocka_unit_test(keeps_what_was_corrected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
