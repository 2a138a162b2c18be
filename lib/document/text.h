/* text: what was read from a file: its text, or why there is none. */
#ifndef DOCUMENT_TEXT_H
#define DOCUMENT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define DOCUMENT_SIZE_MAX	((size_t)20 << 20)	/* bytes of a file */
#define DOCUMENT_TEXT_MAX	((size_t)512 << 10)	/* bytes of its text */

enum document_kind {
	DOCUMENT_OTHER,
	DOCUMENT_PDF,
	DOCUMENT_DOCX,
	DOCUMENT_ODT,
	DOCUMENT_RTF,
	DOCUMENT_HTML,
	DOCUMENT_PLAIN,
	DOCUMENT_DOC	/* of old Word: known, not read */
};

/*
 * problem: the code of a message, NULL: none. "document.empty", "document.kind", "document.doc",
 * "document.password", "document.scanned" (pages without text), "document.broken",
 * "document.garbled" (letters that mean nothing), "document.slow", "document.size",
 * "document.picture".
 */
struct document_text {
	enum document_kind	 kind;
	int			 pages;	/* 0: not known */
	bool			 cut;	/* there is more of it */
	struct buf		 text;	/* UTF-8, lines by \n */
	const char		*problem;
};

void	 document_text_clear(struct document_text *);
#define own_document_text	cleanup(document_text_clear)

/* "pdf", "docx", "odt", "rtf", "html", "text", "doc", "other"; back: OTHER when it is none. */
const char *document_kind_word(enum document_kind);
enum document_kind document_kind_of(const char *word);
/* The same text in the one place that it has; NULL when it is no problem of the list. */
const char *document_problem_of(const char *word);

#endif
