#include "io/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <uchardet/uchardet.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

#define PIECE		4096
#define LOOKED_AT	65536	/* bytes that are enough to know */

static const char *const names[] = {
	"UTF-8", "UTF-16LE", "UTF-16BE", "WINDOWS-1251", "KOI8-R", "KOI8-U",
	"IBM866", "IBM855", "MAC-CYRILLIC", "ISO-8859-5", "WINDOWS-1252",
	"WINDOWS-1250", "WINDOWS-1253", "WINDOWS-1254", "WINDOWS-1257",
	"ISO-8859-1", "ISO-8859-2", "ISO-8859-9", "ISO-8859-15", "MACINTOSH",
};

struct charset {
	iconv_t	to_utf8[nitems(names)];
};

struct charset *
charset_open(void)
{
	struct charset	*c = mem_zero(sizeof(*c));

	for (size_t i = 0; i < nitems(names); i++)
		c->to_utf8[i] = iconv_open("UTF-8", names[i]);
	return c;
}

void
charset_close(struct charset **c)
{
	for (size_t i = 0; *c != NULL && i < nitems(names); i++)
		if ((*c)->to_utf8[i] != (iconv_t)-1)
			iconv_close((*c)->to_utf8[i]);
	mem_free_str((char **)c);
}

/* NULL: it has none. */
static const char *
by_mark(const char *s, size_t len)
{
	static const struct { const char *mark; size_t len; const char *name; }
	    marks[] = {
		{ "\xef\xbb\xbf", 3, "UTF-8" }, { "\xff\xfe", 2, "UTF-16LE" },
		{ "\xfe\xff", 2, "UTF-16BE" },
	};

	for (size_t i = 0; i < nitems(marks); i++)
		if (len >= marks[i].len && memcmp(s, marks[i].mark,
		    marks[i].len) == 0)
			return marks[i].name;
	return NULL;
}

/* UTF-16 without a mark: of each pair, one byte is almost always 0 or that of Cyrillic, 4. */
static const char *
by_pairs(const char *s, size_t len)
{
	size_t	high[2] = { 0, 0 };

	for (size_t i = 0; i < len; i++)
		high[i % 2] += s[i] == 0 || s[i] == 4;
	if (high[1] * 10 >= (len / 2) * 9)
		return "UTF-16LE";
	return high[0] * 10 >= (len / 2) * 9 ? "UTF-16BE" : NULL;
}

/* The last character may be cut. */
static bool
is_utf8(const char *s, size_t len)
{
	own_str char	*text = mem_ndup(s, len);
	const char	*at = text, *end = text + len;

	if (strlen(text) != len)
		return false;
	while (at < end)
		if (utf8_next(&at) == UTF8_BAD && end - at > 3)
			return false;
	return true;
}

static size_t
index_of(const char *name)
{
	size_t	i = 0;

	while (i < nitems(names) && strcasecmp(names[i], name) != 0)
		i++;
	return i;
}

static const char *
by_letters(const char *s, size_t len)
{
	uchardet_t	 u = uchardet_new();
	size_t		 i = nitems(names);

	if (uchardet_handle_data(u, s, len) == 0) {
		uchardet_data_end(u);
		i = index_of(uchardet_get_charset(u));
	}
	uchardet_delete(u);
	return i < nitems(names) ? names[i] : "WINDOWS-1252";
}

const char *
charset_guess(const char *s, size_t len)
{
	const char	*name = by_mark(s, len);

	len = len < LOOKED_AT ? len : LOOKED_AT;
	if (name == NULL)
		name = by_pairs(s, len);
	if (name == NULL && is_utf8(s, len))
		name = "UTF-8";
	return name != NULL ? name : by_letters(s, len);
}

static void
put_bad(struct buf *out)
{
	char	bad[4];

	buf_add(out, bad, utf8_put(UTF8_BAD, bad));
}

void
charset_convert(const struct charset *c, const char *name, const char *s,
    size_t len, struct buf *out)
{
	const size_t	 i = index_of(name);
	const iconv_t	 to = i < nitems(names) ? c->to_utf8[i] : (iconv_t)-1;
	char		*in = (char *)(uintptr_t)s;

	if (to != (iconv_t)-1)
		iconv(to, NULL, NULL, NULL, NULL);
	while (len > 0) {
		char	 piece[PIECE], *at = piece;
		size_t	 room = sizeof(piece);
		size_t	 rc = to != (iconv_t)-1 ? iconv(to, &in, &len, &at,
			    &room) : (size_t)-1;

		buf_add(out, piece, (size_t)(at - piece));
		if (rc != (size_t)-1 || (to != (iconv_t)-1 && errno == E2BIG))
			continue;
		put_bad(out);
		in++, len--;
	}
}
