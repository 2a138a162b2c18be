/* erasure: what others of the house say of one who was erased: how far it is gone through. Table
 * candidate_erasure; a row stays as the proof, and says nothing of the person. */
#ifndef CANDIDATE_ERASURE_H
#define CANDIDATE_ERASURE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "candidate/history.h"
#include "io/db_clock.h"

struct buf;
struct contact_words;
struct db;
struct err;

/* Times are ms, 0: not yet. */
struct candidate_erasure {
	int64_t	 id, candidate_id, done, total, tries;
	int64_t	 created_at, started_at, finished_at;
	char	 state[8];		/* waiting, running, done, failed */
	char	 error_code[48], error_text[601];
};

struct candidate_erasure_new {
	int64_t				 candidate_id;
	const struct contact_words	*words;
	const json_t			*persons;	/* ids of its records */
	int64_t				 wait_s;	/* before it begins */
};
/* In the transaction that erases the person. */
int	candidate_erasure_add(struct db *, const struct candidate_by *,
	    const struct candidate_erasure_new *, struct err *);
/* Of this candidate; ERR_ABSENT. */
int	candidate_erasure_get(struct db *, int64_t company_id,
	    int64_t candidate_id, struct candidate_erasure *out,
	    struct err *);
/* {candidate_id, state, done, total, attempts, created_at, started_at, finished_at, error: {code,
 * text} or null}. */
void	candidate_erasure_emit(struct buf *, const struct candidate_erasure *,
	    const char *lang);
/* One that failed is tried again at once. ERR_ABSENT: none of the company's; ERR_CONFLICT: it did
 * not fail. */
int	candidate_erasure_retry(struct db *, int64_t company_id, int64_t id,
	    struct err *);

/* --- for the one process that works on them --- */

struct erasure_work {
	int64_t			 id, candidate_id;
	struct candidate_by	 by;
	json_t			*words, *persons, *places;
	int64_t			 done, total;
	char			 via[8];
};
void	erasure_work_clear(struct erasure_work *);
#define own_erasure_work cleanup(erasure_work_clear)
/* The next that is due, begun or not, of the company whose turn it is: 1, or 0 when there is
 * none. */
int	candidate_erasure_take(struct db *, struct erasure_work *,
	    struct err *);
/* So far has it come: done, places. */
int	candidate_erasure_save(struct db *, const struct erasure_work *,
	    struct err *);
/* Nothing is left to be found: the words go, too. */
int	candidate_erasure_end(struct db *, const struct erasure_work *,
	    struct err *);
/* Again later, or by an admin's hand when it was tried often enough. */
int	candidate_erasure_fail(struct db *, const struct erasure_work *,
	    const struct err *why, struct err *);

extern const struct db_deadline	erasure_deadlines[];

#endif
