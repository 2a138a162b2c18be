#include "notion/api.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"
#include "io/field.h"
#include "notion/refusal.h"

#define EMPTY_MAX	20	/* parts of a list in a row that have no element */
#define ANSWER_BYTES	(32u << 20)	/* a hundred pages with long texts */
#define ID_DIGITS	32

struct notion {
	struct fetch_conf		 conf;	/* for files, without the key */
	char				*base_url;
	struct fetch			*link;
	const struct notion_generation	*speaks;
	int				 calls;
	int				 empty;	/* parts of a list in a row without an element */
};

const struct notion_generation notion_generations[] = {
	{ "2025-09-03", "data_source", "data_sources" },
	{ "2022-06-28", "database", "databases" },
	{ 0 }
};

const struct notion_generation *
notion_generation_of(const char *version)
{
	const struct notion_generation	*g = notion_generations;

	while (g->version != NULL && (version == NULL ||
	    strcmp(g->version, version) != 0))
		g++;
	return g->version != NULL ? g : NULL;
}

struct notion *
notion_open(const struct fetch_conf *conf, const struct notion_generation *g,
    struct err *err)
{
	own_notion struct notion	*n = mem_zero(sizeof(*n));

	n->base_url = mem_dup(conf->base_url);
	n->conf = *conf;
	n->conf.base_url = n->base_url;
	n->conf.auth = NULL;
	n->speaks = g;
	if ((n->link = fetch_open(conf, err)) == NULL)
		return NULL;
	return give(n);
}

void
notion_close(struct notion *n)
{
	if (n == NULL)
		return;
	fetch_close(n->link);
	free(n->base_url);
	free(n);
}

void
notion_close_p(struct notion **n)
{
	notion_close(*n);
	*n = NULL;
}

const struct notion_generation *
notion_speaks(const struct notion *n)
{
	return n->speaks;
}

void
notion_speak(struct notion *n, const struct notion_generation *g)
{
	n->speaks = g;
}

int64_t
notion_longest_s(const struct notion *n)
{
	return fetch_longest_ms(n->link) / 1000 + 1;
}

int
notion_calls(const struct notion *n)
{
	return n->calls;
}

/* --- asking --- */

/* The code of a failure that the service did not name: no whole answer came. */
static int
unanswered(struct err *err)
{
	const bool	 ours = err->kind == ERR_DOWN ||
			    err->kind == ERR_INTERNAL;
	const bool	 named = strcmp(err->code, "io.private_address") == 0 ||
			    strcmp(err->code, "io.remote_too_large") == 0;

	if (!ours && !named)
		snprintf(err->code, sizeof(err->code), "%s", err->kind ==
		    ERR_BUSY ? "notion.limit" : "notion.down");
	if (err->kind == ERR_INPUT)
		err->kind = ERR_REMOTE;	/* it is not the person who erred */
	return err_wrap(err, ERR_NONE, "notion");
}

int
notion_odd(struct err *err, const char *what)
{
	return err_code(err, ERR_REMOTE, "notion.answer",
	    "notion: %s: an answer of another shape", what);
}

int
notion_ask(struct notion *n, const struct fetch_req *asked, json_t **out,
    struct err *err)
{
	struct fetch_req	 rq = *asked;
	own_json json_t		*doc = NULL;

	rq.header[0] = (struct fetch_param){ "Notion-Version",
		n->speaks->version };
	rq.max_bytes = ANSWER_BYTES;
	rq.retry_unsafe = true;
	rq.retry_also[0] = 409;
	rq.retry_also[1] = 529;
	n->calls++;
	if (fetch_json(n->link, &rq, &doc, err) == -1)
		return err->remote_status == 0 ? unanswered(err) :
		    notion_refusal_set(notion_refusal_of(err->remote_status,
		    doc), doc, err);
	if (!json_is_object(doc))
		return notion_odd(err, rq.path[0]);
	*out = give(doc);
	return 0;
}

