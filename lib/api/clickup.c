#include "api/clickup.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/clickup_field.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/fetch.h"
#include "io/field.h"

#define PAGE_BYTES	(64u << 20)	/* 100 tasks with all their fields' options */
#define TASK_BYTES	(8u << 20)
#define TEXT_MAX	200000		/* bytes of a description that are kept */
#define MARKS_MAX	100		/* tags, assignees, fields, files of a task */

struct clickup {
	struct fetch_conf	 conf;	/* for files, without the key */
	char			*base_url;
	struct fetch		*link;
	int			 calls, budget_wait_ms;
};

struct clickup *
clickup_open(const struct fetch_conf *conf, struct err *err)
{
	own_clickup struct clickup	*c = mem_zero(sizeof(*c));

	c->base_url = mem_dup(conf->base_url);
	c->conf = *conf;
	c->conf.base_url = c->base_url;
	c->conf.auth = NULL;
	if ((c->link = fetch_open(conf, err)) == NULL)
		return NULL;
	return give(c);
}

void
clickup_close(struct clickup *c)
{
	if (c == NULL)
		return;
	fetch_close(c->link);
	free(c->base_url);
	free(c);
}

void
clickup_close_p(struct clickup **c)
{
	clickup_close(*c);
	*c = NULL;
}

int
clickup_calls(const struct clickup *c)
{
	return c->calls;
}

void
clickup_set_patience(struct clickup *c, int budget_wait_ms)
{
	c->budget_wait_ms = budget_wait_ms;
}

bool
clickup_id_ok(const char *id)
{
	size_t	len = id != NULL ? strlen(id) : 0;

	return len > 0 && len <= CLICKUP_ID_SIZE && strspn(id,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
	    == len;
}

/* --- asking --- */

/* Codes of a key that is good, but was not given this workspace. */
static bool
is_workspace_refusal(const char *ecode)
{
	int	n = 0;

	if (ecode == NULL || sscanf(ecode, "OAUTH_%3d", &n) != 1)
		return false;
	return n == 23 || n == 26 || n == 27 || (n >= 29 && n <= 45);
}

static const char *
code_of(const struct err *err, const char *absent)
{
	switch (err->kind) {
	case ERR_REMOTE_AUTH:	return "clickup_token";
	case ERR_DENIED:	return "clickup_denied";
	case ERR_ABSENT:	return absent;
	case ERR_BUSY:		return "clickup_limit";
	case ERR_DOWN:		return NULL;	/* our own database */
	case ERR_INTERNAL:	return NULL;
	case ERR_INPUT:		return "clickup_answer";
	default:		return "clickup_down";
	}
}

/* Says in our own words why a call failed; doc: the service's, or NULL. */
static int
failed(const json_t *doc, const char *absent, struct err *err)
{
	const char	*ecode = json_string_value(
			    json_object_get(doc, "ECODE"));
	const char	*code;

	if (err->remote_status == 401 && is_workspace_refusal(ecode))
		err->kind = ERR_DENIED;
	else if (err->remote_status == 400 && ecode != NULL &&
	    strcmp(ecode, "OAUTH_017") == 0)
		err->kind = ERR_REMOTE_AUTH;
	code = code_of(err, absent);
	if (err->kind == ERR_INPUT)
		err->kind = ERR_REMOTE;	/* it is not the person who erred */
	if (code != NULL && strcmp(err->code, "private_address") != 0 &&
	    strcmp(err->code, "remote_too_large") != 0)
		snprintf(err->code, sizeof(err->code), "%s", code);
	return err_wrap(err, ERR_NONE, "clickup");
}

static int
odd(struct err *err, const char *what)
{
	return err_code(err, ERR_REMOTE, "clickup_answer",
	    "clickup: %s: an answer of another shape", what);
}

int
clickup_ask(struct clickup *c, const struct fetch_req *asked,
    const char *absent, json_t **out, struct err *err)
{
	struct fetch_req	 rq = *asked;
	own_json json_t		*doc = NULL;

	c->calls++;
	rq.budget_wait_ms = c->budget_wait_ms;
	if (fetch_json(c->link, &rq, &doc, err) == -1)
		return failed(doc, absent, err);
	*out = give(doc);
	return 0;
}

/* --- small readers --- */

/* The member as text of its own: strings and whole numbers; else NULL. */
static char *
dup_text(const json_t *doc, const char *name)
{
	const json_t	*v = json_object_get(doc, name);

	if (json_is_string(v))
		return mem_dup(json_string_value(v));
	if (json_is_integer(v))
		return mem_fmt("%" JSON_INTEGER_FORMAT, json_integer_value(v));
	return NULL;
}

static char *
dup_or_empty(const json_t *doc, const char *name)
{
	char	*s = dup_text(doc, name);

	return s != NULL ? s : mem_dup("");
}

/* Cut at max bytes, never inside a character. */
static void
cut_text(char *s, size_t max)
{
	s[utf8_cut(s, max)] = '\0';
}

/* A time in ms; what no calendar of ours can hold reads as none. */
static int64_t
time_of(const json_t *doc, const char *name)
{
	int64_t	ms = field_num(doc, name, 0);

	return ms > 0 && ms < INT64_C(253402300800000) ? ms : 0;
}

/* --- who and where --- */

void
clickup_user_clear(struct clickup_user *u)
{
	free(u->username);
	free(u->email);
	memset(u, 0, sizeof(*u));
}

int
clickup_user_parse(const json_t *doc, struct clickup_user *out,
    struct err *err)
{
	const json_t	*user = json_object_get(doc, "user");
	int64_t		 id = field_num(user, "id", 0);

	if (!json_is_object(user) || id <= 0)
		return odd(err, "user");
	out->id = id;
	out->username = dup_or_empty(user, "username");
	out->email = dup_or_empty(user, "email");
	return 0;
}

int
clickup_user_fetch(struct clickup *c, struct clickup_user *out,
    struct err *err)
{
	const struct fetch_req	 rq = { .path = { "user" } };
	own_json json_t		*doc = NULL;

	if (clickup_ask(c, &rq, "clickup_absent", &doc, err) == -1)
		return -1;
	return clickup_user_parse(doc, out, err);
}

static void
clear_places(struct clickup_place *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(v[i].id);
		free(v[i].name);
		clear_places(v[i].lists, v[i].nlists);
	}
	free(v);
}

