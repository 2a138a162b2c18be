/* mail: a letter as it is sent: nothing begins a header of its own, lines are short, words are
 * whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/idn.h"
#include "io/mail.h"

#define AT	INT64_C(1796000000123)	/* 2026-11-30 00:53:20 UTC */

static int
compose(const char *from, const char *to, const char *subject,
    const char *text, struct buf *out)
{
	struct err	 err = { 0 };
	int		 rc = mail_compose(from, &(struct mail){ .to = to,
			    .subject = subject, .text = text }, AT, out, &err);

	assert_int_equal(err.kind, rc == 0 ? ERR_NONE : ERR_INPUT);
	return rc;
}

static void
has_the_form_of_a_letter(void **state)
{
	own_buf struct buf	 b = { 0 };

	(void)state;
	assert_int_equal(compose("Отдел кадров <hr@firm.by>", "anna@xn--80a1acny.xn--p1ai",
	    "Sign-in link", "Привет\nи ещё", &b), 0);
	assert_non_null(strstr(buf_str(&b),
	    "Date: Mon, 30 Nov 2026 00:53:20 +0000\r\n"));
	assert_non_null(strstr(buf_str(&b),
	    "From: =?utf-8?B?0J7RgtC00LXQuyDQutCw0LTRgNC+0LI=?=\r\n <hr@firm.by>\r\n"));
	assert_non_null(strstr(buf_str(&b),
	    "To: anna@xn--80a1acny.xn--p1ai\r\nSubject: Sign-in link\r\n"));
	assert_non_null(strstr(buf_str(&b), "@firm.by>\r\nAuto-Submitted: "));
	assert_non_null(strstr(buf_str(&b),
	    "\r\n\r\n0J/RgNC40LLQtdGCDQrQuCDQtdGJ0ZE=\r\n"));
}

static void
lets_nobody_begin_a_header(void **state)
{
	static const struct { const char *from, *to, *subject; } bad[] = {
		{ "hr@firm.by\r\nBcc: x@y.z", "a@b.by", "x" },
		{ "Name\nX: y <hr@firm.by>", "a@b.by", "x" },
		{ "<hr@firm.by> x", "a@b.by", "x" },
		{ "Name", "a@b.by", "x" },
		{ "hr@firm.by", "a@b.by\r\nBcc: x@y.z", "x" },
		{ "hr@firm.by", "a@b.by, x@y.z", "x" },
		{ "hr@firm.by", "a@b.by> SIZE=1 <x@y.z", "x" },
		{ "hr@firm.by", "a@b@c.by", "x" },
		{ "hr@firm.by", "@b.by", "x" },
		{ "hr@firm.by", "почта@b.by", "x" },
		{ "hr@firm.by", "a@b.by", "x\r\nBcc: x@y.z" },
		{ "hr@firm.by", "a@b.by", "x\nBcc: x@y.z" },
		{ "hr@firm.by", "a@b.by", "x\x01" },
	};

	(void)state;
	for (size_t i = 0; i < nitems(bad); i++) {
		own_buf struct buf	 b = { 0 };

		assert_int_equal(compose(bad[i].from, bad[i].to,
		    bad[i].subject, "text", &b), -1);
		assert_int_equal(b.len, 0);
	}
}

/* Of whatever length the text is, a line has 78 bytes at most, and a dot begins none. */
static void
keeps_lines_short(void **state)
{
	own_buf struct buf	 b = { 0 };
	char			 text[5001], subject[200];
	const char		*line, *end;

	(void)state;
	memset(text, '.', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (size_t i = 0; i + 2 < sizeof(subject); i += 2)
		memcpy(subject + i, "ж", 2);
	subject[198] = '\0';
	assert_int_equal(compose("hr@firm.by", "a@b.by", subject, text, &b), 0);
	for (line = buf_str(&b); *line != '\0'; line = end + 2) {
		end = strstr(line, "\r\n");
		assert_non_null(end);
		assert_true(end - line <= 78);
		assert_true(*line != '.');
	}
	/* 42 bytes are 21 whole letters. */
	assert_non_null(strstr(buf_str(&b), "Subject: =?utf-8?B?0LbQttC2"));
	assert_null(strstr(buf_str(&b), "ж"));
}

/* Both forms of it in one letter, and how one gets no more of them. */
static void
has_a_document_beside_its_text(void **state)
{
	struct err		 err = { 0 };
	own_buf struct buf	 b = { 0 }, none = { 0 };
	struct mail		 m = { .to = "a@b.by", .subject = "x",
				    .text = "plain", .html = "<p>rich</p>",
				    .unsubscribe = "https://hr.by/unsubscribe/1.due.ab",
				    .id = "same" };
	const char		*mark, *end;

	(void)state;
	assert_int_equal(mail_compose("hr@firm.by", &m, AT, &b, &err), 0);
	assert_non_null(strstr(buf_str(&b), "Message-ID: <same@firm.by>\r\n"));
	assert_non_null(strstr(buf_str(&b), "List-Unsubscribe:\r\n "
	    "<https://hr.by/unsubscribe/1.due.ab>\r\nList-Unsubscribe-Post: "
	    "List-Unsubscribe=One-Click\r\n"));
	assert_non_null(mark = strstr(buf_str(&b), "boundary=\""));
	mark += strlen("boundary=\"");
	assert_non_null(end = strchr(mark, '"'));
	for (int part = 0; part < 2; part++) {
		assert_non_null(end = strstr(end, "\r\n--"));
		assert_memory_equal(end + 4, mark, 43);
		end += 4;
	}
	assert_non_null(strstr(end, "text/html"));
	assert_non_null(strstr(end, "\r\nPHA+cmljaDwvcD4=\r\n--"));
	m.unsubscribe = "https://hr.by/>\r\nBcc: x@y.z";
	assert_int_equal(mail_compose("hr@firm.by", &m, AT, &none, &err), -1);
}

static void
finds_the_address_of_a_sender(void **state)
{
	static const struct { const char *from, *address; } of[] = {
		{ "hr@firm.by", "hr@firm.by" },
		{ "HR of Firm <hr@firm.by>", "hr@firm.by" },
		{ "\"Firm, HR\" <hr@firm.by>", "hr@firm.by" },
		{ "HR <hr@firm.by", NULL },
		{ "HR", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < nitems(of); i++) {
		own_str char	*got = mail_address(of[i].from);

		if (of[i].address == NULL)
			assert_null(got);
		else
			assert_string_equal(got, of[i].address);
	}
}

static void
names_of_any_language_are_those_of_the_network(void **state)
{
	static const struct { const char *given, *ascii; } of[] = {
		{ "anna@почта.рф", "anna@xn--80a1acny.xn--p1ai" },
		{ "anna@Bücher.example", "anna@xn--bcher-kva.example" },
		{ "anna@firm.by", "anna@firm.by" },
		{ "anna", NULL },
	};

	(void)state;
	for (size_t i = 0; i < nitems(of); i++) {
		own_str char	*got = idn_email(of[i].given);

		if (of[i].ascii == NULL)
			assert_null(got);
		else
			assert_string_equal(got, of[i].ascii);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(has_the_form_of_a_letter),
		cmocka_unit_test(lets_nobody_begin_a_header),
		cmocka_unit_test(keeps_lines_short),
		cmocka_unit_test(has_a_document_beside_its_text),
		cmocka_unit_test(finds_the_address_of_a_sender),
		cmocka_unit_test(names_of_any_language_are_those_of_the_network),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
