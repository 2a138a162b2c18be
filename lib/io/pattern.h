/* pattern: regular expressions from people, bounded in size and time. pcre2.h is known to
 * pattern.c alone. Source: PCRE2 10, pcre2api (limits). */
#ifndef IO_PATTERN_H
#define IO_PATTERN_H

#include <stddef.h>

struct err;
struct pattern;

#define PATTERN_MAX	500	/* characters of an expression */

/* Any case, Unicode. ERR_INPUT on the field regex, code "io.pattern" or one that begins so (text:
 * at which character). */
struct pattern *pattern_open(const char *, struct err *);
void	 pattern_close(struct pattern *);
/* 1, 0, or -1: it would take too long, or the text is not UTF-8. */
int	 pattern_match(const struct pattern *, const char *text, size_t len);

#endif
