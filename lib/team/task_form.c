#include "team/task_form.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/utf8.h"
#include "io/field.h"
#include "person/letter.h"

/* 9999-12-31 12:00 UTC: reminders come after it, and 9999-12-30 ends before it in every zone. */
#define DUE_MAX	INT64_C(253402257600000)
#define LINK_ID_MAX	40	/* bytes */

void
task_form_clear(struct task_form *form)
{
	free(form->tags);
	free(form->checklist);
	free(form->watchers);
	free(form->title);
	free(form->href);
	memset(form, 0, sizeof(*form));
}

/* Is the member there, null or not? Then its bit is set. */
static bool
given(const json_t *body, const char *name, struct task_form *form,
    unsigned bit)
{
	if (json_object_get(body, name) == NULL)
		return false;
	form->bits |= bit;
	return true;
}

/* An id, or null for none. */
static int
read_id(const json_t *body, const char *name, struct task_form *form,
    unsigned bit, int64_t *out, struct err *err)
{
	if (!given(body, name, form, bit))
		return 0;
	return field_int_opt(body, name, 1, INT64_MAX, out, err);
}

/* --- words --- */

/* Which of the words, from 0. */
static int
index_of(const char *const *words, const char *word)
{
	int	i = 0;

	while (strcmp(words[i], word) != 0)
		i++;
	return i;
}

static int
read_word(const json_t *body, const char *name, const char *const *words,
    struct task_form *form, unsigned bit, const char **out, struct err *err)
{
	if (!given(body, name, form, bit))
		return 0;
	if (json_is_null(json_object_get(body, name)))
		return err_field(err, name, "required", "%s", "");
	return field_word_opt(body, name, words, out, err);
}

static int
read_priority(const json_t *body, struct task_form *form, struct err *err)
{
	const char	*word = NULL;

	if (read_word(body, "priority", task_priorities, form, TASK_PRIORITY,
	    &word, err) == -1)
		return -1;
	if (word != NULL)
		form->to.priority = index_of(task_priorities, word) + 1;
	return 0;
}

/* status and is_completed say one thing: done is completed, and nothing else is. */
static int
read_status(const json_t *body, struct task_form *form, struct err *err)
{
	const bool	*said = NULL;
	bool		 done = false;

	if (read_word(body, "status", task_statuses, form, TASK_STATUS,
	    &form->to.status, err) == -1 ||
	    field_bool_given(body, "is_completed", &done, &said, err) == -1)
		return -1;
	if (said == NULL)
		return 0;
	if (form->to.status != NULL)
		return (strcmp(form->to.status, "done") == 0) == done ? 0 :
		    err_field(err, "is_completed", "team.completed", "%s",
		    form->to.status);
	form->bits |= TASK_STATUS;
	form->reopen = !done;
	if (done)
		form->to.status = "done";
	return 0;
}

static int
read_due(const json_t *body, const char *zone, struct task_form *form,
    struct err *err)
{
	const char	*text = NULL;

	if (!given(body, "due_date", form, TASK_DUE))
		return 0;
	if (field_line_opt(body, "due_date", 40, &text, err) == -1)
		return -1;
	if (text == NULL)
		return 0;
	if (field_moment(text, "due_date", zone, true, &form->to.due_date,
	    err) == -1)
		return -1;
	return form->to.due_date <= DUE_MAX ? 0 : err_field(err, "due_date",
	    "range", "1000-01-01..9999-12-30");
}

/* --- lists --- */

/* Tags are the same in any case of letters. */
/* Where a text is in a list, upper and lower case alike; -1: it is not there. */
static int
find_text(const json_t *list, const char *text)
{
	char	 folded[TASK_TAG_MAX * 4 + 1], other[sizeof(folded)];
	json_t	*one;
	size_t	 i;

	person_letter_fold(text, folded, sizeof(folded));
	json_array_foreach(list, i, one) {
		person_letter_fold(json_string_value(one), other,
		    sizeof(other));
		if (strcmp(folded, other) == 0)
			return (int)i;
	}
	return -1;
}

