/* bot_sending: what each kind of message brings for the inbox. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "bot/sending.h"
#include "io/field.h"
#include "telegram/event.h"

/* message: the members of one, besides its sender and its chat; brings: what is read of it. */
static const struct { const char *message, *brings; } cases[] = {
	{ "\"text\": \"привет\"", "" },
	{ "\"document\": {\"file_id\": \"f\", \"file_unique_id\": \"u\", \"file_size\": 5}",
	    "file f u - 5\n" },
	{ "\"document\": {\"file_id\": \"f\", \"file_name\": \"a.pdf\"}, "
	    "\"media_group_id\": \"9\"",
	    "file f - a.pdf -1\nalbum 9\n" },
	{ "\"document\": {\"file_id\": 7}", "" },
	{ "\"document\": \"x\"", "" },
	{ "\"photo\": [{\"file_id\": \"p\"}]", "" },
	/* Entities count in UTF-16 units: emoji before a link move nothing. */
	{ "\"text\": \"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7https://linkedin.com/in/x\", "
	    "\"entities\": [{\"type\": \"url\", \"offset\": 5, \"length\": 25}]",
	    "link https://linkedin.com/in/x\n" },
	{ "\"text\": \"тут и там\", \"entities\": [{\"type\": \"text_link\", \"offset\": 0, "
	    "\"length\": 3, \"url\": \"https://hh.ru/resume/1?x=2\"}, {\"type\": \"text_link\", "
	    "\"url\": \"http://hh.ru/resume/1\"}]", "link https://hh.ru/resume/1\n" },
	{ "\"caption\": \"rabota.by/resume/5\", \"document\": {\"file_id\": \"f\"}",
	    "file f - - -1\nlink https://rabota.by/resume/5\n" },
	{ "\"text\": \"x\", \"entities\": [5, {\"url\": 7}, {\"url\": \"\"}]", "" },
	{ "\"text\": \"x\", \"entities\": {\"url\": \"hh.ru/resume/1\"}", "" },
	{ "\"text\": \"hh.ru/vacancy/1\"", "nobodys\n" },
	{ "\"text\": \"hh.ru/vacancy/1 hh.ru/resume/2\"",
	    "link https://hh.ru/resume/2\nnobodys\n" },
	{ "\"forward_origin\": {\"type\": \"user\", \"sender_user\": {\"first_name\": \"А\", "
	    "\"last_name\": \"Б\"}}", "from А Б\n" },
	{ "\"forward_origin\": {\"sender_user\": {\"username\": \"ab\"}}", "from ab\n" },
	{ "\"forward_origin\": {\"sender_user_name\": \"Кто-то\"}", "from Кто-то\n" },
	{ "\"forward_origin\": {\"sender_chat\": {\"title\": \"Г\"}}", "from Г\n" },
	{ "\"forward_origin\": {\"chat\": {\"title\": \"К\"}}", "from К\n" },
	{ "\"forward_from\": {\"first_name\": \"В\"}", "from В\n" },
	{ "\"forward_sender_name\": \"С\"", "from С\n" },
	{ "\"forward_from_chat\": {\"username\": \"ch\"}", "from ch\n" },
	{ "\"forward_origin\": 5, \"forward_from\": []", "" },
};

static void
show(const struct sending *s, struct buf *out)
{
	const struct inbox_doc	*d = &s->doc;

	if (d->file_id != NULL)
		buf_fmt(out, "file %s %s %s %d\n", d->file_id,
		    d->unique_id != NULL ? d->unique_id : "-",
		    d->name != NULL ? d->name : "-", (int)d->size);
	for (size_t i = 0; i < s->nlinks; i++)
		buf_fmt(out, "link %s\n", s->link[i].url);
	if (s->nobodys)
		buf_puts(out, "nobodys\n");
	if (s->album != NULL)
		buf_fmt(out, "album %s\n", s->album);
	if (s->origin[0] != '\0')
		buf_fmt(out, "from %s\n", s->origin);
}

static void
messages_bring_files_links_and_origins(void **state)
{
	int	wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_str char		*text = mem_fmt("{\"update_id\": 1, "
		    "\"message\": {\"message_id\": 1, \"chat\": {\"id\": 1, "
		    "\"type\": \"private\"}, \"from\": {\"id\": 1}, %s}}",
		    cases[i].message);
		own_json json_t		*update = json_loads(text, 0, NULL);
		own_buf struct buf	 got = { 0 };
		struct telegram_event	 ev;
		struct sending		 s;

		assert_non_null(update);
		telegram_event_read(update, &ev);
		sending_read(&ev, &s);
		show(&s, &got);
		if (strcmp(buf_str(&got), cases[i].brings) != 0) {
			print_error("%s: %s", cases[i].message,
			    buf_str(&got));
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void
many_links_are_cut_off(void **state)
{
	own_buf struct buf	 text = { 0 };
	struct sending		 s;
	struct telegram_event	 ev = { .what = TELEGRAM_MESSAGE };

	(void)state;
	for (int i = 0; i < 100; i++)
		buf_fmt(&text, "hh.ru/resume/%d ", i);
	ev.text = buf_str(&text);
	sending_read(&ev, &s);
	assert_int_equal(s.nlinks, SENDING_LINKS_MAX);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(messages_bring_files_links_and_origins),
		cmocka_unit_test(many_links_are_cut_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
