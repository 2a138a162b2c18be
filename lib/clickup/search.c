#include "clickup/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "base/words.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"

#define TEXT_MAX	500	/* characters of one value */
#define BLANKS		" \t\r\n"

const char *const clickup_search_names[] = { "search", "status", "priority",
	"tag", "assignee", "cv", "transfer", "updated_from", "updated_to",
	"due_from", "due_to", NULL };

int
clickup_search_only(const struct web_req *req, const char *const *more,
    struct err *err)
{
	const char	*names[24] = { "sort", "lang" };
	size_t		 n = 2;

	while (*more != NULL)
		names[n++] = *more++;
	for (size_t i = 0; clickup_search_names[i] != NULL; i++)
		names[n++] = clickup_search_names[i];
	return web_query_only(req, names, err);
}

void
clickup_search_clear(struct clickup_search *s)
{
	free(s->wants);
	memset(s, 0, sizeof(*s));
}

/* The member as one text; NULL: not set (absent, null or empty). */
static int
read_text(const json_t *doc, const char *name, const char **out,
    struct err *err)
{
	const json_t	*v = json_object_get(doc, name);
	const char	*s;

	if (v == NULL || json_is_null(v))
		return 0;
	if ((s = json_string_value(v)) == NULL)
		return err_field(err, name, "type", "text");
	if (utf8_count(s) > TEXT_MAX)
		return err_field(err, name, "length", "%d", TEXT_MAX);
	if (*s != '\0')
		*out = s;
	return 0;
}

static bool
is_choice(const char *const *words, const char *s)
{
	for (; *words != NULL; words++)
		if (strcmp(*words, s) == 0)
			return true;
	return false;
}

static int
add_value(const json_t *v, const char *name, const char *const *words,
    struct clickup_any *out, struct err *err)
{
	const char	*s = json_string_value(v);

	if (s == NULL)
		return err_field(err, name, "type", "text");
	if (*s == '\0')
		return 0;
	if (utf8_count(s) > TEXT_MAX)
		return err_field(err, name, "length", "%d", TEXT_MAX);
	if (words != NULL && !is_choice(words, s))
		return field_choice(name, words, err);
	if (out->n == CLICKUP_FIND_ANY)
		return err_field(err, name, "range", "1..%d",
		    CLICKUP_FIND_ANY);
	out->v[out->n++] = s;
	return 0;
}

/* One text or several; words: what is known (NULL: anything). */
static int
read_any(const json_t *doc, const char *name, const char *const *words,
    struct clickup_any *out, struct err *err)
{
	const json_t	*v = json_object_get(doc, name), *one;
	size_t		 i;

	if (v == NULL || json_is_null(v))
		return 0;
	if (!json_is_array(v))
		return add_value(v, name, words, out, err);
	json_array_foreach(v, i, one)
		if (add_value(one, name, words, out, err) == -1)
			return -1;
	return 0;
}

static int
read_time(const json_t *doc, const char *name, const char *zone, bool end,
    int64_t *out, struct err *err)
{
	const char	*s = NULL;

	if (read_text(doc, name, &s, err) == -1)
		return -1;
	return s == NULL ? 0 : field_moment(s, name, zone, end, out, err);
}

/* The text up to one of these signs, when it may be an id. */
static bool
read_id(const char *text, const char *signs, char *out)
{
	const size_t	 len = strcspn(text, signs);

	if (len > CLICKUP_ID_SIZE)
		return false;
	snprintf(out, CLICKUP_ID_SIZE + 1, "%.*s", (int)len, text);
	return clickup_id_ok(out);
}

/* https://app.clickup.com/t/86abc1def, or our own page of a task. */
static bool
read_address(const char *text, char *out)
{
	static const char *const	ways[] = { "/t/", "/task/" };
	const char			*at = NULL;

	if (strncmp(text, "https://", 8) != 0 &&
	    strncmp(text, "http://", 7) != 0)
		return false;
	for (size_t i = 0; at == NULL && i < nitems(ways); i++)
		at = strstr(text, ways[i]) == NULL ? NULL :
		    strstr(text, ways[i]) + strlen(ways[i]);
	return at != NULL && read_id(at, BLANKS "/?#", out);
}

