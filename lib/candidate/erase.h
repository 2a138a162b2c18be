/* erase: everything about a person: given to whom it is about, or gone for good (152-FZ, GDPR). */
#ifndef CANDIDATE_ERASE_H
#define CANDIDATE_ERASE_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct candidate;
struct candidate_by;
struct db;
struct err;

/*
 * Rooms above that keep something of a candidate, ended by erase NULL: called in the transaction
 * for the person and for each that is joined to it.
 */
struct candidate_eraser {
	int	(*erase)(struct db *, const struct candidate_by *,
		    int64_t candidate_id, struct err *);
};

/*
 * Sources with all they said, contacts, notes, history, joins, imports and the user go; of the
 * person an id is left, and hashes by which no sync makes them anew. ERR_ABSENT.
 */
int	candidate_erase(struct db *, const struct candidate_by *,
	    const struct candidate_eraser *, int64_t id, struct err *);
/* Some whose time to be kept is over; erased: how many. One that fails does not hold up the
 * rest. */
int	candidate_erase_due(struct db *, const struct candidate_eraser *,
	    int64_t *erased, struct err *);

/* All that is known, raw answers too, as one document. team: what the team wrote, and its tasks,
 * as well. */
int	candidate_erase_export(struct db *, struct buf *,
	    const struct candidate *, bool team, struct err *);

#endif