void
clickup_places_clear(struct clickup_places *p)
{
	clear_places(p->v, p->n);
	memset(p, 0, sizeof(*p));
}

const struct clickup_place *
clickup_place_find(const struct clickup_places *places, const char *id)
{
	for (size_t i = 0; i < places->n; i++)
		if (strcmp(places->v[i].id, id) == 0)
			return &places->v[i];
	return NULL;
}

/* Entries without a usable id are passed over. */
static void
read_places(const json_t *array, struct clickup_place **v, size_t *n)
{
	const json_t		*item;
	struct clickup_place	*place;
	char			*id;
	size_t			 i;

	*v = mem_zero((json_array_size(array) + 1) * sizeof(**v));
	*n = 0;
	json_array_foreach(array, i, item) {
		if (!clickup_id_ok(id = dup_text(item, "id"))) {
			free(id);
			continue;
		}
		place = &(*v)[(*n)++];
		place->id = id;
		place->name = dup_or_empty(item, "name");
		place->task_count = field_num(item, "task_count", -1);
		if (json_is_array(json_object_get(item, "lists")))
			read_places(json_object_get(item, "lists"),
			    &place->lists, &place->nlists);
	}
}

int
clickup_places_parse(const json_t *doc, const char *member,
    struct clickup_places *out, struct err *err)
{
	const json_t	*array = json_object_get(doc, member);

	if (!json_is_array(array))
		return odd(err, member);
	read_places(array, &out->v, &out->n);
	return 0;
}

