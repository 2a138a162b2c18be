/* budget: calls per period and credential, shared by all processes through rate_bucket. */
#ifndef IO_BUDGET_H
#define IO_BUDGET_H

#include <stdint.h>

struct db;
struct err;

struct budget {
	const char	*provider;
	const char	*credential;	/* hashed before it is stored */
	int		 limit, period_s;
};

/* Take one call, waiting for the window when it is used up. ERR_BUSY with retry_after_s when
 * that would take longer than wait_ms. */
int	budget_take(struct db *, const struct budget *, int64_t wait_ms,
	    struct err *);
/* What the service said: remaining calls (-1 unknown) and when the window ends (0 unknown). */
int	budget_learn(struct db *, const struct budget *, int64_t limit, int64_t remaining,
	    int64_t reset_at_ms, struct err *);
/* What is left now, for the page (limit when nothing is known). */
int	budget_left(struct db *, const struct budget *, int64_t *left,
	    int64_t *reset_at_ms, struct err *);

#endif
