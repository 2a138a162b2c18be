/* phone: which digits are a number, of which country, and which two are one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "person/phone.h"

/* "+375291112233" of a known country, else the digits; several with a blank between. */
static void
put_found(struct buf *out, const char *text, enum person_phone_in in,
    const char *country)
{
	struct person_phone	 one;

	while (person_phone_next(&text, in, country, &one)) {
		assert_true(one.from < one.to && one.to <= text);
		buf_fmt(out, "%s%s%s", out->len > 0 ? " " : "",
		    one.code_len > 0 ? "+" : "", one.digits);
	}
}

struct found {
	const char	*text, *found, *country;
};

static void
expect_found(const struct found *v, size_t n, enum person_phone_in in)
{
	int	 wrong = 0;

	for (size_t i = 0; i < n; i++) {
		own_buf struct buf	 got = { 0 };

		put_found(&got, v[i].text, in, v[i].country);
		if (strcmp(buf_str(&got), v[i].found) != 0) {
			print_error("\"%s\": \"%s\", not \"%s\"\n", v[i].text,
			    buf_str(&got), v[i].found);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static const struct found	 fields[] = {
	{ "+375 29 111-22-33", "+375291112233", NULL },
	{ "375291112233", "+375291112233", NULL },
	{ "8 029 111 22 33", "+375291112233", NULL },
	{ "8-029-1112233", "+375291112233", NULL },
	{ "8 (029) 111-22-33", "+375291112233", NULL },
	{ "029 111-22-33", "+375291112233", NULL },
	{ "8 375 29 111 22 33", "+375291112233", NULL },
	{ "+8 029 111 22 33", "+375291112233", NULL },
	{ "+375 (029) 111-22-33", "+375291112233", NULL },
	{ "+375 (8029) 111-22-33", "+375291112233", NULL },
	{ "00375291112233", "+375291112233", NULL },
	{ "810 375 29 111 22 33", "+375291112233", NULL },
	{ "29 111-22-33", "+375291112233", NULL },
	{ "+375.29.111.22.33", "+375291112233", NULL },
	{ "+375\xc2\xa0" "29\xe2\x80\x93" "111\xe2\x80\x91" "22\xe2\x80\x90" "33",
	    "+375291112233", NULL },
	{ "(+375) 29 111 22 33", "+375291112233", NULL },
	{ "\xe2\x80\xaa+375 29 111-22-33\xe2\x80\xac", "+375291112233", NULL },
	{ "+7 916 123-45-67", "+79161234567", NULL },
	{ "8 (916) 123-45-67", "+79161234567", NULL },
	{ "9161234567", "+79161234567", NULL },
	{ "+8 (916) 123-45-67", "+79161234567", NULL },
	{ "+7 8 916 123 45 67", "+79161234567", NULL },
	{ "8 701 123 45 67", "+77011234567", NULL },
	{ "+7 (727) 250-00-00", "+77272500000", NULL },
	{ "8 495 123-45-67", "+74951234567", NULL },
	{ "+996 555 12-34-56", "+996555123456", NULL },
	{ "0555 123 456", "555123456", NULL },
	{ "0555 123 456", "+996555123456", "KG" },
	{ "0555 123 456", "+994555123456", "AZ" },
	{ "0555 123 456", "555123456", "PL" },
	{ "+998 90 123 45 67", "+998901234567", NULL },
	{ "+380 67 123-45-67", "+380671234567", NULL },
	{ "067 123-45-67", "+380671234567", NULL },
	{ "+380 (0) 67 123-45-67", "+380671234567", NULL },
	{ "050 123-45-67", "501234567", NULL },
	{ "044 123-45-67", "441234567", NULL },
	{ "044 123-45-67", "+380441234567", "UA" },
	{ "+374 91 12-34-56", "+37491123456", NULL },
	{ "+995 599 12 34 56", "+995599123456", NULL },
	{ "+994 50 123 45 67", "+994501234567", NULL },
	{ "+992 93 123 4567", "+992931234567", NULL },
	{ "+373 69 123 456", "+37369123456", NULL },
	{ "+370 612 34567", "+37061234567", NULL },
	{ "8 612 34567", "+37061234567", NULL },
	{ "+371 20 123 456", "+37120123456", NULL },
	{ "+372 5123 4567", "+37251234567", NULL },
	{ "+372 512 3456", "+3725123456", NULL },
	{ "+48 600 700 800", "+48600700800", NULL },
	{ "+44 20 7946 0905", "442079460905", NULL },
	{ "+44 (0)20 7946 0905", "442079460905", NULL },
	{ "+1 916 555 1234", "19165551234", NULL },
	/* extensions, several numbers, words around */
	{ "+375 29 111-22-33 доб. 5", "+375291112233", NULL },
	{ "+375 29 111-22-33, доб.1234567", "+375291112233 1234567", NULL },
	{ "8 029 111-22-33 (вн. 123)", "+375291112233", NULL },
	{ "8 029 111-22-33 ext 42; 8 033 444-55-66", "+375291112233 +375334445566", NULL },
	{ "+375291112233x17", "+375291112233", NULL },
	{ "+375 29 111-22-33, +375 33 444-55-66", "+375291112233 +375334445566", NULL },
	{ "+375291112233 +375334445566", "+375291112233 +375334445566", NULL },
	{ "8 029 111 22 33 / 8 033 444 55 66", "+375291112233 +375334445566", NULL },
	{ "80291112233 80334445566", "+375291112233 +375334445566", NULL },
	{ "8029 1112233 8033 4445566", "+375291112233 +375334445566", NULL },
	{ "80291112233, 4445566", "+375291112233 4445566", NULL },
	{ "+375 29 111-22-33 (Viber), 8 (033) 444-55-66 (дом.)",
	    "+375291112233 +375334445566", NULL },
	{ "80291112233 5", "+375291112233", NULL },
	{ "тел.+375291112233", "+375291112233", NULL },
	{ "111-22-33", "1112233", NULL },
	{ "20 123 456", "20123456", NULL }, { "20 123 456", "+37120123456", "LV" },
	{ "12-34", "", NULL }, { "", "", NULL }, { "нет", "", NULL }, { "+", "", NULL },
	{ "(", "", NULL }, { "+(((", "", NULL }, { "1234567890123456789012345", "", NULL },
};

static void
reads_fields(void **state)
{
	(void)state;
	expect_found(fields, nitems(fields), PERSON_PHONE_FIELD);
}

static const struct found	 texts[] = {
	{ "Опыт 2015 - 2023, тел. +375 29 111-22-33", "+375291112233", NULL },
	{ "ЗП 150 000 - 200 000, 8 029 111-22-33", "+375291112233", NULL },
	{ "родился 20.05.1990, 8 (029) 111-22-33", "+375291112233", NULL },
	{ "с 01.02.2015 - 05.06.2017", "", NULL },
	{ "2015-01-31 10:30", "", NULL }, { "2024-01-15 2024-02-15", "", NULL },
	{ "05.05.15 - 06.06", "", NULL }, { "03.05-09.10.2015", "", NULL },
	{ "04.06.-07.06, 03.07 - 17.07.15", "", NULL },
	{ "60577_175694-300x159.jpg, CA801c26f98cd16e231354125ad046e40b", "", NULL },
	{ "01.02.2015 - 05", "", NULL }, { "2015 2018 2020 2023", "", NULL },
	{ "ИНН 7707083893", "", NULL }, { "ИНН 771012345678", "", NULL },
	{ "ИНН: 7701234567", "", NULL }, { "УНП 291112233", "", NULL },
	{ "ИИН 930512350123", "", NULL }, { "СНИЛС 112-233-445 95", "", NULL },
	{ "паспорт 4510 123456", "", NULL }, { "ОГРН 1027700132195", "", NULL },
	{ "от 250 000 до 300 000", "", NULL }, { "200-250 000 руб.", "", NULL },
	{ "861 234 567 руб.", "", NULL }, { "80 000 000 000 сум", "", NULL },
	{ "+1 000 000 к охвату", "", NULL }, { "1 000 000 000", "", NULL },
	{ "id80291112233", "", NULL }, { "https://nova.by/80291112233", "", NULL },
	{ "x@80291112233.by", "", NULL }, { "80291112233@nova.by", "", NULL },
	{ "task 86abc80291112233", "", NULL }, { "0xDEADBEEF 8029111223a", "", NULL },
	{ "4111 1111 1111 1111", "", NULL }, { "10.0.0.1 192.168.100.200", "", NULL },
	{ "отчёт 291112233 готов", "", NULL }, { "20051990", "", NULL },
	{ "IBAN BY13 NBRB 3600 9000 0000 2Z00 AB00", "", NULL },
	/* numbers of people */
	{ "Тел.: 8 (029) 111-22-33, почта x@y.by", "+375291112233", NULL },
	{ "80291112233", "+375291112233", NULL }, { "89161234567", "+79161234567", NULL },
	{ "375291112233", "+375291112233", NULL }, { "79161234567", "+79161234567", NULL },
	{ "(029) 111-22-33", "+375291112233", NULL }, { "29 111-22-33", "+375291112233", NULL },
	{ "916 123-45-67", "+79161234567", NULL }, { "(916) 123-4567", "+79161234567", NULL },
	{ "моб. 291112233", "+375291112233", NULL }, { "телефон 9161234567", "+79161234567", NULL },
	{ "Тел.\xc2\xa0" "61234567", "61234567", NULL },
	{ "\xf0\x9f\x93\x9e 9161234567", "+79161234567", NULL },
	{ "0671234567 Оля", "+380671234567", NULL }, { "Айбек 0555 123 456", "555123456", NULL },
	{ "Айбек 0555 123 456", "+996555123456", "KG" },
	{ "https://wa.me/375291112233", "+375291112233", NULL },
	{ "[+375 29 111 22 33](tel:+375291112233)", "+375291112233 +375291112233", NULL },
	{ "WhatsApp +996 555 12-34-56, +44 20 7946 0905", "+996555123456 442079460905", NULL },
	{ "8\xe2\x80\x93" "029\xe2\x80\x93" "111\xe2\x80\x93" "22\xe2\x80\x93" "33",
	    "+375291112233", NULL },
	{ "Зарплата 2000. Телефон 8-029-111-22-33 доб. 7, опыт 2015-2020", "+375291112233", NULL },
	{ "с 12.05.2024 8 029 111-22-33", "+375291112233", NULL },
	{ "+375 29 111-22-33 2015", "+375291112233", NULL },
	{ "8 (495) 123-45-67", "+74951234567", NULL },
	{ "Виктория33 29 111-22-33", "+375291112233", NULL },
	{ "", "", NULL },
};

static void
reads_texts(void **state)
{
	(void)state;
	expect_found(texts, nitems(texts), PERSON_PHONE_TEXT);
}

static void
says_where_it_is(void **state)
{
	const char		*text = "Тел.: 8 (029) 111-22-33 доб. 5, пишите",
				*at = text;
	struct person_phone	 one;

	(void)state;
	assert_true(person_phone_next(&at, PERSON_PHONE_TEXT, NULL, &one));
	assert_memory_equal(one.from, "8 (029) 111-22-33", 17);
	assert_int_equal(one.to - one.from, 17);
	assert_string_equal(at, ", пишите");
	assert_int_equal(one.code_len, 3);
}

static const struct {
	const char		*a, *b;
	enum person_phone_match	 match;
	const char		*country;
} pairs[] = {
#define SAME PERSON_PHONE_SAME
#define ALIKE PERSON_PHONE_ALIKE
#define OTHER PERSON_PHONE_OTHER
	{ "+375 29 111-22-33", "8 029 1112233", SAME, NULL },
	{ "+375 29 111-22-33", "29 111-22-33", SAME, NULL },
	{ "+996 555 12-34-56", "0555 123 456", SAME, NULL },
	{ "+996 555 12-34-56", "0555 123 456", OTHER, "AZ" },
	{ "+994 55 512 34 56", "0555 123 456", SAME, NULL },
	{ "0555 123 456", "555-123-456", SAME, NULL },
	{ "+380 67 123-45-67", "067 123-45-67", SAME, NULL },
	{ "+375 67 123-45-67", "067 123-45-67", OTHER, NULL },
	{ "+7 916 123-45-67", "8 916 123 45 67", SAME, NULL },
	{ "+7 916 123-45-67", "+7 916 123-45-68", OTHER, NULL },
	{ "+375 29 111-22-33 доб. 5", "+375291112233", SAME, NULL },
	{ "8 033 444-55-66, 8 029 111-22-33", "+375 29 111-22-33", SAME, NULL },
	{ "нет; +375 29 111-22-33", "8 029 111-22-33 / 8 033 444-55-66", SAME, NULL },
	{ "111-22-33", "+375 29 111-22-33", ALIKE, NULL },
	{ "111-22-33", "111-22-33", ALIKE, NULL },
	{ "0-8522-35", "0-8522-35", ALIKE, NULL },
	{ "+44 20 7946 0905", "020 7946 0905", ALIKE, NULL },
	{ "+44 20 7946 0905", "+44 (0)20 7946-0905", SAME, NULL },
	{ "+44 20 7946 0905", "+1 20 7946 0905", OTHER, NULL },
	{ "+996 555 12-34-56", "+994 555 12-34-56", OTHER, NULL },
	{ "", "", OTHER, NULL }, { NULL, "+375291112233", OTHER, NULL },
	{ "нет", "нет", OTHER, NULL }, { "12-34", "12-34", OTHER, NULL },
};

static void
compares_numbers(void **state)
{
	int	 wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(pairs); i++) {
		enum person_phone_match	 ab, ba;

		ab = person_phone_match(pairs[i].a, pairs[i].b,
		    pairs[i].country);
		ba = person_phone_match(pairs[i].b, pairs[i].a,
		    pairs[i].country);
		if (ab != pairs[i].match || ba != ab) {
			print_error("%s | %s: %d, %d\n", pairs[i].a,
			    pairs[i].b, ab, ba);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void
knows_the_country_of_a_zone(void **state)
{
	(void)state;
	assert_string_equal(person_phone_country("Europe/Minsk"), "BY");
	assert_string_equal(person_phone_country("Asia/Bishkek"), "KG");
	assert_string_equal(person_phone_country("Europe/Kiev"), "UA");
	assert_string_equal(person_phone_country("Asia/Yekaterinburg"), "RU");
	assert_string_equal(person_phone_country("Asia/Almaty"), "KZ");
	assert_null(person_phone_country("Europe/London"));
	assert_null(person_phone_country("Europe/Min"));
	assert_null(person_phone_country("UTC"));
	assert_null(person_phone_country("Europe/"));
	assert_null(person_phone_country(NULL));
}

/* Whatever comes in, each number lies within the text and the search ends. */
static void
survives_noise(void **state)
{
	static const char	 signs[] = "0123456789+()-. ,/x\xd0\xb4";
	char			 text[600];
	struct person_phone	 one;
	uint32_t		 seed = 2463534242u;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		const char	*at = text;

		for (size_t i = 0; i < sizeof(text) - 1; i++) {
			seed ^= seed << 13;
			seed ^= seed >> 17;
			seed ^= seed << 5;
			text[i] = signs[seed % (round % 2 == 0 ? 16 :
			    sizeof(signs) - 1)];
		}
		text[sizeof(text) - 1 - seed % 500] = '\0';
		while (person_phone_next(&at, round % 3 == 0 ?
		    PERSON_PHONE_TEXT : PERSON_PHONE_FIELD, NULL, &one)) {
			assert_true(text <= one.from && one.from < one.to &&
			    one.to <= at);
			assert_true(strlen(one.digits) >= 6);
		}
		assert_int_equal(*at, '\0');
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(reads_fields),
		cmocka_unit_test(reads_texts),
		cmocka_unit_test(says_where_it_is),
		cmocka_unit_test(compares_numbers),
		cmocka_unit_test(knows_the_country_of_a_zone),
		cmocka_unit_test(survives_noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
