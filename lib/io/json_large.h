/* json_large: numbers of a service's answer that no number of ours can hold: one absurd salary is
 * not to make the whole page unreadable. */
#ifndef IO_JSON_LARGE_H
#define IO_JSON_LARGE_H

#include <stddef.h>

/* Writes null over each of them; text is NUL-ended, strings are left alone. How many there were. */
size_t	json_large_null(char *text);

#endif
