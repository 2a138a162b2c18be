#include "reply/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/words.h"
#include "clickup/api.h"
#include "io/db.h"
#include "io/field.h"
#include "io/pattern.h"
#include "person/name.h"
#include "reply/rule.h"

#define NAME_CHARS	100
#define WORD_CHARS	100
#define SAMPLE		20
#define TEXT_BYTES	20000	/* of an answer with all its words */

/* --- reading --- */


/* Has the text a word at all? */
static bool
has_word(const char *text)
{
	own_buf struct buf	words = { 0 };

	words_index(&text, 1, &words);
	return words.len > 0;
}

static bool
any_text(const char *text)
{
	return !field_blank(text);
}

/* A list of texts that are each good, as JSON; absent: as it was. */
static int
read_list(const json_t *body, const char *name, bool (*good)(const char *),
    char **out, struct err *err)
{
	json_t		*list = NULL;
	const json_t	*one;
	const char	*text;
	size_t		 i;

	if (field_array_opt(body, name, REPLY_KEYWORDS, &list, err) == -1)
		return -1;
	json_array_foreach(list, i, one) {
		own_str char	*path = mem_fmt("%s[%zu]", name, i);

		if ((text = json_string_value(one)) == NULL)
			return err_field(err, path, "type", "text");
		if (strlen(text) > 4 * WORD_CHARS)
			return err_field(err, path, "length", "%d",
			    WORD_CHARS);
		if (!good(text))
			return err_field(err, path, "format", "java");
	}
	if (list != NULL)
		mem_put(out, json_dumps(list, JSON_COMPACT));
	if (*out == NULL)
		*out = mem_dup("[]");
	return 0;
}

static int
read_regex(const json_t *body, struct reply *rule, struct err *err)
{
	const char	*text = NULL;
	struct pattern	*pattern;

	if (json_object_get(body, "regex") == NULL)
		return 0;
	if (field_text_opt(body, "regex", PATTERN_MAX, &text, err) == -1)
		return -1;
	if (text == NULL || *text == '\0') {
		mem_put(&rule->regex, NULL);
		return 0;
	}
	if ((pattern = pattern_open(text, err)) == NULL)
		return -1;
	pattern_close(pattern);
	mem_put(&rule->regex, mem_dup(text));
	return 0;
}

/* {task} is the title; {name}, its older name, reads as a person's and is not offered any more. */
static const char *const places[] = { "{name}", "{status}", "{assignee}",
	"{url}", "{list}", "{task}", "{first_name}" };

/* Which placeholder begins here; -1: none. */
static int
place_of(const char *s)
{
	for (size_t i = 0; i < nitems(places); i++)
		if (strncmp(s, places[i], strlen(places[i])) == 0)
			return (int)i;
	return -1;
}

/* A brace that begins no placeholder is a slip. */
static int
read_reply(const json_t *body, struct reply *rule, struct err *err)
{
	own_str char	*text = mem_dup(rule->reply);

	if (field_said(body, "reply", REPLY_TEXT, &text, err) == -1)
		return -1;
	for (const char *s = text; (s = strchr(s, '{')) != NULL; s++)
		if (place_of(s) == -1)
			return err_field(err, "reply", "choice", "{first_name}, "
			    "{task}, {status}, {assignee}, {url}, {list}");
	mem_put(&rule->reply, give(text));
	return 0;
}

