#include "io/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

#define FIRST_MARK	0x300	/* what comes before is composed as it is */
#define FIRST_RARE	0x1f00	/* from here on, signs that have another form */

static bool
is_mark(utf8proc_category_t c)
{
	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC ||
	    c == UTF8PROC_CATEGORY_ME;
}

/* May it not stay as it is? A mark, a Korean part letter, a sign with a better form. */
static bool
is_suspect(uint32_t c)
{
	const utf8proc_property_t	*p = utf8proc_get_property(
					    (utf8proc_int32_t)c);

	return is_mark((utf8proc_category_t)p->category) ||
	    (c >= 0x1160 && c <= 0x11ff) ||
	    (p->decomp_type == 0 && p->decomp_seqindex != UINT16_MAX &&
	    (p->comp_exclusion || c >= FIRST_RARE || c == 0x374 ||
	    c == 0x37e || c == 0x387));
}

static bool
may_differ(const char *text, size_t len)
{
	const char	*end = text + len;

	while (text < end) {
		uint32_t	c;

		if ((unsigned char)*text < 0xcc) {	/* below U+0300 */
			text++;
			continue;
		}
		if (*text == '\xd0' || *text == '\xd1') {	/* Cyrillic letters */
			text += 2;
			continue;
		}
		c = utf8_next(&text);
		if (c >= FIRST_MARK && c != UTF8_BAD && is_suspect(c))
			return true;
	}
	return false;
}

char *
unicode_composed(const char *text, size_t len)
{
	utf8proc_uint8_t	*out = NULL;
	utf8proc_ssize_t	 n;
	char			*copy = NULL;

	if (!may_differ(text, len))
		return NULL;
	n = utf8proc_map((const utf8proc_uint8_t *)text,
	    (utf8proc_ssize_t)len, &out, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n >= 0 && ((size_t)n != len || memcmp(out, text, len) != 0))
		copy = mem_ndup((const char *)out, (size_t)n);
	free(out);
	return copy;
}

/* 0: it is left out. */
static uint32_t
fold(uint32_t c)
{
	if (c == 0x451)			/* ё */
		return 0x435;
	if (c >= 0x400 && c < 0x530)	/* Cyrillic */
		return c;
	return is_mark(utf8proc_category((utf8proc_int32_t)c)) ? 0 :
	    unicode_base(c);
}

char *
unicode_folded(const char *text)
{
	own_buf struct buf	 out = { 0 };
	utf8proc_uint8_t	*small = NULL;
	const utf8proc_ssize_t	 n = utf8proc_map(
				    (const utf8proc_uint8_t *)text,
				    (utf8proc_ssize_t)strlen(text), &small,
				    UTF8PROC_STABLE | UTF8PROC_COMPOSE |
				    UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
	const char		*at = n < 0 ? text : (const char *)small;
	char			 bytes[4];
	uint32_t		 c;

	while (*at != '\0')
		if ((c = fold(utf8_next(&at))) != 0)
			buf_add(&out, bytes, utf8_put(c, bytes));
	free(small);
	while (out.len > 0 && out.data[out.len - 1] == ' ')
		out.len--;
	return mem_ndup(out.data != NULL ? out.data : "", out.len);
}

bool
unicode_letter(uint32_t c)
{
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LO:
		return true;
	default:
		return false;
	}
}

bool
unicode_upper(uint32_t c)
{
	return unicode_to_lower(c) != c;
}

uint32_t
unicode_to_lower(uint32_t c)
{
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

uint32_t
unicode_to_title(uint32_t c)
{
	return (uint32_t)utf8proc_totitle((utf8proc_int32_t)c);
}

uint32_t
unicode_base(uint32_t c)
{
	utf8proc_int32_t	 parts[8];
	int			 bound = 0;
	utf8proc_ssize_t	 n = utf8proc_decompose_char((utf8proc_int32_t)c,
				    parts, nitems(parts), UTF8PROC_DECOMPOSE,
				    &bound);

	return n > 0 && n <= (utf8proc_ssize_t)nitems(parts) ?
	    (uint32_t)parts[0] : c;
}
