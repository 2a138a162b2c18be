/* lease: what work is taken with, so that only one worker does it: a name of the worker's own, kept
 * in the row until a time. */
#ifndef SERVICE_LEASE_H
#define SERVICE_LEASE_H

#include <stdint.h>

struct err;

#define LEASE_SIZE	17	/* 16 lower case letters and digits, and NUL */

/* A name that nobody else has. */
void	lease_name(char out[LEASE_SIZE]);
/*
 * What a statement guarded by the name gave (rc) and how many rows it changed: 0 when it was one;
 * else -1, after a statement that went well with ERR_CONFLICT "service.lease_lost": what.
 */
int	lease_held(int rc, const int64_t *changed, const char *what,
	    struct err *);

#endif
