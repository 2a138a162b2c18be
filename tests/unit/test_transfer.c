/* The choices of a transfer, without any service: which contacts, which name, which file, and what
 * is written from them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api_upload.h"
#include "io/address.h"
#include "io/field.h"
#include "transfer/body.h"
#include "transfer/contact.h"
#include "transfer/cv.h"
#include "transfer/name.h"
#include "transfer/source.h"
#include "transfer/text.h"
#include "transfer/upload.h"

/* --- contacts --- */

static void
reads_contacts_where_people_put_them(void **state)
{
	static const struct {
		const char	*fields, *description, *email, *phone;
	} cases[] = {
		{ "[{\"type\":\"email\",\"value\":\"a@b.by\"},{\"type\":\"phone\","
		    "\"value\":\"+375 29 111-22-33\"}]",
		    "x@y.by, 8 (029) 999-88-77", "a@b.by",
		    "+375 29 111-22-33" },
		{ "[{\"type\":\"email\",\"value\":\"a@b.by\"}]",
		    "Тел.: 8 (029) 111-22-33, x@y.by", "a@b.by",
		    "8 (029) 111-22-33" },
		/* dates and money are no phones; a field of phones comes first */
		{ "[{\"type\":\"short_text\",\"value\":\"c@d.by 8 033 "
		    "444-55-66\"},{\"type\":\"phone\",\"value\":"
		    "\"111-22-33\"},{\"type\":\"number\",\"value\":"
		    "\"80291112233\"}]", "8 (029) 111-22-33", "c@d.by",
		    "111-22-33" },
		{ NULL, "Опыт 2015 - 2023, 150 000 - 200 000. Тел.: "
		    "8 (029) 111-22-33", "", "8 (029) 111-22-33" },
		{ NULL, "почта x.y+z@mail.example.com",
		    "x.y+z@mail.example.com", NULL },
		{ "[{\"type\":\"phone\",\"value\":null},{}]", NULL, "", NULL },
		{ "{", "", "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		const struct transfer_contact_ask	 ask = {
			.custom_fields = cases[i].fields,
			.description = cases[i].description };
		own_transfer_contact struct transfer_contact got = { 0 };

		transfer_contact_read(&ask, &got);
		assert_string_equal(got.email, cases[i].email);
		if (cases[i].phone == NULL)
			assert_null(got.phone);
		else
			assert_string_equal(got.phone, cases[i].phone);
	}
}

/* "Ковалёва Анна, +375 29 111-22-33": what a field says of it comes first. */
static void
reads_contacts_of_the_title(void **state)
{
	struct transfer_contact_ask	 ask = {
		.title = "Ковалёва Анна, 8 029 111-22-33, a@b.by, linkedin.com/in/a-b",
		.description = "тел. рекрутера 8 033 444-55-66, hr@b.by" };
	own_transfer_contact struct transfer_contact	 got = { 0 },
		field = { 0 };

	(void)state;
	transfer_contact_read(&ask, &got);
	assert_string_equal(got.phone, "8 029 111-22-33");
	assert_string_equal(got.email, "a@b.by");
	assert_int_equal(got.nlinks, 1);
	ask.custom_fields = "[{\"type\":\"email\",\"value\":\"c@d.by\"}]";
	transfer_contact_read(&ask, &field);
	assert_string_equal(field.email, "c@d.by");
}

/* All of them once; LinkedIn's is sent as the résumé wherever it was written. */
static void
keeps_every_profile(void **state)
{
	own_json json_t	*comments = json_pack("[{s:s}, {s:n}, {s:s}]", "text",
		"резюме: rabota.by/resume/2", "text", "text",
		"https://by.linkedin.com/in/a-b/?x=1\nвот");
	struct transfer_contact_ask	 ask = {
		.description = "см. rabota.by/resume/1, linkedin.com/jobs/view/1",
		.comments = comments };
	own_transfer_contact struct transfer_contact	 got = { 0 },
		bare = { 0 };

	(void)state;
	transfer_contact_read(&ask, &got);
	assert_int_equal(got.nlinks, 3);
	assert_string_equal(got.links[0].url, "https://rabota.by/resume/1");
	assert_int_equal(transfer_contact_profile(&got)->site,
	    PERSON_LINKEDIN);
	ask = (struct transfer_contact_ask){
		.custom_fields = "[{\"value\":\"linkedin.com/in/a-b\"}]",
		.markdown = "[Профиль](https://www.linkedin.com/in/a-b/)" };
	transfer_contact_clear(&got);
	transfer_contact_read(&ask, &got);
	assert_int_equal(got.nlinks, 1);
	ask = (struct transfer_contact_ask){ .description = "нет" };
	transfer_contact_read(&ask, &bare);
	assert_null(transfer_contact_profile(&bare));
}

