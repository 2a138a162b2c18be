/* table: tables as strangers send them, read by the sealed reader: their rows, or why there are
 * none; the formats of numbers; which row names the columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <zip.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "table/extract.h"
#include "table/format.h"
#include "table/grid.h"
#include "table/read.h"

static struct conf	*conf;
static struct err	 err;

static int
open_group(void **state)
{
	own_str char	*bin = mem_fmt("%s/cgi-bin", getenv("HIREWIRE_BIN"));

	(void)state;
	setenv("BIN_DIR", bin, 1);
	return (conf = conf_open(&err)) == NULL ? -1 : 0;
}

static int
close_group(void **state)
{
	(void)state;
	conf_close(conf);
	return 0;
}

/* What was read, as JSON: the columns, then each row with its number; or the problem and where. */
static char *
said(const char *data, size_t len, const struct table_ask *ask)
{
	own_table_text struct table_text	t = { 0 };
	own_buf struct buf			out = { 0 };
	own_str char				*columns = NULL;
	json_t					*row;

	err = (struct err){ 0 };
	if (table_read(conf, data, len, ask, &t, &err) == -1)
		fail_msg("%s", err.text);
	if (t.problem != NULL)
		return mem_fmt("%s %lld", t.problem, (long long)t.where);
	columns = json_dumps(json_object_get(t.head, "columns"),
	    JSON_COMPACT);
	buf_puts(&out, columns);
	while ((row = table_text_next(&t)) != NULL) {
		own_str char	*text = json_dumps(row, JSON_COMPACT);

		buf_puts(&out, text);
		json_decref(row);
	}
	return mem_dup(buf_str(&out));
}

static void
reads(const char *data, size_t len, const char *wanted)
{
	static const struct table_ask	 any = { 0 };
	own_str char			*got = said(data, len, &any);

	assert_string_equal(got, wanted);
}

/* --- text --- */

#define B(text)	text, sizeof(text) - 1

