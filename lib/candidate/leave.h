/* leave: what becomes of the people whom an integration found when it is deleted. Those who were
 * imported stay in any case, and so do those who are blacklisted or not to be contacted. */
#ifndef CANDIDATE_LEAVE_H
#define CANDIDATE_LEAVE_H

#include <stdint.h>

struct db;
struct err;

/* How many of its people were imported, and of how many it is to be decided. */
int	candidate_leave_count(struct db *, int64_t company_id,
	    int64_t connection_id, int64_t *imported, int64_t *others,
	    struct err *);
/*
 * Those of whom it was to be decided, and whom no other integration or file knows, are to be kept
 * until yesterday: the erasure of what is out of its time takes them.
 */
int	candidate_leave_end(struct db *, int64_t company_id,
	    int64_t connection_id, struct err *);

#endif
