#include "clickup/api_comment.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "clickup/api.h"
#include "io/fetch.h"
#include "io/field.h"

#define TEXT_MAX	200000	/* bytes of a comment that are kept */
#define THREADS_MAX	25	/* of a page, whose replies are read */

/* Where words of a comment lead to: the flat text has the words alone. */
static void
put_links(struct buf *out, const json_t *comment)
{
	const json_t	*part, *link;
	const char	*url;
	size_t		 i;

	json_array_foreach(json_object_get(comment, "comment"), i, part) {
		link = field_at(part, "attributes", "link", NULL);
		if (!json_is_string(link))
			link = json_object_get(json_is_object(link) ? link :
			    json_object_get(part, "bookmark"), "url");
		url = json_string_value(link);
		if (url != NULL && strstr(buf_str(out), url) == NULL)
			buf_fmt(out, "\n%s", url);
	}
}

static bool
is_blank(const char *s)
{
	return s == NULL || s[strspn(s, " \t\r\n")] == '\0';
}

/* The words of a part, or the name of the file that it is. */
static void
put_part(struct buf *out, const json_t *part)
{
	const char	*s = json_string_value(json_object_get(part, "text"));

	if (is_blank(s) && json_is_object(json_object_get(part,
	    "attachment")))
		s = field_str(json_object_get(part, "attachment"), "title");
	if (s != NULL)
		buf_puts(out, s);
}

/* The flat text; of a comment that lacks it (files alone have none), its parts. */
static char *
comment_text(const json_t *comment)
{
	own_buf struct buf	 out = { 0 };
	const json_t		*part;
	const char		*s = json_string_value(json_object_get(comment,
				    "comment_text"));
	size_t			 i;

	if (!is_blank(s))
		buf_puts(&out, s);
	else
		json_array_foreach(json_object_get(comment, "comment"), i,
		    part)
			put_part(&out, part);
	put_links(&out, comment);
	return mem_dup(buf_str(&out));
}

/* A guest may have an e-mail address and no name. */
static const char *
author_of(const json_t *comment)
{
	const json_t	*user = json_object_get(comment, "user");
	const char	*name = field_str(user, "username");

	if (is_blank(name))
		name = field_str(user, "email");
	return name != NULL ? name : "";
}

static json_t *
comment_parse(const json_t *comment)
{
	own_str char	*id = field_dup(comment, "id", SIZE_MAX);
	own_str char	*text = comment_text(comment);
	char		 iso[CLOCK_ISO_SIZE];
	int64_t		 at = clickup_time(comment, "date");

	text[utf8_cut(text, TEXT_MAX)] = '\0';
	clock_iso(at, iso);
	return json_pack("{s:s, s:s, s:o, s:s}", "id", id, "user",
	    author_of(comment),
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
		return clickup_odd(err, "comments");
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

	return clickup_ask(c, &rq, "clickup.absent", out, err);
}

static const char *
date_of(const json_t *comment)
{
	const char	*date = field_str(comment, "date");

	return date != NULL ? date : "";
}

/* Its replies, newest first, each with "reply_to"; of one that may not be read none. */
static int
read_replies(struct clickup *c, const char *id, json_t *out, struct err *err)
{
	const struct fetch_req	 rq = { .path = { "comment", id, "reply" } };
	own_json json_t		*doc = NULL, *list = NULL;
	const size_t		 from = json_array_size(out);
	json_t			*one;
	size_t			 n, i;

	if (clickup_ask(c, &rq, "clickup.absent", &doc, err) == -1) {
		if (err->kind != ERR_ABSENT &&
		    strcmp(err->code, "clickup.denied") != 0)
			return -1;
		*err = (struct err){ 0 };
		return 0;
	}
	if (clickup_comments_parse(doc, &list, &n, err) == -1)
		return -1;
	json_array_foreach(list, i, one) {
		size_t	at = from;

		json_object_set_new(one, "reply_to", json_string(id));
		while (at < json_array_size(out) && strcmp(date_of(one),
		    date_of(json_array_get(out, at))) < 0)
			at++;
		json_array_insert(out, at, one);
	}
	return 0;
}

/* The replies before the comment that they answer: newest first, as all. */
static int
add_replies(struct clickup *c, const json_t *sent, json_t **list,
    struct err *err)
{
	own_json json_t	*all = json_array();
	int		 threads = 0;
	const json_t	*comment;
	size_t		 i, n = 0;

	json_array_foreach(sent, i, comment) {
		json_t		*one = json_array_get(*list, n);
		const char	*id = field_str(one, "id");

		if (!json_is_object(comment))	/* passed over in list, too */
			continue;
		if (field_num(comment, "reply_count", 0) > 0 &&
		    clickup_id_ok(id) && threads++ < THREADS_MAX &&
		    read_replies(c, id, all, err) == -1)
			return -1;
		json_array_append(all, one);
		n++;
	}
	json_decref(*list);
	*list = give(all);
	return 0;
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
	if (add_replies(c, json_object_get(doc, "comments"), out, err) == -1)
		return -1;
	if (n < CLICKUP_COMMENT_PAGE)
		return 0;
	oldest = json_array_get(json_object_get(doc, "comments"), n - 1);
	at = mem_dup(field_str(oldest, "date"));
	id = mem_dup(field_str(oldest, "id"));
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
	if (clickup_ask(c, &rq, "clickup.absent", &doc, err) == 0)
		return 0;
	*maybe = clickup_sent(c, err);
	return -1;
}
