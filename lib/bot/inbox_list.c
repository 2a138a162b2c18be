#include "bot/inbox_list.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "bot/card.h"
#include "bot/cv.h"
#include "bot/inbox.h"
#include "inbox/decide.h"
#include "inbox/item.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "telegram/message.h"
#include "telegram/talk.h"

#define BUTTONS_MAX	(2 * INBOX_LIST_PAGE + 2)

/* A page while it is made. */
struct sheet {
	struct buf		 html;
	struct message_button	 button[BUTTONS_MAX];
	char			 data[BUTTONS_MAX][MESSAGE_DATA_MAX + 1];
	char			 label[BUTTONS_MAX][64];
	size_t			 nbuttons;
	int64_t			 before, last;
	int			 n;
	bool			 makes;		/* candidates */
};

static void
sheet_clear(struct sheet *s)
{
	buf_clear(&s->html);
}

/* deed: "keep", "reject", "make"; NULL: the page that begins behind the item id. */
static void
add_button(struct sheet *s, const char *text, const char *deed, int64_t id,
    bool ends_row)
{
	const size_t	i = s->nbuttons++;

	if (deed != NULL) {
		snprintf(s->label[i], sizeof(s->label[i]), "%d. %.50s", s->n,
		    text);
		snprintf(s->data[i], sizeof(s->data[i]), "arrived:%" PRId64
		    ":%s:%" PRId64, s->before, deed, id);
	} else {
		snprintf(s->label[i], sizeof(s->label[i]), "%s", text);
		snprintf(s->data[i], sizeof(s->data[i]), "arrived:%" PRId64,
		    id);
	}
	s->button[i] = (struct message_button){ .text = s->label[i],
		.data = s->data[i], .ends_row = ends_row };
}

static void
put_item(struct sheet *s, const char *lang, const char *zone,
    const struct inbox_item *it)
{
	own_json json_t	*senders = json_loads(it->senders != NULL ?
			    it->senders : "[]", 0, NULL);
	const char	*who = field_str(json_array_get(senders, 0),
			    "user_name"), *deed;
	char		 code[32];

	s->n++;
	s->last = it->id;
	if (s->html.len > 0)
		buf_puts(&s->html, "\n\n");
	bot_inbox_put_name(&s->html, lang, s->n, it->name, it->size);
	buf_putc(&s->html, '\n');
	if (who != NULL) {
		message_escape(&s->html, who);
		buf_puts(&s->html, " · ");
	}
	card_time(&s->html, lang, zone, it->created_at);
	if (it->person[0] != '\0') {
		buf_putc(&s->html, '\n');
		message_escape(&s->html, it->person);
		buf_puts(&s->html, it->position[0] != '\0' ? ", " : "");
		message_escape(&s->html, it->position);
	}
	deed = s->makes && it->somebody && it->candidate_id == 0 ? "make" :
	    "keep";
	snprintf(code, sizeof(code), "bot.inbox.%s.one", deed);
	add_button(s, text_get(lang, code), deed, it->id, false);
	add_button(s, text_get(lang, "bot.inbox.reject.one"), "reject",
	    it->id, true);
}

static int
make_sheet(struct db *db, struct said *t, struct sheet *s, struct err *err)
{
	const struct inbox_who		 who = bot_inbox_who(t);
	const struct inbox_filter	 filter = { .state = "new",
		.before_id = s->before };
	own_rows struct db_rows		*rows = NULL;
	struct inbox_item		 it;
	bool				 more = false;

	if (inbox_item_list(db, &who, &filter, INBOX_LIST_PAGE + 1, &rows,
	    err) == -1)
		return -1;
	while ((more = inbox_item_next(rows, &it)) && s->n < INBOX_LIST_PAGE)
		put_item(s, t->talk->lang, t->person.actor.zone, &it);
	if (s->before != 0)
		add_button(s, "«", NULL, 0, !more);
	if (more)
		add_button(s, "»", NULL, s->last, true);
	if (s->n == 0)
		buf_puts(&s->html, text_get(t->talk->lang,
		    "bot.inbox.none"));
	return 0;
}

static int
show(struct db *db, struct said *t, int64_t before, bool edit,
    struct err *err)
{
	const struct message_whose	 whose = telegram_talk_whose(t->talk);
	cleanup(sheet_clear) struct sheet s = { .before = before,
		.makes = t->person.user->role >= ROLE_RECRUITER };
	own_json json_t			*keys = NULL;

	if (make_sheet(db, t, &s, err) == -1)
		return -1;
	if (s.nbuttons > 0)
		keys = message_keyboard(&whose, s.button, s.nbuttons);
	return edit ? telegram_talk_edit(t->talk, buf_str(&s.html), keys,
	    NULL, err) : telegram_talk_say(t->talk, buf_str(&s.html), keys,
	    NULL, err);
}

int
bot_inbox_list(struct db *db, struct said *t, struct err *err)
{
	return show(db, t, 0, false, err);
}

static int
decide(struct db *db, struct said *t, struct err *err)
{
	const struct inbox_who	 who = bot_inbox_who(t);
	const char		*deed = t->rest;
	const size_t		 len = strcspn(deed, ":");
	const bool		 keep = strncmp(deed, "keep:", 5) == 0;
	const bool		 make = strncmp(deed, "make:", 5) == 0;
	int64_t			 id;

	if (!keep && !make && strncmp(deed, "reject:", 7) != 0)
		return said_misread(err);
	t->rest += len + 1;
	if (said_number(t, ':', &id) == -1)
		return said_misread(err);
	return make ? bot_cv_make_item(db, t, id, 0, err) :
	    inbox_decide(db, &who, id, keep ? INBOX_KEEP : INBOX_REJECT, err);
}

int
bot_inbox_list_press(struct db *db, struct said *t, struct err *err)
{
	int64_t	before;

	if (said_number(t, ':', &before) == -1)
		return said_misread(err);
	return *t->rest != '\0' && decide(db, t, err) == -1 ? -1 :
	    show(db, t, before, true, err);
}
