/* person_name: what we read out of titles as recruiters type them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "person/name.h"

static const struct {
	const char		*title, *last, *first, *middle;
	enum person_name_kind	 kind;
} cases[] = {
#define W PERSON_WHOLE
	{ "Ковалёва Анна, Senior Java, Минск", "Ковалёва", "Анна", "", W },
	{ "John Smith - QA", "Smith", "John", "", W },
	{ "Иванов Иван Иванович | Backend", "Иванов", "Иван", "Иванович", W },
	{ "Иван Иванов", "Иванов", "Иван", "", W },
	{ "Иван Петрович Сидоров", "Сидоров", "Иван", "Петрович", W },
	{ "Мицкевич Анна Сергеевна", "Мицкевич", "Анна", "Сергеевна", W },
	{ "Анна Сергеевна Мицкевич", "Мицкевич", "Анна", "Сергеевна", W },
	{ "Иван Петрович Станкевич", "Станкевич", "Иван", "Петрович", W },
	{ "Станкевич Иван Петрович", "Станкевич", "Иван", "Петрович", W },
	{ "Анна Станкевич", "Станкевич", "Анна", "", W },
	{ "Лукашевич Ольга", "Лукашевич", "Ольга", "", W },
	{ "Senior Java developer Петров Пётр", "Петров", "Пётр", "", W },
	{ "Java разработчик - Сидоренко Максим Олегович", "Сидоренко", "Максим", "Олегович", W },
	{ "QA Engineer: Jane Doe", "Doe", "Jane", "", W },
	{ "[Frontend] Мария Лебедева", "Лебедева", "Мария", "", W },
	{ "(Backend) Novak Pavel", "Novak", "Pavel", "", W },
	{ "Кандидат: Орлова Екатерина", "Орлова", "Екатерина", "", W },
	{ "Резюме Козлов Андрей Python", "Козлов", "Андрей", "", W },
	{ "CV John Michael Smith", "Smith", "John", "Michael", W },
	{ "Smith, John", "Smith", "John", "", W },
	{ "Smith, John - Product Manager", "Smith", "John", "", W },
	{ "Ковалёва, Анна", "Ковалёва", "Анна", "", W },
	{ "ИВАНОВ ИВАН ИВАНОВИЧ", "Иванов", "Иван", "Иванович", W },
	{ "иванов иван", "Иванов", "Иван", "", W },
	{ "john smith", "Smith", "John", "", W },
	{ "JOHN SMITH, DEVOPS", "Smith", "John", "", W },
	{ "Салтыков-Щедрин Михаил", "Салтыков-Щедрин", "Михаил", "", W },
	{ "Анна-Мария Ковальчук", "Ковальчук", "Анна-Мария", "", W },
	{ "Иванов И. И.", "Иванов", "И.", "И.", W },
	{ "Иванов И.И., бухгалтер", "Иванов", "И.", "И.", W },
	{ "И.И. Иванов", "Иванов", "И.", "И.", W },
	{ "J. Smith", "Smith", "J.", "", W },
	{ "John F. Kennedy", "Kennedy", "John", "F.", W },
	{ "Анна К.", "К.", "Анна", "", W },
	{ "Ludwig van Beethoven", "van Beethoven", "Ludwig", "", W },
	{ "Мамедов Эльдар Рашид оглы", "Мамедов", "Эльдар", "Рашид оглы", W },
	{ "O'Neil Patrick", "O'Neil", "Patrick", "", W },
	{ "Шевченко Дмитро Іванович", "Шевченко", "Дмитро", "Іванович", W },
	{ "Ivanov Ivan Ivanovich", "Ivanov", "Ivan", "Ivanovich", W },
	{ "Kovaleva Anna, Minsk", "Kovaleva", "Anna", "", W },
	{ "Петрова Мария (Maria Petrova)", "Петрова", "Мария", "", W },
	{ "Иванов_Иван_Java", "Иванов", "Иван", "", W },
	{ "Ковалёва Анна anna.k@mail.example +375 29 111-22-33", "Ковалёва", "Анна", "", W },
	{ "anna.k@mail.example Ковалёва Анна", "Ковалёва", "Анна", "", W },
	{ "https://www.linkedin.com/in/john-smith John Smith", "Smith", "John", "", W },
	{ "anna.kovaleva@mail.example", "Kovaleva", "Anna", "", W },
	{ "1. Сергеев Сергей", "Сергеев", "Сергей", "", W },
	{ "\xf0\x9f\x94\xa5 Громов Илья \xf0\x9f\x94\xa5", "Громов", "Илья", "", W },
	{ "Громова Яна — UI/UX дизайнер", "Громова", "Яна", "", W },
	{ "Собеседование с Романовой Ольга", "Романовой", "Ольга", "", W },
	{ "SMM Жукова Вера", "Жукова", "Вера", "", W },
	{ "C++ разработчик Белов Роман", "Белов", "Роман", "", W },
	{ "Node.js Middle, Борисов Глеб, Гомель", "Борисов", "Глеб", "", W },
	{ "Морозов Лев 35 лет", "Морозов", "Лев", "", W },
	{ "Ким Алина", "Ким", "Алина", "", W },
	{ "Цой Виктор Робертович", "Цой", "Виктор", "Робертович", W },
	{ "Juan Carlos García López", "García López", "Juan", "Carlos", W },
	{ "Żukowski Łukasz, Warsaw", "Żukowski", "Łukasz", "", W },
	{ "Müller Hans", "Müller", "Hans", "", W },
	/* letters of all scripts, in their cases */
	{ "ҮСӨНОВ ЭРКИН", "Үсөнов", "Эркин", "", W },
	{ "НҰРЛАН ӘБДІҚАДЫРОВ", "Әбдіқадыров", "Нұрлан", "", W },
	{ "ӘХМӘТҖАНОВ ИЛДАР", "Әхмәтҗанов", "Илдар", "", W },
	{ "ŻUKOWSKI ŁUKASZ", "Żukowski", "Łukasz", "", W },
	{ "ȘTEFĂNESCU ION", "Ștefănescu", "Ion", "", W },
	{ "Kazlauskas Jonas", "Kazlauskas", "Jonas", "", W },
	{ "Bērziņš Jānis", "Bērziņš", "Jānis", "", W },
	{ "Tamm Mart", "Tamm", "Mart", "", W },
	/* what nobody sees */
	{ "Иванов\xe2\x80\x8bИван", "Иванов", "Иван", "", W },
	{ "Ива\xc2\xadнов И\xe2\x81\xa0ван\xef\xbb\xbf", "Иванов", "Иван", "", W },
	{ "\xe2\x80\xaaСмирнова\xe2\x80\xac Анна", "Смирнова", "Анна", "", W },
	{ "გიორგი ბერიძე", "ბერიძე", "გიორგი", "", W },
	{ "ბერიძე გიორგი, Java", "ბერიძე", "გიორგი", "", W },
	{ "ԱՆՆԱ ՊԵՏՐՈՍՅԱՆ", "Պետրոսյան", "Աննա", "", W },
	/* as macOS writes them */
	{ "Соловье\xcc\x88" "ва Анна", "Соловьёва", "Анна", "", W },
	{ "Чаи\xcc\x86ковскии\xcc\x86 Пе\xcc\x88тр Ильич", "Чайковский", "Пётр", "Ильич", W },
	/* sons and daughters */
	{ "Ахметов Нұрлан Серікұлы", "Ахметов", "Нұрлан", "Серікұлы", W },
	{ "Нұрлан Серікұлы", "Серікұлы", "Нұрлан", "", W },
	{ "Айгүл Серікқызы Ахметова", "Ахметова", "Айгүл", "Серікқызы", W },
	{ "Назарбаев Нурсултан Абиш улы", "Назарбаев", "Нурсултан", "Абиш улы", W },
	{ "Бакыт уулу Азамат", "Бакыт уулу", "Азамат", "", W },
	{ "Азамат Бакыт уулу, Backend", "Бакыт уулу", "Азамат", "", W },
	{ "Асанов Азамат Бакыт УУЛУ", "Асанов", "Азамат", "Бакыт уулу", W },
	{ "Aliyev Vusal Said oglu", "Aliyev", "Vusal", "Said oglu", W },
	{ "Əliyev Vüsal Səid oğlu", "Əliyev", "Vüsal", "Səid oğlu", W },
	{ "Алиев Саркар Самед Оглы", "Алиев", "Саркар", "Самед Оглы", W },
	{ "Алиев Вагиф Саид-оглы", "Алиев", "Вагиф", "Саид-оглы", W },
	{ "Гасанова Лейла Рашид гызы", "Гасанова", "Лейла", "Рашид гызы", W },
	{ "Каримова Дилноза Анвар қизи", "Каримова", "Дилноза", "Анвар қизи", W },
	{ "Karimov Jasur Anvar o‘g‘li", "Karimov", "Jasur", "Anvar o‘g‘li", W },
	{ "Karimova Dilnoza Anvar qizi", "Karimova", "Dilnoza", "Anvar qizi", W },
	/* apostrophes and hyphens of every form */
	{ "Gʻulomov Jasur", "Gʻulomov", "Jasur", "", W },
	{ "G‘ULOMOV JASUR", "G‘ulomov", "Jasur", "", W },
	{ "O’Neil Patrick", "O’Neil", "Patrick", "", W },
	{ "O'Connor Sinead", "O'Connor", "Sinead", "", W },
	{ "SINEAD O'CONNOR", "O'Connor", "Sinead", "", W },
	{ "O'KTAMOV", "O'ktamov", "", "", PERSON_SINGLE },
	{ "Дар’я Мар’яненко", "Мар’яненко", "Дар’я", "", W },
	{ "МАР'ЯНЕНКО ОЛЬГА", "Мар'яненко", "Ольга", "", W },
	{ "Kovalenko Zoryana", "Kovalenko", "Zoryana", "", W },
	{ "Zoryana Kovalenko", "Kovalenko", "Zoryana", "", W },
	{ "Салтыков - Щедрин Михаил", "Салтыков-Щедрин", "Михаил", "", W },
	{ "Салтыков – Щедрин Михаил Евграфович", "Салтыков-Щедрин", "Михаил", "Евграфович", W },
	{ "Салтыков‑Щедрин Михаил", "Салтыков-Щедрин", "Михаил", "", W },
	{ "Салтыков–Щедрин Михаил", "Салтыков-Щедрин", "Михаил", "", W },
	{ "Анна‐Мария Ковальчук", "Ковальчук", "Анна-Мария", "", W },
	{ "Ковальчук Анна – Иванова", "Ковальчук", "Анна", "", W },
	{ "Java–разработчик Петров Пётр", "Петров", "Пётр", "", W },
	{ "Smith, J.R.", "Smith", "J.", "R.", W },
	{ "Smith, J. R., QA", "Smith", "J.", "R.", W },
	{ "John Smith Jr.", "Smith", "John", "", W },
	{ "Smith Jr., John", "Smith", "John", "", W },
	{ "John Smith, PhD", "Smith", "John", "", W },
	{ "Мария де ла Крус", "де ла Крус", "Мария", "", W },
	{ "de la Cruz Juan Carlos", "de la Cruz", "Juan", "Carlos", W },
	{ "van Dijk Jan", "van Dijk", "Jan", "", W },
	{ "Ma, Andrew", "Ma", "Andrew", "", W },
	/* former surnames */
	{ "Кузнецова (Петрова) Анна Сергеевна", "Кузнецова", "Анна", "Сергеевна", W },
	{ "Кузнецова Анна (Петрова)", "Кузнецова", "Анна", "", W },
	{ "Анна (Аня) Ковалёва", "Ковалёва", "Анна", "", W },
	{ "Baker (Johnson), Jenny", "Baker", "Jenny", "", W },
	{ "Кузнецова (Java) Анна", "Кузнецова", "Анна", "", W },
	{ "Анна-QA Ковалёва", "", "Анна", "", PERSON_SINGLE },
	{ "Анна", "", "Анна", "", PERSON_SINGLE },
	{ "Ковалёва", "Ковалёва", "", "", PERSON_SINGLE },
	{ "Анна Сергеевна", "", "Анна", "Сергеевна", PERSON_SINGLE },
	{ "Senior Java, Минск", "", "", "", PERSON_NONE },
	{ "вакансия java разработчик", "", "", "", PERSON_NONE },
	{ "", "", "", "", PERSON_NONE },
	{ "   ", "", "", "", PERSON_NONE },
	{ "12345", "", "", "", PERSON_NONE },
	{ "+++ --- ###", "", "", "", PERSON_NONE },
	{ "\xff\xfe\xd0", "", "", "", PERSON_NONE },
	{ "QA", "", "", "", PERSON_NONE },
};