static bool
same(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

struct before {
	char	*keywords, *regex, *statuses, *lists, *reply;
	bool	 notify_all;
};

static void
before_clear(struct before *b)
{
	free(b->keywords);
	free(b->regex);
	free(b->statuses);
	free(b->lists);
	free(b->reply);
}

static struct before
before_of(const struct reply *rule)
{
	return (struct before){ mem_dup(rule->keywords), mem_dup(rule->regex),
	    mem_dup(rule->statuses), mem_dup(rule->lists),
	    mem_dup(rule->reply), rule->notify_all };
}

static bool
differs(const struct reply *rule, const struct before *b)
{
	return !same(rule->keywords, b->keywords) ||
	    !same(rule->regex, b->regex) ||
	    !same(rule->statuses, b->statuses) ||
	    !same(rule->lists, b->lists) || !same(rule->reply, b->reply) ||
	    rule->notify_all != b->notify_all;
}

int
reply_read(const json_t *body, struct reply *rule, bool *changed,
    bool *wish, struct err *err)
{
	static const char *const	names[] = { "name", "enabled",
		"keywords", "regex", "statuses", "lists", "reply",
		"notify_all", "hourly_limit", NULL };
	cleanup(before_clear) struct before was = before_of(rule);

	if (body == NULL)
		return err_field(err, "name", "required", "%s", "");
	*wish = rule->enabled;
	if (field_only(body, names, err) == -1 ||
	    field_said(body, "name", NAME_CHARS, &rule->name, err) == -1 ||
	    field_bool_opt(body, "enabled", wish, err) == -1 ||
	    read_list(body, "keywords", has_word, &rule->keywords, err) == -1 ||
	    read_regex(body, rule, err) == -1 ||
	    read_list(body, "statuses", any_text, &rule->statuses, err) == -1 ||
	    read_list(body, "lists", clickup_id_ok, &rule->lists, err) == -1 ||
	    read_reply(body, rule, err) == -1 ||
	    field_bool_opt(body, "notify_all", &rule->notify_all, err) == -1 ||
	    field_int_opt(body, "hourly_limit", 1, REPLY_HOURLY_MAX,
	    &rule->hourly_limit, err) == -1)
		return -1;
	if (strcmp(rule->keywords, "[]") == 0 && rule->regex == NULL)
		return err_field(err, "keywords", "required", "%s", "");
	*changed = differs(rule, &was);
	return 0;
}

void
reply_emit(struct buf *b, const struct reply *rule)
{
	emit_open(b, NULL, '{');
	emit_int(b, "id", rule->id);
	emit_str(b, "name", rule->name);
	emit_bool(b, "enabled", rule->enabled);
	emit_json(b, "keywords", rule->keywords);
	emit_str(b, "regex", rule->regex);
	emit_json(b, "statuses", rule->statuses);
	emit_json(b, "lists", rule->lists);
	emit_str(b, "reply", rule->reply);
	emit_bool(b, "notify_all", rule->notify_all);
	emit_int(b, "hourly_limit", rule->hourly_limit);
	emit_time(b, "tested_at", rule->tested_at);
	emit_time(b, "enabled_at", rule->enabled_at);
	emit_int(b, "sent_count", rule->sent_count);
	emit_time(b, "created_at", rule->created_at);
	emit_time(b, "updated_at", rule->updated_at);
	emit_close(b, '}');
}

/* --- looking at tasks --- */

struct reply_rule {
	json_t		*keywords;	/* each as its words, a space before each */
	json_t		*statuses, *lists;
	struct pattern	*pattern;	/* NULL: none */
	char		*reply;
};

void
reply_close(struct reply_rule *rule)
{
	if (rule == NULL)
		return;
	json_decref(rule->keywords);
	json_decref(rule->statuses);
	json_decref(rule->lists);
	pattern_close(rule->pattern);
	free(rule->reply);
	free(rule);
}

void
reply_close_p(struct reply_rule **rule)
{
	reply_close(*rule);
	*rule = NULL;
}

struct reply_rule *
reply_open(const struct reply *from, struct err *err)
{
	own_reply_rule struct reply_rule *rule =
	    mem_zero(sizeof(*rule));

	if (from->regex != NULL &&
	    (rule->pattern = pattern_open(from->regex, err)) == NULL)
		return NULL;
	rule->keywords = json_loads(from->keywords, 0, NULL);
	rule->statuses = json_loads(from->statuses, 0, NULL);
	rule->lists = json_loads(from->lists, 0, NULL);
	rule->reply = mem_dup(from->reply);
	return give(rule);
}

/* Is it one of the list? An empty list has no opinion. */
static bool
is_among(const json_t *list, const char *text)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one)
		if (strcmp(json_string_value(one), text) == 0)
			return true;
	return json_array_size(list) == 0;
}

