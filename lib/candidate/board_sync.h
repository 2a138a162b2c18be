/*
 * board_sync: a sync of an integration: what its own search finds, and who answered the employer's
 * vacancies, are stored as candidates; nobody is imported, no contact is opened. A page at a time:
 * one that is interrupted goes on where it was.
 */
#ifndef CANDIDATE_BOARD_SYNC_H
#define CANDIDATE_BOARD_SYNC_H

struct conf;
struct db;
struct err;

/* Carries out runs that wait until there are none. BOARD_SYNC_WORKERS (4) processes at most do so
 * at a time. */
int	board_sync_run(struct db *, const struct conf *, struct err *);

#endif
