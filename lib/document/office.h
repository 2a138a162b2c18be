/* office: the text of DOCX and ODT. Sources: ECMA-376, parts 1 (WordprocessingML) and 3 (markup
 * compatibility); OpenDocument 1.3, part 3. */
#ifndef DOCUMENT_OFFICE_H
#define DOCUMENT_OFFICE_H

#include <stddef.h>

struct document_text;

/*
 * Headers of pages, then the text with its frames, tables and the addresses of its links, then
 * footers. What was deleted under tracked changes is not read, what is said twice for old programs
 * (mc:Fallback) once.
 */
void	document_office(const char *, size_t len, struct document_text *out);

#endif
