/* position: where a task is among the others: a text of digits and letters, compared byte for byte.
 * Between two of them there is always another one. Pure. */
#ifndef TEAM_POSITION_H
#define TEAM_POSITION_H

#include <stdbool.h>

#define POSITION_SIZE	256	/* with its NUL */
#define POSITION_LONG	200	/* from this length on its neighbourhood is spread anew */

/*
 * A position behind after and before before, never the same twice but by chance; "" is the
 * beginning, or the end. False: after is not before before, or the text would be too long.
 */
bool	position_between(const char *after, const char *before,
	    char out[POSITION_SIZE]);

#endif
