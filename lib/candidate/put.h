/*
 * put: the one way in for people who are found: by searches, syncs, files, the inbox. What is known
 * of a source is stored, and the source joins the person whom it shares an e-mail, a phone, a
 * profile or a name with birth date with; else it begins a new one. Weaker likenesses become
 * suggestions (pair.h).
 */
#ifndef CANDIDATE_PUT_H
#define CANDIDATE_PUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;

struct candidate_ids {
	int64_t	candidate_id;	/* the person; 0: was erased and is not made anew */
	int64_t	source_id;	/* the external_candidate_id */
	bool	created;	/* the source is new */
	bool	joined;		/* it joined somebody who was there */
	bool	updated;	/* it was there, and says something else now */
};

/* {candidate_id, external_candidate_id, created, joined}: the caller's. */
json_t	*candidate_put_json(const struct candidate_ids *);

/*
 * found: an object as platform/found.h makes it. connection_id 0: a file, whose external_id the
 * caller makes. Of two writes of one source the one with the newer updated_at stays; without such,
 * the later one. Any number at once; repeated after a crash it is the same. Inside a transaction of
 * the caller's: one of db_tx_run_committed.
 */
int	candidate_put(struct db *, int64_t company_id, int64_t connection_id,
	    const json_t *found, struct candidate_ids *out, struct err *);
/*
 * The same of an array of them (NULL: nobody), all of it or nothing: out has an element for each.
 * One that cannot be stored for what it says is left out (candidate_id 0), and logged.
 */
int	candidate_put_many(struct db *, int64_t company_id,
	    int64_t connection_id, const json_t *found,
	    struct candidate_ids *out, struct err *);

#endif
