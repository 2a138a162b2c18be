/*
 * join: two persons become one, a source leaves, and both undone. A joined person stays as a row
 * that points at the one who stayed; its sources, notes and history stay its own, so nothing is
 * lost. Table candidate_join.
 */
#ifndef CANDIDATE_JOIN_H
#define CANDIDATE_JOIN_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct buf;
struct candidate_by;
struct db;
struct err;

/* In a writer's transaction: other becomes a part of id; both are roots, and other has no user.
 * kinds: what they have in common. The caller refreshes id. */
int	candidate_join_now(struct db *, const struct candidate_by *,
	    int64_t rev, int64_t id, int64_t other_id, const char *kinds,
	    struct err *);
/* In a writer's transaction: a source that is new joins a person who is there. */
int	candidate_join_source(struct db *, const struct candidate_by *,
	    int64_t id, int64_t source_id, const char *platform,
	    const char *kinds, struct err *);

#define CANDIDATE_JOIN_MANY	20

/* --- by hand --- */

/*
 * These persons become one: the one with a user, else the first. ERR_ABSENT; ERR_CONFLICT
 * "candidate.two_users"; ERR_INPUT on "ids" when it is one alone.
 */
int	candidate_join(struct db *, const struct candidate_by *,
	    const int64_t *ids, size_t n, int64_t *id, struct err *);
/* These sources leave for a person of their own, and do not come back by themselves. ERR_CONFLICT
 * "candidate.last_source": nothing would be left. */
int	candidate_join_split(struct db *, const struct candidate_by *,
	    int64_t id, const int64_t *sources, size_t n, int64_t *new_id,
	    struct err *);
/* A join or a split as if it had not been; the two are not joined by themselves again.
 * ERR_ABSENT; ERR_CONFLICT "candidate.undone", and "candidate.changed_since" when one of them
 * became a part of another meanwhile. */
int	candidate_join_undo(struct db *, const struct candidate_by *,
	    int64_t join_id, int64_t *id, struct err *);
/* They are two: not suggested again. again: the user takes that back. */
int	candidate_join_apart(struct db *, const struct candidate_by *,
	    int64_t id, int64_t other_id, bool again, struct err *);

/* [{id, kind, ...}] of a person, the newest first. */
int	candidate_join_emit(struct db *, struct buf *, const char *name,
	    int64_t candidate_id, struct err *);

#endif
