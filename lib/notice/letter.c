#include "notice/letter.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "account/outbox.h"
#include "account/outbox_run.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "io/db.h"
#include "notice/bell.h"
#include "notice/source.h"
#include "notice/unsubscribe.h"
#include "notice/words.h"

#define SUBJECT_MAX	200	/* bytes */
#define DIGEST_MAX	50	/* notices of one letter */
#define LINE_SIZE	1200

/* A letter while it is written, in both forms. */
struct draft {
	const struct user	*user;
	char			*site;
	struct buf		 text, html;
};

static void
draft_clear(struct draft *d)
{
	mem_free_str(&d->site);
	buf_clear(&d->text);
	buf_clear(&d->html);
}
#define own_draft cleanup(draft_clear)

static void
draft_open(struct draft *d, const struct conf *conf, const struct user *user)
{
	d->user = user;
	d->site = conf_site(conf);
	buf_fmt(&d->html, "<!doctype html><html lang=\"%s\"><body "
	    "style=\"font:16px/1.5 sans-serif;color:#12201d\">",
	    strcmp(user->locale, "en") == 0 ? "en" : "ru");
}

static void
put_escaped(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '&')
			buf_puts(out, "&amp;");
		else if (*text == '<')
			buf_puts(out, "&lt;");
		else if (*text == '>')
			buf_puts(out, "&gt;");
		else if (*text == '"')
			buf_puts(out, "&quot;");
		else
			buf_putc(out, *text);
}

/* A sentence of ours with an address at its end: a link under the sentence. */
static void
put_link(struct draft *d, const char *code, const char *address)
{
	char	line[LINE_SIZE], words[LINE_SIZE];

	text_put(line, sizeof(line), d->user->locale, code, address);
	text_put(words, sizeof(words), d->user->locale, code, "");
	words[strcspn(words, ":")] = '\0';
	buf_fmt(&d->text, "%s\n", line);
	buf_puts(&d->html, "<p><a href=\"");
	put_escaped(&d->html, address);
	buf_puts(&d->html, "\">");
	put_escaped(&d->html, words);
	buf_puts(&d->html, "</a></p>");
}

static void
put_notice(struct draft *d, const struct bell_line *line)
{
	const struct notice_said	 said = { line->kind, line->about,
					    line->text, line->moment,
					    line->many };
	own_str char			*address = mem_fmt("%s%s", d->site,
					    line->href);
	char				 title[NOTICE_TITLE_SIZE],
					 text[NOTICE_TEXT_SIZE];

	notice_title(title, &said, d->user->locale, d->user->time_zone);
	notice_text(text, &said, d->user->locale);
	buf_fmt(&d->text, "%s\n%s\n", title, text);
	buf_puts(&d->html, "<p><b>");
	put_escaped(&d->html, title);
	buf_puts(&d->html, "</b><br>");
	put_escaped(&d->html, text);
	buf_puts(&d->html, "</p>");
	if (line->href[0] != '\0')
		put_link(d, "notice.mail.open", address);
	buf_putc(&d->text, '\n');
}

