/* link: which addresses are somebody's profile, and which two are one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "person/link.h"

static const struct { const char *text, *found; } texts[] = {
	{ "https://www.linkedin.com/in/a-b/?trk=1", "linkedin https://www.linkedin.com/in/a-b\n" },
	{ "см. linkedin.com/in/a_b, и rabota.by/resume/12ab.",
	    "linkedin https://linkedin.com/in/a_b\nrabota https://rabota.by/resume/12ab\n" },
	{ "[Профиль](https://www.linkedin.com/in/a-b/)",
	    "linkedin https://www.linkedin.com/in/a-b\n" },
	{ "**https://linkedin.com/in/a\\_b**", "linkedin https://linkedin.com/in/a_b\n" },
	{ "<http://by.linkedin.com/in/x>", "linkedin https://by.linkedin.com/in/x\n" },
	{ "\"url\":\"https://linkedin.com/in/x\"", "linkedin https://linkedin.com/in/x\n" },
	{ "https://www.linkedin.com/in/x/details/skills/",
	    "linkedin https://www.linkedin.com/in/x\n" },
	{ "https://www.linkedin.com/mwlite/in/x", "linkedin https://www.linkedin.com/in/x\n" },
	{ "https://www.linkedin.com/comm/in/x?lipi=1", "linkedin https://www.linkedin.com/in/x\n" },
	{ "linkedin.com/in/иван-петров", "linkedin https://linkedin.com/in/иван-петров\n" },
	{ "«linkedin.com/in/x»", "linkedin https://linkedin.com/in/x\n" },
	{ "linkedin.com/in/x\xc2\xa0и дальше", "linkedin https://linkedin.com/in/x\n" },
	{ "LinkedIn.com/in/x", "linkedin https://linkedin.com/in/x\n" },
	{ "MINSK.RABOTA.BY/resume/1", "rabota https://minsk.rabota.by/resume/1\n" },
	{ "https://jobs.tut.by/resume/1f?query=x", "rabota https://jobs.tut.by/resume/1f\n" },
	/* what is nobody's does not hide the one behind it */
	{ "https://www.linkedin.com/jobs/view/123 https://www.linkedin.com/company/nova/ "
	    "https://www.linkedin.com/in/x", "linkedin https://www.linkedin.com/in/x\n" },
	{ "https://www.linkedin.com/posts/a-b_1 linkedin.com/feed/ linkedin.com/in/", "" },
	{ "hh.ru/vacancy/1 https://minsk.hh.ru/resume/00ff?query=java nohh.ru/resume/1",
	    "hh https://minsk.hh.ru/resume/00ff\n" },
	{ "https://rabota.by/vacancy/1 rabota.by/resume/2", "rabota https://rabota.by/resume/2\n" },
	{ "rabota.by/employer/5 rabota.by/search/resume?text=x", "" },
	{ "https://notlinkedin.com/in/x", "" },
	{ "https://linkedin.com.evil.example/in/x", "" },
	{ "https://evil.example/linkedin.com/in/x", "" },
	{ "a@linkedin.com/in/x", "" },
	{ "linkedin.com", "" }, { "linkedin.com/", "" }, { "linkedin.com/in", "" },
	{ "linkedin.com/in//", "" }, { "", "" }, { "https://", "" },
};