/* The task with this id alone; db NULL: whichever it is. */
static int
find_one(struct db *db, const char *task_id, struct clickup_filter *f,
    struct err *err)
{
	f->one = true;
	return db == NULL ? 0 : db_number(db, "SELECT id FROM clickup_task "
	    "WHERE connection_id = ? AND task_id = ?",
	    DB_ARGS(db_int(f->home.connection_id), db_str(task_id)),
	    &f->one_id, err);
}

/* Is the text the id of a task that is here? */
static int
find_task(struct db *db, const char *text, struct clickup_filter *f,
    struct err *err)
{
	char	task_id[CLICKUP_ID_SIZE + 1];

	text += *text == '#';
	if (db == NULL || text[strcspn(text, BLANKS) + strspn(text +
	    strcspn(text, BLANKS), BLANKS)] != '\0' || !read_id(text, BLANKS,
	    task_id))
		return 0;
	if (find_one(db, task_id, f, err) == -1)
		return -1;
	f->one = f->one_id != 0;
	return 0;
}

static int
read_words(struct db *db, const json_t *doc, struct clickup_search *s,
    struct err *err)
{
	struct clickup_filter	*f = &s->filter;
	const char		*text = NULL;
	char			 task_id[CLICKUP_ID_SIZE + 1];

	if (read_text(doc, "search", &text, err) == -1)
		return -1;
	if (text == NULL || strspn(text, BLANKS) == strlen(text))
		return 0;
	text += strspn(text, BLANKS);
	if (read_address(text, task_id))
		return find_one(db, task_id, f, err);
	if (find_task(db, text, f, err) == -1)
		return -1;
	if (f->one)
		return 0;
	free(s->wants);
	s->wants = mem_zero(WORDS_ASKED * sizeof(*s->wants));
	f->nwants = words_wants(text, s->wants);
	f->wants = s->wants;
	return 0;
}

static int
read_transfer(const json_t *doc, struct clickup_filter *f, struct err *err)
{
	static const char *const words[] = { "none", "done", "running",
		"failed", "unsure", NULL };

	if (read_text(doc, "transfer", &f->transfer, err) == -1)
		return -1;
	return f->transfer == NULL || is_choice(words, f->transfer) ? 0 :
	    field_choice("transfer", words, err);
}

int
clickup_search_read(struct db *db, const json_t *doc, const char *zone,
    struct clickup_search *s, struct err *err)
{
	static const char *const priorities[] = { "urgent", "high", "normal",
		"low", "none", NULL };
	static const char *const cvs[] = { "pdf", "file", "linkedin", "rabota", "none",
		"unknown", NULL };
	struct clickup_filter	*f = &s->filter;

	if (read_words(db, doc, s, err) == -1 ||
	    read_any(doc, "status", NULL, &f->status, err) == -1 ||
	    read_any(doc, "priority", priorities, &f->priority, err) == -1 ||
	    read_any(doc, "tag", NULL, &f->tag, err) == -1 ||
	    read_any(doc, "assignee", NULL, &f->assignee, err) == -1 ||
	    read_any(doc, "cv", cvs, &f->cv, err) == -1 ||
	    read_transfer(doc, f, err) == -1 ||
	    read_time(doc, "updated_from", zone, false, &f->updated_from,
	    err) == -1 ||
	    read_time(doc, "updated_to", zone, true, &f->updated_to,
	    err) == -1 ||
	    read_time(doc, "due_from", zone, false, &f->due_from, err) == -1 ||
	    read_time(doc, "due_to", zone, true, &f->due_to, err) == -1)
		return -1;
	if (f->updated_to != 0 && f->updated_from > f->updated_to)
		return err_field(err, "updated_to", "order", "updated_from");
	if (f->due_to != 0 && f->due_from > f->due_to)
		return err_field(err, "due_to", "order", "due_from");
	return 0;
}