static void
draft_end(struct draft *d, const struct conf *conf, const char *kind,
    const char *subject, struct outbox_letter *out)
{
	out->unsubscribe = unsubscribe_link(conf, d->user->id, kind);
	buf_puts(&d->html, "<hr>");
	put_link(d, "notice.mail.off", out->unsubscribe);
	buf_puts(&d->html, "</body></html>");
	out->subject = mem_ndup(subject, utf8_cut(subject, SUBJECT_MAX));
	for (char *c = out->subject; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	out->text = mem_dup(buf_str(&d->text));
	out->html = mem_dup(buf_str(&d->html));
}

int
notice_letter_write(struct db *db, const struct conf *conf,
    const struct outbox *m, const struct user *user, const void *arg,
    struct outbox_letter *out, struct err *err)
{
	const struct bell	 bell = { .company_id = user->company_id,
				    .user_id = user->id };
	own_rows struct db_rows	*rows = NULL;
	own_draft struct draft	 d = { 0 };
	struct bell_line	 line;
	struct notice_said	 said;
	char			 title[NOTICE_TITLE_SIZE];

	if (bell_find(db, arg, &bell, m->subject_id, &rows, err) == -1)
		return -1;
	if (!bell_next(rows, &line) || line.read_at != 0)
		return err_set(err, ERR_ABSENT, "notice");
	said = (struct notice_said){ line.kind, line.about, line.text,
	    line.moment, line.many };
	notice_title(title, &said, user->locale, user->time_zone);
	draft_open(&d, conf, user);
	put_notice(&d, &line);
	draft_end(&d, conf, line.kind, title, out);
	return 0;
}

/* --- the digest --- */

struct agenda {
	struct notice_item	v[NOTICE_AGENDA_MAX];
	size_t			n;
	int64_t			count;	/* with those that are not listed */
};

static void
agenda_clear(struct agenda *a)
{
	notice_items_clear(a->v, a->n);
}
#define own_agenda cleanup(agenda_clear)

/* By the person's own day. */
static int
agenda_read(struct db *db, const struct notice_source *source,
    const struct user *user, const struct zone *zone, struct agenda *out,
    struct err *err)
{
	int64_t	now;

	if (db_now(db, &now, err) == -1)
		return -1;
	for (; source != NULL && source->subject != NULL; source++)
		if (source->agenda != NULL && source->agenda(db,
		    user->company_id, user->id, now, zone_begin(zone,
		    zone_day(zone, now) + 1, 0), out->v, &out->n, err) == -1)
			return -1;
	for (size_t i = 0; i < out->n; i++)
		if (i == 0 || out->v[i].part != out->v[i - 1].part)
			out->count += out->v[i].all;
	return 0;
}

static void
put_heading(struct draft *d, const char *code, int64_t n)
{
	char	line[LINE_SIZE], count[24];

	snprintf(count, sizeof(count), "%" PRId64, n);
	text_put(line, sizeof(line), d->user->locale, code, count);
	buf_fmt(&d->text, "%s\n\n", line);
	buf_puts(&d->html, "<h3>");
	put_escaped(&d->html, line);
	buf_puts(&d->html, "</h3>");
}

static void
put_item(struct draft *d, const struct notice_item *item,
    const struct zone *zone)
{
	own_str char	*address = mem_fmt("%s%s", d->site, item->href);
	char		 at[ZONE_SIZE];

	zone_write(zone, item->due_at, at);
	buf_fmt(&d->text, "%s%s%s\n", at, *at != '\0' ? "  " : "",
	    item->title);
	buf_fmt(&d->html, "<p>%s%s", at, *at != '\0' ? " " : "");
	buf_puts(&d->html, "<b>");
	put_escaped(&d->html, item->title);
	buf_puts(&d->html, "</b></p>");
	put_link(d, "notice.mail.open", address);
	buf_putc(&d->text, '\n');
}

static void
put_agenda(struct draft *d, const struct agenda *a, const struct zone *zone)
{
	static const char *const	codes[NOTICE_PARTS] = {
		[NOTICE_LATE] = "notice.mail.late",
		[NOTICE_TODAY] = "notice.mail.today",
		[NOTICE_WAITING] = "notice.mail.waiting",
	};

	for (size_t i = 0; i < a->n; i++) {
		if (i == 0 || a->v[i].part != a->v[i - 1].part)
			put_heading(d, codes[a->v[i].part], a->v[i].all);
		put_item(d, &a->v[i], zone);
	}
}

/* What there is to do, or else what is unread. */
static void
digest_subject(const struct user *user, int64_t todo, int64_t unread,
    char out[LINE_SIZE])
{
	char	count[24];

	snprintf(count, sizeof(count), "%" PRId64 "%s", todo > 0 ? todo :
	    unread, todo == 0 && unread == BELL_COUNT_MAX ? "+" : "");
	text_put(out, LINE_SIZE, user->locale, todo > 0 ?
	    "notice.mail.agenda" : "notice.mail.digest", count);
}

int
notice_letter_digest(struct db *db, const struct conf *conf,
    const struct outbox *m, const struct user *user, const void *arg,
    struct outbox_letter *out, struct err *err)
{
	const struct bell	 bell = { .company_id = user->company_id,
				    .user_id = user->id, .unread = true,
				    .limit = DIGEST_MAX };
	own_rows struct db_rows	*rows = NULL;
	own_draft struct draft	 d = { 0 };
	own_agenda struct agenda a = { 0 };
	own_zone struct zone	 zone = { 0 };
	struct bell_line	 line;
	char			 subject[LINE_SIZE];
	int64_t			 unread;

	(void)m;
	zone_enter(&zone, user->time_zone);
	if (agenda_read(db, arg, user, &zone, &a, err) == -1 ||
	    bell_list(db, arg, &bell, &rows, err) == -1 ||
	    bell_unread(db, arg, &bell, &unread, err) == -1)
		return -1;
	if (a.n == 0 && unread == 0)
		return err_set(err, ERR_ABSENT, "digest");
	digest_subject(user, a.count, unread, subject);
	draft_open(&d, conf, user);
	put_agenda(&d, &a, &zone);
	if (a.n > 0 && unread > 0)
		put_heading(&d, "notice.mail.unread", unread);
	while (bell_next(rows, &line))
		put_notice(&d, &line);
	draft_end(&d, conf, UNSUBSCRIBE_DIGEST, subject, out);
	return 0;
}
