/* document: files as strangers send them, read by the sealed reader: their text, or why there is
 * none; and what a hostile one cannot do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "document/extract.h"
#include "document/mend.h"
#include "document/read.h"
#include "document/text.h"
#include "io/charset.h"
#include "io/seal.h"
#include "io/sealed.h"

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

static void
reads(const char *data, size_t len, const char *kind, const char *problem,
    const char *text)
{
	own_document_text struct document_text	t = { 0 };

	err = (struct err){ 0 };
	if (document_read(conf, data, len, &t, &err) == -1)
		fail_msg("%s", err.text);
	if (problem != NULL || t.problem != NULL)
		assert_string_equal(t.problem != NULL ? t.problem : "none",
		    problem != NULL ? problem : "none");
	assert_string_equal(document_kind_word(t.kind), kind);
	if (text != NULL)
		assert_string_equal(buf_str(&t.text), text);
}

#define NAME	"Иванов Сергей, бухгалтер"

/* The same words in the encodings of half a century. */
static void
reads_text_of_every_encoding(void **state)
{
	static const char *const	pages[] = { "WINDOWS-1251", "KOI8-R",
		"IBM866", "ISO-8859-5", "MAC-CYRILLIC", "UTF-16LE",
		"UTF-16BE", "UTF-8" };
	own_charset struct charset	*set = charset_open();

	(void)state;
	for (size_t i = 0; i < nitems(pages); i++) {
		own_str char	*command = mem_fmt("printf '%%s' '" NAME
				    "' | iconv -f UTF-8 -t %s", pages[i]);
		FILE		*f = popen(command, "r");
		char		 data[512];
		size_t		 len = fread(data, 1, sizeof(data), f);

		pclose(f);
		assert_true(len > 10);
		reads(data, len, "text", NULL, NAME "\n");
	}
}

#define B(text)	text, sizeof(text) - 1

static const struct {
	const char	*data;
	size_t		 len;
	const char	*kind, *problem, *text;
} files[] = {
	{ B(""), "other", "document.empty", "" },
	{ B("   \n \n"), "text", "document.empty", NULL },
	{ B("\xef\xbb\xbf\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\r\nCV\r"), "text",
	    NULL, "Иван\nCV\n" },
	{ B("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1"), "other", "document.picture", NULL },
	{ B("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0\xb8"), "other", "document.kind", NULL },
	{ B("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 word"), "doc", "document.doc", NULL },
	{ B("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a"
	    "\0c\0k\0a\0g\0e\0"), "doc", "document.password", NULL },
	{ B("PK\3\4 and no more"), "other", "document.broken", NULL },
	/* RTF: the encoding of each font; \u with what repeats it; links; what is hidden */
	{ B("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 A;}"
	    "{\\f1\\fcharset204 Times;}}{\\info{\\title no}}\\pard\\f1 "
	    "\\'c8\\'e2\\'e0\\'ed\\f0 caf\\'e9\\par \\u1055?\\u1088?\\u1080? "
	    "{\\v hidden}{\\*\\unknown gone}{\\field{\\*\\fldinst HYPERLINK "
	    "\"mailto:a@b.ru\"}{\\fldrslt mail}}\\tab 1\\~2\\par}"),
	    "rtf", NULL, "Иванcafé\nПри (a@b.ru) mail\t1 2\n" },
	{ B("{\\rtf1\\ansi\\ansicpg1251 \\'c8\\'e2\\'e0\\'ed\\bin3 \0}{\\par"),
	    "rtf", NULL, "Иван\n" },
	{ B("{\\rtf1 {{{{{{"), "rtf", "document.empty", NULL },
	{ B("{\\rtf1 \\u-10179?\\u-8700? \\u99999999999999? \\'z"), "rtf",
	    NULL, NULL },
	/* pages: their own encoding, and nothing of what acts in them */
	{ B("<html><head><meta charset=windows-1251><style>p{}</style></head>"
	    "<body><p>\xc8\xe2\xe0\xed</p><script>alert(1)</script><p>x</p>"),
	    "html", NULL, "Иван\nx\n" },
	/* the extension says nothing: text in a file that is called .pdf */
	{ B("Anna Petrova\nSenior Developer"), "text", NULL,
	    "Anna Petrova\nSenior Developer\n" },
};

static void
reads_each_kind_by_its_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(files); i++)
		reads(files[i].data, files[i].len, files[i].kind,
		    files[i].problem, files[i].text);
}

#define PDF(resources, content, trailer)				\
	"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"	\
	"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"		\
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"	\
	"/Resources<<" resources ">>/Contents 4 0 R>>endobj\n"		\
	"4 0 obj<</Length 9999>>stream\n" content "\nendstream endobj\n" \
	"trailer<</Root 1 0 R/Size 9" trailer ">>\n%%EOF\n"
#define HELVETICA	"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont"	\
	"/Helvetica/Encoding/WinAnsiEncoding>>>>"
#define SHOW(text)	"BT /F1 12 Tf 50 700 Td (" text ") Tj ET"

