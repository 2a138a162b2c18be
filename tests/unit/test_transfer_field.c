/* Custom fields of a task on their way to Huntflow: the guess of where each goes, and what becomes
 * of the values that ClickUp answers with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "clickup/api_field.h"
#include "io/field.h"
#include "transfer/body.h"
#include "transfer/contact.h"
#include "transfer/source.h"
#include "transfer/text.h"

/* --- the guess --- */

static const struct { const char *type, *name, *to; } guesses[] = {
	/* the type says it, unless the name says that it is another's */
	{ "phone", "Поле 1", "phone" }, { "email", "", "email" },
	{ "phone", "Телефон рекрутера", "comment" },
	{ "email", "HR contact", "comment" }, { "phone", "Chris", "phone" },
	{ "phone", "Emergency contact", "comment" },
	{ "phone", "Не переносить: домашний", "none" },
	/* Russian */
	{ "short_text", "Телефон", "phone" }, { "short_text", "Тел.", "phone" },
	{ "short_text", "МОБИЛЬНЫЙ ТЕЛЕФОН", "phone" },
	{ "number", "Телефон", "phone" }, { "text", "WhatsApp", "phone" },
	{ "short_text", "Эл. почта", "email" },
	{ "short_text", "Почтовый адрес", "comment" },
	{ "currency", "Зарплатные ожидания", "money" },
	{ "number", "ЗП на руки", "money" }, { "short_text", "З/П", "money" },
	{ "drop_down", "Вилка", "money" }, { "currency", "Ожидания", "money" },
	{ "currency", "Бюджет вакансии", "comment" },
	{ "number", "Опыт, лет", "comment" },
	{ "short_text", "Должность", "position" },
	{ "drop_down", "Желаемая позиция", "position" },
	{ "short_text", "Текущая компания", "company" },
	{ "text", "Место работы", "company" },
	{ "short_text", "Компания-заказчик", "comment" },
	{ "date", "Дата рождения", "birthday" }, { "date", "Д.Р.", "birthday" },
	{ "date", "ДР", "birthday" }, { "date", "Дата выхода", "comment" },
	{ "short_text", "Место рождения", "comment" },
	{ "short_text", "Скайп", "skype" }, { "url", "Телеграм", "telegram" },
	{ "short_text", "ТГ", "telegram" }, { "short_text", "Отгул", "comment" },
	{ "text", "Комментарий", "comment" }, { "text", "Заметки", "comment" },
	{ "text", "Не отправлять", "none" }, { "checkbox", "Есть телеграм", "comment" },
	{ "url", "LinkedIn", "link" }, { "short_text", "Ссылка на rabota.by", "link" },
	{ "url", "Профиль", "link" }, { "url", "Портфолио", "comment" },
	{ "checkbox", "Есть LinkedIn", "comment" },
	/* English */
	{ "short_text", "Phone", "phone" }, { "short_text", "Mobile no.", "phone" },
	{ "short_text", "E-mail", "email" }, { "short_text", "e‑mail", "email" },
	{ "short_text", "Mailing list", "comment" },
	{ "currency", "Salary expectations", "money" },
	{ "number", "Expectations", "money" },
	{ "number", "Conversion rate", "comment" },
	{ "short_text", "Position", "position" },
	{ "short_text", "Current employer", "company" },
	{ "date", "DOB", "birthday" }, { "date", "Birth date", "birthday" },
	{ "short_text", "Skype ID", "skype" }, { "short_text", "Telegram @", "telegram" },
	{ "text", "Do not send", "none" }, { "text", "Don't send", "none" },
	/* Kazakh, Kyrgyz, Uzbek */
	{ "short_text", "Ұялы телефон", "phone" },
	{ "short_text", "Электрондық пошта", "email" },
	{ "number", "Жалақы", "money" }, { "number", "Айлык", "money" },
	{ "date", "Туған күні", "birthday" }, { "date", "Туулган күнү", "birthday" },
	{ "short_text", "Лауазымы", "position" }, { "short_text", "Жұмыс орны", "company" },
	{ "date", "Tug'ilgan kun", "birthday" }, { "date", "Tugʻilgan sana", "birthday" },
	{ "number", "Maosh", "money" }, { "short_text", "Lavozimi", "position" },
	{ "short_text", "Telefon raqami", "phone" }, { "short_text", "Ish joyi", "company" },
	/* what no member takes */
	{ "users", "Телефон", "comment" }, { "attachment", "Позиция", "comment" },
	{ "", "", "comment" }, { "unknown", "📞", "comment" },
};