static int
fetch_places(struct clickup *c, const struct fetch_req *rq, const char *member,
    struct clickup_places *out, struct err *err)
{
	own_json json_t	*doc = NULL;

	if (clickup_ask(c, rq, "clickup_absent", &doc, err) == -1)
		return -1;
	return clickup_places_parse(doc, member, out, err);
}

int
clickup_teams_fetch(struct clickup *c, struct clickup_places *out,
    struct err *err)
{
	const struct fetch_req	rq = { .path = { "team" } };

	return fetch_places(c, &rq, "teams", out, err);
}

int
clickup_spaces_fetch(struct clickup *c, const char *team_id,
    struct clickup_places *out, struct err *err)
{
	const struct fetch_req	rq = { .path = { "team", team_id, "space" },
		.query = { { "archived", "false" } } };

	return fetch_places(c, &rq, "spaces", out, err);
}

int
clickup_folders_fetch(struct clickup *c, const char *space_id,
    struct clickup_places *out, struct err *err)
{
	const struct fetch_req	rq = { .path = { "space", space_id, "folder" },
		.query = { { "archived", "false" } } };

	return fetch_places(c, &rq, "folders", out, err);
}

int
clickup_folder_lists_fetch(struct clickup *c, const char *folder_id,
    struct clickup_places *out, struct err *err)
{
	const struct fetch_req	rq = { .path = { "folder", folder_id, "list" },
		.query = { { "archived", "false" } } };

	return fetch_places(c, &rq, "lists", out, err);
}

int
clickup_space_lists_fetch(struct clickup *c, const char *space_id,
    struct clickup_places *out, struct err *err)
{
	const struct fetch_req	rq = { .path = { "space", space_id, "list" },
		.query = { { "archived", "false" } } };

	return fetch_places(c, &rq, "lists", out, err);
}

/* --- tasks --- */

static void
clear_names(char **v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(v[i]);
	free(v);
}

void
clickup_task_clear(struct clickup_task *t)
{
	free(t->task_id);
	free(t->list_id);
	free(t->parent_id);
	free(t->name);
	free(t->description);
	free(t->markdown);
	free(t->status);
	free(t->status_type);
	free(t->status_color);
	free(t->priority);
	free(t->url);
	free(t->assignees);
	free(t->tags);
	free(t->custom_fields);
	free(t->attachments);
	clear_names(t->tag_names, t->ntags);
	clear_names(t->assignee_names, t->nassignees);
	memset(t, 0, sizeof(*t));
}

/* The plain text, which lists and tasks have alike. */
static char *
description_of(const json_t *doc)
{
	const char	*s = json_string_value(json_object_get(doc,
			    "text_content"));
	char		*text;

	if (s == NULL || *s == '\0')
		s = json_string_value(json_object_get(doc, "description"));
	text = mem_dup(s != NULL ? s : "");
	cut_text(text, TEXT_MAX);
	return text;
}

static char *
markdown_of(const json_t *doc)
{
	char	*text = dup_text(doc, "markdown_description");

	if (text != NULL)
		cut_text(text, TEXT_MAX);
	return text;
}

static void
read_status(const json_t *doc, struct clickup_task *t)
{
	const json_t	*status = json_object_get(doc, "status");

	t->status = dup_or_empty(status, "status");
	t->status_type = dup_or_empty(status, "type");
	t->status_color = dup_or_empty(status, "color");
	cut_text(t->status, 100);
	cut_text(t->status_type, 20);
	cut_text(t->status_color, 20);
}

static void
read_priority(const json_t *doc, struct clickup_task *t)
{
	static const char *const words[] = { "urgent", "high", "normal", "low" };
	const char	*word = json_string_value(
			    field_at(doc, "priority", "priority", NULL));

	t->priority_rank = 5;
	for (size_t i = 0; word != NULL && i < nitems(words); i++)
		if (strcmp(words[i], word) == 0)
			t->priority_rank = (int)i + 1;
	t->priority = mem_dup(t->priority_rank < 5 ?
	    words[t->priority_rank - 1] : "");
}