static const struct {
	const char	*data;
	size_t		 len;
	const char	*problem, *text;
} pdfs[] = {
	{ B(PDF(HELVETICA, SHOW("Anna Petrova"), "")), NULL, NULL },
	{ B("mail headers\r\n" PDF(HELVETICA, SHOW("Anna Petrova"), "")),
	    NULL, NULL },
	/* letters of windows-1251 in a font that says they are those of windows-1252 */
	{ B(PDF(HELVETICA, SHOW("\xc8\xe2\xe0\xed\xee\xe2 \xd1\xe5\xf0\xe3\xe5"
	    "\xe9"), "")), NULL, "Иванов Сергей" },
	{ B(PDF("", "0.9 g 40 40 500 700 re f", "")), "document.scanned", "" },
	{ B(PDF(HELVETICA, SHOW("x"), "/Encrypt<</Filter/Standard/V 1/R 2/P -4"
	    "/O(12345678901234567890123456789012)"
	    "/U(12345678901234567890123456789012)>>/ID[(a)(a)]")),
	    "document.password", NULL },
	{ B("%PDF-1.7\n1 0 obj<</Type/Cat"), "document.broken", NULL },
	/* a form that shows itself, a tree of pages that holds itself */
	{ B(PDF("/XObject<</X 5 0 R>>", "/X Do", "") "5 0 obj<</Type/XObject"
	    "/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
	    "/Length 5>>stream\n/X Do\nendstream endobj\n"),
	    "document.scanned", NULL },
	{ B("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<<"
	    "/Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>endobj\ntrailer<</Root "
	    "1 0 R>>"), "document.broken", NULL },
};

static void
reads_pdf(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(pdfs); i++) {
		own_document_text struct document_text	t = { 0 };

		err = (struct err){ 0 };
		if (document_read(conf, pdfs[i].data, pdfs[i].len, &t,
		    &err) == -1)
			fail_msg("%s", err.text);
		assert_string_equal(document_kind_word(t.kind), "pdf");
		assert_string_equal(t.problem != NULL ? t.problem : "none",
		    pdfs[i].problem != NULL ? pdfs[i].problem : "none");
		if (pdfs[i].problem == NULL) {
			assert_int_equal(t.pages, 1);
			assert_non_null(strstr(buf_str(&t.text),
			    pdfs[i].text != NULL ? pdfs[i].text :
			    "Anna Petrova"));
		}
	}
}

/* 20 MB are read, one byte more is not; arrays within arrays, 5 million deep, hurt nobody. */
static void
bounds_what_is_read(void **state)
{
	own_buf struct buf			big = { 0 }, deep = { 0 };
	own_document_text struct document_text	t = { 0 };

	(void)state;
	while (big.len < DOCUMENT_SIZE_MAX)
		buf_puts(&big, "Анна Петрова, бухгалтер, Минск.\n");
	big.len = DOCUMENT_SIZE_MAX;
	err = (struct err){ 0 };
	assert_int_equal(document_read(conf, big.data, big.len, &t, &err), 0);
	assert_null(t.problem);
	assert_true(t.cut && t.text.len <= DOCUMENT_TEXT_MAX + 1);
	buf_putc(&big, 'x');
	reads(big.data, big.len, "other", "document.size", "");

	buf_puts(&deep, "%PDF-1.4\n1 0 obj");
	for (int i = 0; i < 5000000; i++)
		buf_putc(&deep, '[');
	reads(deep.data, deep.len, "pdf", "document.broken", NULL);
}

static const struct { enum document_kind kind; const char *was, *now; } texts[] = {
	/* a word that a line broke; an address that a line broke; a list is none */
	{ DOCUMENT_PDF, "разраба-\nтываю и\n- пункт\n- два\n", "разрабатываю и\n- пункт\n- два\n" },
	{ DOCUMENT_PDF, "linkedin.com/in/anna-\npetrova x", "linkedin.com/in/anna-petrova x\n" },
	{ DOCUMENT_PDF, "высоко\xc2\xad\nнагруженный", "высоконагруженный\n" },
	{ DOCUMENT_PDF, "offi\xc2\xad\xe2\x80\x90\nce", "office\n" },
	{ DOCUMENT_PDF, "2019 -\nнастоящее", "2019 -\nнастоящее\n" },
	{ DOCUMENT_PLAIN, "разраба-\nтываю", "разраба-\nтываю\n" },
	{ DOCUMENT_PDF, "e\xef\xac\x83" "cient \xef\xac\x81nance", "efficient finance\n" },
	{ DOCUMENT_DOCX, "a\xc2\xa0" "b\xe2\x80\x8b" "c\xe2\x80\xae" "d", "a bcd\n" },
	{ DOCUMENT_PDF, "О П Ы Т  Р А Б О Т Ы\nЯ и ты", "ОПЫТ РАБОТЫ\nЯ и ты\n" },
	{ DOCUMENT_PDF, "Ð˜Ð²Ð°Ð½Ð¾Ð² Ð¡ÐµÑ€Ð³ÐµÐ¹", "Иванов Сергей\n" },
	{ DOCUMENT_PDF, "Èâàíîâ Ñåðãåé", "Иванов Сергей\n" },
	/* letters by the numbers of their glyphs */
	{ DOCUMENT_PDF, "ɂɜɚɧɨɜ ɋɟɪɝɟɣ", "Иванов Сергей\n" },
	{ DOCUMENT_PDF, "café à Zürich", "café à Zürich\n" },
	{ DOCUMENT_PLAIN, "a\n\n\n\n\n\nb", "a\n\n\nb\n" },
	/* beyond Unicode */
	{ DOCUMENT_PLAIN, "abcdefghijkl \xf6\xbe\x9c\x92", "abcdefghijkl \xef\xbf\xbd\n" },
};

