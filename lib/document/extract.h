/* extract: the text of a file that is no PDF, from its bytes alone: what the sealed reader does.
 * Pure; whatever the bytes are, it ends, and takes no more than a bounded amount of memory. */
#ifndef DOCUMENT_EXTRACT_H
#define DOCUMENT_EXTRACT_H

#include <stddef.h>

struct charset;
struct document_text;

/* What it is, is decided by its bytes. out: kind, text or problem; see text.h. */
void	document_extract(const struct charset *, const char *, size_t len,
	    struct document_text *out);

#endif
