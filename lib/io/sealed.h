/* sealed: runs a sealed program (seal.h) on bytes that a stranger sent: it is handed them by a
 * pipe, what it writes is bounded, and so are its time and memory. */
#ifndef IO_SEALED_H
#define IO_SEALED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct conf;
struct err;

#define SEALED_SAID_SIZE	4096

struct sealed {
	/* NULL-ended; the first one is a program of ours by its name, which seals itself, or the
	 * path of a foreign one, which is sealed by seal.so before it begins. */
	const char *const	*argv;
	const char		*in;
	size_t			 in_len;
	size_t			 out_max;	/* bytes; at more, it is ended */
	int64_t			 wall_ms;	/* so long at most, then it is killed */
	size_t			 memory_mb;
};

enum sealed_end {
	SEALED_DONE,	/* it ended by itself: status */
	SEALED_CUT,	/* it wrote too much: out holds the beginning */
	SEALED_SLOW,	/* killed for its time, of the clock or of the processor */
	SEALED_KILLED	/* it died of a signal: out of memory, or a fault in it */
};

struct sealed_result {
	enum sealed_end	 end;
	int		 status;
	struct buf	 out;
	char		 said[SEALED_SAID_SIZE];	/* its stderr, the beginning */
};

void	 sealed_result_clear(struct sealed_result *);
#define own_sealed	cleanup(sealed_result_clear)

/*
 * 0 however the program ended: out says how; -1 with ERR_INTERNAL when it could not be started or
 * did not seal itself: then it was handed nothing.
 */
int	sealed_run(const struct conf *, const struct sealed *,
	    struct sealed_result *out, struct err *);

#endif
