#include "bitrix/comment_sync.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "bitrix/comment.h"
#include "bitrix/comment_copy.h"
#include "bitrix/mirror.h"
#include "io/db.h"
#include "io/field.h"
#include "service/provider_sync.h"

/* One task's comments on both sides. */
struct talk {
	struct mirror			*m;
	const struct bitrix_link	*link;
	struct bitrix_comments		 known;
	json_t				*ours;	/* of task_home.comments */
	bool				*seen;	/* of known: it is there */
	bool				 waits;	/* one that was sent may be made yet */
};

static void
talk_close(struct talk *t)
{
	bitrix_comments_clear(&t->known);
	json_decref(t->ours);
	free(t->seen);
}

/* What is sent there, and the rows as they are once it was taken. */
enum deed { ADD, CHANGE, REMOVE };
struct sayings {
	struct bitrix_command	command[BITRIX_COMMANDS_MAX];
	struct bitrix_comment	row[BITRIX_COMMANDS_MAX];
	enum deed		deed[BITRIX_COMMANDS_MAX];
	size_t			n;
};

static void
sayings_close(struct sayings *s)
{
	bitrix_commands_clear(s->command, s->n);
	for (size_t i = 0; i < s->n; i++)
		json_decref(s->command[i].params);
	s->n = 0;
}

/* --- what is sent --- */

/* result of task.commentitem.add: a number, or one in digits. */
static int64_t
id_of(const json_t *result)
{
	own_json json_t	*holder = json_pack("{s:O}", "id", result);

	return field_num(holder, "id", 0);
}

/* A refusal of a change is not repeated until something changes again. */
static int
take_answer(struct mirror *m, struct bitrix_comment *row, enum deed deed,
    const struct bitrix_command *c, struct err *err)
{
	char	record[60];

	row->sent = false;
	if (c->why != NULL) {
		snprintf(record, sizeof(record), "comment %" PRId64,
		    row->comment_id);
		provider_run_failed(m->r, record, c->why);
	} else if (deed == ADD) {
		row->external_id = id_of(c->result);
		row->state = BITRIX_LINKED;
		m->r->run.created++;
	} else
		m->r->run.updated++;
	return bitrix_comment_save(m->r->who->db, row, err);
}

static int
flush(struct mirror *m, struct sayings *s, struct err *err)
{
	int	rc;

	if (s->n == 0)
		return 0;
	rc = bitrix_batch(m->api, s->command, s->n, err);
	for (size_t i = 0; i < s->n; i++) {
		struct err	why = { 0 };

		if (rc == 0)
			rc = take_answer(m, &s->row[i], s->deed[i],
			    &s->command[i], err);
		else if (!err->unsure && s->deed[i] == ADD &&
		    s->command[i].result == NULL) {
			s->row[i].sent = false;
			if (bitrix_comment_save(m->r->who->db, &s->row[i],
			    &why) == -1)
				log_err(LOG_WARN, "bitrix: comment", &why);
		}
	}
	sayings_close(s);
	return rc == 0 ? provider_run_step(m->r, err) : -1;
}

/* Takes params: they are the method's in its order, which counts. */
static int
send_later(struct mirror *m, struct sayings *s,
    const struct bitrix_comment *row, enum deed deed, json_t *params,
    struct err *err)
{
	static const char *const	methods[] = {
		[ADD] = "task.commentitem.add",
		[CHANGE] = "task.commentitem.update",
		[REMOVE] = "task.commentitem.delete" };

	s->row[s->n] = *row;
	s->deed[s->n] = deed;
	s->command[s->n++] = (struct bitrix_command){
		.method = methods[deed], .params = params };
	return s->n == nitems(s->row) ? flush(m, s, err) : 0;
}

/* --- who says it --- */

/* Our user of an employee there; 0: not linked. */
static int64_t
user_of(const struct mirror *m, int64_t author_id)
{
	char	id[24];

	snprintf(id, sizeof(id), "%" PRId64, author_id);
	return json_integer_value(json_object_get(m->people, id));
}

/* The employee of one of our users, or NULL. */
static const char *
employee_of(const struct mirror *m, int64_t user_id)
{
	const char	*id;
	json_t		*one;

	json_object_foreach(m->people, id, one)
		if (json_integer_value(one) == user_id)
			return id;
	return NULL;
}

