/* filetype: what a file is, by its first bytes, or by what is said of it. Source: ISO 32000,
 * Appendix H (a PDF may begin late); PKWARE APPNOTE; [MS-CFB]; the RFCs of the pictures. */
#ifndef BASE_FILETYPE_H
#define BASE_FILETYPE_H

#include <stdbool.h>
#include <stddef.h>

enum filetype {
	FILETYPE_OTHER,
	FILETYPE_PDF,
	FILETYPE_DOC,
	FILETYPE_DOCX,
	FILETYPE_ODT,
	FILETYPE_RTF,
	FILETYPE_PNG,
	FILETYPE_JPEG,
	FILETYPE_GIF,
	FILETYPE_WEBP
};

/*
 * Of the file's bytes, from the first on; a DOCX is known when the whole file is there. What acts
 * when it is opened is FILETYPE_OTHER.
 */
enum filetype	 filetype_of(const char *data, size_t len);
/* Programs, markup (HTML, SVG), and documents with macros or embedded programs. */
bool		 filetype_acts(const char *data, size_t len);
/* Plain text of any encoding of bytes: no control characters, and nothing that acts. */
bool		 filetype_text(const char *data, size_t len);
/*
 * What is said of a file that nobody has read yet: its extension ("pdf", ".PDF"), else its
 * media type (some services give that as the extension), else how its name ends. Each may be
 * NULL or empty.
 */
enum filetype	 filetype_said(const char *extension, const char *media,
		    const char *name);

/* "application/pdf", "pdf"; NULL of FILETYPE_OTHER. */
const char	*filetype_media(enum filetype);
const char	*filetype_extension(enum filetype);
bool		 filetype_picture(enum filetype);
/* How likely a file of this kind is a CV: 0 is the likeliest; -1: it is none. */
int		 filetype_cv(enum filetype);

#endif
