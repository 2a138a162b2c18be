#include "base/filetype.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"

#define PDF_WITHIN	1024	/* bytes that may precede a PDF's own first */
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

static enum filetype
by_signs(const char *data, size_t len)
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

static bool
holds(const char *data, size_t len, const char *part, size_t part_len)
{
	return memmem(data, len, part, part_len) != NULL;
}

/* Programs by their first bytes; markup, which may hold scripts, by its first sign. */
static bool
begins_acting(const char *data, size_t len)
{
	static const struct { size_t len; const char *sign; } programs[] = {
		{ 2, "MZ" }, { 4, "\x7f" "ELF" }, { 2, "#!" },
		{ 4, "\xca\xfe\xba\xbe" }, { 4, "\xcf\xfa\xed\xfe" },
	};
	size_t	 at = len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	for (size_t i = 0; i < nitems(programs); i++)
		if (len >= programs[i].len &&
		    memcmp(data, programs[i].sign, programs[i].len) == 0)
			return true;
	while (at < len && strchr(" \t\r\n\f", data[at]) != NULL &&
	    data[at] != '\0')
		at++;
	return at < len && data[at] == '<';
}

/* Names of what holds macros and embedded programs, in the directories of each kind. */
static bool
has_macros(enum filetype type, const char *data, size_t len)
{
	static const struct {
		enum filetype	 type;
		const char	*part;
		size_t		 len;
	} parts[] = {
		{ FILETYPE_DOCX, "vbaProject", 10 },
		{ FILETYPE_DOC, "V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0", 22 },
		{ FILETYPE_ODT, "Basic/script-lc", 15 },
		{ FILETYPE_ODT, "Scripts/", 8 },
		{ FILETYPE_RTF, "\\objdata", 8 },
	};

	for (size_t i = 0; i < nitems(parts); i++)
		if (parts[i].type == type &&
		    holds(data, len, parts[i].part, parts[i].len))
			return true;
	return false;
}

bool
filetype_acts(const char *data, size_t len)
{
	return begins_acting(data, len) ||
	    has_macros(by_signs(data, len), data, len);
}

enum filetype
filetype_of(const char *data, size_t len)
{
	return filetype_acts(data, len) ? FILETYPE_OTHER :
	    by_signs(data, len);
}

bool
filetype_text(const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)data[i] < 0x20 &&
		    (data[i] == '\0' || strchr("\t\r\n\f", data[i]) == NULL))
			return false;
	return len > 0 && !filetype_acts(data, len);
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

int
filetype_cv(enum filetype type)
{
	static const enum filetype	 ranks[] = { FILETYPE_PDF,
		FILETYPE_DOCX, FILETYPE_DOC, FILETYPE_ODT, FILETYPE_RTF,
		FILETYPE_JPEG, FILETYPE_PNG };

	for (size_t i = 0; i < sizeof(ranks) / sizeof(ranks[0]); i++)
		if (ranks[i] == type)
			return (int)i;
	return -1;
}
