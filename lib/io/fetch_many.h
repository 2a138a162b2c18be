/* fetch_many: calls of several links at once, each tried once: for those that a service holds open
 * for long, and for searches of several services. No budget is asked before. */
#ifndef IO_FETCH_MANY_H
#define IO_FETCH_MANY_H

#include <jansson.h>
#include <stdint.h>

#include "base/buf.h"
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

/*
 * Takes one call of the link's budget: 1; 0: not within ms, nothing is taken; -1. What a service
 * asked for (429) counts, too.
 */
int	fetch_many_budget(struct fetch *, int ms, struct err *err);

/* How a call ended: rc and err as of fetch_json, doc the caller's. */
struct fetch_done {
	void		*arg;
	int		 rc;
	json_t		*doc;		/* NULL: none */
	int		 status;	/* 0: no answer; 304: what was asked with If-None-Match */
	char		 etag[128];	/* "": none */
	struct buf	 broken;	/* with keep_broken: the caller's */
	struct err	 err;
};
/* 1: one ended; 0: none within ms, or a signal came. */
int	fetch_many_wait(struct fetch_many *, int ms, struct fetch_done *out);

#endif
