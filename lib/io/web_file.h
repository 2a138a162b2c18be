/* web_file: somebody else's file as an answer: what it is by its bytes, how far the browser may
 * trust it. The route has WEB_FILE. Source: RFC 6266 (Content-Disposition). */
#ifndef IO_WEB_FILE_H
#define IO_WEB_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct web_res;

/*
 * What the bytes are, by themselves: "application/pdf", "image/png", ... that a browser may show,
 * or NULL: to be saved only. The first 256 KB do.
 */
const char *web_file_type(const char *data, size_t len);
/* The value of Content-Disposition for a title of any letters; the caller's. */
char	*web_file_disposition(const char *title, bool shown);
/* The headers of such a file; title: of any letters. The caller puts the bytes; type outlives
 * the answer. */
void	web_file_answer(struct web_res *, const char *type, const char *title,
	    bool download);

#endif
