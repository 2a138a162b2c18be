#include "base/filetype.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"

#define PDF_WITHIN	1024	/* bytes that may stand before a PDF's own first */
#define WORD_PART	"word/document"

#define OFFICE	"application/vnd.openxmlformats-officedocument."
#define OPEN	"application/vnd.oasis.opendocument.text"

static const struct {
	const char	*extension, *other, *media;
} types[] = {
	[FILETYPE_OTHER] = { NULL, NULL, NULL },
	[FILETYPE_PDF] = { "pdf", NULL, "application/pdf" },
	[FILETYPE_DOC] = { "doc", NULL, "application/msword" },
	[FILETYPE_DOCX] = { "docx", NULL, OFFICE "wordprocessingml.document" },
	[FILETYPE_ODT] = { "odt", NULL, OPEN },
	[FILETYPE_RTF] = { "rtf", NULL, "application/rtf" },
	[FILETYPE_PNG] = { "png", NULL, "image/png" },
	[FILETYPE_JPEG] = { "jpg", "jpeg", "image/jpeg" },
	[FILETYPE_GIF] = { "gif", NULL, "image/gif" },
	[FILETYPE_WEBP] = { "webp", NULL, "image/webp" },
};

static const struct {
	size_t		 at, len;
	const char	*sign;
	enum filetype	 type;
} signs[] = {
	{ 0, 8, "\x89PNG\r\n\x1a\n", FILETYPE_PNG },
	{ 0, 3, "\xff\xd8\xff", FILETYPE_JPEG },
	{ 0, 6, "GIF87a", FILETYPE_GIF },
	{ 0, 6, "GIF89a", FILETYPE_GIF },
	{ 8, 7, "WEBPVP8", FILETYPE_WEBP },
	{ 0, 5, "{\\rtf", FILETYPE_RTF },
	{ 0, 8, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FILETYPE_DOC },
	/* a ZIP whose first entry is its media type, not compressed */
	{ 38, sizeof(OPEN) - 1, OPEN, FILETYPE_ODT },
};

enum filetype
filetype_of(const char *data, size_t len)
{
	for (size_t i = 0; i < nitems(signs); i++)
		if (len >= signs[i].at + signs[i].len && memcmp(data +
		    signs[i].at, signs[i].sign, signs[i].len) == 0)
			return signs[i].type;
	if (len > 4 && memcmp(data, "PK\3\4", 4) == 0)
		return memmem(data, len, WORD_PART, sizeof(WORD_PART) - 1) !=
		    NULL ? FILETYPE_DOCX : FILETYPE_OTHER;
	return memmem(data, len < PDF_WITHIN ? len : PDF_WITHIN, "%PDF-", 5) !=
	    NULL ? FILETYPE_PDF : FILETYPE_OTHER;
}

/* word: without the blanks and signs around it. */
static bool
is_word(const char *word, size_t len, const char *known)
{
	return known != NULL && strlen(known) == len &&
	    strncasecmp(word, known, len) == 0;
}

static enum filetype
by_word(const char *word)
{
	size_t	 len;

	word += strspn(word, " .");
	len = strcspn(word, " ;");
	for (size_t i = FILETYPE_PDF; i < nitems(types); i++)
		if (is_word(word, len, types[i].extension) ||
		    is_word(word, len, types[i].other) ||
		    is_word(word, len, types[i].media))
			return (enum filetype)i;
	return FILETYPE_OTHER;
}

enum filetype
filetype_said(const char *extension, const char *media, const char *name)
{
	enum filetype	 type = FILETYPE_OTHER;
	const char	*dot = name != NULL ? strrchr(name, '.') : NULL;

	if (extension != NULL)
		type = by_word(extension);
	if (type == FILETYPE_OTHER && media != NULL)
		type = by_word(media);
	if (type == FILETYPE_OTHER && dot != NULL)
		type = by_word(dot);
	return type;
}

const char *
filetype_media(enum filetype type)
{
	return types[type].media;
}

const char *
filetype_extension(enum filetype type)
{
	return types[type].extension;
}

bool
filetype_picture(enum filetype type)
{
	return type >= FILETYPE_PNG;
}
