/* cursor: where the next page of a list begins, as text for an address: the id of the last row that
 * was shown, and before it what the list is sorted by, if that is not the id. */
#ifndef IO_CURSOR_H
#define IO_CURSOR_H

#include <stddef.h>
#include <stdint.h>

struct err;

#define CURSOR_KEY_SIZE	1204	/* 300 characters: no list is sorted by a longer text */
#define CURSOR_SIZE	2560	/* any cursor as text, with its NUL */

/* Written as "7"; as "-12.7", a whole number and the id; as "x6162.7", a text or bytes in hex and
 * the id. */
enum cursor_by { CURSOR_BY_ID, CURSOR_BY_NUMBER, CURSOR_BY_TEXT, CURSOR_BY_BYTES };

struct cursor {
	int64_t	 id;			/* 0: before the first row */
	int64_t	 number;		/* by number: what the list is sorted by */
	char	 key[CURSOR_KEY_SIZE];	/* by text, by bytes: the same */
	size_t	 len;			/* by bytes */
};

/*
 * Exactly what cursor_write makes, ids from 1; NULL: before the first row. Else ERR_INPUT with
 * the field "after".
 */
int	cursor_read(const char *after, enum cursor_by, struct cursor *out,
	    struct err *);
/* Of a row that is sorted by its text. */
struct cursor cursor_at(const char *key, int64_t id);
void	cursor_write(const struct cursor *, enum cursor_by,
	    char out[CURSOR_SIZE]);

#endif