/* --- the name --- */

#define NAME(f, l, m) "{\"name\":{\"first\":" f ",\"last\":" l \
	",\"middle\":" m "}}"

/* title, the parser's fields, the last name given -> last, first, middle, where from */
static const struct {
	const char		*title, *cv, *given, *last, *first, *middle;
	enum transfer_name_from	 from;
} names[] = {
	{ "Ковалёва Анна", NULL, NULL, "Ковалёва", "Анна", "",
	    TRANSFER_NAME_TITLE },
	/* what the preview shows is what is made, whatever the CV says */
	{ "Ковалёва Анна", NAME("\"Anna\"", "\"Kovaleva\"", "null"), NULL,
	    "Ковалёва", "Анна", "", TRANSFER_NAME_TITLE },
	{ "Ковалёва Анна", NAME("\"Анна\"", "\"Ковалёва\"", "\"Олеговна\""),
	    NULL, "Ковалёва", "Анна", "Олеговна", TRANSFER_NAME_TITLE },
	{ "Ковалёва Анна", "{\"name\":null}", "Другая", "Другая", "-", "",
	    TRANSFER_NAME_PART },
	{ "Анна", NULL, NULL, "-", "Анна", "", TRANSFER_NAME_PART },
	{ "Анна", NAME("null", "\"Ли\"", "null"), NULL, "Ли", "Анна", "",
	    TRANSFER_NAME_CV },
	{ "Senior Java", NAME("\"Anna\"", "\"Li\"", "null"), NULL, "Li",
	    "Anna", "", TRANSFER_NAME_CV },
	{ "Senior Java", NULL, NULL, "Senior Java", "-", "",
	    TRANSFER_NAME_PART },
	{ "", NAME("\" Anna \"", "\"Li\\n\"", "null"), NULL, "Li", "Anna", "",
	    TRANSFER_NAME_CV },
	/* the heading of a CV is no name; capitals are written as names are */
	{ "Ковалёва Анна", NAME("\"РЕЗЮМЕ\"", "\"Ковалёва\"", "null"), NULL,
	    "Ковалёва", "Анна", "", TRANSFER_NAME_TITLE },
	{ "Senior Java", NAME("\"РЕЗЮМЕ\"", "\"КОВАЛЁВА\"", "null"), NULL,
	    "Ковалёва", "-", "", TRANSFER_NAME_PART },
	{ "Senior Java", NAME("\" АННА \"", "\"КОВАЛЁВА\"", "null"), NULL,
	    "Ковалёва", "Анна", "", TRANSFER_NAME_CV },
	{ "", NAME("\"  \"", "null", "null"), NULL, NULL, NULL, NULL,
	    TRANSFER_NAME_PART },
	{ "", NULL, NULL, NULL, NULL, NULL, TRANSFER_NAME_PART },
};

static void
names_people(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(names); i++) {
		own_json json_t			*cv = names[i].cv == NULL ?
			NULL : json_loads(names[i].cv, 0, NULL);
		const struct transfer_name_ask	 ask = {
			.title = names[i].title, .cv = cv,
			.last = names[i].given };
		struct person_name		 got;
		enum transfer_name_from		 from;
		struct err			 err = { 0 };

		if (transfer_name_read(&ask, &got, &from, &err) == -1) {
			assert_null(names[i].last);
			assert_string_equal(err.code, "transfer.name_empty");
			continue;
		}
		assert_string_equal(got.last, names[i].last);
		assert_string_equal(got.first, names[i].first);
		assert_string_equal(got.middle, names[i].middle);
		assert_int_equal(from, names[i].from);
	}
}