/* The text there of one of ours; fields of task.commentitem.add and .update. */
static json_t *
fields_of(const struct mirror *m, const json_t *one, const char *mark,
    char theirs[SECRET_HASH_SIZE])
{
	const char	*id = employee_of(m, field_num(one, "user_id", 0));
	const char	*name = field_str(one, "user_name");
	own_str char	*text = bitrix_said_text(id != NULL ? NULL : name,
			    field_str(one, "text"), mark);
	own_json json_t	*as_read = json_pack("{s:i, s:s}", "ID", 1,
			    "POST_MESSAGE", text);
	own_bitrix_said struct bitrix_said	said = { 0 };

	bitrix_said_read(as_read, &said);
	secret_hash(said.text, theirs);
	return json_pack("{s:s, s:s?}", "POST_MESSAGE", text, "AUTHOR_ID",
	    id);
}

/* --- ours --- */

static json_t *
ours_by_id(const struct talk *t, int64_t id)
{
	json_t	*one;
	size_t	 i;

	json_array_foreach(t->ours, i, one)
		if (field_num(one, "id", 0) == id)
			return one;
	return NULL;
}

static bool
is_gone(const json_t *one)
{
	return one == NULL || json_is_true(json_object_get(one, "deleted"));
}

/* It is written before it is sent: a repeat looks for its mark first. */
static int
say_there(struct talk *t, struct sayings *s, struct bitrix_comment *row,
    const json_t *one, struct err *err)
{
	json_t	*fields = fields_of(t->m, one, row->mark, row->theirs);

	secret_hash(field_str(one, "text"), row->ours);
	row->sent = true;
	if (bitrix_comment_save(t->m->r->who->db, row, err) == -1) {
		json_decref(fields);
		return -1;
	}
	t->waits = true;	/* until its answer is stored */
	return send_later(t->m, s, row, ADD, json_pack("{s:I, s:o}", "TASKID",
	    (json_int_t)t->link->external_id, "FIELDS", fields), err);
}

/* Ours that nobody there has, and that did not come from there. */
static int
give_new(struct talk *t, struct sayings *s, struct err *err)
{
	json_t	*one;
	size_t	 i;

	json_array_foreach(t->ours, i, one) {
		struct bitrix_comment	row = { .link_id = t->link->id,
			.comment_id = field_num(one, "id", 0),
			.state = BITRIX_NEW };
		bool			known = is_gone(one) || json_is_true(
			json_object_get(one, "brought"));

		for (size_t k = 0; k < t->known.n; k++)
			known |= t->known.v[k].comment_id == row.comment_id;
		if (known)
			continue;
		bitrix_link_mark(row.mark);
		if (say_there(t, s, &row, one, err) == -1)
			return -1;
	}
	return 0;
}

/* --- theirs --- */

static int
take_new(struct talk *t, const struct bitrix_said *said, struct err *err)
{
	struct mirror		*m = t->m;
	const int64_t		 user_id = user_of(m, said->author_id);
	own_str char		*text = bitrix_said_here(user_id != 0 ? NULL :
				    said->author, said->text);
	own_str char		*id = mem_fmt("%" PRId64 ":%" PRId64,
				    m->p.account_id, said->id);
	const struct task_home_words words = { .external_id = id,
				    .text = text, .user_id = user_id,
				    .at = said->at };
	struct bitrix_comment	 row = { .link_id = t->link->id,
				    .external_id = said->id,
				    .state = BITRIX_LINKED };

	if (*said->text == '\0')
		return 0;
	secret_hash(text, row.ours);
	secret_hash(said->text, row.theirs);
	if (m->home->say(&m->by, t->link->task_id, &words, &row.comment_id,
	    err) == -1)
		return -1;
	m->r->run.created++;
	return bitrix_comment_save(m->r->who->db, &row, err);
}

/* Their text comes here: of one of ours without the name that was put before it. */
static int
change_here(struct talk *t, struct bitrix_comment *row,
    const struct bitrix_said *said, const json_t *one, struct err *err)
{
	struct mirror	*m = t->m;
	own_str char	*text = row->mark[0] != '\0' ? bitrix_said_bare(
			    field_str(one, "user_name"), said->text) :
			    bitrix_said_here(user_of(m, said->author_id) !=
			    0 ? NULL : said->author, said->text);

	secret_hash(text, row->ours);
	secret_hash(said->text, row->theirs);
	if (m->home->say_again(&m->by, t->link->task_id, row->comment_id,
	    text, err) == -1)
		return -1;
	m->r->run.updated++;
	return bitrix_comment_save(m->r->who->db, row, err);
}

