#include "team/task_search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/words.h"
#include "base/zone.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "team/task.h"

#define TEXT_MAX	500	/* characters of one value */
#define WEEK_DAYS	7

const char *const task_search_names[] = { "status", "list", "assigned_to",
	"created_by", "priority", "tag", "q", "due", "link", "is_completed",
	"lang", NULL };

int
task_search_only(const struct web_req *req, const char *const *more,
    struct err *err)
{
	const char	*all[24];
	size_t		 n = 0;

	for (size_t i = 0; task_search_names[i] != NULL; i++)
		all[n++] = task_search_names[i];
	for (; *more != NULL; more++)
		all[n++] = *more;
	all[n] = NULL;
	return web_query_only(req, all, err);
}

/* --- values --- */

typedef int take_value(const struct web_req *, const char *value,
    struct task_filter *, struct err *);

static int
too_many(const char *name, struct err *err)
{
	return err_field(err, name, "length", "1..%d", TASK_FIND_ANY);
}

/* Each value of a parameter, however often it is given. */
static int
each(const struct web_req *req, const char *name, take_value *take,
    struct task_filter *f, struct err *err)
{
	json_t	*given = json_object_get(req->query, name), *one;
	size_t	 i;

	if (json_is_string(given))
		return *json_string_value(given) == '\0' ? 0 :
		    take(req, json_string_value(given), f, err);
	json_array_foreach(given, i, one)
		if (*json_string_value(one) != '\0' &&
		    take(req, json_string_value(one), f, err) == -1)
			return -1;
	return 0;
}

static int
add_word(const char *name, const char *const *words, const char *value,
    struct task_texts *out, struct err *err)
{
	for (; words != NULL && *words != NULL; words++)
		if (strcmp(*words, value) == 0)
			break;
	if (words != NULL && *words == NULL)
		return -1;
	if (utf8_count(value) > TEXT_MAX)
		return err_field(err, name, "length", "%d", TEXT_MAX);
	if (out->n == TASK_FIND_ANY)
		return too_many(name, err);
	out->v[out->n++] = value;
	return 0;
}

static int
take_status(const struct web_req *req, const char *value,
    struct task_filter *f, struct err *err)
{
	(void)req;
	if (add_word("status", task_statuses, value, &f->status, err) == 0)
		return 0;
	return err->kind != ERR_NONE ? -1 :
	    field_choice("status", task_statuses, err);
}

static int
take_priority(const struct web_req *req, const char *value,
    struct task_filter *f, struct err *err)
{
	(void)req;
	if (add_word("priority", task_priorities, value, &f->priority,
	    err) == 0)
		return 0;
	return err->kind != ERR_NONE ? -1 :
	    field_choice("priority", task_priorities, err);
}

static int
take_tag(const struct web_req *req, const char *value, struct task_filter *f,
    struct err *err)
{
	(void)req;
	return add_word("tag", NULL, value, &f->tag, err);
}

/* An id, or one of the words that may stand for it. */
static int
add_id(const char *name, const char *value, int64_t me, bool none,
    struct task_ids *out, struct err *err)
{
	char	*end;
	int64_t	 id = strtoll(value, &end, 10);

	if (none && strcmp(value, "none") == 0) {
		out->none = true;
		return 0;
	}
	if (me != 0 && strcmp(value, "me") == 0)
		id = me;
	else if (*value < '0' || *value > '9' || *end != '\0' || id <= 0 ||
	    strlen(value) > 18)
		return err_field(err, name, "format", "%s", me != 0 ?
		    none ? "12, me, none" : "12, me" : "12, none");
	if (out->n == TASK_FIND_ANY)
		return too_many(name, err);
	out->v[out->n++] = id;
	return 0;
}

static int
take_list(const struct web_req *req, const char *value, struct task_filter *f,
    struct err *err)
{
	(void)req;
	return add_id("list", value, 0, true, &f->list, err);
}

static int
take_assigned(const struct web_req *req, const char *value,
    struct task_filter *f, struct err *err)
{
	return add_id("assigned_to", value, req->who->user_id, true,
	    &f->assigned_to, err);
}

static int
take_creator(const struct web_req *req, const char *value,
    struct task_filter *f, struct err *err)
{
	return add_id("created_by", value, req->who->user_id, false,
	    &f->created_by, err);
}

/* --- deadlines --- */

/* "2026-11-01..2026-11-30": both days belong to it; either may be left out. */
static int
read_span(const struct web_req *req, const char *value, struct task_due *due,
    struct err *err)
{
	const char	*dots = strstr(value, "..");
	char		 from[64];
	int64_t		 last = 0;