/* --- the files --- */

#define FILE_(id, title, more) "{\"id\":\"" id "\",\"title\":\"" title \
	"\",\"url\":\"u\"" more "}"
#define EXT(e) ",\"extension\":\"" e "\""
#define MIME(m) ",\"mimetype\":\"" m "\""
#define JAN ",\"date\":\"2026-01-01T00:00:00.000Z\""
#define FEB ",\"date\":\"2026-02-01T00:00:00.000Z\""

/* attachments -> the ids of those that may be CVs, the likeliest first */
static const struct { const char *files, *ids; } files[] = {
	{ NULL, "" }, { "[]", "" }, { "{", "" }, { "[1,null,{}]", "" },
	{ "[" FILE_("1", "b.pdf", EXT("pdf") FEB) "," FILE_("2", "a.Pdf",
	    EXT("pdf") JAN) "]", "21" },
	{ "[" FILE_("1", "undated.pdf", "") "," FILE_("2", "dated.pdf", JAN)
	    "]", "21" },
	{ "[" FILE_("1", "scan.jpg", JAN) "," FILE_("2", "cv.docx", FEB) ","
	    FILE_("3", "cv.rtf", JAN) "," FILE_("4", "cv.pdf", FEB) ","
	    FILE_("5", "cv.odt", JAN) "," FILE_("6", "old.doc", FEB) "]",
	    "426531" },
	{ "[" FILE_("1", "resume", MIME("application/pdf")) "]", "1" },
	{ "[" FILE_("1", "resume", EXT("") MIME("application/pdf")) "]", "1" },
	{ "[" FILE_("1", "resume", EXT("application/pdf")) "]", "1" },
	{ "[" FILE_("1", "CV.pdf ", "") "]", "1" },
	/* says nothing of itself: its bytes will tell, after all others */
	{ "[" FILE_("1", "Резюме Иванова", JAN) "," FILE_("2", "x.pdf", FEB)
	    "]", "21" },
	{ "[" FILE_("1", "x.zip", "") "," FILE_("2", "y.xlsx", "") ","
	    FILE_("3", "z.mp4", MIME("video/mp4")) "," FILE_("4", "i.gif", "")
	    "]", "" },
	{ "[{\"id\":\"1\",\"title\":\"x.pdf\",\"extension\":\"pdf\"}]", "" },
};

static void
orders_cvs(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(files); i++) {
		own_transfer_cvs struct transfer_cvs	got = { .n = 0 };
		own_buf struct buf			ids = { 0 };
		own_json json_t				*list =
		    files[i].files == NULL ? NULL :
		    json_loads(files[i].files, 0, NULL);

		transfer_cvs_read(list, &got);
		for (size_t n = 0; n < got.n; n++)
			buf_puts(&ids, got.v[n].id);
		assert_string_equal(buf_str(&ids), files[i].ids);
	}
}

static void
takes_sixteen_files_at_most(void **state)
{
	own_json json_t				*list = json_array();
	own_transfer_cvs struct transfer_cvs	 got = { .n = 0 };

	(void)state;
	for (int i = 0; i < 40; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "id",
		    "1", "url", "u", "title", "cv.pdf"));
	transfer_cvs_read(list, &got);
	assert_int_equal(got.n, TRANSFER_CVS_MAX);
}

static void
names_files_by_their_bytes(void **state)
{
	static const struct {
		const char	*title;
		enum filetype	 type;
		const char	*name;
	} cases[] = {
		{ "CV.pdf ", FILETYPE_PDF, "CV.pdf" },
		{ "Old.PDF", FILETYPE_PDF, "Old.PDF" },
		{ "photo.jpeg", FILETYPE_JPEG, "photo.jpeg" },
		{ "Иванов.docx", FILETYPE_PDF, "Иванов.pdf" },
		{ "Иванов.pdf", FILETYPE_DOCX, "Иванов.docx" },
		{ "Резюме", FILETYPE_PDF, "Резюме.pdf" },
		{ "cv v1.2", FILETYPE_RTF, "cv v1.2.rtf" },
		{ "  ", FILETYPE_ODT, "resume.odt" },
		{ ".pdf", FILETYPE_PDF, ".pdf.pdf" },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_str char	*got = transfer_cv_name(cases[i].title,
				    cases[i].type);

		assert_string_equal(got, cases[i].name);
	}
}

