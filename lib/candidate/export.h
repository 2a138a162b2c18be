/* export: everything about a person, given to whom it is about (152-FZ, GDPR). */
#ifndef CANDIDATE_EXPORT_H
#define CANDIDATE_EXPORT_H

#include <stdbool.h>

struct buf;
struct candidate;
struct candidate_eraser;
struct db;
struct err;

/*
 * All that is known, raw answers too, as one document. team: what the team wrote, what the rooms of
 * erasers keep, and rows of other rooms that hold a contact of the person as well; of what bears
 * the name alone, which may be a namesake's, nothing.
 */
int	candidate_export(struct db *, struct buf *, const struct candidate *,
	    const struct candidate_eraser *erasers, bool team, struct err *);

#endif
