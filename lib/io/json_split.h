/* json_split: the parts of a JSON text that no parser takes whole, found by brackets and quotes
 * alone: what is between them may be damaged, or nested however deep. */
#ifndef IO_JSON_SPLIT_H
#define IO_JSON_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

/* A value as it is written; borrowed from the text. whole: the text does not end within it. */
struct json_part {
	const char	*text;
	size_t		 len;
	bool		 whole;
};

/* The value that the text begins with; false: there is none. */
bool	 json_split(const char *text, size_t len, struct json_part *out);
/* The first member of that name (without escapes) of an object. */
bool	 json_split_member(const struct json_part *object, const char *name,
	    struct json_part *out);
/* The next element of an array. at: where it is looked for, 0 at first. */
bool	 json_split_next(const struct json_part *array, size_t *at,
	    struct json_part *out);

#endif