static void
records_what_went_and_what_stayed(void **state)
{
	struct transfer_cv	 cv = { .id = (char[]){ "a" }, .title =
		(char[]){ "cv.pdf" } }, more = { .id = (char[]){ "b" },
		.title = (char[]){ "x.pdf" } }, left = { .id = (char[]){ "c" },
		.title = (char[]){ "big.pdf" } };
	const struct huntflow_upload	 up = { .id = 7, .photo = 9 };
	const struct err		 why = { .kind = ERR_TOO_LARGE,
		.code = "huntflow.file_too_large", .text = "big.pdf" };
	own_json json_t	*record = transfer_upload_new(), *words = NULL,
			*own = NULL, *all = NULL;

	(void)state;
	assert_int_equal(transfer_upload_file(NULL), 0);
	transfer_upload_cv(record, &cv, &up);
	transfer_upload_more(record, &more, 8);
	transfer_upload_left(record, &left, &why);
	assert_int_equal(transfer_upload_file(record), 7);
	assert_true(transfer_upload_has(record, "a"));
	assert_true(transfer_upload_has(record, "b"));
	assert_false(transfer_upload_has(record, "c"));
	assert_false(transfer_upload_has(record, NULL));
	own = transfer_upload_ids(record, false);
	all = transfer_upload_ids(record, true);
	assert_int_equal(json_array_size(own), 1);
	assert_int_equal(json_integer_value(json_array_get(all, 0)), 7);
	words = transfer_upload_words(record, "ru");
	assert_string_equal(field_str(json_array_get(words, 0), "title"),
	    "big.pdf");
	assert_non_null(strstr(field_str(json_array_get(words, 0), "text"),
	    "15 МБ"));
}

/* --- what is written --- */

static const struct transfer_words words = { "Задача", "Задача ClickUp",
	"ClickUp" };

static struct transfer_item
item_of(const char *name, const char *text)
{
	return (struct transfer_item){
		.name = mem_dup(name), .text = mem_dup(text),
		.url = mem_dup("https://app.clickup.com/t/86abc"),
		.lines = json_pack("[{s:s, s:s}, {s:s, s:s}]", "name",
		    "Исполнители", "text", "Ирина", "name", "Статус", "text",
		    " "),
		.files = json_pack("[{s:s, s:s, s:s}, {s:s, s:s, s:s}, "
		    "{s:s, s:s, s:s}]", "id", "a", "title", "cv.pdf", "url",
		    "https://files.example.com/cv.pdf", "id", "b", "title",
		    "test.zip", "url", "https://files.example.com/test.zip",
		    "id", "c", "title", "own.zip", "url",
		    "http://10.0.0.5/x"),
	};
}

#define CV "{\"file\":7,\"photo\":9,\"fields\":{\"email\":\"doe@mail.example\","\
	"\"phones\":[\"+7 999\"],\"salary\":100500,\"birthdate\":"	\
	"{\"year\":2000,\"month\":2,\"day\":29,\"precision\":\"day\"},"	\
	"\"telegram\":\"@doe\",\"experience\":[{\"company\":\"Acme\"}]}}"

