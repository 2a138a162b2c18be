/* erase: everything about a person goes for good (152-FZ, GDPR). */
#ifndef CANDIDATE_ERASE_H
#define CANDIDATE_ERASE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct candidate_by;
struct conf;
struct db;
struct err;

/*
 * Rooms above that keep something of a candidate, ended by name NULL: called for the person and for
 * each that is joined to it. erase: in a transaction, again when it was cut short; emit: objects
 * into an open array, which an export calls by the name.
 */
struct candidate_eraser {
	const char	*name;
	int		(*erase)(struct db *, const struct candidate_by *,
			    int64_t candidate_id, struct err *);
	int		(*emit)(struct db *, struct buf *, int64_t company_id,
			    int64_t candidate_id, struct err *);
};

/*
 * What bears the name of the person and no contact may be a namesake's, and stays: inbox files,
 * documents that nobody took, transfers, notices. These a person judged to be theirs.
 */
#define CANDIDATE_JUDGED	200
struct candidate_judged {
	struct {
		const char	*kind;	/* of candidate_judged_kinds */
		int64_t		 id;
	}	v[CANDIDATE_JUDGED];
	size_t	n;
};
extern const char *const candidate_judged_kinds[];
/* {also?: [{kind, id}]}, or no body; texts are borrowed. */
int	candidate_judged_read(const json_t *body, struct candidate_judged *,
	    struct err *);
/* Those to be judged: [{kind, id, text, at}], the newest of each kind first. ERR_ABSENT. */
int	candidate_erase_namesakes(struct db *, struct buf *, int64_t company_id,
	    int64_t id, struct err *);

/*
 * Sources with all they said, contacts, notes, history, joins, imports and the user go at once; of
 * the person an id is left, and hashes by which no sync makes them anew. What others of the house
 * say of the person goes by candidate_erase_run. judged: NULL: nothing. id: then of the one that
 * it was joined to. ERR_ABSENT.
 */
int	candidate_erase(struct db *, const struct candidate_by *,
	    const struct candidate_judged *, int64_t *id, struct err *);
/* One whom a deleted integration left behind (leave.h): the person alone, and what rooms above
 * keep; may be found anew. ERR_ABSENT: none, or it is to stay. */
int	candidate_erase_left(struct db *, const struct candidate_by *,
	    const struct candidate_eraser *, int64_t id, struct err *);
/* What services answered of late, the person among it, is not kept any longer. */
int	candidate_erase_answers(struct db *, int64_t company_id, struct err *);
/* Those whose time to be kept is over; erased: how many. One that fails does not hold up the
 * rest. */
int	candidate_erase_due(struct db *, int64_t *erased, struct err *);

/*
 * All that wait, in parts, for a minute or so; what is not done then, or was cut short, goes on at
 * the next call. One process at a time. Whoever asked is told by an event "erasure".
 */
int	candidate_erase_run(struct db *, const struct conf *,
	    const struct candidate_eraser *, struct err *);

#endif