static const struct {
	const char	*data;
	size_t		 len;
	const char	*wanted;
} texts[] = {
	{ B(""), "table.empty 0" },
	{ B(" \n;;\n"), "table.empty 0" },
	{ B("ФИО,Почта\n"), "table.empty 0" },
	{ B("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "table.kind 0" },
	{ B("%PDF-1.7\n\0\1\2"), "table.kind 0" },
	{ B("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 xls"), "table.xls 0" },
	{ B("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a"
	    "\0c\0k\0a\0g\0e\0"), "table.password 0" },
	{ B("PK\3\4 and no more"), "table.broken 0" },
	/* separators: what the rows say, not the first line alone */
	{ B("Имя,Город\nАнна,Минск\n"),
	    "[\"Имя\",\"Город\"][2,\"Анна\",\"Минск\"]" },
	{ B("Имя;Зарплата\r\nАнна;1,5\r\nОлег;2,5"), "[\"Имя\",\"Зарплата\"]"
	    "[2,\"Анна\",\"1,5\"][3,\"Олег\",\"2,5\"]" },
	{ B("Имя\tО себе\nАнна\ta, b; c\n"),
	    "[\"Имя\",\"О себе\"][2,\"Анна\",\"a, b; c\"]" },
	{ B("Имя|Город\nАнна|Минск\n"),
	    "[\"Имя\",\"Город\"][2,\"Анна\",\"Минск\"]" },
	{ B("sep=;\r\nИмя,а;Город\r\nАнна;Минск\r\n"),
	    "[\"Имя,а\",\"Город\"][3,\"Анна\",\"Минск\"]" },
	/* quotes: lines and separators within; doubled; within a word; never closed */
	{ B("Имя,О себе\n\"Петрова, Анна\",\"a\nb \"\"c\"\"\"\nОлег,5\" экран\n"),
	    "[\"Имя\",\"О себе\"][2,\"Петрова, Анна\",\"a\\nb \\\"c\\\"\"]"
	    "[3,\"Олег\",\"5\\\" экран\"]" },
	{ B("Имя,О себе\nАнна,\"a\nb,c\n"), "table.quote 2" },
	/* rows: ragged, blank, after notes; blanks around */
	{ B("Имя,Город,Тел\nАнна\n\n , \nОлег,Брест,1,ещё\n"),
	    "[\"Имя\",\"Город\",\"Тел\",\"D\"][2,\"Анна\"]"
	    "[5,\"Олег\",\"Брест\",\"1\",\"ещё\"]" },
	{ B("Notes:\n\"Some, of the e-mails\"\n\nFirst Name,Last Name,URL,Email\n"
	    "Anna,Petrova,https://www.linkedin.com/in/a,\n"),
	    "[\"First Name\",\"Last Name\",\"URL\",\"Email\"]"
	    "[5,\"Anna\",\"Petrova\",\"https://www.linkedin.com/in/a\"]" },
	/* nobody named the columns; two have one name; one has none, one says nothing */
	{ B("Анна,anna@a.by\nОлег,oleg@a.by\n"),
	    "[\"A\",\"B\"][1,\"Анна\",\"anna@a.by\"][2,\"Олег\",\"oleg@a.by\"]" },
	{ B("Петрова Анна\nБыков Олег\n"),
	    "[\"A\"][1,\"Петрова Анна\"][2,\"Быков Олег\"]" },
	{ B("Анна,Петрова\nОлег,Быков\n"), "[\"A\",\"B\"]"
	    "[1,\"Анна\",\"Петрова\"][2,\"Олег\",\"Быков\"]" },
	{ B("Анна\n"), "[\"A\"][1,\"Анна\"]" },
	{ B("Контактное лицо,Город\nПетрова Анна,Минск\n"),
	    "[\"Контактное лицо\",\"Город\"][2,\"Петрова Анна\",\"Минск\"]" },
	{ B("Тел,Тел,,\n1,2,3,\n"),
	    "[\"Тел\",\"Тел (2)\",\"C\"][2,\"1\",\"2\",\"3\"]" },
	{ B("Имя\nАнна\n"), "[\"Имя\"][2,\"Анна\"]" },
	/* files that are no tables, though all of them is text */
	{ B("%PDF-1.4\n1 0 obj << /Type /Page >> endobj\ntrailer"), "table.kind 0" },
	{ B("\xef\xbb\xbf%PDF-1.4\n1 0 obj,2"), "table.kind 0" },
	{ B("{\\rtf1\\ansi Имя,Город}"), "table.kind 0" },
	{ B("\n <html><table><tr><td>Имя</td></tr></table>"), "table.kind 0" },
	{ B("<?xml version=\"1.0\"?><Workbook/>"), "table.kind 0" },
	{ B("[{\"name\": \"Анна\"},\n{\"name\": \"Олег\"}]"), "table.kind 0" },
	{ B("BEGIN:VCARD\r\nFN:Анна\r\nEND:VCARD\r\n"), "table.kind 0" },
	/* an end as programs of old write it */
	{ B("Имя,Город\r\nАнна,Минск\r\n\x1a"), "[\"Имя\",\"Город\"][2,\"Анна\",\"Минск\"]" },
	{ B("Имя,Город\nАнна,Минск\x1a\x1a\0\0"), "[\"Имя\",\"Город\"][2,\"Анна\",\"Минск\"]" },
	{ B("\x1a"), "table.empty 0" },
	/* titles, dates and notes above the names, or above people whom nobody named */
	{ B("Кандидаты\nПетрова Анна,anna@a.by,Минск\nБыков Олег,oleg@a.by,Брест\n"),
	    "[\"A\",\"B\",\"C\"][2,\"Петрова Анна\",\"anna@a.by\",\"Минск\"]"
	    "[3,\"Быков Олег\",\"oleg@a.by\",\"Брест\"]" },
	{ B("Кандидаты,на 01.02.2026\nФИО,Телефон,Почта\nПетрова Анна,80291112233,a@a.by\n"
	    "Быков Олег,80291112244,b@a.by\n"), "[\"ФИО\",\"Телефон\",\"Почта\"]"
	    "[3,\"Петрова Анна\",\"80291112233\",\"a@a.by\"]"
	    "[4,\"Быков Олег\",\"80291112244\",\"b@a.by\"]" },
	{ B("ФИО,Почта,,,\nПетрова Анна,a@a.by,1,2,3\nБыков Олег,b@a.by,4,5,6\n"),
	    "[\"ФИО\",\"Почта\",\"C\",\"D\",\"E\"]"
	    "[2,\"Петрова Анна\",\"a@a.by\",\"1\",\"2\",\"3\"]"
	    "[3,\"Быков Олег\",\"b@a.by\",\"4\",\"5\",\"6\"]" },
	/* but people of whom little is known are people */
	{ B("Петрова Анна\nБыков Олег,oleg@a.by,Брест\nЛис Ян,yan@a.by,Минск\n"),
	    "[\"A\",\"B\",\"C\"][1,\"Петрова Анна\"]"
	    "[2,\"Быков Олег\",\"oleg@a.by\",\"Брест\"][3,\"Лис Ян\",\"yan@a.by\",\"Минск\"]" },
	{ B("Имя,Город\nЮйлань,Минск,нет\nЦзяньго,Брест\nАнна,Гродно\n"),
	    "[\"Имя\",\"Город\",\"C\"][2,\"Юйлань\",\"Минск\",\"нет\"]"
	    "[3,\"Цзяньго\",\"Брест\"][4,\"Анна\",\"Гродно\"]" },
	/* a mark of UTF-8 */
	{ B("\xef\xbb\xbf\"Имя\",b\nАнна,2\n"), "[\"Имя\",\"b\"][2,\"Анна\",\"2\"]" },
};

static void
reads_text_with_any_separator(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(texts); i++)
		reads(texts[i].data, texts[i].len, texts[i].wanted);
}

static void
reads_text_of_every_encoding(void **state)
{
	static const char *const	pages[] = { "WINDOWS-1251", "UTF-16",
		"UTF-16LE", "UTF-16BE", "UTF-8", "IBM866" };

	(void)state;
	for (size_t i = 0; i < nitems(pages); i++) {
		own_str char	*command = mem_fmt("printf '%%s\\r\\n' "
		    "'Фамилия и имя;Город' 'Ковалёва Анна;Минск' | "
		    "iconv -f UTF-8 -t %s", pages[i]);
		FILE		*f = popen(command, "r");
		char		 data[512];
		size_t		 len = fread(data, 1, sizeof(data), f);

		pclose(f);
		reads(data, len, "[\"Фамилия и имя\",\"Город\"]"
		    "[2,\"Ковалёва Анна\",\"Минск\"]");
	}
}

/* Few letters say little of their encoding: then somebody says it. */
static void
reads_text_in_the_encoding_that_is_asked_for(void **state)
{
	static const char	dos[] = "\x88\xac\xef;\x83\xae\xe0\xae\xa4\n"
				    "\x9f\xad;\x93\xe4\xa0\n";
	const struct table_ask	cp866 = { .encoding = "IBM866" },
				koi8 = { .encoding = "KOI8-R" };
	own_str char		*right = said(dos, sizeof(dos) - 1, &cp866),
				*wrong = said(dos, sizeof(dos) - 1, &koi8);

	(void)state;
	assert_string_equal(right, "[\"Имя\",\"Город\"][2,\"Ян\",\"Уфа\"]");
	assert_string_not_equal(wrong, right);
}

static void
put_times(struct buf *out, const char *text, int n)
{
	for (int i = 0; i < n; i++)
		buf_puts(out, text);
}

/* head, then so many times the same. */
static void
refuses(const char *head, const char *same, int n, const char *wanted)
{
	own_buf struct buf	data = { 0 };

	buf_puts(&data, head);
	put_times(&data, same, n);
	reads(data.data, data.len, wanted);
}

static void
refuses_what_is_too_much(void **state)
{
	(void)state;
	refuses("Имя,Город\n", "Анна,Минск\n", TABLE_ROWS_MAX + 1,
	    "table.rows 50002");
	refuses("Имя,Город\nАнна", ",x", TABLE_COLUMNS_MAX,
	    "table.columns 2");
	refuses("Имя,О себе\nАнна,", "щ", TABLE_CELL_MAX + 1,
	    "table.cell 2");
	refuses("Имя\n", "0123456789abcdef\n", 1 << 20, "table.size 0");
}

/* --- workbooks --- */

struct part { const char *name, *xml; };

#define MAIN	"xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "	\
	"xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define REL	"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define SHEET(rows)	"<worksheet " MAIN "><sheetData>" rows "</sheetData></worksheet>"

static void
pack(const struct part *parts, struct buf *out)
{
	zip_error_t	 e;
	zip_source_t	*source = zip_source_buffer_create(NULL, 0, 0, &e);
	zip_t		*zip = zip_open_from_source(source, ZIP_TRUNCATE, &e);
	char		 piece[4096];
	zip_int64_t	 n;

	zip_source_keep(source);
	for (; parts->name != NULL; parts++)
		zip_file_add(zip, parts->name, zip_source_buffer(zip,
		    parts->xml, strlen(parts->xml), 0), ZIP_FL_OVERWRITE);
	zip_close(zip);
	zip_source_open(source);
	while ((n = zip_source_read(source, piece, sizeof(piece))) > 0)
		buf_add(out, piece, (size_t)n);
	zip_source_close(source);
	zip_source_free(source);
}

#define BOOK	"<workbook " MAIN "><workbookPr/><sheets>"			\
	"<sheet name=\"Справка\" sheetId=\"1\" r:id=\"r1\"/>"			\
	"<sheet name=\"Тайна\" sheetId=\"2\" state=\"hidden\" r:id=\"r2\"/>"	\
	"<sheet name=\"Люди\" sheetId=\"3\" r:id=\"r3\"/>"			\
	"<sheet name=\"Ещё\" sheetId=\"4\" r:id=\"r4\"/></sheets></workbook>"
#define RELATIONS "<Relationships>"						\
	"<Relationship Id=\"r1\" Type=\"" REL "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"	\
	"<Relationship Id=\"r2\" Type=\"" REL "/worksheet\" Target=\"worksheets/sheet2.xml\"/>"	\
	"<Relationship Id=\"r3\" Type=\"" REL "/worksheet\" "			\
	"Target=\"/xl/worksheets/sheet3.xml\"/>"				\
	"<Relationship Id=\"r4\" Type=\"" REL "/worksheet\" Target=\"worksheets/sheet4.xml\"/>"	\
	"</Relationships>"
#define STRINGS	"<sst " MAIN "><si><t>ФИО</t></si><si><r><t>Да</t></r><r><t>та</t></r>"	\
	"<rPh><t>yomi</t></rPh></si><si><t>Ковалёва &amp; Ко</t></si></sst>"
#define STYLES	"<styleSheet " MAIN "><numFmts><numFmt numFmtId=\"164\" "	\
	"formatCode=\"dd\\.mm\\.yyyy\"/><numFmt numFmtId=\"165\" "		\
	"formatCode=\"#,##0.00 &quot;дн&quot;\"/></numFmts>"			\
	"<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>"		\
	"<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>"	\
	"<xf numFmtId=\"165\"/><xf numFmtId=\"9\"/></cellXfs></styleSheet>"
/* shared, rich and inline texts; days, a percentage, a long number, a formula's value, truth, an
 * error; a place that is skipped; a cell over two rows. */
#define PEOPLE	"<worksheet " MAIN "><sheetData>"				\
	"<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c>"		\
	"<c r=\"D2\" t=\"inlineStr\"><is><t>Тел</t></is></c><c r=\"E2\" t=\"str\"><v>E</v></c>"	\
	"<c r=\"F2\" t=\"str\"><v>F</v></c><c r=\"G2\" t=\"str\"><v>G</v></c></row>"		\
	"<row r=\"3\"><c r=\"A3\" t=\"s\"><v>2</v></c><c r=\"B3\" s=\"2\"><v>45292</v></c>"	\
	"<c r=\"D3\"><v>7.9161234567E10</v></c><c r=\"E3\" s=\"4\"><v>0.15</v></c>"		\
	"<c r=\"F3\" t=\"b\"><v>1</v></c><c r=\"G3\" t=\"e\"><v>#N/A</v></c></row>"		\
	"<row r=\"4\"><c r=\"A4\"/><c r=\"B4\" s=\"1\"><f>B3+1.5</f><v>45293.5</v></c>"		\
	"<c r=\"C4\"/><c r=\"D4\" s=\"3\"><v>1000.5</v></c></row>"				\
	"<row><c t=\"inlineStr\"><is><t>Олег</t></is></c></row>"				\
	"</sheetData><mergeCells><mergeCell ref=\"A3:A4\"/><mergeCell ref=\"B3:C3\"/>"		\
	"</mergeCells></worksheet>"

static const struct part people[] = {
	{ "xl/workbook.xml", BOOK },
	{ "xl/_rels/workbook.xml.rels", RELATIONS },
	{ "xl/sharedStrings.xml", STRINGS },
	{ "xl/styles.xml", STYLES },
	{ "xl/worksheets/sheet1.xml", SHEET("<row r=\"1\"><c t=\"str\"><v>Заполните лист</v>"
	    "</c></row>") },
	{ "xl/worksheets/sheet2.xml", SHEET("") },
	{ "xl/worksheets/sheet3.xml", PEOPLE },
	{ "xl/worksheets/sheet4.xml", SHEET("<row r=\"1\"><c t=\"str\"><v>Имя</v></c></row>"
	    "<row r=\"2\"><c t=\"str\"><v>Вера</v></c></row>") },
	{ NULL, NULL }
};

static void
reads_a_workbook(void **state)
{
	own_buf struct buf	data = { 0 };
	own_str char		*named = NULL, *hidden = NULL;

	(void)state;
	pack(people, &data);
	reads(data.data, data.len,
	    "[\"ФИО\",\"Дата\",\"Тел\",\"E\",\"F\",\"G\"]"
	    "[3,\"Ковалёва & Ко\",\"2024-01-01\",\"79161234567\",\"15%\",\"да\"]"
	    "[4,\"Ковалёва & Ко\",\"2024-01-02 12:00\",\"1000.5\"]"
	    "[5,\"Олег\"]");
	named = said(data.data, data.len, &(struct table_ask){ .sheet = "Ещё" });
	assert_string_equal(named, "[\"Имя\"][2,\"Вера\"]");
	hidden = said(data.data, data.len, &(struct table_ask){
	    .sheet = "Тайна" });
	assert_string_equal(hidden, "table.sheet 0");
}

/* The one sheet of a small workbook. */
static void
reads_sheet(const char *xml, const char *wanted)
{
	const struct part	parts[] = { { "xl/workbook.xml", "<workbook "
		MAIN "><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets>"
		"</workbook>" }, { "xl/_rels/workbook.xml.rels", RELATIONS },
		{ "xl/worksheets/sheet1.xml", xml }, { NULL, NULL } };
	own_buf struct buf	data = { 0 };

	pack(parts, &data);
	reads(data.data, data.len, wanted);
}

static void
refuses_a_hostile_workbook(void **state)
{
	static const struct part	document[] = {
		{ "word/document.xml", "<w:document/>" }, { NULL, NULL } };
	own_buf struct buf		data = { 0 }, bomb = { 0 };

	(void)state;
	pack(document, &data);
	reads(data.data, data.len, "table.kind 0");
	reads_sheet("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
	    SHEET("<row><c t=\"str\"><v>&e;</v></c></row>"), "table.broken 0");
	reads_sheet("<worksheet><sheetData><row>", "table.broken 0");
	reads_sheet(SHEET("<row><c r=\"ZZZ1\" t=\"str\"><v>x</v></c></row>"),
	    "table.columns 1");
	reads_sheet(SHEET("<row><c t=\"s\"><v>99</v></c></row>"),
	    "table.empty 0");
	buf_puts(&bomb, "<worksheet><sheetData>");
	put_times(&bomb, "<!-- nothing, and a great deal of it --> ",
	    (100 << 20) / 40);
	buf_puts(&bomb, "</sheetData></worksheet>");
	reads_sheet(buf_str(&bomb), "table.bomb 0");
}

/* Tens of megabytes of XML, as a long list has them. */
static void
reads_a_long_workbook(void **state)
{
	own_buf struct buf	xml = { 0 }, data = { 0 };
	own_table_text struct table_text t = { 0 };
	struct part		parts[] = { people[0], people[1],
		{ "xl/worksheets/sheet1.xml", NULL }, { NULL, NULL } };
	json_t			*row;
	int			 n = 0;

	(void)state;
	buf_puts(&xml, "<worksheet><sheetData>");
	put_times(&xml, "<row><c t=\"inlineStr\"><is><t>Ковалёва Анна</t></is></c>"
	    "<c t=\"inlineStr\"><is><t>Ведущий разработчик, Минск, удалённо</t>"
	    "</is></c><c><v>375291112233</v></c></row>", 49000);
	buf_puts(&xml, "</sheetData></worksheet>");
	parts[2].xml = buf_str(&xml);
	pack(parts, &data);
	assert_int_equal(table_read(conf, data.data, data.len,
	    &(struct table_ask){ 0 }, &t, &err), 0);
	assert_null(t.problem);
	for (; (row = table_text_next(&t)) != NULL; n++)
		json_decref(row);
	assert_int_equal(n, 49000);
}

/* --- what other readers stumbled over --- */

/* Each is the subject of a public report at github.com, named beside it. */
static const struct {
	const char	*report, *data, *wanted;
} stumbled[] = {
	{ "thephpleague/csv/issues/586: a mark before a quoted cell with a separator",
	    "\xef\xbb\xbf\"Имя, отчество\",\"Город\"\n\"Анна, Ивановна\",Минск\n",
	    "[\"Имя, отчество\",\"Город\"][2,\"Анна, Ивановна\",\"Минск\"]" },
	{ "mholt/PapaParse/issues/121: doubled quotes beside separators",
	    "Имя,Код,N\n\"Анна\",\"a=\"\"\"\",b=\"\"\"\"\",\"2\"\n",
	    "[\"Имя\",\"Код\",\"N\"][2,\"Анна\",\"a=\\\"\\\",b=\\\"\\\"\",\"2\"]" },
	{ "mholt/PapaParse/issues/43: lines that end as on an old Mac",
	    "Имя,Город\rАнна,Минск\rОлег,Брест\r",
	    "[\"Имя\",\"Город\"][2,\"Анна\",\"Минск\"][3,\"Олег\",\"Брест\"]" },
	{ "parsecsv/parsecsv-for-php/issues/213: a constant formula",
	    "Имя;Телефон\nАнна;=\"0291112233\"\nОлег;\"=\"\"0291112244\"\"\"\n",
	    "[\"Имя\",\"Телефон\"][2,\"Анна\",\"0291112233\"][3,\"Олег\",\"0291112244\"]" },
};

/* The words of a sheet's cells in one row below its names. */
static const struct {
	const char	*report, *cells, *wanted;
} cells[] = {
	{ "dilshod/xlsx2csv/issues/174: signs that XML cannot hold",
	    "<c t=\"inlineStr\"><is><t>Анна_x000D_\nПетрова _x005F_x000D_ _x12_ _xD83D_"
	    "</t></is></c>",
	    "\"Анна\\nПетрова _x000D_ _x12_ _xD83D_\"" },
	{ "exceljs/exceljs/issues/2695: dates as text",
	    "<c t=\"d\"><v>2024-03-17</v></c><c t=\"d\"><v>2024-03-17T13:45:30.000Z</v></c>"
	    "<c t=\"d\"><v>2024-03-17T00:00:00</v></c><c t=\"d\"><v>13:45:30</v></c>",
	    "\"2024-03-17\",\"2024-03-17 13:45\",\"2024-03-17\",\"13:45\"" },
	{ "harshankur/officeParser/issues/92: characters by their numbers",
	    "<c t=\"inlineStr\"><is><t>&#1040;&#x43D;на</t></is></c>", "\"Анна\"" },
	{ "ExcelDataReader/ExcelDataReader/issues/12: how a name is read aloud",
	    "<c t=\"inlineStr\"><is><t>安娜</t><rPh sb=\"0\" eb=\"1\"><t>アンナ</t></rPh></is></c>",
	    "\"安娜\"" },
	{ "radzenhq/radzen-blazor/pull/2710: runs of a cell's own text",
	    "<c t=\"inlineStr\"><is><r><t xml:space=\"preserve\">Анна </t></r><r><t>Лис</t></r>"
	    "</is></c>", "\"Анна Лис\"" },
};

static void
reads_what_others_stumbled_over(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(stumbled); i++)
		reads(stumbled[i].data, strlen(stumbled[i].data),
		    stumbled[i].wanted);
	for (size_t i = 0; i < nitems(cells); i++) {
		own_str char	*xml = mem_fmt("<worksheet " MAIN "><sheetData>"
		    "<row><c t=\"str\"><v>Имя</v></c><c t=\"str\"><v>B</v></c>"
		    "<c t=\"str\"><v>C</v></c><c t=\"str\"><v>D</v></c></row>"
		    "<row>%s</row></sheetData></worksheet>", cells[i].cells),
				*wanted = mem_fmt("[\"Имя\",\"B\",\"C\",\"D\"]"
		    "[2,%s]", cells[i].wanted);

		reads_sheet(xml, wanted);
	}
}

