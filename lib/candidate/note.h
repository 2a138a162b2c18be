/* note: what the team writes of a candidate. Table candidate_note. */
#ifndef CANDIDATE_NOTE_H
#define CANDIDATE_NOTE_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct candidate_by;
struct db;
struct err;

#define CANDIDATE_NOTE_MAX	5000	/* characters */

/* candidate_id: of a person or of one that is joined to it. */
int	candidate_note_add(struct db *, const struct candidate_by *,
	    int64_t candidate_id, const char *text, int64_t *id,
	    struct err *);
/* The author's own, or anybody's for who may moderate; ERR_ABSENT. */
int	candidate_note_drop(struct db *, const struct candidate_by *,
	    int64_t candidate_id, int64_t note_id, bool any, struct err *);
/* [{id, user, user_name, text, created_at}], the newest first, at most 200. */
int	candidate_note_emit(struct db *, struct buf *, const char *name,
	    int64_t candidate_id, struct err *);
/* In a transaction: the number that lists show is counted anew. */
int	candidate_note_count(struct db *, int64_t candidate_id, struct err *);

#endif
