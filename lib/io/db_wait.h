/* db_wait: for programs whose answer somebody waits for: a database that does not answer is down,
 * not slow. */
#ifndef IO_DB_WAIT_H
#define IO_DB_WAIT_H

struct db;

/*
 * From now on, when a read has no answer for 2 s, the server is asked for its greeting over another
 * connection. One that greets is at work, and the read goes on; one that does not within 2 s is
 * down: ERR_DOWN, and for a second nothing is asked of it. Changes wait as ever: nobody would know
 * whether they were done.
 */
void	db_hurry(struct db *);

#endif
