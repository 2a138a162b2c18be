/* csv: rows of a table for spreadsheets. Source: RFC 4180; OWASP, "CSV Injection". */
#ifndef BASE_CSV_H
#define BASE_CSV_H

struct buf;

/* How Excel knows that the file is UTF-8: its first bytes. */
#define CSV_BOM	"\xef\xbb\xbf"

/* "comma", "semicolon", "tab" as the sign; '\0': another word. */
char	csv_separator(const char *word);
/*
 * One cell behind those of the row so far (the row begins after "\r\n" or the BOM). What a
 * spreadsheet would take for a formula gets an apostrophe before it. NULL: empty.
 */
void	csv_cell(struct buf *, char separator, const char *text);
void	csv_end(struct buf *);

#endif
