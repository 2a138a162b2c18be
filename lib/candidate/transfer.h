/* transfer: candidates as a source of transfers to Huntflow (transfer/source.h). The item is a
 * person over all sources; its id is the decimal one of the candidate. */
#ifndef CANDIDATE_TRANSFER_H
#define CANDIDATE_TRANSFER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct db;
struct db_rows;
struct err;
struct transfer_item;

#define CANDIDATE_ITEM		"candidate"	/* the kind of its rows of origin */
#define CANDIDATE_ITEM_SIZE	24

extern const struct transfer_source candidate_transfer;

/*
 * The item that a person is sent as to this organisation of Huntflow: who was joined to another
 * after having been sent is the same item still. name: of the person, "" when it is not known; the
 * caller's. ERR_ABSENT; ERR_CONFLICT "candidate.forbidden": blacklisted, or not to be contacted.
 */
int	candidate_transfer_find(struct db *, int64_t company_id, int64_t id,
	    int64_t account_id, char item[CANDIDATE_ITEM_SIZE], char **name,
	    struct err *);

/* item: of one who may have been joined to another since; becomes what that person was sent as to
 * this organisation, or is to be: one for all who are joined, so that of two at once one waits. */
int	candidate_transfer_sent_as(struct db *, int64_t company_id,
	    int64_t account_id, char item[CANDIDATE_ITEM_SIZE], struct err *);

/* Of many, in the order of ids, each once: ids is a JSON array of texts. Who is of another company,
 * erased, or not to be contacted is not among them. name: the caller clears it. */
struct candidate_item {
	const char	*id;		/* lives until the next row */
	struct buf	 name;
	bool		 file;		/* there is one to be sent */
};
int	candidate_transfer_named(struct db *, int64_t company_id,
	    int64_t account_id, const char *ids, struct db_rows **,
	    struct err *);
bool	candidate_transfer_next(struct db_rows *, struct candidate_item *out);

#endif
