/* saved_search: searches of job boards that people keep under a name, and whom each of them found.
 * Tables saved_search, saved_search_hit, saved_search_seen. */
#ifndef CANDIDATE_SAVED_SEARCH_H
#define CANDIDATE_SAVED_SEARCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/db_clock.h"
#include "service/lease.h"

struct buf;
struct db;
struct db_rows;
struct err;

#define SAVED_SEARCH_MAX	50	/* of one user */
#define SAVED_SEARCH_FOUND	200	/* people that are listed of one */

/* Texts are never NULL in one that was read. Times are ms, 0: none. */
struct saved_search {
	int64_t	 id, company_id, user_id;
	char	*name, *owner;		/* owner: the user's name */
	char	*search;		/* JSON: as search-candidates takes it */
	bool	 shared, auto_sync, running;
	int64_t	 interval_hours;
	int64_t	 next_run_at, last_run_at, created_at;
	int64_t	 found, fresh;		/* of the last run; fresh: whom none before had found */
	int64_t	 unseen;		/* found since the reader last looked */
	int64_t	 error_count;
	char	*error_code, *error;	/* of the last run; "": it went well */
};
void	saved_search_clear(struct saved_search *);
#define own_saved_search	cleanup(saved_search_clear)

/* Those of the user, then the shared ones of the company, each by name. */
int	saved_search_list(struct db *, int64_t company_id, int64_t user_id,
	    struct db_rows **, struct err *);
/* Clears out first. */
bool	saved_search_next(struct db_rows *, struct saved_search *out);
/* One that the user may see; ERR_ABSENT. */
int	saved_search_get(struct db *, int64_t company_id, int64_t user_id,
	    int64_t id, struct saved_search *out, struct err *);
/* ERR_CONFLICT: "candidate.search_name" (the user has one of that name), "candidate.searches_limit"
 * (SAVED_SEARCH_MAX). */
int	saved_search_add(struct db *, const struct saved_search *, int64_t *id,
	    struct err *);
/* anew: it looks for others now, so whom it found is forgotten. */
int	saved_search_save(struct db *, const struct saved_search *, bool anew,
	    struct err *);
int	saved_search_drop(struct db *, int64_t id, struct err *);
/* It runs as soon as a worker is free. */
int	saved_search_queue(struct db *, int64_t id, struct err *);
/* The user has seen what it found so far. */
int	saved_search_see(struct db *, int64_t id, int64_t user_id,
	    struct err *);

/* Whom it found, the newest first: [{candidate, score, reasons, found_at, is_new}]; fresh: the new
 * ones alone, whom the user has not seen. */
int	saved_search_emit_found(struct db *, struct buf *,
	    const struct saved_search *, int64_t user_id, bool fresh,
	    struct err *);

/* --- a run --- */

/*
 * One whose time has come, for as long as a lease: 1; 0: none. Those of companies for which nothing
 * runs just now come first, then those who wait the longest.
 */
int	saved_search_claim(struct db *, struct saved_search *out,
	    char lease[LEASE_SIZE], struct err *);
/* ERR_CONFLICT "service.lease_lost". */
int	saved_search_beat(struct db *, int64_t id, const char *lease,
	    struct err *);
/*
 * What it came to, all or nothing: rows as candidate_rows has them, failed (NULL: it went well).
 * *fresh: whom no run before had found; of a first run 0. Whoever looks at it is told.
 */
int	saved_search_finish(struct db *, const struct saved_search *,
	    const char *lease, const json_t *rows, const struct err *failed,
	    int64_t *fresh, struct err *);

extern const struct db_deadline saved_search_deadlines[];

#endif
