/* leave: what becomes of the people whom an integration found when it is deleted. Those who were
 * imported stay in any case, and so do those who are blacklisted or not to be contacted. */
#ifndef CANDIDATE_LEAVE_H
#define CANDIDATE_LEAVE_H

#include <stdint.h>

struct candidate_eraser;
struct db;
struct err;

/* How many of its people are of which kind. */
struct candidate_leavers {
	int64_t	imported, marked;	/* they stay: see above */
	int64_t	others;			/* of them it is to be decided; */
	int64_t	alone;			/* no other integration or file knows so many of those */
};
int	candidate_leave_count(struct db *, int64_t company_id,
	    int64_t connection_id, struct candidate_leavers *out,
	    struct err *);
/* Those of whom it was to be decided, and whom nobody else knows, go soon. */
int	candidate_leave_end(struct db *, int64_t company_id,
	    int64_t connection_id, struct err *);
/* Those who are to go; gone: how many. They may be found anew, and whoever was meanwhile stays. One
 * who fails does not hold up the rest. */
int	candidate_leave_due(struct db *, const struct candidate_eraser *,
	    int64_t *gone, struct err *);

#endif