/* One member of a list, wrapped so that its error names its place: "tags[2]". */
static int
line_at(json_t *one, const char *name, size_t i, size_t max,
    const char **out, struct err *err)
{
	own_str char	*path = mem_fmt("%s[%zu]", name, i);
	own_json json_t	*wrap = json_pack("{s:O}", path, one);

	return field_line(wrap, path, 1, max, out, err);
}

static int
read_tags(const json_t *body, struct task_form *form, struct err *err)
{
	own_json json_t	*tags = json_array();
	json_t		*list = NULL, *one;
	const char	*text = NULL;
	size_t		 i;

	if (!given(body, "tags", form, TASK_TAGS))
		return 0;
	if (field_array_opt(body, "tags", TASK_TAGS_MAX, &list, err) == -1)
		return -1;
	json_array_foreach(list, i, one) {
		if (line_at(one, "tags", i, TASK_TAG_MAX, &text, err) == -1)
			return -1;
		if (find_text(tags, text) == -1)
			json_array_append(tags, one);
	}
	form->to.tags = form->tags = json_dumps(tags, JSON_COMPACT);
	return 0;
}

static int
read_point(json_t *one, json_t *out, struct err *err)
{
	static const char *const	 names[] = { "text", "done", NULL };
	const char			*text = NULL;
	bool				 done = false;

	if (!json_is_object(one))
		return err_field(err, "", "type", "object");
	if (field_only(one, names, err) == -1 ||
	    field_line(one, "text", 1, TASK_TITLE_MAX, &text, err) == -1 ||
	    field_bool_opt(one, "done", &done, err) == -1)
		return -1;
	json_array_append_new(out, json_pack("{s:s, s:b}", "text", text,
	    "done", done));
	return 0;
}

static int
read_checklist(const json_t *body, struct task_form *form, struct err *err)
{
	own_json json_t	*points = json_array();
	json_t		*list = NULL, *one;
	size_t		 i;

	if (!given(body, "checklist", form, TASK_CHECKLIST))
		return 0;
	if (field_array_opt(body, "checklist", TASK_CHECKLIST_MAX, &list,
	    err) == -1)
		return -1;
	json_array_foreach(list, i, one)
		if (read_point(one, points, err) == -1)
			return err_within(err, 0, "checklist[%zu]", i);
	form->to.checklist = form->checklist = json_dumps(points,
	    JSON_COMPACT);
	return 0;
}

static bool
has_number(const json_t *list, json_int_t n)
{
	json_t	*one;
	size_t	 i;

	json_array_foreach(list, i, one)
		if (json_integer_value(one) == n)
			return true;
	return false;
}

static int
read_watchers(const json_t *body, struct task_form *form, struct err *err)
{
	own_json json_t	*ids = json_array();
	json_t		*list = NULL, *one;
	size_t		 i;

	if (!given(body, "watchers", form, TASK_WATCHERS))
		return 0;
	if (field_array_opt(body, "watchers", TASK_WATCHERS_MAX, &list,
	    err) == -1)
		return -1;
	json_array_foreach(list, i, one) {
		if (!json_is_integer(one) || json_integer_value(one) <= 0)
			return err_field(err, "watchers", "type",
			    "integer");
		if (!has_number(ids, json_integer_value(one)))
			json_array_append(ids, one);
	}
	form->to.watchers = form->watchers = json_dumps(ids, JSON_COMPACT);
	return 0;
}

/* --- what it hangs on --- */

/* A text, or a number, as most of them are. */
static int
read_link_id(const json_t *link, const char **out, struct err *err)
{
	const json_t	*id = json_object_get(link, "id");
	const char	*text;

	if (id != NULL && !json_is_null(id) && !json_is_integer(id) &&
	    !json_is_string(id))
		return err_field(err, "id", "type", "string");
	if ((text = field_str(link, "id")) == NULL || field_blank(text))
		return err_field(err, "id", "required", "%s", "");
	if (strlen(text) > LINK_ID_MAX)
		return err_field(err, "id", "length", "1..%d",
		    LINK_ID_MAX);
	*out = text;
	return 0;
}