/* Of two changes that of the side where it was written holds. */
static int
settle(struct talk *t, struct sayings *s, struct bitrix_comment *row,
    const struct bitrix_said *said, struct err *err)
{
	const json_t	*one = ours_by_id(t, row->comment_id);
	const bool	 ours = row->mark[0] != '\0';
	char		 here[SECRET_HASH_SIZE], there[SECRET_HASH_SIZE];
	bool		 here_new, there_new;

	if (is_gone(one)) {
		row->state = BITRIX_UNLINKED;
		return !ours ? bitrix_comment_save(t->m->r->who->db, row,
		    err) : send_later(t->m, s, row, REMOVE, json_pack(
		    "{s:I, s:I}", "TASKID",
		    (json_int_t)t->link->external_id, "ITEMID",
		    (json_int_t)row->external_id), err);
	}
	secret_hash(field_str(one, "text"), here);
	secret_hash(said->text, there);
	here_new = strcmp(here, row->ours) != 0;
	there_new = strcmp(there, row->theirs) != 0 && *said->text != '\0';
	if (there_new && !(ours && here_new))
		return change_here(t, row, said, one, err);
	if (!here_new || !ours)
		return 0;
	memcpy(row->ours, here, sizeof(here));
	return send_later(t->m, s, row, CHANGE, json_pack(
	    "{s:I, s:I, s:o}", "TASKID", (json_int_t)t->link->external_id,
	    "ITEMID", (json_int_t)row->external_id, "FIELDS",
	    fields_of(t->m, one, row->mark, row->theirs)), err);
}

/* The row of one of theirs: by its id, or, of one that we made and did not hear of, by its mark. */
static struct bitrix_comment *
row_of(struct talk *t, const struct bitrix_said *said)
{
	for (size_t i = 0; i < t->known.n; i++) {
		struct bitrix_comment	*c = &t->known.v[i];

		if (c->external_id == said->id || (c->state == BITRIX_NEW &&
		    c->external_id == 0 && said->mark != NULL &&
		    strcmp(said->mark, c->mark) == 0)) {
			t->seen[i] = true;
			return c;
		}
	}
	return NULL;
}

/* A copy of one of ours, made by a person or by a request that came late, is no new one. */
static bool
is_copy(const struct talk *t, const struct bitrix_said *said)
{
	for (size_t i = 0; said->mark != NULL && i < t->known.n; i++)
		if (strcmp(said->mark, t->known.v[i].mark) == 0)
			return true;
	return false;
}

static int
take_one(struct talk *t, struct sayings *s, const json_t *doc,
    struct err *err)
{
	own_bitrix_said struct bitrix_said	 said = { 0 };
	struct bitrix_comment			*row;

	if (!bitrix_said_read(doc, &said))
		return 0;
	if ((row = row_of(t, &said)) == NULL)
		return is_copy(t, &said) ? 0 : take_new(t, &said, err);
	if (row->state == BITRIX_UNLINKED)
		return 0;
	if (row->state == BITRIX_NEW) {
		row->external_id = said.id;
		row->state = BITRIX_LINKED;
		row->sent = false;
		if (bitrix_comment_save(t->m->r->who->db, row, err) == -1)
			return -1;
	}
	return settle(t, s, row, &said, err);
}

/* --- what is not there --- */

static int
settle_absent(struct talk *t, struct sayings *s, struct bitrix_comment *row,
    struct err *err)
{
	const json_t	*one = ours_by_id(t, row->comment_id);
	struct mirror	*m = t->m;

	if (row->state == BITRIX_NEW && !is_gone(one)) {
		t->waits |= row->sent;
		return row->sent ? 0 : say_there(t, s, row, one, err);
	}
	if (row->state == BITRIX_LINKED && !is_gone(one)) {
		if (m->home->unsay(&m->by, t->link->task_id, row->comment_id,
		    err) == -1)
			return -1;
		m->r->run.deleted++;
	}
	row->state = BITRIX_UNLINKED;
	return bitrix_comment_save(m->r->who->db, row, err);
}

/* --- a task --- */

/* An empty list may come of a portal that keeps what people write elsewhere (in chats): it deletes
 * nothing. */
static int
settle_talk(struct talk *t, struct sayings *s, const json_t *list,
    struct err *err)
{
	const json_t	*doc;
	size_t		 i;

