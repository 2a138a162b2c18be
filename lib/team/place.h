/* place: where a task goes among the company's others (position.h). All of it in the caller's
 * transaction; two who get one position by chance: ERR_CONFLICT "io.duplicate" at the write. */
#ifndef TEAM_PLACE_H
#define TEAM_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "team/position.h"

struct actor;
struct db;
struct db_build;
struct err;
struct right_who;

/* Behind all of them. */
int	place_last(struct db *, int64_t company_id, char out[POSITION_SIZE],
	    struct err *);

/* Not behind a certain task: before all of them, or behind. */
#define PLACE_FIRST	0
#define PLACE_LAST	(-1)

/*
 * A column of the statement that reads the task which moves: between which two others is the place
 * behind after_id, as text. NULL: that task is not seen, or there is none at all.
 */
void	place_column(struct db_build *, const struct right_who *,
	    int64_t after_id);
/*
 * A position there. Where too many were put between two, the tasks around are spread first: others
 * is true, their positions are new.
 */
int	place_find(struct db *, const struct actor *, int64_t after_id,
	    const char *place, char out[POSITION_SIZE], bool *others,
	    struct err *err);

#endif
