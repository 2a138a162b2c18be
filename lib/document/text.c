#include "document/text.h"

#include <string.h>

#include "base/mem.h"

static const char *const kinds[] = {
	[DOCUMENT_OTHER] = "other", [DOCUMENT_PDF] = "pdf",
	[DOCUMENT_DOCX] = "docx", [DOCUMENT_ODT] = "odt",
	[DOCUMENT_RTF] = "rtf", [DOCUMENT_HTML] = "html",
	[DOCUMENT_PLAIN] = "text", [DOCUMENT_DOC] = "doc",
};

static const char *const problems[] = {
	"document.empty", "document.kind", "document.doc",
	"document.password", "document.scanned", "document.broken",
	"document.garbled", "document.slow", "document.size",
	"document.picture",
};

void
document_text_clear(struct document_text *t)
{
	buf_clear(&t->text);
}

const char *
document_kind_word(enum document_kind kind)
{
	return kinds[kind];
}

enum document_kind
document_kind_of(const char *word)
{
	for (size_t i = 0; i < nitems(kinds); i++)
		if (strcmp(kinds[i], word) == 0)
			return (enum document_kind)i;
	return DOCUMENT_OTHER;
}

const char *
document_problem_of(const char *word)
{
	for (size_t i = 0; i < nitems(problems); i++)
		if (strcmp(problems[i], word) == 0)
			return problems[i];
	return NULL;
}