#define DIGITS	"0123456789"

/* As its lists write it, so that one thing has one name: a number has no sign and no zero in front,
 * no id has a blank. */
static bool
fits_kind(const char *kind, const char *id)
{
	const size_t	len = strlen(id);

	if (strcmp(kind, "clickup_task") == 0)
		return strspn(id, DIGITS "abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == len;
	return *id != '0' && len <= 18 && strspn(id, DIGITS) == len;
}

static int
read_target(const json_t *link, struct task_form *form, struct err *err)
{
	static const char *const names[] = { "kind", "id", NULL };
	static const char *const kinds[] = { "applicant", "candidate",
		"clickup_task", "vacancy", NULL };

	if (field_only(link, names, err) == -1 ||
	    field_word_opt(link, "kind", kinds, &form->to.link_kind,
	    err) == -1)
		return -1;
	if (form->to.link_kind == NULL)
		return err_field(err, "kind", "required", "%s", "");
	if (read_link_id(link, &form->to.link_id, err) == -1)
		return -1;
	return fits_kind(form->to.link_kind, form->to.link_id) ? 0 :
	    err_field(err, "id", "team.no_link", "%s", "");
}

static int
read_link(const json_t *body, struct task_form *form, struct err *err)
{
	json_t	*link = NULL;

	if (!given(body, "link", form, TASK_LINK))
		return 0;
	if (field_object_opt(body, "link", &link, err) == -1)
		return -1;
	return link == NULL || read_target(link, form, err) == 0 ? 0 :
	    err_within(err, 0, "link");
}

/* --- whole forms --- */

static int
read_texts(const json_t *body, bool new, struct task_form *form,
    struct err *err)
{
	static const char *const	never_null[] = { "title", NULL };

	if (new && field_line(body, "title", 1, TASK_TITLE_MAX,
	    &form->to.title, err) == -1)
		return -1;
	if (given(body, "title", form, TASK_TITLE) &&
	    (field_no_null(body, never_null, err) == -1 ||
	    field_line(body, "title", 1, TASK_TITLE_MAX, &form->to.title,
	    err) == -1))
		return -1;
	if (!given(body, "description", form, TASK_DESCRIPTION))
		return 0;
	form->to.description = "";
	return field_text_opt(body, "description", TASK_TEXT_MAX,
	    &form->to.description, err);
}

static int
need_body(const json_t *body, struct err *err)
{
	return json_is_object(body) ? 0 :
	    err_code(err, ERR_INPUT, "io.json", "1:1");
}

int
task_form_read(const json_t *body, const char *zone, bool new,
    struct task_form *form, struct err *err)
{
	const char *const	 names[] = { "title", "description", "status",
		"is_completed", "priority", "due_date", "list", "assigned_to",
		"watchers", "tags", "checklist", "link",
		new ? NULL : "version", NULL };

	if (need_body(body, err) == -1 ||
	    field_only(body, names, err) == -1 ||
	    read_texts(body, new, form, err) == -1 ||
	    read_status(body, form, err) == -1 ||
	    read_priority(body, form, err) == -1 ||
	    read_due(body, zone, form, err) == -1 ||
	    read_id(body, "list", form, TASK_LIST, &form->to.list_id,
	    err) == -1 ||
	    read_id(body, "assigned_to", form, TASK_ASSIGNED,
	    &form->to.assigned_to, err) == -1 ||
	    read_watchers(body, form, err) == -1 ||
	    read_tags(body, form, err) == -1 ||
	    read_checklist(body, form, err) == -1 ||
	    read_link(body, form, err) == -1)
		return -1;
	return field_int_opt(body, "version", 1, INT64_MAX, &form->version,
	    err);
}

int
task_form_read_set(const json_t *set, const char *zone,
    struct task_form *form, struct err *err)
{
	static const char *const names[] = { "status", "assigned_to", "tag",
		"untag", "list", "due_date", NULL };

	if (field_only(set, names, err) == -1 ||
	    read_word(set, "status", task_statuses, form, TASK_STATUS,
	    &form->to.status, err) == -1 ||
	    read_due(set, zone, form, err) == -1 ||
	    read_id(set, "list", form, TASK_LIST, &form->to.list_id,
	    err) == -1 ||
	    read_id(set, "assigned_to", form, TASK_ASSIGNED,
	    &form->to.assigned_to, err) == -1)
		return -1;
	if ((given(set, "tag", form, TASK_TAGS) && field_line(set, "tag", 1,
	    TASK_TAG_MAX, &form->tag, err) == -1) ||
	    (given(set, "untag", form, TASK_TAGS) && field_line(set, "untag",
	    1, TASK_TAG_MAX, &form->untag, err) == -1))
		return -1;
	return form->bits != 0 ? 0 : err_field(err, "", "required", "%s", "");
}

int
task_form_read_move(const json_t *body, struct task_form *form,
    int64_t *after_id, struct err *err)
{
	static const char *const names[] = { "list", "status", "after",
		"version", NULL };

	*after_id = TASK_FORM_LAST;
	if (need_body(body, err) == -1 ||
	    field_only(body, names, err) == -1 ||
	    read_word(body, "status", task_statuses, form, TASK_STATUS,
	    &form->to.status, err) == -1 ||
	    read_id(body, "list", form, TASK_LIST, &form->to.list_id,
	    err) == -1 ||
	    field_int_opt(body, "version", 1, INT64_MAX, &form->version,
	    err) == -1)
		return -1;
	if (json_object_get(body, "after") != NULL)
		*after_id = 0;
	form->bits |= TASK_POSITION;
	return field_int_opt(body, "after", 1, INT64_MAX, after_id, err);
}

/* --- applied --- */

void
task_form_status(struct task *task, const char *status)
{
	if (strcmp(status, "done") == 0 && strcmp(task->status, "done") != 0)
		task->status_before = task->status;
	task->status = status;
}

void
task_form_apply(const struct task_form *form, struct task *task)
{
	const struct task	*to = &form->to;

	if ((form->bits & TASK_TITLE) != 0)
		task->title = to->title;
	if ((form->bits & TASK_DESCRIPTION) != 0)
		task->description = to->description;
	if ((form->bits & TASK_STATUS) != 0 && to->status != NULL)
		task_form_status(task, to->status);
	if (form->reopen && strcmp(task->status, "done") == 0)
		task->status = task->status_before;
	if ((form->bits & TASK_PRIORITY) != 0)
		task->priority = to->priority;
	if ((form->bits & TASK_DUE) != 0)
		task->due_date = to->due_date;
	if ((form->bits & TASK_LIST) != 0)
		task->list_id = to->list_id;
	if ((form->bits & TASK_ASSIGNED) != 0)
		task->assigned_to = to->assigned_to;
	if ((form->bits & TASK_TAGS) != 0 && to->tags != NULL)
		task->tags = to->tags;
	if ((form->bits & TASK_CHECKLIST) != 0)
		task->checklist = to->checklist;
	if ((form->bits & TASK_WATCHERS) != 0)
		task->watchers = to->watchers;
	if ((form->bits & TASK_LINK) != 0) {
		task->link_kind = to->link_kind;
		task->link_id = to->link_id;
		task->link_title = to->link_title != NULL ? to->link_title :
		    "";
		task->link_href = to->link_href != NULL ? to->link_href : "";
	}
}

char *
task_form_tags(const struct task_form *form, const char *tags)
{
	own_json json_t	*list = json_loads(tags, 0, NULL);
	int		 i;

	if (form->untag != NULL && (i = find_text(list, form->untag)) != -1)
		json_array_remove(list, (size_t)i);
	if (form->tag != NULL && find_text(list, form->tag) == -1) {
		if (json_array_size(list) == TASK_TAGS_MAX)
			return NULL;
		json_array_append_new(list, json_string(form->tag));
	}
	return json_dumps(list, JSON_COMPACT);
}
