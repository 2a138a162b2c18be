/* charset: text of an unknown or an old encoding as UTF-8. uchardet.h and iconv.h are known to
 * charset.c alone. Sources: uchardet; iconv(3); Unicode, 3.10 (marks of the order of bytes). */
#ifndef IO_CHARSET_H
#define IO_CHARSET_H

#include <stddef.h>

struct buf;
struct charset;

/* The converters, all made at once: a sealed process could load none. */
struct charset *charset_open(void);
void	 charset_close(struct charset **);
#define own_charset	cleanup(charset_close)

/*
 * The name of what the bytes are in: "UTF-8", "UTF-16LE", "WINDOWS-1251", "KOI8-R", "IBM866", ...
 * by their mark, their look, and, of old encodings, how often each letter comes.
 */
const char *charset_guess(const char *, size_t len);
/* Puts the text into out; what is not of that encoding, or the encoding is none of ours, is
 * U+FFFD, a byte each. */
void	 charset_convert(const struct charset *, const char *name,
	    const char *, size_t len, struct buf *out);

#endif