int
notion_bytes(struct notion *n, const char *url, size_t max_bytes,
    struct fetch_res *out, struct err *err)
{
	n->calls++;
	if (fetch_url(&n->conf, url, max_bytes, out, err) == 0)
		return 0;
	return err->remote_status == 0 ? unanswered(err) :
	    notion_refusal_set(notion_refusal_of_file(err->remote_status),
	    NULL, err);
}

/* --- lists --- */

int
notion_list_parse(const json_t *doc, const char *cursor, json_t **out,
    char **next, struct err *err)
{
	json_t		*results = json_object_get(doc, "results");
	const char	*following = field_str(doc, "next_cursor");
	const bool	 more = field_flag(doc, "has_more");

	if (!json_is_array(results))
		return notion_odd(err, "list");
	if (more && (following == NULL || *following == '\0' ||
	    (cursor != NULL && strcmp(cursor, following) == 0)))
		return notion_odd(err, "list without an end");
	*out = json_incref(results);
	*next = more ? mem_dup(following) : NULL;
	return 0;
}

int
notion_list_next(struct notion *n, const json_t *doc, const char *cursor,
    json_t **out, char **next, struct err *err)
{
	if (notion_list_parse(doc, cursor, out, next, err) == -1)
		return -1;
	n->empty = *next != NULL && json_array_size(*out) == 0 ?
	    n->empty + 1 : 0;
	if (n->empty <= EMPTY_MAX)
		return 0;
	json_decref(*out);
	mem_free_str(next);
	*out = NULL;
	return notion_odd(err, "list without an end");
}

int
notion_list(struct notion *n, const struct fetch_req *asked,
    const char *cursor, int size, json_t **out, char **next, struct err *err)
{
	struct fetch_req	 rq = *asked;
	own_str char		*count = mem_fmt("%d", size);
	own_json json_t		*doc = NULL;
	size_t			 at = 0;

	while (rq.query[at].name != NULL)
		at++;
	rq.query[at++] = (struct fetch_param){ "page_size", count };
	rq.query[at] = (struct fetch_param){ "start_cursor", cursor };
	return notion_ask(n, &rq, &doc, err) == -1 ? -1 :
	    notion_list_next(n, doc, cursor, out, next, err);
}

/* --- what answers have in common --- */

bool
notion_id(const char *text, char out[NOTION_ID_SIZE])
{
	size_t	 digits = 0, len = 0;

	for (; text != NULL && *text != '\0'; text++) {
		if (*text == '-')
			continue;
		if (!isxdigit((unsigned char)*text) || digits == ID_DIGITS)
			return false;
		if (digits == 8 || digits == 12 || digits == 16 ||
		    digits == 20)
			out[len++] = '-';
		out[len++] = (char)tolower((unsigned char)*text);
		digits++;
	}
	out[len] = '\0';
	return digits == ID_DIGITS;
}

int64_t
notion_time(const json_t *doc, const char *name)
{
	const char	*text = json_string_value(json_object_get(doc, name));
	int64_t		 ms;

	return text != NULL && clock_parse(text, &ms) == 0 ? ms : 0;
}

void
notion_plain(struct buf *out, const json_t *rich_text)
{
	const json_t	*part;
	const char	*text;
	size_t		 i;

	json_array_foreach(rich_text, i, part) {
		text = json_string_value(json_object_get(part, "plain_text"));
		if (text == NULL)
			text = json_string_value(field_at(part, "text",
			    "content", NULL));
		if (text != NULL)
			buf_puts(out, text);
	}
}

int
notion_me_fetch(struct notion *n, json_t **out, struct err *err)
{
	const struct fetch_req	 rq = { .path = { "users", "me" } };
	own_json json_t		*doc = NULL;
	const char		*name, *workspace;

	if (notion_ask(n, &rq, &doc, err) == -1)
		return -1;
	name = field_str(doc, "name");
	workspace = json_string_value(field_at(doc, "bot", "workspace_name",
	    NULL));
	*out = json_pack("{s:s, s:s}", "name", name != NULL ? name : "",
	    "workspace", workspace != NULL ? workspace : "");
	return 0;
}