#define X	"xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define PREFIXED "<x:worksheet " X "><x:sheetData>"				\
	"<x:row><x:c t=\"s\"><x:v>0</x:v></x:c></x:row>"			\
	"<x:row><x:c t=\"s\"><x:v>1</x:v></x:c></x:row>"			\
	"</x:sheetData></x:worksheet>"
#define SHARED	"<x:sst " X ">"							\
	"<x:si><x:t>Имя</x:t></x:si><x:si><x:t>Анна_x000D_</x:t></x:si></x:sst>"
#define ONE_SHEET "<workbook " MAIN "><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets></workbook>"
#define RELATED(name, target)	"<Relationship Id=\"" name "\" Type=\"" REL "/" name	\
	"\" Target=\"" target "\"/>"
#define SHEET_AT(target) "<Relationship Id=\"r1\" Type=\"" REL "/worksheet\" "	\
	"Target=\"" target "\"/>"
#define RELATIONS_OF(all)	"<p:Relationships xmlns:p=\"x\">" all "</p:Relationships>"

/* Packages whose parts lie, or are written, otherwise than those of most: of each the same. */
static const struct part	packages[][6] = {
	/* python-excel/xlrd/issues/318, SheetJS/sheetjs/issues/439: shared texts elsewhere, by
	 * another case */
	{ { "xl/workbook.xml", ONE_SHEET }, { "xl/_rels/workbook.xml.rels", RELATIONS_OF(
	    SHEET_AT("worksheets/sheet1.xml") RELATED("sharedStrings", "/Texts.xml")) },
	    { "texts.xml", SHARED }, { "xl/worksheets/Sheet1.xml", PREFIXED }, { NULL, NULL } },
	/* troldal/OpenXLSX/issues/254: a workbook by another name */
	{ { "_rels/.rels", RELATIONS_OF(RELATED("officeDocument", "/xl/workbook22.xml")) },
	    { "xl/workbook22.xml", ONE_SHEET }, { "xl/_rels/workbook22.xml.rels", RELATIONS_OF(
	    SHEET_AT("worksheets/sheet1.xml")) }, { "xl/sharedStrings.xml", SHARED },
	    { "xl/worksheets/sheet1.xml", PREFIXED }, { NULL, NULL } },
	/* dotnet/Open-XML-SDK/issues/1128, MarkPflug/Sylvan.Data.Excel/issues/199: backslashes */
	{ { "xl\\workbook.xml", ONE_SHEET }, { "xl\\_rels\\workbook.xml.rels", RELATIONS_OF(
	    SHEET_AT("\\xl\\worksheets\\sheet1.xml")) }, { "xl\\sharedStrings.xml", SHARED },
	    { "xl\\worksheets\\sheet1.xml", PREFIXED }, { NULL, NULL } },
};

