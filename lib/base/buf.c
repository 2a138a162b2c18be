#include "base/buf.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

void
buf_clear(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ 0 };
}

/* Room for len more bytes and a NUL. */
static void
reserve(struct buf *b, size_t len)
{
	size_t	 want = b->len + len + 1;

	if (want <= b->cap)
		return;
	if (want < b->cap * 2)
		want = b->cap * 2;
	if (want < 256)
		want = 256;
	b->data = mem_grow(b->data, want, 1);
	b->cap = want;
}

void
buf_add(struct buf *b, const void *p, size_t len)
{
	reserve(b, len);
	if (len > 0)
		memcpy(b->data + b->len, p, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void
buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list	 ap;
	int	 len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len <= 0)
		return;
	reserve(b, (size_t)len);
	va_start(ap, fmt);
	vsnprintf(b->data + b->len, (size_t)len + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)len;
}

void
buf_escape(struct buf *b, const char *text, const char *also)
{
	for (; *text != '\0'; text++) {
		unsigned char	 c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr(also, c) != NULL)
			buf_putc(b, *text);
		else
			buf_fmt(b, "%%%02X", c);
	}
}

const char *
buf_str(struct buf *b)
{
	reserve(b, 0);
	b->data[b->len] = '\0';
	return b->data;
}

/* A JSON string. Runs of plain bytes are copied at once: text is mostly those. */
static void
quoted(struct buf *b, const char *s)
{
	const char	*run = s;

	buf_putc(b, '"');
	for (; *s != '\0'; s++) {
		unsigned char	 c = (unsigned char)*s;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(b, run, (size_t)(s - run));
		run = s + 1;
		if (c == '"' || c == '\\') {
			buf_putc(b, '\\');
			buf_putc(b, (char)c);
		} else if (c == '\n')
			buf_puts(b, "\\n");
		else
			buf_fmt(b, "\\u%04x", c);
	}
	buf_add(b, run, (size_t)(s - run));
	buf_putc(b, '"');
}

/* The comma that this member needs, and its name. */
static void
member(struct buf *b, const char *name)
{
	char	 last = b->len > 0 ? b->data[b->len - 1] : '[';

	if (last != '[' && last != '{')
		buf_putc(b, ',');
	if (name != NULL) {
		quoted(b, name);
		buf_putc(b, ':');
	}
}

void
emit_open(struct buf *b, const char *name, char bracket)
{
	member(b, name);
	buf_putc(b, bracket);
}

void
emit_close(struct buf *b, char bracket)
{
	buf_putc(b, bracket);
}

void
emit_str(struct buf *b, const char *name, const char *s)
{
	member(b, name);
	if (s == NULL)
		buf_puts(b, "null");
	else
		quoted(b, s);
}

void
emit_int(struct buf *b, const char *name, int64_t n)
{
	char		 text[21], *at = text + sizeof(text);
	uint64_t	 left = n < 0 ? -(uint64_t)n : (uint64_t)n;

	do
		*--at = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (n < 0)
		*--at = '-';
	member(b, name);
	buf_add(b, at, (size_t)(text + sizeof(text) - at));
}

void
emit_id(struct buf *b, const char *name, int64_t id)
{
	if (id != 0)
		emit_int(b, name, id);
	else
		emit_null(b, name);
}

void
emit_text(struct buf *b, const char *name, const char *text)
{
	emit_str(b, name, text != NULL && *text != '\0' ? text : NULL);
}

void
emit_real(struct buf *b, const char *name, double r)
{
	member(b, name);
	if (isfinite(r))
		buf_fmt(b, "%.15g", r);
	else
		buf_puts(b, "null");
}

void
emit_bool(struct buf *b, const char *name, bool on)
{
	member(b, name);
	buf_puts(b, on ? "true" : "false");
}

void
emit_null(struct buf *b, const char *name)
{
	member(b, name);
	buf_puts(b, "null");
}

void
emit_time(struct buf *b, const char *name, int64_t at_ms)
{
	char	 iso[CLOCK_ISO_SIZE];

	if (at_ms == 0) {
		emit_null(b, name);
		return;
	}
	clock_iso(at_ms, iso);
	member(b, name);
	buf_putc(b, '"');
	buf_add(b, iso, strlen(iso));
	buf_putc(b, '"');
}

void
emit_json(struct buf *b, const char *name, const char *json)
{
	member(b, name);
	buf_puts(b, json == NULL || *json == '\0' ? "null" : json);
}
