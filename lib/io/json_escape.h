/* json_escape: escapes of a service's answer that stand for no text: U+0000, and half a pair of
 * surrogates. One odd name is not to make the whole page unreadable. */
#ifndef IO_JSON_ESCAPE_H
#define IO_JSON_ESCAPE_H

#include <stddef.h>

/* Each of them becomes U+FFFD, in place; text is NUL-ended. How many there were. */
size_t	json_escape_mend(char *text);

#endif
