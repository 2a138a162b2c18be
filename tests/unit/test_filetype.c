/* filetype: bytes decide what a file is; before they are there, what is said of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/filetype.h"
#include "base/mem.h"

#define B(text)	text, sizeof(text) - 1

static const struct {
	const char	*data;
	size_t		 len;
	enum filetype	 type;
} bytes[] = {
	{ B("%PDF-1.4\n"), FILETYPE_PDF },
	{ B("\xef\xbb\xbf\r\n%PDF-1.7"), FILETYPE_PDF },
	{ B("%PD"), FILETYPE_OTHER },
	{ B("\x89PNG\r\n\x1a\n"), FILETYPE_PNG },
	{ B("\x89PNG\r\n\x1a"), FILETYPE_OTHER },
	{ B("\xff\xd8\xff\xe0"), FILETYPE_JPEG },
	{ B("GIF89a"), FILETYPE_GIF },
	{ B("RIFF\1\0\0\0WEBPVP8 "), FILETYPE_WEBP },
	{ B("RIFF\1\0\0\0WAVEfmt "), FILETYPE_OTHER },
	{ B("{\\rtf1\\ansi"), FILETYPE_RTF },
	{ B("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), FILETYPE_DOC },
	{ B("PK\3\4..........................[Content_Types].xml"
	    "..word/document.xml"), FILETYPE_DOCX },
	{ B("PK\3\4..........................[Content_Types].xml"
	    "..xl/workbook.xml"), FILETYPE_OTHER },
	{ B("PK\3\4..........................mimetype"
	    "application/vnd.oasis.opendocument.textPK"), FILETYPE_ODT },
	{ B("<html>"), FILETYPE_OTHER },
	{ B(" \n<html>%PDF-1.4"), FILETYPE_OTHER },
	{ B("MZ\x90\0%PDF-1.4"), FILETYPE_OTHER },
	{ B("\x7f" "ELF%PDF-"), FILETYPE_OTHER },
	{ B("#!/bin/sh\n%PDF-1.4"), FILETYPE_OTHER },
	{ B("PK\3\4..........................[Content_Types].xml"
	    "..word/document.xml..word/vbaProject.bin"), FILETYPE_OTHER },
	{ B("PK\3\4..........................mimetype"
	    "application/vnd.oasis.opendocument.textPKBasic/script-lc.xml"),
	    FILETYPE_OTHER },
	{ B("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	    "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0"), FILETYPE_OTHER },
	{ B("{\\rtf1\\object{\\*\\objdata 0105}}"), FILETYPE_OTHER },
	{ B(""), FILETYPE_OTHER },
};

static void
bytes_decide(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(bytes); i++)
		assert_int_equal(filetype_of(bytes[i].data, bytes[i].len),
		    bytes[i].type);
}

static void
text_is_what_acts_in_no_way(void **state)
{
	static const struct { const char *data; size_t len; bool text; } of[] = {
		{ B("Резюме\r\n\tопыт"), true },
		{ B("\xcf\xf0\xe8\xe2\xe5\xf2"), true },	/* windows-1251 */
		{ B("<svg xmlns=\"http://www.w3.org/2000/svg\">"), false },
		{ B("\xef\xbb\xbf <script>"), false },
		{ B("#!/bin/sh"), false },
		{ B("a\0b"), false },
		{ B(""), false },
	};

	(void)state;
	for (size_t i = 0; i < nitems(of); i++)
		assert_int_equal(filetype_text(of[i].data, of[i].len),
		    of[i].text);
}

static void
a_pdf_begins_within_a_kilobyte(void **state)
{
	char	 data[2000];

	(void)state;
	memset(data, ' ', sizeof(data));
	memcpy(data + 1019, "%PDF-", 5);
	assert_int_equal(filetype_of(data, sizeof(data)), FILETYPE_PDF);
	memcpy(data + 1019, " %PDF-", 6);
	assert_int_equal(filetype_of(data, sizeof(data)), FILETYPE_OTHER);
}

static const struct {
	const char	*extension, *media, *name;
	enum filetype	 type;
} said[] = {
	{ "pdf", NULL, NULL, FILETYPE_PDF },
	{ ".PDF", NULL, "a.docx", FILETYPE_PDF },
	{ NULL, "application/pdf", "CV", FILETYPE_PDF },
	{ "", "application/pdf; charset=binary", "CV", FILETYPE_PDF },
	{ "application/pdf", NULL, "CV", FILETYPE_PDF },
	{ NULL, "application/octet-stream", "CV.pdf ", FILETYPE_PDF },
	{ NULL, NULL, "Резюме.Pdf", FILETYPE_PDF },
	{ "docx", "application/pdf", "a.docx", FILETYPE_DOCX },
	{ NULL, NULL, "a.jpeg", FILETYPE_JPEG },
	{ NULL, NULL, "pdf", FILETYPE_OTHER },
	{ NULL, NULL, "a.pdfx", FILETYPE_OTHER },
	{ NULL, NULL, "v1.2 Петров", FILETYPE_OTHER },
	{ "", "", "", FILETYPE_OTHER },
	{ NULL, NULL, NULL, FILETYPE_OTHER },
};

static void
words_tell_before_that(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(said); i++)
		assert_int_equal(filetype_said(said[i].extension,
		    said[i].media, said[i].name), said[i].type);
}

static void
types_have_names(void **state)
{
	(void)state;
	for (enum filetype t = FILETYPE_PDF; t <= FILETYPE_WEBP; t++) {
		assert_int_equal(filetype_said(filetype_extension(t), NULL,
		    NULL), t);
		assert_int_equal(filetype_said(NULL, filetype_media(t), NULL),
		    t);
		assert_int_equal(filetype_picture(t), strncmp(
		    filetype_media(t), "image/", 6) == 0);
	}
	assert_null(filetype_media(FILETYPE_OTHER));
	assert_null(filetype_extension(FILETYPE_OTHER));
	assert_false(filetype_picture(FILETYPE_OTHER));
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(bytes_decide),
		cmocka_unit_test(text_is_what_acts_in_no_way),
		cmocka_unit_test(a_pdf_begins_within_a_kilobyte),
		cmocka_unit_test(words_tell_before_that),
		cmocka_unit_test(types_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