static void
reads_titles(void **state)
{
	struct person_name	 name;
	int			 wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		enum person_name_kind	 kind = person_name_read(cases[i].title,
					    &name);

		if (kind != cases[i].kind || strcmp(name.last, cases[i].last) ||
		    strcmp(name.first, cases[i].first) ||
		    strcmp(name.middle, cases[i].middle)) {
			print_error("\"%s\": %d last=\"%s\" first=\"%s\" "
			    "middle=\"%s\"\n", cases[i].title, kind, name.last,
			    name.first, name.middle);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static const struct {
	const char	*title, *position;
} trades[] = {
	{ "Ковалёва Анна, Senior Java, Минск", "Senior Java" },
	{ "John Smith - QA", "QA" },
	{ "Java разработчик - Сидоренко Максим", "Java разработчик" },
	{ "Senior Java developer Петров Пётр", "Senior Java developer" },
	{ "Козлов Андрей Python", "Python" },
	{ "C++ разработчик Белов Роман", "C++ разработчик" },
	{ "Ковалёва Анна", "" },
	{ "Ковалёва (QA) Анна, Минск", "QA" },
	{ "Кандидат: Орлова Екатерина", "" },
};

static void
reads_trades(void **state)
{
	struct person_name	 name;

	(void)state;
	for (size_t i = 0; i < nitems(trades); i++) {
		person_name_read(trades[i].title, &name);
		assert_string_equal(name.position, trades[i].position);
	}
}

static const struct {
	const char	*given, *kept;
} given[] = {
	{ "КОВАЛЁВА", "Ковалёва" }, { " анна\n\xc2\xa0 мария ", "Анна Мария" },
	{ "МакДональд", "МакДональд" }, { "van Beethoven", "van Beethoven" },
	{ "И.", "И." }, { "Соловье\xcc\x88" "ва", "Соловьёва" },
	{ "САЛТЫКОВ-ЩЕДРИН", "Салтыков-Щедрин" }, { "王", "王" },
	{ "РЕЗЮМЕ", NULL }, { "Curriculum Vitae", NULL }, { "ФИО Анна", NULL },
	{ "Senior Java", NULL }, { "QA", NULL }, { "anna@nova.by", NULL },
	{ "1990", NULL }, { "-", NULL }, { "...", NULL }, { " ", NULL },
	{ "", NULL }, { "\xff", NULL },
};

static void
takes_parts_that_name_somebody(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(given); i++) {
		char	 out[PERSON_NAME_SIZE] = "as before";

		assert_int_equal(person_name_part(given[i].given, out),
		    given[i].kept != NULL);
		assert_string_equal(out, given[i].kept != NULL ?
		    given[i].kept : "as before");
	}
}

/* Whatever comes in, the answer is text that ends. */
static void
survives_noise(void **state)
{
	struct person_name	 name;
	char			 title[2000];
	uint32_t		 seed = 2463534242u;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		for (size_t i = 0; i < sizeof(title) - 1; i++) {
			seed ^= seed << 13;
			seed ^= seed >> 17;
			seed ^= seed << 5;
			title[i] = (char)(seed >> 8 | 1);
			if (round % 2 == 0 && seed % 3 == 0)
				title[i] = " ,-.Аа@"[seed % 8 == 7 ? 0 :
				    seed % 8];
			if (title[i] == '\0')
				title[i] = 'x';
		}
		title[seed % (sizeof(title) - 1)] = '\0';
		title[sizeof(title) - 1] = '\0';
		person_name_read(title, &name);
		assert_true(strlen(name.first) < sizeof(name.first));
		assert_true(strlen(name.last) < sizeof(name.last));
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(reads_titles),
		cmocka_unit_test(reads_trades),
		cmocka_unit_test(takes_parts_that_name_somebody),
		cmocka_unit_test(survives_noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
