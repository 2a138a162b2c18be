/* region: names of places as people write them, and the ids that a job board gives them. Pure. */
#ifndef PLATFORM_REGION_H
#define PLATFORM_REGION_H

#include <jansson.h>
#include <stdbool.h>

struct err;
struct platform_got;

/* Adds {name in folded letters: id}. The first of a name stays; false: the map is full. */
bool	region_add(json_t *map, const char *name, const char *id);
/* The id of a name, also of an id; NULL: unknown. Borrowed from the map or the name. */
const char *region_find(const json_t *map, const char *name);
/*
 * The ids of an array of names; the caller's. A name that is unknown becomes a note
 * "platform.location"; when all are: ERR_INPUT.
 */
int	region_choose(const json_t *map, const json_t *names, json_t **out,
	    struct platform_got *, struct err *);

#endif
