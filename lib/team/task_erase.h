/* task_erase: what tasks keep of a candidate who is erased. */
#ifndef TEAM_TASK_ERASE_H
#define TEAM_TASK_ERASE_H

#include <stdint.h>

struct buf;
struct candidate_by;
struct db;
struct err;

/* Of struct candidate_eraser: the tasks themselves stay. emit: {id, title, created_at}. */
int	task_erase(struct db *, const struct candidate_by *,
	    int64_t candidate_id, struct err *);
int	task_erase_emit(struct db *, struct buf *, int64_t company_id,
	    int64_t candidate_id, struct err *);

#endif
