#include "document/extract.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "document/office.h"
#include "document/rtf.h"
#include "document/text.h"
#include "io/charset.h"
#include "io/markup.h"

#define HEAD		4096	/* bytes by which text is told from pages */
#define HTML_MAX	((size_t)1 << 20)	/* io/markup.h */

#define OLE		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
/* The name of a part of an Office file that is kept under a password, as OLE writes it. */
#define ENCRYPTED	"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e"

static bool
begins(const char *s, size_t len, const char *sign, size_t n)
{
	return len >= n && memcmp(s, sign, n) == 0;
}

/* Does it begin with an element of a page? */
static bool
is_page(const char *s)
{
	static const char *const	signs[] = { "<!doctype html", "<html",
		"<head", "<body", "<meta", "<table", "<div", "<p>" };

	s += strspn(s, " \t\r\n");
	if (strncasecmp(s, "<?xml", 5) == 0 || strncmp(s, "<!--", 4) == 0)
		return strcasestr(s, "<html") != NULL;
	for (size_t i = 0; i < nitems(signs); i++)
		if (strncasecmp(s, signs[i], strlen(signs[i])) == 0)
			return true;
	return false;
}

/* What the page itself says; "": nothing. */
static void
said_charset(const char *head, char out[32])
{
	const char	*at = strcasestr(head, "charset");
	size_t		 len;

	out[0] = '\0';
	if (at == NULL)
		return;
	at += strlen("charset");
	at += strspn(at, " =\"'");
	len = strcspn(at, " \"';/>\r\n");
	if (len > 0 && len < 32) {
		memcpy(out, at, len);
		out[len] = '\0';
	}
}

static void
read_html(struct document_text *out, const char *html, size_t len)
{
	struct err	 err = { 0 };
	own_str char	*page = mem_ndup(html, utf8_cut(html, HTML_MAX - 1));

	out->kind = DOCUMENT_HTML;
	out->cut = strlen(page) < len;
	if (markup_text(page, &out->text, &err) == -1)
		out->problem = "document.broken";
}

/* Signs that no text has: more than a few are a file of another kind. */
static bool
is_text(const char *s)
{
	size_t	all = 0, odd = 0;

	while (*s != '\0' && all < HEAD) {
		const uint32_t	c = utf8_next(&s);

		all++;
		odd += c == UTF8_BAD || (c < ' ' && strchr("\t\r\n\f\v",
		    (int)c) == NULL) || (c >= 0x7f && c < 0xa0);
	}
	return odd * 50 <= all;
}

/* A photograph of a page, most often. */
static bool
is_picture(const char *s, size_t len)
{
	static const char *const	begins[] = { "\xff\xd8\xff", "\x89PNG",
		"GIF8" };

	for (size_t i = 0; i < nitems(begins); i++)
		if (len >= strlen(begins[i]) && memcmp(s, begins[i],
		    strlen(begins[i])) == 0)
			return true;
	return false;
}

static void
read_plain(const struct charset *set, const char *s, size_t len,
    struct document_text *out)
{
	own_buf struct buf	 text = { 0 };
	const char		*name = charset_guess(s, len);
	own_str char		*head = mem_ndup(s, len < HEAD ? len : HEAD);
	char			 said[32];

	said_charset(is_page(head) ? head : "", said);
	if (strcmp(name, "UTF-8") != 0 && said[0] != '\0' && strncasecmp(said,
	    "utf", 3) != 0)
		name = said;
	charset_convert(set, name, s, len, &text);
	if (strlen(buf_str(&text)) != text.len || !is_text(text.data)) {
		out->problem = is_picture(s, len) ? "document.picture" :
		    "document.kind";
	} else if (is_page(text.data + (strncmp(text.data, "\xef\xbb\xbf",
	    3) == 0 ? 3 : 0))) {
		read_html(out, text.data, text.len);
	} else {
		out->kind = DOCUMENT_PLAIN;
		out->text = give(text);
	}
}

static void
read_old_word(const char *s, size_t len, struct document_text *out)
{
	out->kind = DOCUMENT_DOC;
	out->problem = memmem(s, len, ENCRYPTED, sizeof(ENCRYPTED) - 1) !=
	    NULL ? "document.password" : "document.doc";
}

void
document_extract(const struct charset *set, const char *s, size_t len,
    struct document_text *out)
{
	if (len == 0)
		out->problem = "document.empty";
	else if (begins(s, len, "PK\3\4", 4))
		document_office(s, len, out);
	else if (begins(s, len, "{\\rtf", 5))
		document_rtf(set, s, len, out);
	else if (begins(s, len, OLE, sizeof(OLE) - 1))
		read_old_word(s, len, out);
	else
		read_plain(set, s, len, out);
	if (out->text.len > DOCUMENT_TEXT_MAX) {
		out->text.len = utf8_cut(out->text.data, DOCUMENT_TEXT_MAX);
		out->text.data[out->text.len] = '\0';
		out->cut = true;
	}
}