/* How many of an array's entries are looked at. */
static size_t
bounded(const json_t *array)
{
	size_t	n = json_array_size(array);

	return n < MARKS_MAX ? n : MARKS_MAX;
}

static void
read_assignees(const json_t *array, struct clickup_task *t)
{
	own_buf struct buf	 out = { 0 };
	const json_t		*user;
	char			*name;

	t->assignee_names = mem_zero((bounded(array) + 1) * sizeof(char *));
	emit_open(&out, NULL, '[');
	for (size_t i = 0; i < bounded(array); i++) {
		user = json_array_get(array, i);
		if ((name = dup_text(user, "username")) == NULL &&
		    (name = dup_text(user, "email")) == NULL)
			continue;
		cut_text(name, 120);
		t->assignee_names[t->nassignees++] = name;
		emit_open(&out, NULL, '{');
		emit_int(&out, "id", field_num(user, "id", 0));
		emit_str(&out, "username", name);
		emit_str(&out, "initials", json_string_value(
		    json_object_get(user, "initials")));
		emit_str(&out, "color", json_string_value(
		    json_object_get(user, "color")));
		emit_close(&out, '}');
	}
	emit_close(&out, ']');
	t->assignees = mem_dup(buf_str(&out));
}

static void
read_tags(const json_t *array, struct clickup_task *t)
{
	own_buf struct buf	 out = { 0 };
	const json_t		*tag;
	char			*name;

	t->tag_names = mem_zero((bounded(array) + 1) * sizeof(char *));
	emit_open(&out, NULL, '[');
	for (size_t i = 0; i < bounded(array); i++) {
		tag = json_array_get(array, i);
		if ((name = dup_text(tag, "name")) == NULL)
			continue;
		cut_text(name, 120);
		t->tag_names[t->ntags++] = name;
		emit_open(&out, NULL, '{');
		emit_str(&out, "name", name);
		emit_str(&out, "color", json_string_value(
		    json_object_get(tag, "tag_bg")));
		emit_close(&out, '}');
	}
	emit_close(&out, ']');
	t->tags = mem_dup(buf_str(&out));
}

static char *
fields_of(const json_t *array)
{
	own_buf struct buf	out = { 0 };

	emit_open(&out, NULL, '[');
	for (size_t i = 0; i < bounded(array); i++)
		clickup_field_emit(&out, json_array_get(array, i));
	emit_close(&out, ']');
	return mem_dup(buf_str(&out));
}

static void
emit_file(struct buf *out, const json_t *file)
{
	own_str char	*id = dup_or_empty(file, "id");
	const char	*url = json_string_value(json_object_get(file, "url"));

	emit_open(out, NULL, '{');
	emit_str(out, "id", id);
	emit_str(out, "title", json_string_value(
	    json_object_get(file, "title")));
	emit_str(out, "extension", json_string_value(
	    json_object_get(file, "extension")));
	emit_str(out, "mimetype", json_string_value(
	    json_object_get(file, "mimetype")));
	emit_int(out, "size", field_num(file, "size", 0));
	emit_time(out, "date", time_of(file, "date"));
	emit_str(out, "url", url);
	emit_close(out, '}');
}

static int
older_file(const void *a, const void *b)
{
	int64_t	x = time_of(*(const json_t *const *)a, "date");
	int64_t	y = time_of(*(const json_t *const *)b, "date");

	return (x > y) - (x < y);
}

static char *
files_of(const json_t *array)
{
	own_buf struct buf	 out = { 0 };
	const json_t		*v[MARKS_MAX];
	size_t			 n = bounded(array);

	for (size_t i = 0; i < n; i++)
		v[i] = json_array_get(array, i);
	qsort(v, n, sizeof(v[0]), older_file);
	emit_open(&out, NULL, '[');
	for (size_t i = 0; i < n; i++)
		if (json_is_object(v[i]) &&
		    !field_flag(v[i], "deleted"))
			emit_file(&out, v[i]);
	emit_close(&out, ']');
	return mem_dup(buf_str(&out));
}

