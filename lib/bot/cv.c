#include "bot/cv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "boards/boards.h"
#include "bot/inbox.h"
#include "bot/said.h"
#include "candidate/cv.h"
#include "candidate/form.h"
#include "candidate/history.h"
#include "candidate/known.h"
#include "candidate/put.h"
#include "candidate/received.h"
#include "inbox/batch.h"
#include "inbox/item.h"
#include "io/db.h"
#include "io/field.h"
#include "platform/found.h"
#include "platform/platform.h"
#include "telegram/message.h"

#define SHOWN_MAX	80	/* characters of one thing */
#define TEXT_SIZE	600
#define SAID_DUPLICATES	2

/* --- what is said --- */

bool
bot_cv_open(const struct inbox_line *line)
{
	own_json json_t	*guess = line->guess == NULL ? NULL :
			    json_loads(line->guess, 0, NULL);

	return line->candidate_id == 0 && candidate_form_somebody(guess);
}

static void
put_cut(struct buf *out, const char *text)
{
	own_str char	*cut = mem_ndup(text, utf8_head(text, SHOWN_MAX));

	message_escape(out, cut);
}

/* Those that are known, between commas. */
static void
put_members(struct buf *out, const json_t *guess, const char *const *names)
{
	const char	*comma = "\n", *text;

	for (; *names != NULL; names++) {
		if ((text = field_str(guess, *names)) == NULL)
			continue;
		buf_puts(out, comma);
		put_cut(out, text);
		comma = ", ";
	}
}

static const char *const works[] = { "current_position", "current_company",
	"location", NULL };
static const char *const contacts[] = { "phone", "email", NULL };
static const char *const judged[] = { "last_name", "first_name", "phone",
	"email", "current_position", "location", NULL };

/* Of what is said, in the mean, in percent; -1: of nothing. */
static int
confidence_of(const json_t *guess)
{
	const json_t	*by_name = json_object_get(guess, "confidence"), *one;
	double		 sum = 0;
	int		 n = 0;

	for (size_t i = 0; judged[i] != NULL; i++) {
		one = json_object_get(by_name, judged[i]);
		if (!json_is_number(one))
			continue;
		sum += json_number_value(one);
		n++;
	}
	return n == 0 ? -1 : (int)(100 * sum / n + 0.5);
}

static void
put_person(struct buf *out, const char *lang, const json_t *guess, bool brief)
{
	own_buf struct buf	name = { 0 };
	int			sure;

	found_full_name(guess, &name);
	if (name.len > 0) {
		buf_puts(out, "\n<b>");
		put_cut(out, buf_str(&name));
		buf_puts(out, "</b>");
	}
	put_members(out, guess, brief ? (const char *const []){
	    "current_position", NULL } : works);
	if (brief)
		return;
	put_members(out, guess, contacts);
	if ((sure = confidence_of(guess)) != -1)
		buf_fmt(out, "\n%s: %d %%", text_get(lang, "bot.cv.sure"),
		    sure);
}

/* "HH.ru"; NULL: no job board. */
static const char *
board_title(const char *name)
{
	for (size_t i = 0; boards[i] != NULL; i++)
		if (name != NULL && strcmp(boards[i]->name, name) == 0)
			return boards[i]->title;
	return NULL;
}

/* "Анна К., HH.ru, в Huntflow" */
static void
put_duplicate(struct buf *out, const char *lang, const json_t *one)
{
	static const char *const	known[] = { "huntflow", "clickup",
		"rejected" };
	const char			*name = field_str(one, "name"), *title;
	const json_t			*platform;
	char				 code[32];
	size_t				 i;

	put_cut(out, name != NULL && *name != '\0' ? name : text_get(lang,
	    "bot.cv.nameless"));
	json_array_foreach(json_object_get(one, "platforms"), i, platform)
		if ((title = board_title(json_string_value(platform))) != NULL)
			buf_fmt(out, ", %s", title);
	for (i = 0; i < nitems(known); i++) {
		if (!json_is_true(json_object_get(json_object_get(one,
		    "known"), known[i])))
			continue;
		snprintf(code, sizeof(code), "bot.cv.%s", known[i]);
		buf_fmt(out, ", %s", text_get(lang, code));
	}
}

