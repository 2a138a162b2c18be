/* erased: who was erased is not made anew by the next sync. Table candidate_erased, of hashes. */
#ifndef CANDIDATE_ERASED_H
#define CANDIDATE_ERASED_H

#include <stdbool.h>
#include <stdint.h>

struct candidate_said;
struct db;
struct err;

int	candidate_erased_is(struct db *, const struct candidate_said *,
	    bool *out, struct err *);
/* In a transaction: all sources of a person (of its group) are remembered so. */
int	candidate_erased_add(struct db *, int64_t company_id,
	    int64_t candidate_id, struct err *);

#endif
