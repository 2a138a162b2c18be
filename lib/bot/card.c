#include "bot/card.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "bot/person.h"
#include "bot/task.h"
#include "bot/word.h"
#include "io/db.h"
#include "io/field.h"
#include "team/project.h"
#include "team/task.h"
#include "team/task_comment.h"
#include "telegram/message.h"

#define SHOWN_MAX	2000	/* characters of a description, of a comment */
#define CODE_SIZE	48

static const char *const moves[] = { "in_progress", "done", "todo" };
#define BUTTONS_MAX	(CARD_PAGE * (1 + nitems(moves)) + 2)

/* The buttons of a message while they are made. */
struct board {
	struct message_button	 v[BUTTONS_MAX];
	char			 data[BUTTONS_MAX][MESSAGE_DATA_MAX + 1];
	char			 label[CARD_PAGE][32];
	size_t			 n;
};

static const char *
said(const char *lang, const char *room, const char *word)
{
	char		 code[CODE_SIZE];
	const char	*text;

	snprintf(code, sizeof(code), "%s.%s", room, word);
	text = text_get(lang, code);
	return text != NULL ? text : word;
}

static void
put_cut(struct buf *out, const char *text)
{
	const size_t	len = utf8_head(text, SHOWN_MAX);
	own_str char	*cut = mem_ndup(text, len);

	message_escape(out, cut);
	if (text[len] != '\0')
		buf_puts(out, "…");
}

void
card_time(struct buf *out, const char *lang, const char *zone, int64_t at)
{
	own_zone struct zone	z = { 0 };
	char			t[ZONE_SIZE];

	zone_enter(&z, zone);
	zone_write(&z, at, t);
	if (strcmp(lang, "en") == 0)
		buf_fmt(out, "%.16s", t);
	else
		buf_fmt(out, "%.2s.%.2s.%.4s %.5s", t + 8, t + 5, t, t + 11);
}

/* fmt: of its data. */
static void __attribute__((format(printf, 4, 5)))
add_button(struct board *b, const char *text, bool ends_row, const char *fmt,
    ...)
{
	va_list	 ap;

	va_start(ap, fmt);
	vsnprintf(b->data[b->n], sizeof(b->data[0]), fmt, ap);
	va_end(ap);
	b->v[b->n] = (struct message_button){ .text = text,
		.data = b->data[b->n], .ends_row = ends_row };
	b->n++;
}

/* --- tasks --- */

static void
put_line(struct buf *out, const char *lang, const char *zone,
    const struct task *t)
{
	buf_fmt(out, "<b>#%" PRId64 "</b> ", t->id);
	message_escape(out, t->title);
	buf_fmt(out, "\n%s", said(lang, "team.status", t->status));
	if (t->due_date != 0) {
		buf_puts(out, " · ");
		card_time(out, lang, zone, t->due_date);
	}
}

static void
put_names(struct buf *out, const struct task *t)
{
	const char	*const names[] = { t->assigned_to_name, t->list_name };

	for (size_t i = 0; i < nitems(names); i++)
		if (names[i] != NULL) {
			buf_puts(out, " · ");
			message_escape(out, names[i]);
		}
}

/* The oldest of those that are shown first. */
static int
put_comments(struct db *db, const char *lang, const char *zone,
    const struct task *t, struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*all = mem_dup("");
	struct task_comment	 c;

	if (task_comment_list(db, t->id, 0, BOT_TASK_COMMENTS, 0, &rows,
	    err) == -1)
		return -1;
	while (task_comment_next(rows, &c)) {
		own_buf struct buf	one = { 0 };

		if (c.deleted_at != 0)
			continue;
		buf_puts(&one, "\n\n<b>");
		message_escape(&one, c.user_name != NULL ? c.user_name : "");
		buf_puts(&one, "</b> ");
		card_time(&one, lang, zone, c.created_at);
		buf_putc(&one, '\n');
		put_cut(&one, c.text);
		mem_put(&all, mem_fmt("%s%s", buf_str(&one), all));
	}
	buf_puts(out, all);
	return 0;
}

int
card_task(struct db *db, const struct bot_person *p, const char *lang,
    const struct task *t, struct buf *out, struct err *err)
{
	put_line(out, lang, p->actor.zone, t);
	put_names(out, t);
	if (t->description != NULL && !field_blank(t->description)) {
		buf_puts(out, "\n\n");
		put_cut(out, t->description);
	}
	return put_comments(db, lang, p->actor.zone, t, out, err);
}

json_t *
card_task_keyboard(const struct message_whose *whose, const char *lang,
    const struct task *t)
{
	struct board	b = { .n = 0 };

	for (size_t i = 0; i < nitems(moves); i++)
		add_button(&b, said(lang, "team.status", moves[i]),
		    i + 1 == nitems(moves), "status:%" PRId64 ":%s", t->id,
		    moves[i]);
	add_button(&b, text_get(lang, "bot.button.say"), true,
	    "say:%" PRId64, t->id);
	add_button(&b, text_get(lang, "bot.button.hour"), false,
	    "remind:%" PRId64 ":hour", t->id);
	add_button(&b, text_get(lang, "bot.button.day"), true,
	    "remind:%" PRId64 ":day", t->id);
	return message_keyboard(whose, b.v, b.n);
}

static void
add_task(struct board *b, const char *lang, const char *what, int64_t page,
    size_t at, const struct task *t)
{
	snprintf(b->label[at], sizeof(b->label[0]), "#%" PRId64, t->id);
	add_button(b, b->label[at], false, "task:%" PRId64, t->id);
	for (size_t i = 0; i < nitems(moves); i++)
		add_button(b, said(lang, "team.status", moves[i]),
		    i + 1 == nitems(moves), "%s:%" PRId64 ":%" PRId64 ":%s",
		    what, page, t->id, moves[i]);
}

json_t *
card_list(const struct message_whose *whose, const char *lang,
    const char *zone, const char *what, int64_t page, struct db_rows *rows,
    struct buf *out)
{
	struct board	b = { .n = 0 };
	struct task	t;
	size_t		n = 0;
	bool		more = false;

	while ((more = task_next(rows, &t)) && n < CARD_PAGE) {
		if (out->len > 0)
			buf_puts(out, "\n\n");
		put_line(out, lang, zone, &t);
		put_names(out, &t);
		add_task(&b, lang, what, page, n++, &t);
	}
	if (page > 0)
		add_button(&b, "«", !more, "%s:%" PRId64, what, page - 1);
	if (more)
		add_button(&b, "»", true, "%s:%" PRId64, what, page + 1);
	return b.n > 0 ? message_keyboard(whose, b.v, b.n) : NULL;
}

/* --- projects --- */

void
card_project_line(const char *lang, const struct project *p, struct buf *out)
{
	buf_fmt(out, "<b>#%" PRId64 "</b> ", p->id);
	message_escape(out, p->name);
	buf_fmt(out, "\n%s · %" PRId64 "/%" PRId64,
	    bot_word_project_shown(lang, p->status), p->done, p->tasks);
}

void
card_project(const char *lang, const char *zone, const struct project *p,
    struct buf *out)
{
	card_project_line(lang, p, out);
	if (p->client_name != NULL) {
		buf_puts(out, " · ");
		message_escape(out, p->client_name);
	}
	if (p->deadline != 0) {
		buf_puts(out, " · ");
		card_time(out, lang, zone, p->deadline);
	}
	if (p->description != NULL && !field_blank(p->description)) {
		buf_puts(out, "\n\n");
		put_cut(out, p->description);
	}
}
