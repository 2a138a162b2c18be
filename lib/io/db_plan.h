/* db_plan: what a migration would do before it is done: each statement that waits is tried on empty
 * copies of the tables that it names: the server says whether it can be done at once, beside reads
 * and writes, or by a copy. Source: MariaDB, "InnoDB Online DDL Overview", alter_algorithm. */
#ifndef IO_DB_PLAN_H
#define IO_DB_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

enum db_plan_how {
	DB_PLAN_UNTRIED,	/* why says what the server answered */
	DB_PLAN_OTHER,		/* it touches no rows: a new table, say */
	DB_PLAN_AT_ONCE,
	DB_PLAN_BESIDE,		/* takes its time; the table is read and written meanwhile */
	DB_PLAN_LOCKED,		/* takes its time; writes to the table wait */
	DB_PLAN_ROWS,		/* changes rows, in a transaction of its own */
};

struct db_plan {
	const char	*step, *sql;
	size_t		 number, of;	/* of the step's statements, from 1 */
	bool		 contract;	/* waits for migrate --contract */
	char		 table[65];	/* whose rows it goes over; "": not known */
	int64_t		 rows;		/* about so many */
	enum db_plan_how how;
	const char	*why;
};
typedef void	db_plan_fn(void *arg, const struct db_plan *);

/*
 * fn hears of each statement that is not done yet, in their order. The copies are made in a
 * database beside, DB_PLAN_COPIES behind its name, by the second connection, and dropped again;
 * without the right to that nothing is tried.
 */
#define DB_PLAN_COPIES	"_plan"
int	db_plan(struct db *, struct db *beside, const char *folder,
	    db_plan_fn *fn, void *arg, struct err *);

#endif