/* The link when it is one, else the address that every task has. */
static char *
url_of(const json_t *doc, const char *task_id)
{
	const char	*url = json_string_value(json_object_get(doc, "url"));

	if (url != NULL && strlen(url) <= 500 &&
	    strncmp(url, "https://", 8) == 0)
		return mem_dup(url);
	return mem_fmt("https://app.clickup.com/t/%s", task_id);
}

static void
read_times(const json_t *doc, struct clickup_task *t)
{
	t->date_created = time_of(doc, "date_created");
	t->date_updated = time_of(doc, "date_updated");
	t->date_closed = time_of(doc, "date_closed");
	t->due_date = time_of(doc, "due_date");
}

int
clickup_task_parse(const json_t *doc, struct clickup_task *out,
    struct err *err)
{
	own_clickup_task struct clickup_task	 t = { 0 };
	const json_t	*files = json_object_get(doc, "attachments");

	if (!clickup_id_ok(t.task_id = dup_text(doc, "id")))
		return odd(err, "task");
	t.list_id = dup_or_empty(json_object_get(doc, "list"), "id");
	t.parent_id = dup_or_empty(doc, "parent");
	cut_text(t.list_id, CLICKUP_ID_SIZE);
	cut_text(t.parent_id, CLICKUP_ID_SIZE);
	t.name = dup_or_empty(doc, "name");
	cut_text(t.name, 2000);
	t.description = description_of(doc);
	t.markdown = markdown_of(doc);
	t.url = url_of(doc, t.task_id);
	t.archived = field_flag(doc, "archived");
	read_status(doc, &t);
	read_priority(doc, &t);
	read_times(doc, &t);
	read_assignees(json_object_get(doc, "assignees"), &t);
	read_tags(json_object_get(doc, "tags"), &t);
	t.custom_fields = fields_of(json_object_get(doc, "custom_fields"));
	if (json_is_array(files))
		t.attachments = files_of(files);
	*out = give(t);
	return 0;
}

int
clickup_task_fetch(struct clickup *c, const char *task_id,
    struct clickup_task *out, struct err *err)
{
	const struct fetch_req	 rq = { .path = { "task", task_id },
		.query = { { "include_markdown_description", "true" } },
		.max_bytes = TASK_BYTES };
	own_json json_t		*doc = NULL;

	if (clickup_ask(c, &rq, "clickup_absent", &doc, err) == -1)
		return -1;
	return clickup_task_parse(doc, out, err);
}

void
clickup_page_clear(struct clickup_page *p)
{
	for (size_t i = 0; i < p->n; i++)
		clickup_task_clear(&p->v[i]);
	free(p->v);
	memset(p, 0, sizeof(*p));
}

/* A task that makes no sense is passed over, not the whole page. */
int
clickup_page_parse(const json_t *doc, struct clickup_page *out,
    struct err *err)
{
	const json_t	*tasks = json_object_get(doc, "tasks"), *task, *last;
	struct err	 ignored = { 0 };
	size_t		 i;

	if (!json_is_array(tasks) || json_array_size(tasks) > 1000)
		return odd(err, "tasks");
	out->v = mem_zero((json_array_size(tasks) + 1) * sizeof(*out->v));
	json_array_foreach(tasks, i, task)
		if (clickup_task_parse(task, &out->v[out->n], &ignored) == 0)
			out->n++;
		else
			out->skipped++;
	last = json_object_get(doc, "last_page");
	out->last = json_is_boolean(last) ? json_is_true(last) :
	    json_array_size(tasks) < CLICKUP_PAGE_SIZE;
	if (json_array_size(tasks) == 0)
		out->last = true;
	return 0;
}

/* All that clickup_task_parse looks at: a page is mostly other things. */
static const char *const page_members[] = { "tasks", "last_page", "err",
	"ECODE", "id", "name", "text_content", "description", "status", "type",
	"color", "date_created", "date_updated", "date_closed", "due_date",
	"archived", "parent", "priority", "url", "list", "tags", "tag_bg",
	"assignees", "username", "email", "initials", "custom_fields",
	"type_config", "options", "orderindex", "label", "count",
	"currency_type", "value*", NULL };

