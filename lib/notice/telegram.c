#include "notice/telegram.h"

#include <inttypes.h>
#include <stdbool.h>
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
#include "io/db.h"
#include "notice/bell.h"
#include "notice/words.h"
#include "telegram/carrier.h"
#include "telegram/message.h"
#include "telegram/sent.h"

static void
put_text(struct buf *out, const struct bell_line *line,
    const struct user *user)
{
	const struct notice_said	said = { line->kind, line->about,
					    line->text, line->moment,
					    line->many };
	char				title[NOTICE_TITLE_SIZE],
					text[NOTICE_TEXT_SIZE];

	notice_title(title, &said, user->locale, user->time_zone);
	notice_text(text, &said, user->locale);
	buf_puts(out, "<b>");
	message_escape(out, title);
	buf_puts(out, "</b>\n");
	message_escape(out, text);
}

/* What a reply is taken for: nothing where the link leads to many, of which the subject is one. */
static void
write_about(const struct bell_line *line, char out[TELEGRAM_ABOUT_SIZE])
{
	own_str char	*page = mem_fmt("/%" PRId64 "/", line->subject_id);

	out[0] = '\0';
	if (strstr(line->href, page) != NULL)
		snprintf(out, TELEGRAM_ABOUT_SIZE, "%.16s:%" PRId64,
		    line->subject, line->subject_id);
}

int
notice_telegram_write(struct db *db, const struct conf *conf,
    const struct outbox *m, const struct user *user, const void *arg,
    struct outbox_letter *out, struct err *err)
{
	const struct bell	 bell = { .company_id = user->company_id,
				    .user_id = user->id };
	own_rows struct db_rows	*rows = NULL;
	own_buf struct buf	 html = { 0 };
	own_str char		*site = conf_site(conf), *url = NULL;
	struct bell_line	 line;
	struct message_button	 open = { .ends_row = 1 };
	char			 about[TELEGRAM_ABOUT_SIZE];

	if (bell_find(db, arg, &bell, m->subject_id, &rows, err) == -1)
		return -1;
	if (!bell_next(rows, &line) || line.read_at != 0)
		return err_set(err, ERR_ABSENT, "notice");
	put_text(&html, &line, user);
	url = mem_fmt("%s%s", site, line.href);
	open.text = text_get(user->locale, "notice.telegram.open");
	open.url = url;
	if (line.href[0] != '\0' && !message_url_fits(site)) {
		buf_putc(&html, '\n');
		message_escape(&html, url);
	}
	write_about(&line, about);
	out->call = telegram_carrier_call(buf_str(&html), &open,
	    line.href[0] != '\0' && message_url_fits(site), about);
	return 0;
}