static void
finds_the_parts_of_any_package(void **state)
{
	static const struct part	document[] = {
		{ "_rels/.rels", RELATIONS_OF(RELATED("officeDocument",
		    "word/document.xml")) },
		{ "word/document.xml", "<w:document xmlns:w=\"x\"/>" },
		{ NULL, NULL } };
	own_buf struct buf		data = { 0 };

	(void)state;
	for (size_t i = 0; i < nitems(packages); i++) {
		own_buf struct buf	book = { 0 };

		pack(packages[i], &book);
		reads(book.data, book.len, "[\"Имя\"][2,\"Анна\"]");
	}
	pack(document, &data);
	reads(data.data, data.len, "table.kind 0");
}

/* --- numbers --- */

static const struct {
	const char		*code, *number, *wanted;
	bool			 since_1904;
} numbers[] = {
	{ "General", "42", "42", false },
	{ "General", "0.1", "0.1", false },
	{ "General", "12345678901234567890", "1.23456789012346e+19", false },
	{ "General", "no number", "no number", false },
	{ "0", "7", "7", false },
	{ "dd.mm.yyyy", "45292", "2024-01-01", false },
	{ "dd.mm.yyyy", "43830", "2024-01-01", true },
	{ "[$-419]d mmmm yyyy;@", "45292.75", "2024-01-01 18:00", false },
	{ "m/d/yy", "1", "1900-01-01", false },
	{ "yyyy", "59", "1900-02-28", false },
	{ "yyyy", "61", "1900-03-01", false },
	{ "h:mm", "0.5", "12:00", false },
	{ "[h]:mm", "1.5", "36:00", false },
	{ "mm:ss", "0.5", "12:00", false },
	{ "0%", "0.07", "7%", false },
	{ "#,##0\" dd\"", "5", "5", false },
	{ "[Red]0", "5", "5", false },
	/* nao1215/filesql/issues/386: a colour whose name begins as a time does */
	{ "[Magenta]0", "5", "5", false },
	{ "[Magenta]mm/dd/yy", "45292", "2024-01-01", false },
	{ "[ss]", "0.5", "12:00", false },
	/* nacnudus/tidyxl/issues/24: blanks as wide as a letter, and powers of ten */
	{ "#,##0_M_M_M;#,##0_M_M_M;_(@_M_M_M", "5", "5", false },
	{ "0.0############E-0", "45292", "45292", false },
	{ "\\d0", "5", "5", false },
	{ "dd.mm.yyyy", "-1", "-1", false },
	{ "dd.mm.yyyy", "99999999", "99999999", false },
};

static void
writes_numbers_as_people_read_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(numbers); i++) {
		own_buf struct buf	out = { 0 };

		table_format_put(table_format_of(numbers[i].code),
		    numbers[i].since_1904, numbers[i].number, &out);
		assert_string_equal(buf_str(&out), numbers[i].wanted);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(reads_text_with_any_separator),
		cmocka_unit_test(reads_text_of_every_encoding),
		cmocka_unit_test(reads_text_in_the_encoding_that_is_asked_for),
		cmocka_unit_test(refuses_what_is_too_much),
		cmocka_unit_test(reads_a_workbook),
		cmocka_unit_test(refuses_a_hostile_workbook),
		cmocka_unit_test(reads_a_long_workbook),
		cmocka_unit_test(reads_what_others_stumbled_over),
		cmocka_unit_test(finds_the_parts_of_any_package),
		cmocka_unit_test(writes_numbers_as_people_read_them),
	};

	return cmocka_run_group_tests(tests, open_group, close_group);
}
