/* word: a text read word by word: what a sign joins is one word of several parts. */
#ifndef BASE_WORD_H
#define BASE_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORD_LETTERS	32	/* a longer word is known by its beginning */
#define WORD_SIZE	(WORD_LETTERS * 4 + 1)
#define WORD_PARTS_MAX	8
#define WORD_PHONE_MIN	7	/* digits; fewer are not joined across blanks */
#define WORD_PHONE_TAIL	9	/* a number without its country and prefix */

/* What a sign joins, or a number with blanks in it. */
struct word {
	size_t	 n, digits;	/* digits: in all, when there is nothing else; else 0 */
	char	 part[WORD_PARTS_MAX][WORD_SIZE], joined[WORD_SIZE];
	bool	 dotnet;	/* a part is "net" behind a dot */
	bool	 open;		/* a '*' follows it */
};

/* Letters are those of glibc's C.UTF-8, which every Debian has. */
struct word_reader {
	const char	*at;
	uint32_t	 before;	/* the character before at, 0: none */
};

void	word_begin(struct word_reader *, const char *text);

/* The next word; false at the end of the text. */
bool	word_next(struct word_reader *, struct word *);
/* Is the whole a word too? Short numbers with blanks between are not. */
bool	word_is_joined(const struct word *);
/* The last WORD_PHONE_TAIL digits of a phone's number, or NULL. */
const char *word_tail(const struct word *);

#endif
