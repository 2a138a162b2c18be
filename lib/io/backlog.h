/* backlog: how many requests wait at the sockets of the pools until a worker takes them. Source:
 * sock_diag(7), unix_diag. */
#ifndef IO_BACKLOG_H
#define IO_BACKLOG_H

#include <stddef.h>
#include <stdint.h>

struct err;

#define BACKLOG_NAME	40
struct backlog {
	char	name[BACKLOG_NAME];	/* of the socket without ".sock": "signin" */
	int64_t	waiting, most;
};

/* The listening sockets of a folder, at most max; *n: how many. -1 with err: this kernel does not
 * tell. */
int	backlog_list(const char *folder, struct backlog *out, size_t max,
	    size_t *n, struct err *);

#endif
