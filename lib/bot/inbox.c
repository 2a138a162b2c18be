#include "bot/inbox.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "account/outbox.h"
#include "account/outbox_run.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "bot/card.h"
#include "bot/cv.h"
#include "bot/sending.h"
#include "inbox/batch.h"
#include "inbox/decide.h"
#include "inbox/item.h"
#include "inbox/put.h"
#include "inbox/work.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "live/post.h"
#include "telegram/bot.h"
#include "telegram/carrier.h"
#include "telegram/event.h"
#include "telegram/message.h"
#include "telegram/sent.h"
#include "telegram/talk.h"

#define LINES_MAX	10	/* of one answer: as an album has */
#define NAME_MAX_SHOWN	80	/* characters */
#define TEXT_SIZE	600
#define BUTTONS_MAX	4
#define LABEL_SIZE	240

/* For whom an answer is written. */
struct reader {
	struct bot_cv_reader	 cv;
	const char		*zone;
	const struct conf	*conf;
};

/* --- what the answer says --- */

static void
put_size(struct buf *out, const char *lang, int64_t size)
{
	char	n[32];

	if (size < 1 << 20)
		snprintf(n, sizeof(n), "%" PRId64, size / 1024 > 0 ?
		    size / 1024 : 1);
	else
		snprintf(n, sizeof(n), "%" PRId64 "%c%" PRId64, size >> 20,
		    strcmp(lang, "en") == 0 ? '.' : ',',
		    (size & 0xfffff) * 10 >> 20);
	buf_fmt(out, " · %s %s", n, text_get(lang, size < 1 << 20 ?
	    "bot.inbox.kb" : "bot.inbox.mb"));
}

static void
put_said(struct buf *out, const char *lang, const char *code,
    const char *arg)
{
	char	text[TEXT_SIZE];

	text_put(text, sizeof(text), lang, code, arg);
	message_escape(out, text);
}

static void
put_state(struct buf *out, const char *lang, const struct inbox_line *line)
{
	char	why[TEXT_SIZE], code[48];

	if (strcmp(line->state, "failed") == 0) {
		text_put(why, sizeof(why), lang, line->error_code,
		    line->error_text);
		put_said(out, lang, "bot.inbox.failed", why);
		return;
	}
	snprintf(code, sizeof(code), "bot.inbox.%.10s", line->state);
	put_said(out, lang, code, line->decided_name != NULL ?
	    line->decided_name : "");
}

void
bot_inbox_put_name(struct buf *out, const char *lang, int number,
    const char *name, int64_t size)
{
	own_str char	*cut = NULL;

	if (name[0] == '\0')
		name = text_get(lang, "bot.inbox.nameless");
	cut = mem_ndup(name, utf8_head(name, NAME_MAX_SHOWN));
	if (number > 0)
		buf_fmt(out, "%d. ", number);
	buf_puts(out, "<b>");
	message_escape(out, cut);
	buf_puts(out, "</b>");
	if (size > 0)
		put_size(out, lang, size);
}

static void
put_line(struct buf *out, const struct reader *r, int number,
    const struct inbox_line *line)
{
	const char	*lang = r->cv.lang;

	bot_inbox_put_name(out, lang, number, line->name, line->size);
	buf_putc(out, '\n');
	put_state(out, lang, line);
	if (line->before_at != 0) {
		buf_putc(out, ' ');
		put_said(out, lang, "bot.inbox.before",
		    line->before_name != NULL ? line->before_name : "");
		buf_putc(out, ' ');
		card_time(out, lang, r->zone, line->before_at);
		buf_putc(out, '.');
	}
}

/* An answer while it is made. */
struct answer {
	struct buf		 html;
	struct message_button	 button[BUTTONS_MAX];
	char			 data[BUTTONS_MAX][MESSAGE_DATA_MAX + 1];
	char			 label[BUTTONS_MAX][LABEL_SIZE];
	char			*url;
	size_t			 nbuttons;
	json_t			*duplicates;	/* of the last line */
	int64_t			 candidate_id;	/* of the last line */
	int			 all, open, closed, failed;	/* lines, in each state */
	int			 cvs;		/* of which a candidate may be made */
};

static void
answer_clear(struct answer *a)
{
	buf_clear(&a->html);
	mem_free_str(&a->url);
	json_decref(a->duplicates);
}
#define own_answer cleanup(answer_clear)

static void
count(struct answer *a, const struct inbox_line *line)
{
	a->all++;
	if (strcmp(line->state, "new") == 0)
		a->open++;
	else if (strcmp(line->state, "failed") != 0)
		a->closed++;
	else if (!inbox_item_final(line->error_code))
		a->failed++;
	if (strcmp(line->state, "rejected") != 0 && bot_cv_open(line))
		a->cvs++;
	a->candidate_id = line->candidate_id;
}

