/* read: a file's text, read by a sealed process: whatever a stranger sent, it takes a bounded time
 * and memory, and touches nothing. PDF: pdftotext of poppler; the others: cgi-bin/reader.c. */
#ifndef DOCUMENT_READ_H
#define DOCUMENT_READ_H

#include <stddef.h>

struct conf;
struct document_text;
struct err;

/*
 * 0 whatever the file is: out has its text, mended (mend.h), or its problem; -1 with ERR_INTERNAL
 * when no reader could be started. A program needs leave to start others (WEB_STARTS).
 */
int	document_read(const struct conf *, const char *data, size_t len,
	    struct document_text *out, struct err *);

#endif