static void
finds_profiles_in_texts(void **state)
{
	int	 wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(texts); i++) {
		own_buf struct buf	 got = { 0 };
		struct person_link	 link;
		const char		*at = texts[i].text;

		while (person_link_next(&at, &link))
			buf_fmt(&got, "%s %s\n", person_site_word(link.site),
			    link.url);
		if (strcmp(buf_str(&got), texts[i].found) != 0) {
			print_error("%s: %s", texts[i].text, buf_str(&got));
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void
finds_the_first_of_a_site(void **state)
{
	struct person_link	 link;

	(void)state;
	assert_true(person_link_next_page(&(const char *){ "см. hh.ru/vacancy/5" }, &link));
	assert_int_equal(link.site, PERSON_SITE_NONE);
	assert_false(person_link_next_page(&(const char *){ "example.com/in/x" }, &link));
	assert_true(person_link_find("linkedin.com/in/a rabota.by/resume/1 "
	    "rabota.by/resume/2", PERSON_RABOTA, &link));
	assert_string_equal(link.url, "https://rabota.by/resume/1");
	assert_false(person_link_find("linkedin.com/in/a", PERSON_RABOTA,
	    &link));
}

static const struct { const char *url, *key; } keys[] = {
	{ "https://www.linkedin.com/in/Ivan-Petrov/?trk=x", "in/ivan-petrov" },
	{ "http://by.linkedin.com/in/ivan-petrov", "in/ivan-petrov" },
	{ "linkedin.com/in/ivan-petrov/details/skills/", "in/ivan-petrov" },
	{ "https://www.linkedin.com/mwlite/in/ivan-petrov", "in/ivan-petrov" },
	{ "https://linkedin.com/in/%D0%98%D0%B2%D0%B0%D0%BD", "in/иван" },
	{ "https://linkedin.com/in/%d0%b8ван%2", "in/иван%2" },
	{ "https://rabota.by/resume/abc?x=1", "resume/abc" },
	{ "https://jobs.tut.by/resume/ABC", "resume/abc" },
	{ "https://hh.kz/resume/ABC?from=x", "resume/abc" }, { "https://hh.ru/employer/1", "" },
	{ "https://linkedin.com/company/nova/", "" },
	{ "https://linkedin.com/jobs/view/1", "" },
	{ "https://rabota.by/vacancy/5", "" },
	{ "https://GitHub.com/Anna/", "github.com/anna" },
	{ "www.behance.net/anna#x", "behance.net/anna" },
	{ "https://facebook.com/profile.php?id=5#a", "facebook.com/profile.php?id=5" },
	{ "https://nova.by/", "" }, { "nova.by", "" }, { "ivan", "" },
	{ "ivan/petrov", "" }, { "", "" }, { "https://", "" },
};

static void
one_page_has_one_key(void **state)
{
	char	 got[PERSON_LINK_SIZE];

	(void)state;
	for (size_t i = 0; i < nitems(keys); i++) {
		person_link_key(keys[i].url, got);
		assert_string_equal(got, keys[i].key);
	}
}

static const struct { const char *text, *key; bool in; } held[] = {
	{ "CV: http://by.linkedin.com/in/Ivan/ и другое", "in/ivan", true },
	{ "linkedin.com/in/ivan-petrov", "in/ivan", false },
	{ "rabota.by/resume/12", "resume/1", false },
	{ "https://jobs.tut.by/resume/12", "resume/12", true },
	{ "не in/ivan", "in/ivan", false },
	{ "https://github.com/Anna/repo", "github.com/anna", true },
	{ "https://github.com/annabel", "github.com/anna", false },
	{ "https://nogithub.com/anna", "github.com/anna", false },
	{ "github.com/annabel github.com/anna", "github.com/anna", true },
	{ "linkedin.com/in/ivan", "", false },
	{ "", "in/ivan", false },
};

static void
a_text_holds_the_page_or_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(held); i++)
		assert_int_equal(person_link_in(held[i].text, held[i].key),
		    held[i].in);
}

/* Long and broken addresses end within their room. */
static void
survives_noise(void **state)
{
	char			 text[4000], key[PERSON_LINK_SIZE];
	struct person_link	 link;
	uint32_t		 seed = 2463534242u;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		const char	*at = text;
		int		 n = snprintf(text, sizeof(text),
				    "https://linkedin.com/in/");

		for (size_t i = (size_t)n; i < sizeof(text) - 1; i++) {
			seed ^= seed << 13;
			seed ^= seed >> 17;
			seed ^= seed << 5;
			text[i] = round % 2 == 0 ? "a%/.\\?\xd0"[seed % 7] :
			    (char)(seed >> 8 | 1);
			if (text[i] == '\0')
				text[i] = 'x';
		}
		text[sizeof(text) - 1 - seed % 3900] = '\0';
		while (person_link_next(&at, &link))
			assert_true(strlen(link.url) < sizeof(link.url));
		person_link_key(text, key);
		assert_true(strlen(key) < sizeof(key));
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(finds_profiles_in_texts),
		cmocka_unit_test(finds_the_first_of_a_site),
		cmocka_unit_test(one_page_has_one_key),
		cmocka_unit_test(a_text_holds_the_page_or_not),
		cmocka_unit_test(survives_noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
