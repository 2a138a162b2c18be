/* mine: what a candidate who was invited sees and corrects: the own data, nothing of the team's. */
#ifndef CANDIDATE_MINE_H
#define CANDIDATE_MINE_H

#include <stdint.h>

struct buf;
struct candidate;
struct db;
struct db_rows;
struct err;

/* The person whose user that is. ERR_ABSENT: none. */
int	candidate_mine_get(struct db *, int64_t user_id, struct db_rows **,
	    struct candidate *out, struct err *);
/* Fields, contacts, sources, consent; no notes, tags, states or history. */
void	candidate_mine_emit(struct buf *, const struct candidate *);

#endif
