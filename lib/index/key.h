/* key: keys of the store: parts one after the other, in an order that bytes keep. */
#ifndef INDEX_KEY_H
#define INDEX_KEY_H

#include <stddef.h>
#include <stdint.h>

/* The tables: the second part of each key. */
#define KEY_ID		'i'	/* id: ordinal */
#define KEY_DOC		'd'	/* ordinal: the document (record.h) */
#define KEY_IDS		'b'	/* block: ids of so many ordinals in a row */
#define KEY_TERM	't'	/* kind, text: the term's number, its label */
#define KEY_POSTING	'p'	/* number: its count; number, part: the ordinals */
#define KEY_LEAF	'l'	/* order, place: the entries from there on, sorted */
#define KEY_NODE	'n'	/* order, level, place: the posting of all from there on */
#define KEY_NOTE	'x'	/* what the caller keeps beside the position */

#define KEY_MAX		511	/* LMDB's */
#define KEY_PLACE_MAX	(2 * 200 + 10)

struct key {
	uint8_t	bytes[KEY_MAX];
	size_t	len;
};
/* slot: the collection's number in the store, 0: the store's own. */
struct key key_begin(uint32_t slot, char table);
void	 key_byte(struct key *, uint8_t);
/* A number takes as many bytes as it needs; none is the beginning of another. */
void	 key_number(struct key *, uint64_t);
void	 key_part(struct key *, uint16_t);
void	 key_bytes(struct key *, const void *, size_t);

/*
 * A place in an order: a key and an id as bytes that compare as the two do. No place is the
 * beginning of another.
 */
struct place {
	uint8_t	bytes[KEY_PLACE_MAX];
	size_t	len;
};
void	 place_of(struct place *, const uint8_t *key, size_t len, int64_t id);
int	 place_cmp(const void *a, size_t alen, const void *b, size_t blen);

#endif
