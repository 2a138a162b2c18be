/* shape: what the documents of a collection are sorted by. A table of constants, owned by the room whose documents they are. */
#ifndef INDEX_SHAPE_H
#define INDEX_SHAPE_H

#include <stddef.h>
#include <stdint.h>

#define INDEX_ORDERS_MAX	8
#define INDEX_LEVELS_MAX	8
#define INDEX_KEY_MAX		200	/* bytes of a key; the rest is cut */

/*
 * An order: keys compared as bytes, then by the documents' ids. levels: how many first bytes of a
 * key make a node of each level, ascending, 0-ended; documents that share the last level are
 * sorted one by one. A number or a time is 8 bytes, the highest first (index_key_number).
 */
struct index_order {
	uint8_t	levels[INDEX_LEVELS_MAX + 1];
};
struct index_shape {
	uint32_t		 version;	/* another one: the collection is made anew */
	size_t			 norders;
	struct index_order	 orders[INDEX_ORDERS_MAX];
};

#endif
