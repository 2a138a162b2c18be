/* match: what two records of people have in common, and how sure it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "person/match.h"

#define NAME	(1u << PERSON_MATCH_NAME)
#define ALIKE	(1u << PERSON_MATCH_NAME_ALIKE)

static const struct {
	const char	*last, *first, *other_last, *other_first;
	unsigned	 match;
} names[] = {
	{ "Ковалёва", "Анна", "КОВАЛЕВА", "анна", NAME },
	{ "Соловье\xcc\x88" "ва", "Анна", "Соловьёва", "Анна", NAME },
	{ "Мар’яненко", "Дар’я", "Мар'яненко", "Даря", NAME },
	{ "Gʻulomov", "Jasur", "G'ulomov", "JASUR", NAME },
	{ "Салтыков-Щедрин", "Михаил", "Салтыков ‑ Щедрин", "Михаил", NAME },
	{ "ҮСӨНОВ", "ЭРКИН", "Үсөнов", "Эркин", NAME },
	{ "Анна", "Ковалёва", "Ковалёва", "Анна", ALIKE },
	{ "Ковалёва", "Анна", "Kovaleva", "Anna", ALIKE },
	{ "Ковалёва", "Анна", "Kovalyova", "Anna", ALIKE },
	{ "Ковалёва", "Анна", "Anna", "Kovaleva", ALIKE },
	{ "Щербаков", "Юрий", "Shcherbakov", "Yuri", ALIKE },
	{ "Щербаков", "Юрий", "Scherbakov", "Iurii", ALIKE },
	{ "Чайковский", "Пётр", "Tchaikovsky", "Petr", ALIKE },
	{ "Чайковский", "Пётр", "Chaikovskii", "Pyotr", ALIKE },
	{ "Жукова", "Наталья", "Zhukova", "Nataliya", ALIKE },
	{ "Жуков", "Сергей", "Żukow", "Sergei", ALIKE },
	{ "Соловьёв", "Александр", "Solovyov", "Alexander", 0 },
	{ "Соловьёв", "Александр", "Soloviev", "Alexandr", ALIKE },
	{ "Цветаева", "Мария", "Tsvetaeva", "Marija", ALIKE },
	{ "Хасанов", "Яков", "Khasanov", "Jakov", ALIKE },
	{ "Хасанов", "Яков", "Hasanov", "Iakov", ALIKE },
	{ "Григорьев", "Олег", "Hryhoriev", "Oleh", ALIKE },
	{ "Ксенофонтова", "Татьяна", "Xenofontova", "Tatiana", ALIKE },
	{ "Үсөнов", "Эркин", "Usonov", "Erkin", ALIKE },
	{ "Żukowski", "Łukasz", "Zhukowski", "Lukasz", ALIKE },
	{ "ბერიძე", "გიორგი", "Beridze", "Giorgi", ALIKE },
	{ "გელაშვილი", "ნინო", "Gelashvili", "Nino", ALIKE },
	{ "გელაშვილი", "ნინო", "Гелашвили", "Нино", ALIKE },
	{ "García", "José", "Garcia", "Jose", ALIKE },
	{ "Ковалёва", "Анна", "Ковалёва", "Яна", 0 },
	{ "Ковалёва", "Анна", "Ковалёв", "Анна", 0 },
	{ "Иванов", "Иван", "Ivanov", "Jan", 0 },
	{ "Иванова", "Дана", "Ivanova", "Diana", 0 },
	{ "Иванова", "Анна", "Петрова", "Анна", 0 },
	{ "-", "-", "-", "-", 0 }, { "", "", "", "", 0 },
	{ "-", "Анна", "-", "Анна", 0 }, { NULL, "Анна", NULL, "Анна", 0 },
};

static void
compares_names(void **state)
{
	int	 wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(names); i++) {
		const struct person_facts	 a = { .last = names[i].last,
						    .first = names[i].first };
		const struct person_facts	 b = {
			.last = names[i].other_last,
			.first = names[i].other_first,
		};

		if (person_match(&a, &b) != names[i].match ||
		    person_match(&b, &a) != names[i].match) {
			print_error("%s %s | %s %s: %x\n", a.last, a.first,
			    b.last, b.first, person_match(&a, &b));
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void
compares_all_that_is_known(void **state)
{
	const struct person_facts	 a = { "Anna@nova.by",
		"+375 29 111-22-33", "Анна", "Ковалёва", NULL };
	const struct person_facts	 b = { "anna@Nova.by", "8 029 1112233",
		"Анна", "КОВАЛЕВА", NULL };
	const struct person_facts	 c = { NULL, "111-22-33", NULL, NULL,
		NULL };
	const struct person_facts	 kg = { NULL, "0555 123 456", NULL,
		NULL, "KG" };
	const struct person_facts	 az = { NULL, "+994 55 512 34 56",
		NULL, NULL, NULL };
	const struct person_facts	 none = { 0 };

	(void)state;
	assert_int_equal(person_match(&a, &b), 1u << PERSON_MATCH_EMAIL |
	    1u << PERSON_MATCH_PHONE | NAME);
	assert_int_equal(person_match(&a, &c), 1u << PERSON_MATCH_PHONE_END);
	assert_int_equal(person_match(&kg, &az), 0);
	assert_int_equal(person_match(&none, &none), 0);
	assert_int_equal(person_match(&a, &none), 0);
}

static void
knows_sure_ones_and_their_words(void **state)
{
	own_buf struct buf	 sure = { 0 }, likely = { 0 };

	(void)state;
	for (enum person_match m = 0; m < PERSON_MATCHES; m++)
		buf_fmt(person_match_sure(m) ? &sure : &likely, "%s ",
		    person_match_word(m));
	assert_string_equal(buf_str(&sure), "email phone link ");
	assert_string_equal(buf_str(&likely), "name phone_end name_alike ");
}

static void
survives_long_names(void **state)
{
	static const char *const	 parts[] = { "щ", "ё", "x", "ия", "ß",
		"\xff", " ", "'" };

	(void)state;
	for (size_t i = 0; i < nitems(parts); i++) {
		own_buf struct buf		 name = { 0 };
		struct person_facts		 a = { 0 };

		while (name.len < 3000)
			buf_puts(&name, parts[i]);
		a.first = a.last = buf_str(&name);
		person_match(&a, &a);
		a.last = "a";
		person_match(&a, &(struct person_facts){ .first = "b",
		    .last = a.first });
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(compares_names),
		cmocka_unit_test(compares_all_that_is_known),
		cmocka_unit_test(knows_sure_ones_and_their_words),
		cmocka_unit_test(survives_long_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
