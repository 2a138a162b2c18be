/* received: what came into the inbox becomes a candidate, and is kept. */
#ifndef CANDIDATE_RECEIVED_H
#define CANDIDATE_RECEIVED_H

#include <jansson.h>
#include <stdint.h>

struct buf;
struct candidate_by;
struct candidate_cv;
struct candidate_ids;
struct db;
struct err;
struct inbox_item;
struct inbox_who;

/*
 * As candidate_cv_make, of the document of an item; cv's document_id is not read. Of one that was
 * made before nothing is overwritten: the first candidate is answered. ERR_ABSENT: none
 * that they see; ERR_CONFLICT "candidate.cv_unread": no document, too.
 */
int	candidate_received_make(struct db *, const struct inbox_who *,
	    const struct candidate_by *, int64_t item_id,
	    const struct candidate_cv *, struct candidate_ids *out,
	    struct err *);
/* document: as documents have it, null of what has none; duplicates for those who see all. */
int	candidate_received_emit(struct db *, struct buf *,
	    const struct inbox_who *, const struct inbox_item *,
	    const char *lang, struct err *);

#endif
