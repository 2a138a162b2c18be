/* pool: one program with many workers: loaded once, then forked, so that they share what loading
 * made; whoever ends is started anew. Sources: fork(2), signalfd(2), unix(7). */
#ifndef IO_POOL_H
#define IO_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * "PROGRAM --pool SOCKET WORKERS": this process becomes the parent of so many workers (of as many
 * as POOL_NAME of the configuration says, for NAME.sock), which serve a socket of mode 0660 made at
 * that path. true: this process is a worker, with the socket as
 * descriptor 0; it ends with its parent (HIREWIRE_POOL is the parent's id). false: the pool has
 * ended; *status is its exit status.
 *
 * SIGTERM and SIGINT end the workers, each after the request in its hand, then the pool. SIGUSR1
 * executes the program anew from its file (the socket stays), when that runs at all ("--routes"),
 * and the configuration is read anew: a size that is none leaves all as it is.
 * Each worker of before is asked to end, one at a time, when those of the new program run; where
 * one does not within seconds, the others are asked meanwhile. A worker that dies at once is
 * started anew a second later.
 */
bool	pool_run(char **argv, int *status);

struct conf;
struct err;

/* The workers of that pool by the configuration, else usual. ERR_INTERNAL: that is no size. */
int	pool_size(const struct conf *, const char *socket, int64_t usual,
	    size_t *out, struct err *);

#endif
