#include "team/task_history.h"

#include "base/mem.h"
#include "io/field.h"
#include "team/history.h"
#include "team/task.h"

static json_t *
text_of(const char *s)
{
	return s == NULL ? json_null() : json_string(s);
}

static json_t *
id_of(int64_t id)
{
	return id == 0 ? json_null() : json_integer(id);
}

static json_t *
list_of(const char *json)
{
	return json == NULL ? json_null() : json_loads(json, 0, NULL);
}

static json_t *
link_of(const struct task *t)
{
	return t->link_kind == NULL ? json_null() : json_pack(
	    "{s:s, s:s, s:s}", "kind", t->link_kind, "id", t->link_id,
	    "title", t->link_title);
}

static json_t *
field_of(const struct task *t, unsigned bit)
{
	switch (bit) {
	case TASK_TITLE: return text_of(t->title);
	case TASK_DESCRIPTION: return text_of(t->description);
	case TASK_STATUS: return text_of(t->status);
	case TASK_PRIORITY:
		return text_of(task_priorities[t->priority - 1]);
	case TASK_DUE: return field_time(t->due_date);
	case TASK_LIST: return id_of(t->list_id);
	case TASK_ASSIGNED: return id_of(t->assigned_to);
	case TASK_TAGS: return list_of(t->tags);
	case TASK_CHECKLIST: return list_of(t->checklist);
	case TASK_WATCHERS: return list_of(t->watchers);
	case TASK_LINK: return link_of(t);
	default: return text_of(t->position);
	}
}

static const struct { unsigned bit; const char *name; } fields[] = {
	{ TASK_TITLE, "title" }, { TASK_DESCRIPTION, "description" },
	{ TASK_STATUS, "status" }, { TASK_PRIORITY, "priority" },
	{ TASK_DUE, "due_date" }, { TASK_LIST, "list" },
	{ TASK_ASSIGNED, "assigned_to" }, { TASK_TAGS, "tags" },
	{ TASK_CHECKLIST, "checklist" }, { TASK_WATCHERS, "watchers" },
	{ TASK_LINK, "link" }, { TASK_POSITION, "position" },
};

static json_t *
fields_of(const struct task *t, unsigned bits)
{
	json_t	*out = json_object();

	for (size_t i = 0; i < nitems(fields); i++)
		if ((bits & fields[i].bit) != 0)
			json_object_set_new(out, fields[i].name,
			    field_of(t, fields[i].bit));
	return out;
}

bool
task_history_diff(const struct task *before, const struct task *after,
    unsigned bits, json_t **was, json_t **is)
{
	own_json json_t	*old = before == NULL ? NULL : fields_of(before, bits);
	own_json json_t	*new = fields_of(after, bits);

	return history_diff(old, new, was, is);
}
