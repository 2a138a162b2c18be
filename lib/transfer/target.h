/* target: the vacancy and the stage that applicants are to be put at: asked for before the first of
 * them is made. */
#ifndef TRANSFER_TARGET_H
#define TRANSFER_TARGET_H

#include <stdint.h>

#include "base/mem.h"

struct err;
struct transfer_context;

/* Names as Huntflow has them; stage NULL: none was chosen. */
struct transfer_target {
	char	*vacancy, *stage;
};
void	transfer_target_clear(struct transfer_target *);
#define own_transfer_target cleanup(transfer_target_clear)

/*
 * vacancy 0: none is chosen, nothing is asked; stage 0: the first one. ERR_CONFLICT, codes
 * "huntflow.vacancy" and "huntflow.stage": it is not there, or is a stage of rejection, which wants
 * a reason. What was found good is not asked for again by this context. out may be NULL.
 */
int	transfer_target_check(struct transfer_context *, int64_t vacancy,
	    int64_t stage, struct transfer_target *out, struct err *);

#endif