int
clickup_page_fetch(struct clickup *c, const struct clickup_ask *asked,
    struct clickup_page *out, struct err *err)
{
	own_str char	*page = mem_fmt("%d", asked->page);
	own_str char	*since = asked->updated_gt > 0 ?
			    mem_fmt("%" PRId64, asked->updated_gt) : NULL;
	const struct fetch_req	 rq = {
		.path = { "list", asked->list_id, "task" },
		.query = {
			{ "page", page },
			{ "archived", "false" },
			/* By creation: a change in the middle of a pass moves no task
			 * to another page. */
			{ "order_by", "created" },
			{ "include_closed", asked->include_closed ? "true" :
			    "false" },
			{ "subtasks", asked->subtasks ? "true" : "false" },
			{ "date_updated_gt", since },
		},
		.keep = page_members,
		.max_bytes = PAGE_BYTES,
		.timeout_ms = 60000,
	};
	own_json json_t	*doc = NULL;

	if (clickup_ask(c, &rq, "clickup_list_absent", &doc, err) == -1)
		return -1;
	return clickup_page_parse(doc, out, err);
}

/* --- comments --- */

/* The flat text; of an answer that lacks it, its parts. */
static char *
comment_text(const json_t *comment)
{
	own_buf struct buf	 out = { 0 };
	const json_t		*part;
	const char		*s;
	size_t			 i;

	if ((s = json_string_value(json_object_get(comment,
	    "comment_text"))) != NULL) {
		buf_puts(&out, s);
	} else
		json_array_foreach(json_object_get(comment, "comment"), i,
		    part)
			if ((s = json_string_value(json_object_get(part,
			    "text"))) != NULL)
				buf_puts(&out, s);
	return mem_dup(buf_str(&out));
}

static json_t *
comment_parse(const json_t *comment)
{
	own_str char	*id = dup_or_empty(comment, "id");
	own_str char	*text = comment_text(comment);
	own_str char	*user = dup_or_empty(json_object_get(comment, "user"),
			    "username");
	char		 iso[CLOCK_ISO_SIZE];
	int64_t		 at = time_of(comment, "date");

	cut_text(text, TEXT_MAX);
	clock_iso(at, iso);
	return json_pack("{s:s, s:s, s:o, s:s}", "id", id, "user", user,
	    "date", at != 0 ? json_string(iso) : json_null(), "text", text);
}

int
clickup_comments_parse(const json_t *doc, json_t **out, size_t *n,
    struct err *err)
{
	json_t	*comments = json_object_get(doc, "comments"), *comment;
	json_t	*list;
	size_t	 i;

	if (!json_is_array(comments) || json_array_size(comments) > 1000)
		return odd(err, "comments");
	list = json_array();
	json_array_foreach(comments, i, comment)
		if (json_is_object(comment))
			json_array_append_new(list, comment_parse(comment));
	*n = json_array_size(comments);
	*out = list;
	return 0;
}

/* The service's own page. */
static int
ask_comments(struct clickup *c, const char *task_id, const char *start,
    const char *start_id, json_t **out, struct err *err)
{
	const struct fetch_req	rq = { .path = { "task", task_id, "comment" },
		.query = { { "start", start }, { "start_id", start_id } } };

	return clickup_ask(c, &rq, "clickup_absent", out, err);
}

int
clickup_comments_page(struct clickup *c, const char *task_id,
    const char *start, const char *start_id, json_t **out, char **next,
    char **next_id, struct err *err)
{
	own_json json_t	*doc = NULL;
	own_str char	*at = NULL, *id = NULL;
	const json_t	*oldest;
	size_t		 n = 0;

	if (ask_comments(c, task_id, start, start_id, &doc, err) == -1 ||
	    clickup_comments_parse(doc, out, &n, err) == -1)
		return -1;
	*next = *next_id = NULL;
	if (n < CLICKUP_COMMENT_PAGE)
		return 0;
	oldest = json_array_get(json_object_get(doc, "comments"), n - 1);
	at = dup_text(oldest, "date");
	id = dup_text(oldest, "id");
	if (at != NULL && id != NULL) {
		*next = give(at);
		*next_id = give(id);
	}
	return 0;
}

