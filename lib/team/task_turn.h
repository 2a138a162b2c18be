/*
 * task_turn: numbers for the changes of the team's tasks, by which the index follows them. Each
 * process counts in one of TASK_TURN_SLOTS rows of the company, so writers wait for each other only
 * when they share one; what is committed of a slot has no gaps, and the sum of all slots only
 * grows. Table task_turn. In the caller's transaction.
 */
#ifndef TEAM_TASK_TURN_H
#define TEAM_TASK_TURN_H

#include <stdint.h>

struct db;
struct err;

#define TASK_TURN_SLOTS	16

struct task_turn {
	int64_t	slot, n;	/* n: the last one that was taken */
};
/* The next many numbers of this process's slot: out->n is the last of them. Others of the slot wait
 * until the transaction ends; many 0: they do from now on. */
int	task_turn_take(struct db *, int64_t company_id, int64_t many,
	    struct task_turn *out, struct err *);
/* This process's slot. */
int64_t	task_turn_slot(void);
/* The next number of it is LAST_INSERT_ID() of the statement behind this one (db_exec_later). */
int	task_turn_take_later(struct db *, int64_t company_id, struct err *);
/* How far each slot is. */
int	task_turn_read(struct db *, int64_t company_id, int64_t out[TASK_TURN_SLOTS],
	    struct err *);

#endif
