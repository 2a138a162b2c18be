/* rtf: the text of Rich Text Format. unrtf, which would do it, loses Cyrillic letters. Source:
 * Rich Text Format Specification 1.9.1. */
#ifndef DOCUMENT_RTF_H
#define DOCUMENT_RTF_H

#include <stddef.h>

struct charset;
struct document_text;

/* Each font has an encoding of its own; what is hidden or deleted is not read. */
void	document_rtf(const struct charset *, const char *, size_t len,
	    struct document_text *out);

#endif
