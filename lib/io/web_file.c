#include "io/web_file.h"

#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "base/filetype.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/field.h"
#include "io/web.h"

#define TITLE_BYTES	200

/* --- what it is --- */

/* Without a last character that is not whole. */
static size_t
whole_text(const char *data, size_t len)
{
	size_t		n = 0;
	unsigned char	lead;

	while (n < 3 && n < len && (data[len - 1 - n] & 0xc0) == 0x80)
		n++;
	if (n == len)
		return len;
	lead = (unsigned char)data[len - 1 - n];
	return (lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0) > n ?
	    len - n - 1 : len;
}

/* Text that no browser takes for anything else: UTF-8 without control characters. */
static bool
is_text(const char *data, size_t len)
{
	own_json json_t	*text = NULL;

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)data[i] < 0x20 && data[i] != '\n' &&
		    data[i] != '\r' && data[i] != '\t')
			return false;
	text = json_stringn(data, whole_text(data, len));	/* NULL: not UTF-8 */
	return text != NULL;
}

const char *
web_file_type(const char *data, size_t len)
{
	const enum filetype	 type = filetype_of(data, len);

	if (type == FILETYPE_PDF || filetype_picture(type))
		return filetype_media(type);
	return is_text(data, len) ? "text/plain; charset=utf-8" : NULL;
}

/* --- what it is called --- */

/* Letters that a quoted string may hold as they are; others become '_'. */
static void
put_plain(struct buf *b, const char *title)
{
	while (*title != '\0') {
		uint32_t	c = utf8_next(&title);

		buf_putc(b, c >= 0x20 && c < 0x7f &&
		    strchr("\"\\/:*?<>|%;", (int)c) == NULL ? (char)c : '_');
	}
}

static void
put_byte(struct buf *b, unsigned char c)
{
	if (c < 0x80 && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl"
	    "mnopqrstuvwxyz0123456789!#$&+-.^_`|~", c) != NULL)
		buf_putc(b, (char)c);
	else
		buf_fmt(b, "%%%02X", c == '/' || c == '\\' ? '_' : c);
}

/* A sign that turns the direction of a text is a '_' like other control characters. */
static void
put_escaped(struct buf *b, const char *title)
{
	while (*title != '\0') {
		const char	*at = title;

		if (utf8_control(utf8_next(&title)))
			buf_puts(b, "%5F");
		else
			for (; at < title; at++)
				put_byte(b, (unsigned char)*at);
	}
}

char *
web_file_disposition(const char *title, bool shown)
{
	own_buf struct buf	 b = { 0 };
	own_str char		*name = NULL;
	size_t			 len = utf8_cut(title, TITLE_BYTES);

	name = mem_ndup(len > 0 ? title : "file", len > 0 ? len : 4);
	buf_puts(&b, shown ? "inline; filename=\"" :
	    "attachment; filename=\"");
	put_plain(&b, name);
	buf_puts(&b, "\"; filename*=UTF-8''");
	put_escaped(&b, name);
	return mem_dup(buf_str(&b));
}

/* --- how far it is trusted --- */

/*
 * A shown file must not act: no scripts, no forms, an origin of its own. Of a PDF the sandbox
 * would take the browser's viewer away; it runs nothing of ours in there. Our own pages show it in
 * a frame.
 */
static void
guard(struct web_res *res, const char *type)
{
	web_header_add(res, "Content-Security-Policy", "%s",
	    type != NULL && strcmp(type, "application/pdf") == 0 ?
	    "default-src 'none'; style-src 'unsafe-inline'; "
	    "object-src 'self'; frame-ancestors 'self'" :
	    "default-src 'none'; style-src 'unsafe-inline'; sandbox; "
	    "frame-ancestors 'none'");
	web_header_add(res, "Cache-Control", "private, no-store");
}

void
web_file_answer(struct web_res *res, const char *type, const char *title,
    bool download)
{
	own_str char	*named = web_file_disposition(title, type != NULL &&
			    !download);

	web_header_add(res, "Content-Disposition", "%s", named);
	guard(res, type);
	res->type = type != NULL ? type : "application/octet-stream";
}