static json_t *
reversed(const json_t *list)
{
	json_t	*out = json_array();

	for (size_t i = json_array_size(list); i > 0; i--)
		json_array_append(out, json_array_get(list, i - 1));
	return out;
}

int
clickup_comments_fetch(struct clickup *c, const char *task_id, size_t max,
    json_t **out, struct err *err)
{
	own_json json_t	*all = json_array();
	own_str char	*start = NULL, *start_id = NULL;

	if (max == 0 || max > CLICKUP_COMMENTS_MAX)
		max = CLICKUP_COMMENTS_MAX;
	do {
		own_json json_t	*list = NULL;
		own_str char	*next = NULL, *next_id = NULL;

		if (clickup_comments_page(c, task_id, start, start_id, &list,
		    &next, &next_id, err) == -1)
			return -1;
		json_array_extend(all, list);
		free(start);
		free(start_id);
		start = give(next);
		start_id = give(next_id);
	} while (start != NULL && json_array_size(all) < max);
	*out = reversed(all);
	return 0;
}

/* An answer 4xx says no; any other failure leaves open what was done. */
int
clickup_comment_add(struct clickup *c, const char *task_id, const char *text,
    bool notify_all, bool *maybe, struct err *err)
{
	own_json json_t		*doc = NULL;
	own_json json_t		*body = json_pack("{s:s, s:b}", "comment_text",
				    text, "notify_all", notify_all);
	const struct fetch_req	 rq = { .method = "POST",
		.path = { "task", task_id, "comment" }, .json = body,
		.timeout_ms = 20000 };

	*maybe = false;
	if (clickup_ask(c, &rq, "clickup_absent", &doc, err) == 0)
		return 0;
	*maybe = err->remote_status == 0 ? fetch_sent(c->link) :
	    err->remote_status >= 500 || err->remote_status < 400 ||
	    err->remote_status == 408;
	return -1;
}

/* --- files --- */

static char *
find_file_url(const char *attachments, const char *id)
{
	own_json json_t	*files = attachments == NULL ? NULL :
			    json_loads(attachments, 0, NULL);
	const json_t	*file;
	const char	*have;
	size_t		 i;

	json_array_foreach(files, i, file)
		if ((have = json_string_value(json_object_get(file, "id")))
		    != NULL && strcmp(have, id) == 0)
			return dup_text(file, "url");
	return NULL;
}

static int
get_file(struct clickup *c, const char *url, size_t max_bytes,
    struct fetch_res *out, struct err *err)
{
	c->calls++;
	if (fetch_url(&c->conf, url, max_bytes, out, err) == -1)
		return failed(NULL, "clickup_absent", err);
	return 0;
}

int
clickup_file_fetch(struct clickup *c, const char *task_id,
    const char *attachment_id, const char *url, size_t max_bytes,
    struct fetch_res *out, struct err *err)
{
	own_clickup_task struct clickup_task	 task = { 0 };
	struct err				 first = { 0 };
	own_str char				*fresh = NULL;

	if (get_file(c, url, max_bytes, out, &first) == 0)
		return 0;
	if (first.remote_status != 403 && first.remote_status != 404) {
		*err = first;
		return -1;
	}
	fetch_res_clear(out);
	if (clickup_task_fetch(c, task_id, &task, err) == -1)
		return -1;
	if ((fresh = find_file_url(task.attachments, attachment_id)) == NULL)
		return err_code(err, ERR_ABSENT, "clickup_absent",
		    "clickup: attachment %s is gone", attachment_id);
	return get_file(c, fresh, max_bytes, out, err);
}