/* One more; its text and data are written by the caller. */
static size_t
next_button(struct answer *a, bool ends_row)
{
	const size_t	i = a->nbuttons++;

	a->button[i] = (struct message_button){ .text = a->label[i],
		.data = a->data[i], .ends_row = ends_row };
	return i;
}

static void
add_button(struct answer *a, const char *lang, const char *choice,
    int64_t batch)
{
	const size_t	i = next_button(a, strcmp(choice, "make") == 0);
	char		code[48];

	snprintf(code, sizeof(code), "bot.inbox.%s%s", choice,
	    a->all > 1 ? ".all" : ".one");
	snprintf(a->label[i], LABEL_SIZE, "%s", text_get(lang, code));
	snprintf(a->data[i], sizeof(a->data[0]), "inbox:%s:%" PRId64, choice,
	    batch);
}

/* "Это Анна К.": the likeliest who is there. */
static void
add_join(struct answer *a, const char *lang, int64_t batch)
{
	const json_t	*one = json_array_get(a->duplicates, 0);
	const char	*name = field_str(one, "name");
	own_str char	*cut = mem_ndup(name, utf8_head(name, BOT_CV_NAME));
	const size_t	 i = next_button(a, true);

	text_put(a->label[i], LABEL_SIZE, lang, "bot.inbox.join", *cut != '\0' ?
	    cut : text_get(lang, "bot.cv.nameless"));
	snprintf(a->data[i], sizeof(a->data[0]), "inbox:join:%" PRId64 ":%"
	    PRId64, batch, field_num(one, "id", 0));
}

/* To the candidate's page, on which they go to Huntflow. */
static void
add_page(struct answer *a, const struct reader *r)
{
	own_str char	*site = conf_site(r->conf);
	size_t		 i;

	mem_put(&a->url, mem_fmt("%s/candidates/%" PRId64 "/?to=huntflow", site,
	    a->candidate_id));
	if (!message_url_fits(site)) {
		buf_putc(&a->html, '\n');
		message_escape(&a->html, a->url);
		return;
	}
	i = next_button(a, true);
	snprintf(a->label[i], LABEL_SIZE, "%s", text_get(r->cv.lang,
	    "bot.inbox.huntflow"));
	a->button[i].data = NULL;
	a->button[i].url = a->url;
}

static void
add_buttons(struct answer *a, const struct reader *r, int64_t batch)
{
	const char	*lang = r->cv.lang;
	const bool	 one = a->all == 1;

	if (one && a->candidate_id != 0 && r->cv.makes)
		add_page(a, r);
	if (a->cvs > 0 && r->cv.makes) {
		if (one && json_array_size(a->duplicates) > 0)
			add_join(a, lang, batch);
		add_button(a, lang, "make", batch);
	}
	if (a->open > 0) {
		if (a->cvs == 0 || !r->cv.makes)
			add_button(a, lang, "keep", batch);
		add_button(a, lang, "reject", batch);
	} else if (a->closed > 0)
		add_button(a, lang, "restore", batch);
	else if (a->failed > 0)
		add_button(a, lang, "again", batch);
}

/* How a batch is now. ERR_ABSENT: nothing of it is left. */
static int
make_answer(struct db *db, const struct reader *r, int64_t batch,
    struct answer *a, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct inbox_line	 line;
	size_t			 n;

	if (inbox_batch_list(db, batch, &rows, err) == -1)
		return -1;
	if ((n = db_rows_count(rows)) == 0)
		return err_set(err, ERR_ABSENT, "batch %" PRId64, batch);
	while (inbox_batch_next(rows, &line)) {
		count(a, &line);
		if (a->all > LINES_MAX)
			continue;
		if (a->html.len > 0)
			buf_putc(&a->html, '\n');
		put_line(&a->html, r, n > 1 ? a->all : 0, &line);
		json_decref(a->duplicates);
		a->duplicates = NULL;
		if (bot_cv_put(db, &a->html, &r->cv, &line, n > 1,
		    &a->duplicates, err) == -1)
			return -1;
	}
	if (a->all > LINES_MAX)
		buf_puts(&a->html, "\n…");
	add_buttons(a, r, batch);
	return 0;
}

static struct reader
reader_of(const struct conf *conf, const struct user *user, const char *lang,
    const char *zone)
{
	return (struct reader){ .cv = { lang, user->company_id,
	    user->role >= ROLE_RECRUITER }, .zone = zone, .conf = conf };
}

static void
write_about(int64_t batch, char out[TELEGRAM_ABOUT_SIZE])
{
	snprintf(out, TELEGRAM_ABOUT_SIZE, "inbox:%" PRId64, batch);
}