static void
mends_what_files_do_to_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(texts); i++) {
		own_document_text struct document_text	t = {
			.kind = texts[i].kind };

		buf_puts(&t.text, texts[i].was);
		document_mend(&t);
		assert_string_equal(t.text.data, texts[i].now);
		assert_null(t.problem);
	}
}

static void
knows_letters_that_mean_nothing(void **state)
{
	own_document_text struct document_text	t = { .kind = DOCUMENT_PDF };

	(void)state;
	for (int i = 0; i < 12; i++)
		buf_puts(&t.text, "Kntrrh jlkm pqwrt ");
	document_mend(&t);
	assert_string_equal(t.problem, "document.garbled");
}

/* What a process can still do once it is sealed: 0, or an errno. */
static int
sealed_tries(int what)
{
	if (what == 0)
		return open("/etc/passwd", O_RDONLY) == -1 ? errno : 0;
	if (what == 1)
		return socket(AF_INET, SOCK_STREAM, 0) == -1 ? errno : 0;
	if (what == 2)
		return fork() == -1 ? errno : 0;
	if (what == 3)
		return execl("/bin/true", "true", (char *)NULL) == -1 ?
		    errno : 0;
	return malloc(1 << 20) == NULL ? errno : 0;
}

static void
a_sealed_process_reaches_nothing(void **state)
{
	static const int	want[] = { EPERM, EPERM, EPERM, EPERM, 0 };

	(void)state;
	for (int i = 0; i < (int)nitems(want); i++) {
		int	status;
		pid_t	pid = fork();

		if (pid == 0)
			_exit(seal() ? sealed_tries(i) : 250);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(WEXITSTATUS(status), want[i]);
	}
}

/* A foreign program is sealed before its main: cat opens no file, sleep does not sleep. */
static void
runs_a_foreign_program_sealed(void **state)
{
	static const char *const	echo[] = { "/bin/cat", NULL };
	static const char *const	file[] = { "/bin/cat", "/etc/passwd",
		NULL };
	static const char *const	none[] = { "absent", NULL };
	struct sealed			what = { .argv = echo, .in = "hello",
		.in_len = 5, .out_max = 100, .wall_ms = 5000,
		.memory_mb = 256 };
	own_sealed struct sealed_result	 got = { 0 }, denied = { 0 },
	    cut = { 0 };

	(void)state;
	err = (struct err){ 0 };
	assert_int_equal(sealed_run(conf, &what, &got, &err), 0);
	assert_int_equal(got.end, SEALED_DONE);
	assert_string_equal(buf_str(&got.out), "hello");
	what.out_max = 3;
	assert_int_equal(sealed_run(conf, &what, &cut, &err), 0);
	assert_int_equal(cut.end, SEALED_CUT);
	assert_string_equal(buf_str(&cut.out), "hel");
	what.argv = file;
	assert_int_equal(sealed_run(conf, &what, &denied, &err), 0);
	assert_int_not_equal(denied.status, 0);
	assert_int_equal(denied.out.len, 0);
	what.argv = none;
	assert_int_equal(sealed_run(conf, &what, &denied, &err), -1);
	assert_int_equal(err.kind, ERR_INTERNAL);
}

/* One that never ends, by the clock. */
static void
ends_what_takes_too_long(void **state)
{
	static const char *const	yes[] = { "/usr/bin/yes", NULL };
	const struct sealed		what = { .argv = yes, .in = "",
		.out_max = SIZE_MAX / 2, .wall_ms = 200, .memory_mb = 256 };
	own_sealed struct sealed_result	got = { 0 };

	(void)state;
	err = (struct err){ 0 };
	assert_int_equal(sealed_run(conf, &what, &got, &err), 0);
	assert_int_equal(got.end, SEALED_SLOW);
}

#define TEST(f)	cmocka_unit_test(f)

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		TEST(reads_text_of_every_encoding),
		TEST(reads_each_kind_by_its_bytes),
		TEST(reads_pdf),
		TEST(bounds_what_is_read),
		TEST(mends_what_files_do_to_text),
		TEST(knows_letters_that_mean_nothing),
		TEST(a_sealed_process_reaches_nothing),
		TEST(runs_a_foreign_program_sealed),
		TEST(ends_what_takes_too_long),
	};

	return cmocka_run_group_tests(tests, open_group, close_group);
}
