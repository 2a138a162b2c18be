/* bits: a set of numbers below 65 536: one part of a set of ordinals. roaring.h is known to bits.c
 * alone. Source: CRoaring 0.2, roaring.h. */
#ifndef INDEX_BITS_H
#define INDEX_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BITS_SIZE	65536
#define BITS_BYTES_MAX	(8192 + 64)	/* of a part as it is kept */

struct bits;				/* CRoaring's own under another name */

struct bits *bits_new(void);
void	bits_free(struct bits *);
struct bits *bits_copy(const struct bits *);
/* As it is kept; NULL: the bytes are no such set. */
struct bits *bits_decode(const uint8_t *, size_t);
/* How many bytes were written. */
size_t	bits_encode(struct bits *, uint8_t out[BITS_BYTES_MAX]);

/* Was it changed? */
bool	bits_add(struct bits *, uint16_t);
bool	bits_remove(struct bits *, uint16_t);
void	bits_add_many(struct bits *, const uint32_t *, size_t);
bool	bits_has(const struct bits *, uint16_t);
uint32_t bits_count(const struct bits *);
uint32_t bits_count_and(const struct bits *, const struct bits *);
struct bits *bits_both(const struct bits *, const struct bits *);
void	bits_and(struct bits *, const struct bits *);
void	bits_or(struct bits *, const struct bits *);
/* As bits_or, for many in a row: until bits_settle it may not be counted or asked. */
void	bits_join(struct bits *, const struct bits *);
void	bits_settle(struct bits *);
void	bits_but(struct bits *, const struct bits *);
/* All of them, ascending, at most max; how many. */
size_t	bits_list(const struct bits *, uint32_t *out, size_t max);

#endif