static void
guesses_by_type_and_name(void **state)
{
	int	 wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(guesses); i++) {
		const char	*to = transfer_field_words[transfer_field_guess(
				    guesses[i].type, guesses[i].name)];

		if (strcmp(to, guesses[i].to) != 0) {
			print_error("%s, %s: %s\n", guesses[i].type,
			    guesses[i].name, to);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* --- values --- */

#define OPTIONS "\"type_config\":{\"options\":["				\
	"{\"id\":\"o-1\",\"name\":\"100 000\",\"orderindex\":0},"		\
	"{\"id\":\"o-2\",\"name\":\"Dev \\u0026 Ops\",\"orderindex\":1}]},"
#define LABELS "\"type_config\":{\"options\":["				\
	"{\"id\":\"l-1\",\"label\":\"Java\",\"color\":null},"			\
	"{\"id\":\"l-2\",\"label\":\"Go\",\"color\":\"#fff\"}]},"
#define BYN "\"type_config\":{\"precision\":2,\"currency_type\":\"BYN\"},"

/* A field as ClickUp answers it without its id -> the member's value and the comment's line;
 * NULL: none. */
static const struct {
	const char	*field, *to, *value, *line;
} values[] = {
	/* no "value" at all, null and empty are empty */
	{ "\"type\":\"phone\"", "phone", NULL, NULL },
	{ "\"type\":\"phone\",\"value\":null", "phone", NULL, NULL },
	{ "\"type\":\"labels\",\"value\":[]", "position", NULL, NULL },
	{ "\"type\":\"drop_down\",\"value\":null", "position", NULL, NULL },
	{ "\"type\":\"email\",\"value\":\"  \"", "email", NULL, NULL },
	/* an option by its orderindex (0 is the first, not nothing), as a text, by its id, one that
	 * is gone */
	{ "\"type\":\"drop_down\"," OPTIONS "\"value\":0", "money", "100 000", NULL },
	{ "\"type\":\"drop_down\"," OPTIONS "\"value\":\"1\"", "position", "Dev & Ops", NULL },
	{ "\"type\":\"drop_down\"," OPTIONS "\"value\":\"o-2\"", "position", "Dev & Ops", NULL },
	{ "\"type\":\"drop_down\"," OPTIONS "\"value\":\"o-9\"", "comment", NULL, "o-9" },
	/* labels are named by label, not by name */
	{ "\"type\":\"labels\"," LABELS "\"value\":[\"l-2\",\"l-1\"]",
	    "position", "Go, Java", NULL },
	{ "\"type\":\"labels\"," LABELS "\"value\":[\"l-1\",\"l-9\"]",
	    "comment", NULL, "Java, l-9" },
	/* money: numbers, texts, fractions; nothing is not said */
	{ "\"type\":\"currency\"," BYN "\"value\":2500", "money", "2500 BYN", NULL },
	{ "\"type\":\"currency\"," BYN "\"value\":\"2500.50\"", "money", "2500.50 BYN", NULL },
	{ "\"type\":\"currency\"," BYN "\"value\":12345678901.5",
	    "money", "12345678901.5 BYN", NULL },
	{ "\"type\":\"currency\"," BYN "\"value\":0.30000000000000004", "money", "0.3 BYN", NULL },
	{ "\"type\":\"currency\"," BYN "\"value\":0", "money", NULL, "0 BYN" },
	{ "\"type\":\"currency\",\"value\":\"150000\"", "money", "150000", NULL },
	{ "\"type\":\"number\",\"value\":1e15", "money", "1000000000000000", NULL },
	{ "\"type\":\"short_text\",\"value\":\" от 3000 $ \"", "money", "от 3000 $", NULL },
	{ "\"type\":\"text\",\"value\":\"3000\\nторг\"", "money", "3000", "3000\nторг" },
	/* an option by its orderindex (0 is the first, not nothing), as a text, by its id, one that
	 * is gone */
	{ "\"type\":\"date\",\"value\":\"644115600000\"", "birthday", "1990-05-31", NULL },
	{ "\"type\":\"date\",\"value\":644151600000", "birthday", "1990-05-31", NULL },
	{ "\"type\":\"date\",\"value\":\"-309052800000\"", "birthday", "1960-03-17", NULL },
	{ "\"type\":\"date\",\"value\":\"4102444800000\"", "birthday", NULL, "2100-01-01" },
	{ "\"type\":\"date\",\"value\":\"скоро\"", "birthday", NULL, "скоро" },
	{ "\"type\":\"short_text\",\"value\":\"31.05.1990\"", "birthday", "1990-05-31", NULL },
	{ "\"type\":\"short_text\",\"value\":\"1990-05-31\"", "birthday", "1990-05-31", NULL },
	{ "\"type\":\"short_text\",\"value\":\"05/31/1990\"", "birthday", "1990-05-31", NULL },
	{ "\"type\":\"short_text\",\"value\":\"05/06/1990\"", "birthday", NULL, "05/06/1990" },
	{ "\"type\":\"short_text\",\"value\":\"31.02.1990\"", "birthday", NULL, "31.02.1990" },
	{ "\"type\":\"short_text\",\"value\":\"5.6.1990 г.р.\"",
	    "birthday", "1990-06-05", "5.6.1990 г.р." },
	{ "\"type\":\"short_text\",\"value\":\"1990\"", "birthday", NULL, "1990" },
	/* phones and e-mails as people write them; what stands beside them stays */
	{ "\"type\":\"phone\",\"value\":\"+375 29 111-22-33\"",
	    "phone", "+375 29 111-22-33", NULL },
	{ "\"type\":\"phone\",\"value\":\"80291112233 после 18\"",
	    "phone", "80291112233", "80291112233 после 18" },
	{ "\"type\":\"phone\",\"value\":\"нет\"", "phone", NULL, "нет" },
	{ "\"type\":\"number\",\"value\":375291112233", "phone", "375291112233", NULL },
	{ "\"type\":\"email\",\"value\":\" Anna@Nova.by \"", "email", "anna@nova.by", NULL },
	{ "\"type\":\"email\",\"value\":\"anna@\"", "email", NULL, "anna@" },
	/* accounts */
	{ "\"type\":\"url\",\"value\":\"https://t.me/anna_k\"", "telegram", "anna_k", NULL },
	{ "\"type\":\"short_text\",\"value\":\"@anna_k\"", "telegram", "anna_k", NULL },
	{ "\"type\":\"short_text\",\"value\":\"anna_k\"", "telegram", "anna_k", NULL },
	{ "\"type\":\"short_text\",\"value\":\"@anna_k, вечером\"",
	    "telegram", "anna_k", "@anna_k, вечером" },
	{ "\"type\":\"short_text\",\"value\":\"https://t.me/+AbCdEf\"",
	    "telegram", NULL, "https://t.me/+AbCdEf" },
	{ "\"type\":\"short_text\",\"value\":\"https://t.me/joinchat/AbC\"",
	    "telegram", NULL, "https://t.me/joinchat/AbC" },
	{ "\"type\":\"short_text\",\"value\":\"есть\"", "telegram", NULL, "есть" },
	{ "\"type\":\"short_text\",\"value\":\"skype:live:.cid.1a\"",
	    "skype", "live:.cid.1a", NULL },
	{ "\"type\":\"short_text\",\"value\":\"нет скайпа\"", "skype", NULL, "нет скайпа" },
	/* the rest of the types, as lines */
	{ "\"type\":\"checkbox\",\"value\":\"true\"", "comment", NULL, "да" },
	{ "\"type\":\"checkbox\",\"value\":false", "comment", NULL, "нет" },
	{ "\"type\":\"checkbox\",\"value\":true", "position", NULL, "да" },
	{ "\"type\":\"emoji\",\"type_config\":{\"count\":5,\"code_point\":\"2b50\"},\"value\":4",
	    "comment", NULL, "4/5" },
	{ "\"type\":\"users\","
	    "\"value\":[{\"id\":1,\"username\":\"Анна\"},"
	    "{\"id\":2,\"username\":null,\"email\":\"b@c.by\"}]",
	    "comment", NULL, "Анна, b@c.by" },
	{ "\"type\":\"automatic_progress\",\"value\":{\"percent_complete\":70}",
	    "comment", NULL, "70%" },
	{ "\"type\":\"manual_progress\",\"type_config\":{\"start\":0,\"end\":40},"
	    "\"value\":{\"current\":10}", "comment", NULL, "25%" },
	{ "\"type\":\"location\","
	    "\"value\":{\"location\":{\"lat\":1},\"formatted_address\":\"Минск\"}",
	    "comment", NULL, "Минск" },
	{ "\"type\":\"tasks\",\"value\":[{\"id\":\"86a\",\"name\":\"Звонок\"}]",
	    "comment", NULL, "Звонок" },
	{ "\"type\":\"text\",\"value\":\"личное\"", "none", NULL, NULL },
};

/* The field as the task keeps it, with an id and a name. */
static char *
kept(const char *field)
{
	own_str char		*text = mem_fmt("{\"id\":\"f\",\"name\":\"Поле\",%s}",
				    field);
	own_json json_t		*doc = json_loads(text, 0, NULL);
	own_buf struct buf	 out = { 0 };

	assert_non_null(doc);
	emit_open(&out, NULL, '[');
	clickup_field_emit(&out, doc, INT64_C(3) * 3600 * 1000);
	emit_close(&out, ']');
	return mem_dup(buf_str(&out));
}

static bool
is_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void
values_become_members_or_lines(void **state)
{
	int	 wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(values); i++) {
		own_str char	*fields = kept(values[i].field);
		own_json json_t	*choices = json_pack("{s:s}", "f", values[i].to);
		const struct transfer_contact_ask ask = {
			.custom_fields = fields, .choices = choices };
		own_transfer_contact struct transfer_contact c = { 0 };
		enum transfer_field	 to;
		const char		*line;

		assert_true(transfer_field_of(values[i].to, &to));
		transfer_contact_read(&ask, &c);
		line = field_str(json_array_get(c.lines, 0), "text");
		if (!is_text(c.member[to], values[i].value) ||
		    !is_text(line, values[i].line)) {
			print_error("%s: %s, %s\n", values[i].field,
			    c.member[to], line);
			wrong++;
		}
		assert_int_equal(json_array_size(c.kept), to ==
		    TRANSFER_FIELD_NONE);
	}
	assert_int_equal(wrong, 0);
}

/* --- several fields --- */

#define FIELD(id, name, type, text) "{\"id\":\"" id "\",\"name\":\"" name	\
	"\",\"type\":\"" type "\",\"display\":\"" text "\",\"value\":\"" text "\"}"

static void
nothing_that_is_filled_gets_lost(void **state)
{
	static const char	 fields[] = "["
		FIELD("p1", "Телефон", "phone", "+375 29 111-22-33") ","
		FIELD("p2", "Телефон 2", "phone", "+375 33 444-55-66") ","
		FIELD("m", "Ожидания", "short_text", "3000 $") ","
		FIELD("t", "Telegram", "short_text", "@anna_k") ","
		FIELD("c", "Город", "short_text", "Минск, anna@nova.by") ","
		FIELD("l", "LinkedIn", "url", "https://linkedin.com/in/anna-k") ","
		FIELD("n", "Личное", "text", "rabota.by/resume/1 x@y.by") "]";
	own_json json_t		*choices = json_pack("{s:s}", "n", "none");
	own_json json_t		*cv = json_pack("{s:{s:s, s:[s], s:s, s:s}}",
		"fields", "email", "cv@nova.by", "phones", "+375 25 000-00-00",
		"position", "Lead", "telegram", "@other");
	const struct transfer_contact_ask ask = { .custom_fields = fields,
		.choices = choices };
	own_transfer_contact struct transfer_contact	 c = { 0 };
	const struct transfer_words	 words = { "Задача", "Задача ClickUp",
		"ClickUp" };
	const struct transfer_item	 item = { .name = (char[]){ "A" },
		.text = (char[]){ "" },
		.url = (char[]){ "https://app.clickup.com/t/1" } };
	const struct person_name	 name = { .first = "A", .last = "B" };
	struct transfer_text		 text = { .words = &words,
		.item = &item, .contact = &c };
	const struct transfer_body	 b = { .name = &name, .contact = &c,
		.text = &text, .cv = cv };
	own_json json_t			*body = NULL;
	own_str char			*made = NULL, *attached = NULL;

	(void)state;
	transfer_contact_read(&ask, &c);
	body = transfer_body_json(&b);
	assert_string_equal(field_str(body, "phone"), "+375 29 111-22-33");
	assert_string_equal(field_str(body, "money"), "3000 $");
	assert_string_equal(field_str(body, "position"), "Lead");
	/* what no field is for: the CV's, before what a text holds */
	assert_string_equal(field_str(body, "email"), "cv@nova.by");
	assert_string_equal(c.email, "anna@nova.by");
	assert_string_equal(field_str(json_array_get(json_object_get(body,
	    "social"), 0), "value"), "anna_k");
	assert_int_equal(c.nlinks, 1);
	made = transfer_text_comment(&text);
	assert_non_null(strstr(made, "\nТелефон 2: +375 33 444-55-66\n"));
	assert_non_null(strstr(made, "\nГород: Минск, anna@nova.by\n"));
	assert_non_null(strstr(made, "\nПрофиль: https://linkedin.com/in/anna-k\n"));
	assert_null(strstr(made, "LinkedIn:"));
	assert_null(strstr(made, "+375 29"));
	assert_null(strstr(made, "Личное"));
	text.attached = true;
	attached = transfer_text_comment(&text);
	assert_non_null(strstr(attached, "\nТелефон: +375 29 111-22-33\n"));
	assert_non_null(strstr(attached, "\nОжидания: 3000 $\n"));
	assert_null(strstr(attached, "Личное"));
}

/* A field that a person put into the comment is no phone, whatever it holds. */
static void
a_choice_stands_before_the_guess(void **state)
{
	static const char	 fields[] = "["
		FIELD("a", "Телефон", "phone", "+375 29 111-22-33") ","
		FIELD("b", "Связь", "short_text", "+375 33 444-55-66") ","
		FIELD("c", "Контакт", "short_text", "+375 25 777-88-99") ","
		FIELD("l", "LinkedIn", "url", "linkedin.com/in/anna-k") ","
		FIELD("m", "Профиль", "url", "nova.by/anna") "]";
	own_json json_t		*choices = json_pack("{s:s, s:s, s:s, s:s, s:s}",
		"a", "comment", "b", "comment", "c", "wrong", "l", "comment",
		"m", "link");
	const struct transfer_contact_ask ask = { .custom_fields = fields,
		.choices = choices };
	own_transfer_contact struct transfer_contact	 c = { 0 };

	(void)state;
	transfer_contact_read(&ask, &c);
	assert_string_equal(c.phone, "+375 25 777-88-99");
	assert_null(c.member[TRANSFER_FIELD_PHONE]);
	assert_int_equal(json_array_size(c.lines), 5);
	assert_int_equal(c.nlinks, 0);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(guesses_by_type_and_name),
		cmocka_unit_test(values_become_members_or_lines),
		cmocka_unit_test(nothing_that_is_filled_gets_lost),
		cmocka_unit_test(a_choice_stands_before_the_guess),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
