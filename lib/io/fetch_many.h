/* fetch_many: calls of several links at once, each tried once: for those that a service holds open
 * for long. No budget is asked before. */
#ifndef IO_FETCH_MANY_H
#define IO_FETCH_MANY_H

#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"

struct fetch;
struct fetch_many;
struct fetch_req;

struct fetch_many *fetch_many_open(struct err *);
/* Calls that did not end are broken off. */
void	fetch_many_close_p(struct fetch_many **);
#define own_fetch_many cleanup(fetch_many_close_p)

/* Begins a call. The link, and what req points at, are used until it ended. arg: names it. */
int	fetch_many_add(struct fetch_many *, struct fetch *,
	    const struct fetch_req *, void *arg, struct err *);
/* The call of this name is broken off, if it has not ended. */
void	fetch_many_drop(struct fetch_many *, const void *arg);

/* How a call ended: rc and err as of fetch_json, doc the caller's. */
struct fetch_done {
	void		*arg;
	int		 rc;
	json_t		*doc;		/* NULL: none */
	struct err	 err;
};
/* 1: one ended; 0: none within ms, or a signal came. */
int	fetch_many_wait(struct fetch_many *, int ms, struct fetch_done *out);

#endif