static void
put_duplicates(struct buf *out, const char *lang, const json_t *list,
    bool brief)
{
	const size_t	n = json_array_size(list), most = brief ? 1 :
			    SAID_DUPLICATES;

	if (n == 0)
		return;
	buf_fmt(out, "\n%s: ", text_get(lang, "bot.cv.there"));
	for (size_t i = 0; i < n && i < most; i++) {
		if (i > 0)
			buf_puts(out, "; ");
		put_duplicate(out, lang, json_array_get(list, i));
	}
	if (n > most)
		buf_puts(out, "; …");
}

/* Of a file that says nothing, or not yet. */
static void
put_nothing(struct buf *out, const char *lang, const struct inbox_line *line)
{
	char	why[TEXT_SIZE];

	if (line->problem != NULL) {
		text_put(why, sizeof(why), lang, line->problem, "");
		buf_fmt(out, "\n%s ", text_get(lang, "bot.cv.unread"));
		message_escape(out, why);
	} else
		buf_fmt(out, "\n%s", text_get(lang, line->guess == NULL ?
		    "bot.cv.reading" : "bot.cv.nobody"));
}

int
bot_cv_put(struct db *db, struct buf *out, const struct bot_cv_reader *r,
    const struct inbox_line *line, bool brief, json_t **duplicates,
    struct err *err)
{
	own_json json_t	*guess = line->guess == NULL ? NULL :
			    json_loads(line->guess, 0, NULL);
	own_json json_t	*list = NULL;

	if (line->document_id == 0) {
		*duplicates = NULL;
		return 0;
	}
	if (!candidate_form_somebody(guess))
		put_nothing(out, r->lang, line);
	else
		put_person(out, r->lang, guess, brief);
	if (line->candidate_id != 0)
		buf_fmt(out, "\n%s", text_get(r->lang, "bot.cv.made"));
	else if (r->makes) {
		if (candidate_cv_duplicates(db, &(struct candidate_viewer){
		    .company_id = r->company_id }, line->guess, &list,
		    err) == -1)
			return -1;
		put_duplicates(out, r->lang, list, brief);
	}
	*duplicates = give(list);
	return 0;
}

/* --- what is done --- */

int
bot_cv_make_item(struct db *db, struct said *t, int64_t item_id,
    int64_t candidate_id, struct err *err)
{
	const struct user		*user = t->person.user;
	const struct inbox_who		 who = bot_inbox_who(t);
	const struct candidate_by	 by = { user->company_id, user->id,
		"bot" };
	const struct candidate_cv	 cv = { .candidate_id = candidate_id };
	struct candidate_ids		 ids;
	char				 object[32];

	if (user->role < ROLE_RECRUITER)
		return err_code(err, ERR_DENIED, "io.role", "%s", "");
	if (candidate_received_make(db, &who, &by, item_id, &cv, &ids,
	    err) == -1)
		return -1;
	snprintf(object, sizeof(object), "%" PRId64, item_id);
	audit_add(db, &(struct audit){ .company_id = user->company_id,
	    .user_id = user->id, .action = "inbox.candidate",
	    .object = object, .via = "bot" });
	return 0;
}

int
bot_cv_make(struct db *db, struct said *t, bool join, int64_t *batch,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct inbox_line	 line;
	int64_t			 candidate_id = 0;

	if (said_number(t, ':', batch) == -1 || (join && said_number(t, ':',
	    &candidate_id) == -1))
		return said_misread(err);
	if (inbox_batch_list(db, *batch, &rows, err) == -1)
		return -1;
	if (join && db_rows_count(rows) != 1)
		return said_misread(err);
	while (inbox_batch_next(rows, &line))
		if (bot_cv_open(&line) && bot_cv_make_item(db, t,
		    line.item_id, candidate_id, err) == -1)
			return -1;
	return 0;
}
