#include "huntflow/api_get.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "io/fetch.h"
#include "io/field.h"

/* --- the question --- */

void
huntflow_get_path(struct huntflow_get *get, const char *fmt, ...)
{
	va_list	 ap;

	memset(get, 0, sizeof(*get));
	va_start(ap, fmt);
	vsnprintf(get->path, sizeof(get->path), fmt, ap);
	va_end(ap);
}

void
huntflow_get_add(struct huntflow_get *get, const char *name, const char *value)
{
	const size_t	 room = sizeof(get->text) - get->used;
	size_t		 size;

	if (value == NULL || get->n == nitems(get->query) ||
	    (size = strlen(value) + 1) > room)
		return;
	memcpy(get->text + get->used, value, size);
	get->query[get->n].name = name;
	get->query[get->n++].at = get->used;
	get->used += size;
}

void
huntflow_get_num(struct huntflow_get *get, const char *name, int64_t value)
{
	char	 text[24];

	snprintf(text, sizeof(text), "%" PRId64, value);
	huntflow_get_add(get, name, text);
}

void
huntflow_get_query(const struct huntflow_get *get, struct buf *out)
{
	for (size_t i = 0; i < get->n; i++) {
		buf_fmt(out, "%s%s=", i > 0 ? "&" : "", get->query[i].name);
		for (const char *s = get->text + get->query[i].at; *s != '\0';
		    s++)
			if (strchr("&=%#+", *s) != NULL ||
			    (unsigned char)*s <= ' ')
				buf_fmt(out, "%%%02X", (unsigned char)*s);
			else
				buf_putc(out, *s);
	}
}

/* --- asking --- */

int
huntflow_get_send(struct huntflow *hf, struct fetch_req *rq, const char *path,
    json_t **out, struct err *err)
{
	own_json json_t	*doc = NULL;
	own_str char	*words = mem_dup(path);
	char		*at = words, *word;
	size_t		 n = 0;
	int		 status;

	while ((word = strsep(&at, "/")) != NULL)
		if (*word != '\0' && n + 1 < nitems(rq->path))
			rq->path[n++] = word;
	rq->path[n] = NULL;
	if (huntflow_raw(hf, rq, &status, &doc, err) == -1)
		return -1;
	*out = give(doc);
	return 0;
}

int
huntflow_get_ask(struct huntflow *hf, const struct huntflow_get *get,
    json_t **out, struct err *err)
{
	struct fetch_req	 rq = { .timeout_ms = get->timeout_ms,
		.may_miss = get->may_miss };

	for (size_t i = 0; i < get->n; i++) {
		rq.query[i].name = get->query[i].name;
		rq.query[i].value = get->text + get->query[i].at;
	}
	return huntflow_get_send(hf, &rq, get->path, out, err);
}

/* --- understanding --- */

int
huntflow_get_page(const json_t *doc, struct huntflow_page *out,
    struct err *err)
{
	const json_t	*items = json_object_get(doc, "items");

	if (!json_is_array(items))
		return huntflow_shape(err, "a list without items");
	out->items = items;
	out->page = field_num(doc, "page", 1);
	out->pages = field_num(doc, "total_pages", 1);
	out->total = field_num(doc, "total_items", -1);
	out->next = json_string_value(json_object_get(doc,
	    "next_page_cursor"));
	return 0;
}

int
huntflow_get_check(const json_t *doc, int64_t id, struct err *err)
{
	if (field_num(doc, "id", 0) == id)
		return 0;
	return huntflow_shape(err, "another thing than was asked for");
}
