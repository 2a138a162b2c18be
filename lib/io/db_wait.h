/* db_wait: for programs whose answer somebody waits for: a database that does not answer is down,
 * not slow. */
#ifndef IO_DB_WAIT_H
#define IO_DB_WAIT_H

struct db;

/*
 * From now on, when a statement has no answer for 2 s, the server is asked for its greeting over
 * another connection. One that greets is at work, and the statement goes on; one that does not
 * within 2 s is down: ERR_DOWN, and for a second nothing is asked of it. A change that was sent may
 * be done all the same when the server goes on, as when the connection is lost.
 * With several hosts it is always so, at 1 s each, and the next host is asked.
 */
void	db_hurry(struct db *);

#endif
