#include "transfer/cv.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "io/field.h"

#define TITLE_BYTES	200
#define NO_RANK		100
#define LOOKED_AT	1000	/* files of an item */

static int
rank_of(enum filetype type)
{
	const int	 rank = filetype_cv(type);

	return rank >= 0 ? rank : NO_RANK;
}

bool
transfer_cv_document(enum filetype type)
{
	return rank_of(type) < rank_of(FILETYPE_JPEG);
}

bool
transfer_cv_fits(enum filetype type)
{
	return rank_of(type) != NO_RANK;
}

static void
cv_clear(struct transfer_cv *cv)
{
	mem_free_str(&cv->id);
	mem_free_str(&cv->title);
	mem_free_str(&cv->url);
	mem_free_str(&cv->date);
}

void
transfer_cvs_clear(struct transfer_cvs *cvs)
{
	for (size_t i = 0; i < cvs->n; i++)
		cv_clear(&cvs->v[i]);
	cvs->n = 0;
}

/* Where an extension begins: a dot and one to five letters or digits at the end. */
static size_t
stem_of(const char *title, size_t len)
{
	size_t	 at = len;

	while (at > 0 && len - at < 6 && isalnum((unsigned char)title[at - 1]))
		at--;
	return at > 1 && at < len && title[at - 1] == '.' ? at - 1 : len;
}

/* A kind that a CV may be of; a file that says nothing of itself may be one too. */
static bool
may_be_cv(const json_t *file, enum filetype *type)
{
	const char	*extension = field_str(file, "extension"),
			*media = field_str(file, "mimetype"),
			*title = field_str(file, "title");
	size_t		 len = title != NULL ? strlen(title) : 0;

	if (field_str(file, "url") == NULL || field_str(file, "id") == NULL)
		return false;
	*type = filetype_said(extension, media, title);
	if (*type != FILETYPE_OTHER)
		return rank_of(*type) != NO_RANK;
	return (media == NULL || *media == '\0' ||
	    strcmp(media, "application/octet-stream") == 0) &&
	    (extension == NULL || *extension == '\0') &&
	    stem_of(title != NULL ? title : "", len) == len;
}

/* The likeliest first; dates are ISO texts of one shape, and one without is the last. */
static bool
is_before(const json_t *a, enum filetype at, const json_t *b, enum filetype bt)
{
	const char	*x = field_str(a, "date"), *y = field_str(b, "date");

	if (rank_of(at) != rank_of(bt))
		return rank_of(at) < rank_of(bt);
	if (x == NULL || y == NULL)
		return x != NULL;
	return strcmp(x, y) < 0;
}

static void
keep(struct transfer_cvs *out, const json_t *file, enum filetype type)
{
	const char	*title = field_str(file, "title");

	out->v[out->n++] = (struct transfer_cv){
		.id = mem_dup(field_str(file, "id")),
		.title = mem_dup(title != NULL && *title != '\0' ? title :
		    "resume"),
		.url = mem_dup(field_str(file, "url")),
		.date = mem_dup(field_str(file, "date")),
		.size = field_num(file, "size", 0),
		.type = type,
	};
}

void
transfer_cvs_read(const json_t *files, struct transfer_cvs *out)
{
	const json_t	*found[LOOKED_AT], *file;
	enum filetype	 types[LOOKED_AT], type;
	size_t		 i, n = 0, at;

	out->n = 0;
	json_array_foreach(files, i, file) {
		if (n == LOOKED_AT || !may_be_cv(file, &type))
			continue;
		for (at = n++; at > 0 && is_before(file, type, found[at - 1],
		    types[at - 1]); at--) {
			found[at] = found[at - 1];
			types[at] = types[at - 1];
		}
		found[at] = file;
		types[at] = type;
	}
	for (i = 0; i < n && out->n < TRANSFER_CVS_MAX; i++)
		keep(out, found[i], types[i]);
}

char *
transfer_cv_name(const char *title, enum filetype type)
{
	const enum filetype	 said = filetype_said(NULL, NULL, title);
	size_t			 len = strlen(title), stem, cut;

	while (len > 0 && strchr(" \t\r\n", title[len - 1]) != NULL)
		len--;
	stem = said != FILETYPE_OTHER ? stem_of(title, len) : len;
	cut = stem > TITLE_BYTES ? utf8_cut(title, TITLE_BYTES) : stem;
	if (cut == 0)
		return mem_fmt("resume.%s", filetype_extension(type));
	if (said == type && stem < len)
		return mem_fmt("%.*s%.*s", (int)cut, title, (int)(len - stem),
		    title + stem);
	return mem_fmt("%.*s.%s", (int)cut, title, filetype_extension(type));
}