static void
writes_the_document(void **state)
{
	own_transfer_item struct transfer_item item = item_of("Иванов Иван",
		"текст");
	const struct person_name	 name = { .first = "Иван",
		.last = "Иванов", .position = "Dev" };
	struct transfer_contact		 contact = { .email = "own@b.by",
		.phone = (char[]){ "8 029 1" } };
	const struct transfer_text	 text = { .words = &words,
		.item = &item, .contact = &contact, .marker = "hwmark" };
	own_json json_t			*cv = json_loads(CV, 0, NULL);
	struct transfer_body		 b = { .name = &name,
		.contact = &contact, .text = &text, .cv = cv };
	own_json json_t			*body = transfer_body_json(&b),
					*bare = NULL;
	const json_t			*external = json_array_get(
		json_object_get(body, "externals"), 0);

	(void)state;
	assert_string_equal(field_str(body, "email"), "doe@mail.example");
	assert_string_equal(field_str(body, "phone"), "+7 999");
	assert_string_equal(field_str(body, "money"), "100500");
	assert_string_equal(field_str(body, "birthday"), "2000-02-29");
	assert_int_equal(field_num(body, "photo", 0), 9);
	assert_int_equal(json_integer_value(json_array_get(
	    json_object_get(external, "files"), 0)), 7);
	assert_non_null(strstr(field_str(json_object_get(external, "data"),
	    "body"), "https://app.clickup.com/t/86abc#hwmark"));
	b.cv = NULL;
	bare = transfer_body_json(&b);
	assert_string_equal(field_str(bare, "email"), "own@b.by");
	assert_string_equal(field_str(bare, "phone"), "8 029 1");
	assert_null(json_object_get(bare, "photo"));
}

static void
writes_the_comment(void **state)
{
	own_transfer_item struct transfer_item item = item_of("Имя",
		"Описание тут");
	own_json json_t	*record = json_pack("{s:{s:s}}", "cv", "attachment",
		"a");
	struct transfer_contact	 contact = { .nlinks = 2, .links = {
		{ PERSON_LINKEDIN, "https://linkedin.com/in/a" },
		{ PERSON_RABOTA, "https://rabota.by/resume/1" } } };
	struct transfer_text	 t = { .words = &words, .item = &item,
		.contact = &contact, .marker = "hwmark", .files = record };
	own_str char		*text = NULL, *bare = NULL;

	(void)state;
	item.comments = json_pack("[{s:s,s:s,s:s}]", "user", "Олег", "date",
	    "2026-11-20T00:00:00Z", "text", "да");
	text = transfer_text_comment(&t);
	assert_non_null(strstr(text, "Задача ClickUp: Имя\n"));
	assert_null(strstr(text, "Статус"));
	assert_non_null(strstr(text, "Исполнители: Ирина"));
	assert_non_null(strstr(text, "2026-11-20 Олег: да"));
	assert_non_null(strstr(text, "https://linkedin.com/in/a\n"));
	assert_non_null(strstr(text, "https://rabota.by/resume/1\n"));
	assert_non_null(strstr(text, "86abc#hwmark\n"));
	assert_null(strstr(text, "Метка"));
	/* with its file; with an address; with one that nobody outside can open */
	assert_null(strstr(text, "example.com/cv.pdf"));
	assert_non_null(strstr(text, "example.com/test.zip"));
	assert_null(strstr(text, "10.0.0.5"));
	t.marker = NULL;
	bare = transfer_text_comment(&t);
	assert_null(strstr(bare, "hwmark"));
}

static void
tells_addresses_that_all_can_open(void **state)
{
	static const struct { const char *url; bool open; } urls[] = {
		{ "https://t.example.com/x", true },
		{ "https://user@t.example.com:8443/x?y#z", true },
		{ "https://8.8.8.8/x", true },
		{ "http://127.0.0.1:4010/x", false },
		{ "https://10.1.2.3/x", false },
		{ "https://[::1]/x", false },
		{ "https://files/x", false },
		{ "https://files.local/x", false },
		{ "https://a@192.168.0.1/x", false },
		{ "/x", false }, { "", false },
	};

	(void)state;
	for (size_t i = 0; i < nitems(urls); i++)
		assert_int_equal(address_url_public(urls[i].url),
		    urls[i].open);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(reads_contacts_where_people_put_them),
		cmocka_unit_test(reads_contacts_of_the_title),
		cmocka_unit_test(keeps_every_profile),
		cmocka_unit_test(names_people),
		cmocka_unit_test(orders_cvs),
		cmocka_unit_test(takes_sixteen_files_at_most),
		cmocka_unit_test(names_files_by_their_bytes),
		cmocka_unit_test(records_what_went_and_what_stayed),
		cmocka_unit_test(writes_the_document),
		cmocka_unit_test(writes_the_comment),
		cmocka_unit_test(tells_addresses_that_all_can_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