/* A keyword is all of its words, each to its end but where a '*' follows: "Java" is not in
 * "JavaScript". */
static bool
has_keyword(const struct reply_rule *rule,
    const struct reply_task *task)
{
	const char *const	 texts[] = { task->name, task->description };
	own_buf struct buf	 words = { 0 };
	const json_t		*one;
	size_t			 i;

	if (json_array_size(rule->keywords) == 0)
		return false;
	words_index(texts, nitems(texts), &words);
	json_array_foreach(rule->keywords, i, one)
		if (words_match(buf_str(&words), json_string_value(one), true))
			return true;
	return false;
}

int
reply_match(const struct reply_rule *rule,
    const struct reply_task *task)
{
	own_str char	*text = NULL;

	if (!is_among(rule->statuses, task->status) ||
	    !is_among(rule->lists, task->list_id))
		return 0;
	if (has_keyword(rule, task))
		return 1;
	if (rule->pattern == NULL)
		return 0;
	text = mem_fmt("%s\n%s", task->name, task->description);
	return pattern_match(rule->pattern, text, strlen(text));
}

static char *
first_assignee(const char *assignees)
{
	own_json json_t	*list = json_loads(assignees, 0, NULL);
	const char	*name = field_str(json_array_get(list, 0), "username");

	return mem_dup(name != NULL ? name : "");
}

/* "Hello, {first_name}!" to one whose title names nobody: "Hello!" */
static void
drop_lead(struct buf *b)
{
	while (b->len > 0 && (b->data[b->len - 1] == ' ' ||
	    b->data[b->len - 1] == ','))
		b->data[--b->len] = '\0';
}

char *
reply_text(const struct reply_rule *rule,
    const struct reply_task *task, const char *list)
{
	own_str char		*who = first_assignee(task->assignees);
	struct person_name	 name;
	const char *const	 values[] = { task->name, task->status, who,
				    task->url, list, task->name, name.first };
	own_buf struct buf	 b = { 0 };
	int			 place;

	person_name_read(task->name, &name);
	for (const char *s = rule->reply; *s != '\0' && b.len < TEXT_BYTES; ) {
		if (*s == '{' && (place = place_of(s)) != -1) {
			if (values[place] == name.first && *name.first == '\0')
				drop_lead(&b);
			buf_puts(&b, values[place]);
			s += strlen(places[place]);
		} else
			buf_putc(&b, *s++);
	}
	return mem_dup(buf_str(&b));
}

/* --- trying it --- */

int
reply_try(struct db *db, const struct reply *from,
    int64_t connection_id, const char *list_name, size_t limit, json_t **out,
    struct err *err)
{
	own_reply_rule struct reply_rule *rule = NULL;
	own_rows struct db_rows			*rows = NULL;
	own_json json_t				*sample = json_array();
	struct reply_task			 task;
	json_int_t				 checked = 0, matched = 0;
	int					 rc;

	if ((rule = reply_open(from, err)) == NULL ||
	    reply_past(db, connection_id, limit, &rows, err) == -1)
		return -1;
	for (; reply_task_next(rows, &task); checked++) {
		if ((rc = reply_match(rule, &task)) == -1)
			return err_field(err, "regex", "reply.slow", "%s",
			    task.task_id);
		matched += rc;
		if (rc == 1 && json_array_size(sample) < SAMPLE) {
			own_str char	*text = reply_text(rule, &task,
					    list_name);

			json_array_append_new(sample, json_pack("{s:s, s:s, "
			    "s:s}", "task_id", task.task_id, "name",
			    task.name, "reply", text));
		}
	}
	*out = json_pack("{s:I, s:I, s:O}", "checked", checked, "matched",
	    matched, "sample", sample);
	return 0;
}
