/* bits_int: what a set of bits is made of; operations on the words of maps; numbers of a view. */
#ifndef INDEX_BITS_INT_H
#define INDEX_BITS_INT_H

#include <string.h>

#include "index/bits.h"

/* The last byte of a kept part, so that a map's words lie as words should. A struct bits is a list
 * or a map. */
enum form { LIST, MAP, RUNS };

#define BITS_WORDS	(BITS_SIZE / 64)
/* What is longer is a map: to set, one by one, what a list has costs more than to join two maps. A
 * list takes fewer bytes up to 4096, and so long ones were kept once. */
#define BITS_LIST_MAX	1024
#define BITS_KEPT_MAX	4096

struct bits {
	enum form	 form;
	uint32_t	 n;		/* how many it has */
	uint32_t	 cap;		/* of a list */
	union {
		uint16_t	*v;	/* ascending */
		uint64_t	*word;
	};
};

/* What the operation makes of two maps, and how many that are. */
enum bits_op { AND, OR, BUT };
uint32_t bits_words(uint64_t *out, const uint64_t *a, const uint64_t *b,
	    enum bits_op);
static inline bool
bits_words_add(uint64_t *word, uint16_t n)		/* was it not there? */
{
	const uint64_t	 was = word[n / 64];

	word[n / 64] = was | (uint64_t)1 << n % 64;
	return (was >> n % 64 & 1) == 0;
}
void	 bits_words_runs(uint64_t *word, const struct bits_view *runs);	/* sets theirs */

/* The words of what is viewed: where they lie, or in room. */
const uint64_t *bits_view_words(const struct bits_view *,
	    uint64_t room[BITS_WORDS]);
/* The i-th number of a list, or of runs: the first and the last of each in turn. */
static inline uint16_t
bits_view_number(const struct bits_view *v, uint32_t i)
{
	uint16_t	 n;

	memcpy(&n, v->at + (size_t)i * sizeof(n), sizeof(n));
	return n;
}

/* From the index at on the first of a list that is not below n. */
uint32_t bits_view_seek(const struct bits_view *, uint32_t at, uint16_t n);
/* Is it in what is viewed? Asked of numbers that ascend; *at: 0 at first. */
bool	 bits_view_has(const struct bits_view *, uint32_t *at, uint16_t n);

#endif
