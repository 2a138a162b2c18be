/*
 * bits: a set of numbers below 65 536: one part of a set of ordinals. What is kept of one is read
 * where it lies. The forms are those of roaring bitmaps: a list, a map of bits, runs. (The packaged
 * CRoaring copies all that it reads, and counts bits without the processor's instruction for it.)
 */
#ifndef INDEX_BITS_H
#define INDEX_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BITS_SIZE	65536
#define BITS_BYTES_MAX	(BITS_SIZE / 8 + 1)	/* of a part as it is kept */

struct bits;

/* A set to be read: of a struct bits, or of kept bytes; valid as long as they are. */
struct bits_view {
	uint8_t		 form;
	uint32_t	 n;		/* numbers of a list, runs */
	const uint8_t	*at;
};
struct bits_view bits_view(const struct bits *);
/* -1: the bytes are no such set. */
int	bits_view_kept(struct bits_view *, const uint8_t *, size_t);

struct bits *bits_new(void);
struct bits *bits_copy(const struct bits_view *);
/* Of numbers that ascend, each below BITS_SIZE. */
struct bits *bits_of(const uint32_t *, size_t);
void	bits_free(struct bits *);
/* How many bytes were written. */
size_t	bits_encode(const struct bits *, uint8_t out[BITS_BYTES_MAX]);

/* Was it changed? */
bool	bits_add(struct bits *, uint16_t);
bool	bits_remove(struct bits *, uint16_t);
bool	bits_has(const struct bits *, uint16_t);
uint32_t bits_count(const struct bits *);
uint32_t bits_count_and(const struct bits *, const struct bits_view *);
struct bits *bits_both(const struct bits *, const struct bits_view *);
void	bits_and(struct bits *, const struct bits_view *);
void	bits_or(struct bits *, const struct bits_view *);
void	bits_but(struct bits *, const struct bits_view *);
void	bits_clear(struct bits *);
/* All of them, ascending; out has room for as many as there are. How many. */
size_t	bits_list(const struct bits *, uint32_t *out);

#endif
