/* publish: messages to nchan, on the socket that our programs alone reach (PUSH_SOCKET). It knows
 * no table. */
#ifndef LIVE_PUBLISH_H
#define LIVE_PUBLISH_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct conf;
struct err;

/* 22 letters, of 132 random bits: nchan takes 1024 bytes of names in one request. */
#define PUBLISH_NAME_SIZE	23
#define PUBLISH_MAX		44	/* channels of one request */

/* Names of channels. */
struct publish_to {
	size_t	 n;
	char	 v[PUBLISH_MAX][PUBLISH_NAME_SIZE];
};

/* The same message to each. Without PUSH_SOCKET nothing is sent. */
int	publish_send(const struct conf *, const struct publish_to *,
	    const struct buf *message, struct err *);
/*
 * Disconnects those that listen; nobody is no error. A name is not used again: nchan delivers
 * nothing to a later listener of a channel that was closed.
 */
int	publish_close(const struct conf *, const char *name, struct err *);

/* What nginx has open now. */
struct publish_open {
	int64_t	connections;	/* all of them */
	int64_t	sockets;	/* of pages and programs that listen for events */
};
int	publish_count(const struct conf *, struct publish_open *out,
	    struct err *);

#endif
