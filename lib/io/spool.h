/* spool: the bytes of one file on their way: the few in memory, the many in a file without a name
 * (TMPDIR), which goes with its descriptor. Source: open(2), O_TMPFILE. */
#ifndef IO_SPOOL_H
#define IO_SPOOL_H

#include <stdint.h>

#include "base/buf.h"

struct err;

#define SPOOL_MEMORY	((size_t)256 << 10)	/* bytes that stay in memory at most */

/* Zero it before use. */
struct spool {
	struct buf	head;	/* its first SPOOL_MEMORY bytes: all of it while fd is 0 */
	int		fd;	/* 0: no file */
	int64_t		len;
};
void	spool_clear(struct spool *);
#define own_spool cleanup(spool_clear)
/* Behind what is there. ERR_INTERNAL; a full disk is io.disk_full. */
int	spool_add(struct spool *, const void *, size_t len, struct err *);
/* What is there from at on, a piece, behind what is in out; at its end nothing. */
int	spool_read(const struct spool *, int64_t at, struct buf *out,
	    struct err *);

#endif
