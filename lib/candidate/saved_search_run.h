/*
 * saved_search_run: saved searches whose time has come are asked of the job boards, page by page;
 * people are stored as candidates, nobody is imported. One that is interrupted begins anew: what it
 * stored is found again, and nobody is told twice.
 */
#ifndef CANDIDATE_SAVED_SEARCH_RUN_H
#define CANDIDATE_SAVED_SEARCH_RUN_H

struct conf;
struct db;
struct err;

/* Until none waits. SAVED_SEARCH_WORKERS (2) processes at most do so at a time. */
int	saved_search_run(struct db *, const struct conf *, struct err *);

#endif