	json_array_foreach(list, i, doc)
		if (take_one(t, s, doc, err) == -1)
			return -1;
	for (i = 0; i < t->known.n; i++) {
		struct bitrix_comment	*row = &t->known.v[i];

		if (t->seen[i] || row->state == BITRIX_UNLINKED ||
		    (row->state == BITRIX_LINKED &&
		    json_array_size(list) == 0))
			continue;
		if (settle_absent(t, s, row, err) == -1)
			return -1;
	}
	return give_new(t, s, err);
}

static int
take_task(struct mirror *m, struct sayings *s, const struct bitrix_link *link,
    const json_t *list, struct err *err)
{
	cleanup(talk_close) struct talk	t = { .m = m, .link = link };
	struct err			why = { 0 };

	if (!json_is_array(list))
		return 0;
	if (bitrix_comment_list(m->r->who->db, link->id, &t.known,
	    err) == -1)
		return -1;
	t.seen = mem_zero((t.known.n + 1) * sizeof(*t.seen));
	if (m->home->comments(&m->by, link->task_id, &t.ours, &why) == -1) {
		if (why.kind == ERR_ABSENT)
			return bitrix_link_heard(m->r->who->db, link->id,
			    err);
		*err = why;
		return -1;
	}
	if (settle_talk(&t, s, list, err) == -1)
		return -1;
	return t.waits ? 0 : bitrix_link_heard(m->r->who->db, link->id, err);
}

/* --- all that are due --- */

static json_t *
list_params(const struct bitrix_link *link)
{
	return json_pack("{s:I, s:{s:s}}", "TASKID",
	    (json_int_t)link->external_id, "ORDER", "ID", "asc");
}

/* Is there no reading them at all, for whose access it is? */
static bool
is_closed(const struct err *why)
{
	return strcmp(why->code, "bitrix.scope") == 0 ||
	    strcmp(why->code, "bitrix.method") == 0 ||
	    strcmp(why->code, "bitrix.plan") == 0;
}

/* closed: nobody may read comments there. */
static int
take_answers(struct mirror *m, const struct bitrix_link *link,
    const struct bitrix_command *command, size_t n, bool *closed,
    struct err *err)
{
	cleanup(sayings_close) struct sayings	s = { .n = 0 };
	char					record[60];

	for (size_t i = 0; i < n && !*closed; i++) {
		if (command[i].why == NULL) {
			if (take_task(m, &s, &link[i], command[i].result,
			    err) == -1)
				return -1;
			continue;
		}
		*closed = is_closed(command[i].why);
		if (*closed) {
			provider_run_skipped(m->r, BITRIX_COMMENTS,
			    command[i].why);
			continue;
		}
		snprintf(record, sizeof(record), "comments of task %" PRId64,
		    link[i].task_id);
		provider_run_failed(m->r, record, command[i].why);
		if (bitrix_link_heard(m->r->who->db, link[i].id, err) == -1)
			return -1;
	}
	return flush(m, &s, err);
}

static int
read_some(struct mirror *m, const struct bitrix_link *link, size_t n,
    bool *closed, struct err *err)
{
	struct bitrix_command	command[BITRIX_COMMANDS_MAX] = { 0 };
	int			rc;

	for (size_t i = 0; i < n; i++)
		command[i] = (struct bitrix_command){
			.method = "task.commentitem.getlist",
			.params = list_params(&link[i]) };
	rc = bitrix_batch(m->api, command, n, err);
	if (rc == 0)
		rc = take_answers(m, link, command, n, closed, err);
	bitrix_commands_clear(command, n);
	for (size_t i = 0; i < n; i++)
		json_decref(command[i].params);
	return rc;
}

static bool
is_kept(const json_t *fields)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(fields, i, one)
		if (strcmp(json_string_value(one), BITRIX_COMMENTS) == 0)
			return true;
	return false;
}

int
bitrix_comment_sync(struct mirror *m, struct err *err)
{
	bool	 closed = false;
	int64_t	 after = 0;
	size_t	 n;

	if (!is_kept(m->p.fields))
		return 0;
	do {
		struct bitrix_link	link[BITRIX_COMMANDS_MAX] = { 0 };
		int			rc = bitrix_link_due(m->r->who->db,
			&m->p, after, link, nitems(link), &n, err);

		if (rc == 0 && n > 0) {
			after = link[n - 1].id;
			rc = read_some(m, link, n, &closed, err);
		}
		for (size_t i = 0; i < n; i++)
			bitrix_link_clear(&link[i]);
		if (rc == -1)
			return -1;
	} while (n == BITRIX_COMMANDS_MAX && !closed);
	return 0;
}
