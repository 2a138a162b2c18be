/* Source: RFC 8288 (Link). */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/web.h"

#define PAGE_MAX	1000000
#define SIZE_MAX_ROWS	100
#define SIZE_DEFAULT	20
#define COUNT_MAX	10000

static int
read_page(const struct web_req *req, int64_t usual, int64_t most,
    struct web_page *out, struct err *err)
{
	struct web_page	 page = { .after = web_query(req, "after") };

	if (web_query_int(req, "page", 1, 1, PAGE_MAX, &page.page,
	    err) == -1 ||
	    web_query_int(req, "page_size", usual, 1, most, &page.size,
	    err) == -1)
		return -1;
	if (page.after != NULL && (*page.after == '\0' ||
	    strlen(page.after) >= CURSOR_SIZE))
		return err_field(err, "after", "cursor", "%s", "");
	*out = page;
	return 0;
}

int
web_page_read(const struct web_req *req, struct web_page *out, struct err *err)
{
	return read_page(req, SIZE_DEFAULT, SIZE_MAX_ROWS, out, err);
}

int
web_page_read_sized(const struct web_req *req, enum cursor_by by,
    int64_t size, struct web_page *out, struct err *err)
{
	if (read_page(req, size, size, out, err) == -1)
		return -1;
	return cursor_read(out->after, by, &out->from, err);
}

int
web_page_read_by(const struct web_req *req, enum cursor_by by,
    struct web_page *out, struct err *err)
{
	if (web_page_read(req, out, err) == -1)
		return -1;
	return cursor_read(out->after, by, &out->from, err);
}

int
web_page_read_on(const struct web_req *req, enum cursor_by by,
    struct web_page *out, struct err *err)
{
	if (web_page_read_by(req, by, out, err) == -1)
		return -1;
	return out->page == 1 ? 0 :
	    err_field(err, "page", "choice", "1");
}

int64_t
web_page_skip(const struct web_page *page)
{
	return page->after != NULL ? 0 : (page->page - 1) * page->size;
}

static void
add_pair(struct buf *b, const char *name, const char *value)
{
	buf_putc(b, strchr(buf_str(b), '?') == NULL ? '?' : '&');
	buf_escape(b, name, "-._~");
	buf_putc(b, '=');
	buf_escape(b, value, "-._~");
}

/* This request's address with one parameter in place of page and after. */
static void
page_url(struct buf *b, const struct web_req *req, const char *name,
    const char *value)
{
	const char	*key;
	json_t		*old;

	buf_escape(b, req->path, "/-._~");
	json_object_foreach(req->query, key, old) {
		if (strcmp(key, "page") == 0 || strcmp(key, "after") == 0)
			continue;
		if (json_is_string(old))
			add_pair(b, key, json_string_value(old));
		for (size_t i = 0; i < json_array_size(old); i++)
			add_pair(b, key,
			    json_string_value(json_array_get(old, i)));
	}
	add_pair(b, name, value);
}

static void
add_link(struct buf *links, const struct web_req *req, const char *rel,
    const char *name, const char *value)
{
	own_buf struct buf	 url = { 0 };

	page_url(&url, req, name, value);
	buf_fmt(links, "%s<%s>; rel=\"%s\"", links->len > 0 ? ", " : "",
	    buf_str(&url), rel);
}

static void
add_page(struct buf *links, const struct web_req *req, const char *rel,
    int64_t page)
{
	char	 number[24];

	snprintf(number, sizeof(number), "%lld", (long long)page);
	add_link(links, req, rel, "page", number);
}

static void
write_headers(struct web_res *res, struct buf *links, int64_t total)
{
	if (links->len > 0)
		web_header_add(res, "Link", "%s", buf_str(links));
	if (total > COUNT_MAX)
		web_header_add(res, "X-Total-Count", "%d+", COUNT_MAX);
	else if (total >= 0)
		web_header_add(res, "X-Total-Count", "%lld", (long long)total);
}

void
web_page_write(struct web_res *res, const struct web_req *req,
    const struct web_page *page, const char *next_cursor, int64_t total)
{
	own_buf struct buf	 links = { 0 };

	if (next_cursor != NULL)
		add_link(&links, req, "next", "after", next_cursor);
	if (page->after == NULL && page->page > 1)
		add_page(&links, req, "prev", page->page - 1);
	write_headers(res, &links, total);
}

void
web_page_number(struct web_res *res, const struct web_req *req,
    const struct web_page *page, bool more, int64_t total)
{
	own_buf struct buf	 links = { 0 };

	if (more)
		add_page(&links, req, "next", page->page + 1);
	if (page->page > 1)
		add_page(&links, req, "prev", page->page - 1);
	write_headers(res, &links, total);
}

void
web_page_write_by(struct web_res *res, const struct web_req *req,
    const struct web_page *page, enum cursor_by by, const struct cursor *last,
    bool more, int64_t total)
{
	char	 cursor[CURSOR_SIZE];

	cursor_write(last, by, cursor);
	web_page_write(res, req, page, more ? cursor : NULL, total);
}
