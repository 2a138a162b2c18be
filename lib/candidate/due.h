/* due: persons who are to go by their time, company by company, each in turn: one who cannot go
 * holds up nobody. */
#ifndef CANDIDATE_DUE_H
#define CANDIDATE_DUE_H

#include <stdint.h>

struct candidate_by;
struct candidate_eraser;
struct db;
struct err;
struct rota;

/* rota: whose persons are due. where: a literal of SQL, of candidate c; no mark in it. */
struct candidate_due {
	const struct rota *rota;
	const char	*where;
	int		(*erase)(struct db *, const struct candidate_by *,
			    const struct candidate_eraser *, int64_t id,
			    struct err *);
	const struct candidate_eraser *erasers;	/* for erase */
};
/* A part of a company's; gone: how many; 0: there are no more. Who fails is logged, and is due
 * again the next time; ERR_ABSENT: somebody was quicker. Only a database that is away ends it. */
int	candidate_due_run(struct db *, const struct candidate_due *,
	    int64_t *gone, struct err *);

#endif
