/* total: the counter of a company's candidates: who writes takes the next rev first, so writers
 * come one after the other, and an index can follow them. Table candidate_total. */
#ifndef CANDIDATE_TOTAL_H
#define CANDIDATE_TOTAL_H

#include <stdint.h>

struct db;
struct err;

/* The first statement of a transaction of db_tx_run_committed. */
int	candidate_total_lock(struct db *, int64_t company_id, int64_t *rev,
	    struct err *);
/* So many more are shown (or fewer). */
int	candidate_total_add(struct db *, int64_t company_id, int64_t more,
	    struct err *);

#endif
