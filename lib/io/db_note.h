/* db_note: a note that is written with the next change, in its own transaction: who reads it knows
 * whether anything was committed. */
#ifndef IO_DB_NOTE_H
#define IO_DB_NOTE_H

#include <stdbool.h>

struct db;
struct db_args;
struct err;

/*
 * From now on the first change that is committed over this connection takes this statement along; a
 * change outside of a transaction gets one. It must change a row: else that change is undone, with
 * ERR_CONFLICT and this code (a literal). The values are copied.
 */
void	db_note(struct db *, const char *sql, struct db_args, const char *code);
/* Until it is said again with false, as often, what is committed is none of its changes: budgets,
 * logs, locks over nodes. */
void	db_note_apart(struct db *, bool);
/* Writes it now, before what no transaction holds; nothing when it was written. */
int	db_note_now(struct db *, struct err *);
/* It is wanted no more. */
void	db_note_drop(struct db *);

#endif