	if (dots == NULL || dots - value >= (ptrdiff_t)sizeof(from) ||
	    strlen(value) < 3)
		return err_field(err, "due", "format",
		    "today, overdue, week, none, 2026-11-01..2026-11-30");
	snprintf(from, sizeof(from), "%.*s", (int)(dots - value), value);
	if (from[0] != '\0' && field_moment(from, "due", req->who->zone,
	    false, &due->from, err) == -1)
		return -1;
	if (dots[2] != '\0' && field_moment(dots + 2, "due", req->who->zone,
	    true, &last, err) == -1)
		return -1;
	if (last != 0 && due->from != 0 && due->from > last)
		return err_field(err, "due", "order", "%s", from);
	due->to = last == 0 ? 0 : last == -1 ? 1 : last + 1;
	return 0;
}

static int
take_due(const struct web_req *req, const char *value, struct task_filter *f,
    struct err *err)
{
	own_zone struct zone	 zone = { 0 };
	struct task_due		 due = { 0 };
	const int64_t		 now = clock_ms();
	int64_t			 today;

	if (f->ndue == TASK_FIND_ANY)
		return too_many("due", err);
	zone_enter(&zone, req->who->zone);
	today = zone_day(&zone, now);
	/* What is called by its name is still to be done, as statistics count it. */
	due.open = true;
	if (strcmp(value, "none") == 0) {
		due = (struct task_due){ .none = true };
	} else if (strcmp(value, "overdue") == 0) {
		due.to = now;
	} else if (strcmp(value, "today") == 0) {
		due.from = zone_begin(&zone, today, 0);
		due.to = zone_begin(&zone, today + 1, 0);
	} else if (strcmp(value, "week") == 0) {
		due.from = zone_begin(&zone, today, 0);
		due.to = zone_begin(&zone, today + WEEK_DAYS, 0);
	} else {
		due.open = false;
		if (read_span(req, value, &due, err) == -1)
			return -1;
	}
	f->due[f->ndue++] = due;
	return 0;
}

/* --- what they hang on --- */

/* "applicant", or "applicant:12". */
static int
take_link(const struct web_req *req, const char *value, struct task_filter *f,
    struct err *err)
{
	static const char *const kinds[] = { "applicant", "candidate",
		"clickup_task", "vacancy" };
	const size_t		 len = strcspn(value, ":");

	(void)req;
	if (f->nlink == TASK_FIND_ANY)
		return too_many("link", err);
	for (size_t i = 0; i < nitems(kinds); i++) {
		if (strlen(kinds[i]) != len ||
		    strncmp(kinds[i], value, len) != 0)
			continue;
		f->link[f->nlink++] = (struct task_link){ .kind = kinds[i],
		    .id = value[len] == ':' ? value + len + 1 : NULL };
		return 0;
	}
	return err_field(err, "link", "format", "applicant:12");
}

static int
take_completed(const struct web_req *req, const char *value,
    struct task_filter *f, struct err *err)
{
	const bool	yes = strcmp(value, "true") == 0 ||
			    strcmp(value, "1") == 0;

	(void)req;
	if (!yes && strcmp(value, "false") != 0 && strcmp(value, "0") != 0)
		return err_field(err, "is_completed", "choice",
		    "true, false");
	f->completed |= yes;
	f->open |= !yes;
	return 0;
}

/* --- words --- */

/* "123", "#123", "№ 123": a task by its number; *marked: nothing else is meant. 0: it is none. */
static int64_t
number_of(const char *text, bool *marked)
{
	static const char	sign[] = "№";
	size_t			len;

	text += strspn(text, " ");
	*marked = *text == '#' || strncmp(text, sign, strlen(sign)) == 0;
	if (*marked)
		text += *text == '#' ? 1 : strlen(sign);
	text += strspn(text, " ");
	len = strspn(text, "0123456789");
	return len == 0 || len > 18 || !field_blank(text + len) ? 0 :
	    strtoll(text, NULL, 10);
}

/* A search of signs alone finds nothing. */
static int
read_words(const struct web_req *req, struct task_filter *f, struct err *err)
{
	const char	*text = NULL;
	bool		 marked;

	if (web_query_text(req, "q", TEXT_MAX, &text, err) == -1)
		return -1;
	if (text == NULL || field_blank(text))
		return 0;
	f->words = true;
	f->number = number_of(text, &marked);
	if (f->number == 0 || !marked)
		f->nwants = words_wants(text, f->wants);
	return 0;
}

static const struct { const char *name; take_value *take; } takes[] = {
	{ "status", take_status }, { "priority", take_priority },
	{ "tag", take_tag }, { "list", take_list },
	{ "assigned_to", take_assigned }, { "created_by", take_creator },
	{ "due", take_due }, { "link", take_link },
	{ "is_completed", take_completed },
};

int
task_search_read(const struct web_req *req, struct task_filter *f,
    struct err *err)
{
	for (size_t i = 0; i < nitems(takes); i++)
		if (each(req, takes[i].name, takes[i].take, f, err) == -1)
			return -1;
	return read_words(req, f, err);
}
