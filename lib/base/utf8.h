/* utf8: characters of a text: counted, cut between, read and written one by one. Source:
 * RFC 3629. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD	0xfffdu	/* what a byte reads as that is no UTF-8 */

/* How many characters. */
size_t	 utf8_count(const char *);
/* Bytes of the longest beginning that has at most max bytes, no character halved. */
size_t	 utf8_cut(const char *, size_t max);
/* Bytes of the first so many characters, or of all there are. */
size_t	 utf8_head(const char *, size_t characters);
/* Of a text that printf has cut: drops a last character that is not whole. */
void	 utf8_mend(char *);

/* The character at *s, which is not at its end; steps over it. A damaged byte is one by itself. */
uint32_t utf8_next(const char **s);
/* A blank of any width, or of none; a control character. */
bool	 utf8_blank(uint32_t);
/* A control character, the end of a line, a sign that turns the direction of a text. */
bool	 utf8_control(uint32_t);
/* Takes those out of a text that is UTF-8, in its place. */
void	 utf8_plain(char *);
/* The same, with a blank for each that parts words or lines. */
void	 utf8_line(char *);
/* Its bytes, 1 to 4, without a NUL: how many. */
size_t	 utf8_put(uint32_t, char out[4]);

#endif
