/* place: where a task goes among the company's others (position.h). All of it in the caller's
 * transaction; two who get one position by chance: ERR_CONFLICT "io.duplicate" at the write. */
#ifndef TEAM_PLACE_H
#define TEAM_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "team/position.h"

struct actor;
struct db;
struct err;

/* Behind all of them, or before. */
int	place_last(struct db *, int64_t company_id, char out[POSITION_SIZE],
	    struct err *);
int	place_first(struct db *, int64_t company_id, char out[POSITION_SIZE],
	    struct err *);
/*
 * Just behind that task of the company. Where too many were put between two, the tasks around are
 * spread first: others is true, their positions are new.
 */
int	place_after(struct db *, const struct actor *, int64_t after_id,
	    char out[POSITION_SIZE], bool *others, struct err *err);

#endif
