/* task_mine: a person's own tasks: assigned to them, or made by them. Read from the rows, so
 * that what a transaction has changed is in it. */
#ifndef TEAM_TASK_MINE_H
#define TEAM_TASK_MINE_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct db;
struct db_rows;
struct err;
struct right_who;
struct task;

bool	task_mine_is(const struct right_who *, const struct task *);
/* Deadlines: from <= due < to, ms; to 0: any, and none. By deadline, those without one last. Then
 * task_next row by row, without descriptions. */
int	task_mine_list(struct db *, const struct right_who *, int64_t from,
	    int64_t to, int64_t limit, int64_t skip, struct db_rows **,
	    struct err *);
/* {total, by_status: [{status, count}]}, of closed ones, too. */
int	task_mine_stats(struct db *, const struct right_who *,
	    struct buf *out, struct err *);

#endif