int
bot_inbox_write(struct db *db, const struct conf *conf,
    const struct outbox *m, const struct user *user, const void *arg,
    struct outbox_letter *out, struct err *err)
{
	const struct reader	 r = reader_of(conf, user, user->locale,
				    user->time_zone);
	own_answer struct answer a = { .all = 0 };
	struct inbox_place	 at;
	char			 about[TELEGRAM_ABOUT_SIZE];

	(void)arg;
	if (inbox_batch_place(db, m->subject_id, &at, err) == -1 ||
	    make_answer(db, &r, m->subject_id, &a, err) == -1)
		return -1;
	write_about(m->subject_id, about);
	out->call = telegram_carrier_show(buf_str(&a.html), a.button,
	    a.nbuttons, about, &(struct telegram_place){ at.bot_id,
	    at.chat_id });
	return 0;
}

/* --- what is done --- */

int
bot_inbox_take(struct db *db, struct said *t, const struct sending *s,
    struct err *err)
{
	const struct telegram_talk	*talk = t->talk;
	const struct inbox_sent		 sent = {
		.company_id = talk->user->company_id,
		.user_id = talk->user->id, .bot_id = talk->bot->id,
		.chat_id = talk->event->chat_id,
		.message_id = talk->event->message_id, .album = s->album,
		.caption = talk->event->text, .origin = s->origin,
		.nlinks = s->nlinks };
	int64_t				 batch = 0;

	if (s->doc.file_id != NULL &&
	    inbox_put_file(db, &sent, &s->doc, &batch, err) == -1)
		return -1;
	for (size_t i = 0; i < s->nlinks; i++)
		if (inbox_put_link(db, &sent, &s->link[i], &batch,
		    err) == -1)
			return -1;
	live_post_wake(db, talk->conf);
	inbox_work_wake(db, talk->conf);
	return 0;
}

/* deed: for the audit. */
struct choice {
	const char		*name;
	enum inbox_choice	 choice;
	const char		*deed;
};
static const struct choice choices[] = {
	{ "keep", INBOX_KEEP, "inbox.keep" },
	{ "reject", INBOX_REJECT, "inbox.reject" },
	{ "restore", INBOX_RESTORE, "inbox.restore" },
	{ "again", INBOX_RESTORE, "inbox.restore" },
};

struct inbox_who
bot_inbox_who(const struct said *t)
{
	const struct user	*user = t->person.user;

	return (struct inbox_who){ user->company_id, user->id,
	    user->role >= ROLE_RECRUITER && !t->person.mine, t->talk->conf };
}

static int
decide(struct db *db, struct said *t, const struct choice *choice,
    int64_t batch, struct err *err)
{
	const struct inbox_who	who = bot_inbox_who(t);
	char			object[32];

	if (inbox_decide_batch(db, &who, batch, choice->choice, err) == -1)
		return -1;
	snprintf(object, sizeof(object), "batch %" PRId64, batch);
	audit_add(db, &(struct audit){ .company_id = who.company_id,
	    .user_id = who.user_id, .action = choice->deed, .object = object,
	    .via = "bot" });
	if (choice->choice == INBOX_RESTORE)
		inbox_work_wake(db, t->talk->conf);
	return 0;
}

/* The message says how the batch is now. */
static int
show(struct db *db, struct said *t, int64_t batch, struct err *err)
{
	const struct message_whose	 whose = telegram_talk_whose(t->talk);
	const struct reader		 r = reader_of(t->talk->conf,
					    t->person.user, t->talk->lang,
					    t->person.actor.zone);
	own_answer struct answer	 a = { .all = 0 };
	own_json json_t			*keys = NULL;
	char				 about[TELEGRAM_ABOUT_SIZE];

	if (make_answer(db, &r, batch, &a, err) == -1)
		return -1;
	if (a.nbuttons > 0)
		keys = message_keyboard(&whose, a.button, a.nbuttons);
	write_about(batch, about);
	return telegram_talk_edit(t->talk, buf_str(&a.html), keys, about,
	    err);
}

int
bot_inbox_press(struct db *db, struct said *t, struct err *err)
{
	const char	*word = t->rest;
	const size_t	 len = strcspn(word, ":");
	const bool	 join = len == 4 && strncmp(word, "join", len) == 0;
	int64_t		 batch;
	size_t		 i = 0;

	t->rest += len + (t->rest[len] != '\0');
	if (join || (len == 4 && strncmp(word, "make", len) == 0))
		return bot_cv_make(db, t, join, &batch, err) == -1 ? -1 :
		    show(db, t, batch, err);
	while (i < nitems(choices) && (strlen(choices[i].name) != len ||
	    strncmp(choices[i].name, word, len) != 0))
		i++;
	if (i == nitems(choices) || said_number(t, ':', &batch) == -1)
		return said_misread(err);
	return decide(db, t, &choices[i], batch, err) == -1 ? -1 :
	    show(db, t, batch, err);
}
