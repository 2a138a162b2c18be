#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/web.h"
#include "io/web_int.h"

static const char *
reason(int status)
{
	static const struct { int status; const char *text; } known[] = {
		{ 200, "OK" }, { 201, "Created" }, { 202, "Accepted" },
		{ 204, "No Content" }, { 206, "Partial Content" },
		{ 302, "Found" }, { 303, "See Other" },
		{ 304, "Not Modified" }, { 400, "Bad Request" },
		{ 401, "Unauthorized" }, { 403, "Forbidden" },
		{ 402, "Payment Required" },
		{ 404, "Not Found" }, { 405, "Method Not Allowed" },
		{ 409, "Conflict" }, { 412, "Precondition Failed" },
		{ 413, "Content Too Large" },
		{ 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" },
		{ 424, "Failed Dependency" }, { 429, "Too Many Requests" },
		{ 500, "Internal Server Error" }, { 502, "Bad Gateway" },
		{ 503, "Service Unavailable" }, { 504, "Gateway Timeout" },
		{ 507, "Insufficient Storage" },
	};

	for (size_t i = 0; i < nitems(known); i++)
		if (known[i].status == status)
			return known[i].text;
	return "Status";
}

/* A value from data must not begin a header of its own. */
void
web_header_add(struct web_res *res, const char *name, const char *fmt, ...)
{
	own_str char	*value = NULL;
	va_list		 ap;

	va_start(ap, fmt);
	value = mem_vfmt(fmt, ap);
	va_end(ap);
	if (strpbrk(value, "\r\n") == NULL)
		buf_fmt(&res->headers, "%s: %s\r\n", name, value);
}

static int
append(const char *piece, size_t len, void *to)
{
	buf_add(to, piece, len);
	return 0;
}

void
web_dump(struct web_res *res)
{
	if (res->json == NULL)
		return;
	res->body.len = 0;
	json_dump_callback(res->json, append, &res->body,
	    JSON_COMPACT | JSON_ENCODE_ANY);
	json_decref(res->json);
	res->json = NULL;
}

void
web_head(struct web_call *c, int status, struct buf *head)
{
	struct web_res	*res = &c->res;

	head->len = 0;
	buf_fmt(head, "Status: %d %s\r\n", status, reason(status));
	if (status != 204 && status != 304)
		buf_fmt(head, "Content-Type: %s\r\n", res->type != NULL ?
		    res->type : "application/json; charset=utf-8");
	if (status != 204 && status != 304 && res->stream == NULL)
		buf_fmt(head, "Content-Length: %zu\r\n", res->body.len);
	if (res->headers.len == 0 ||
	    strcasestr(buf_str(&res->headers), "Cache-Control:") == NULL)
		buf_puts(head, "Cache-Control: no-store\r\n");
	buf_fmt(head, "X-Request-Id: %s\r\n", c->request_id);
	if (c->who.user_id != 0)
		buf_fmt(head, "X-User: %" PRId64 "\r\n", c->who.user_id);
	buf_add(head, res->headers.data, res->headers.len);
	buf_puts(head, "\r\n");
}

/* Statuses that no kind of error has. */
static int
status_of(const struct web_call *c, const struct err *err)
{
	return web_match_failed(c, err) ? 412 : strcmp(err->code, "io.content_type") == 0 ? 415 :
	    strcmp(err->code, "io.disk_full") == 0 ? 507 : err_status(err->kind);
}

/* What broke on our side is for the log: its text may name what is inside. A room that asks to wait
 * says so itself. */
static void
detail_of(const struct web_call *c, const struct err *err, char *out,
    size_t size)
{
	const bool	 room = strchr(err->code, '.') != NULL &&
			    strncmp(err->code, "io.", 3) != 0;
	const bool	 ours = err->kind == ERR_INTERNAL ||
			    err->kind == ERR_NONE ||
			    (err->kind == ERR_DOWN && !room);
	const char	*code = text_get(c->req.lang, err->code) != NULL ?
	    err->code : err_name(err->kind);

	text_put(out, size, c->req.lang, code, ours ? "" : err->text);
}

static void
emit_fields(struct buf *b, const struct web_call *c, const struct err *err)
{
	char	 text[400];

	emit_open(b, "errors", '[');
	for (int i = 0; i < err->nfields; i++) {
		const struct err_field	*f = &err->field[i];

		text_field(text, sizeof(text), c->req.lang, f->code, f->text);
		emit_open(b, NULL, '{');
		emit_str(b, "field", f->path);
		emit_str(b, "code", f->code);
		emit_str(b, "detail", text);
		emit_close(b, '}');
	}
	emit_close(b, ']');
}

static void
problem_headers(struct web_call *c, const struct err *err)
{
	c->res.headers.len = 0;
	if (err->retry_after_s > 0)
		web_header_add(&c->res, "Retry-After", "%d",
		    err->retry_after_s);
	if (err->kind == ERR_AUTH)
		web_header_add(&c->res, "WWW-Authenticate", "Bearer");
	if (err->kind == ERR_METHOD)
		web_header_add(&c->res, "Allow", "%s", c->allow);
}

/* What the handler tells beside the error. */
static void
emit_more(struct buf *b, const json_t *more)
{
	const char	*name;
	json_t		*value;

	json_object_foreach((json_t *)(uintptr_t)more, name, value) {
		char	*text = json_dumps(value, JSON_COMPACT |
			    JSON_ENCODE_ANY);

		emit_json(b, name, text);
		free(text);
	}
}

int
web_problem(struct web_call *c, const struct err *err)
{
	struct buf	*b = &c->res.body;
	int		 status = status_of(c, err);
	const char	*title;
	char		 code[16], detail[1024];

	web_stream_close(&c->res);
	json_decref(c->res.json);
	c->res.json = NULL;
	c->res.type = "application/problem+json";
	b->len = 0;
	problem_headers(c, err);
	snprintf(code, sizeof(code), "io.status.%d", status);
	if ((title = text_get(c->req.lang, code)) == NULL)
		title = reason(status);
	detail_of(c, err, detail, sizeof(detail));
	emit_open(b, NULL, '{');
	emit_str(b, "type", "about:blank");
	emit_str(b, "title", title);
	emit_int(b, "status", status);
	emit_str(b, "detail", detail);
	emit_str(b, "code", err->code);
	emit_fields(b, c, err);
	emit_str(b, "request_id", c->request_id);
	emit_more(b, c->res.more);
	emit_close(b, '}');
	return status;
}
