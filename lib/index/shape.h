/* shape: what the documents of a collection are sorted by: a table of constants, owned by the room
 * whose documents they are. */
#ifndef INDEX_SHAPE_H
#define INDEX_SHAPE_H

#include <stddef.h>
#include <stdint.h>

#define INDEX_ORDERS_MAX	12
#define INDEX_KEY_MAX		200	/* bytes of a key; the rest is cut */

/*
 * An order: keys compared as bytes, then by the documents' ids. A number or a time is 8 bytes, the
 * highest first (index_key_number).
 */
struct index_shape {
	uint32_t	version;	/* another one: the collection is made anew */
	size_t		norders;
};

#endif
