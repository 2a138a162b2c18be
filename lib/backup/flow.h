/* flow: bytes that go from one step of a backup to the next, in pieces of any size. */
#ifndef BACKUP_FLOW_H
#define BACKUP_FLOW_H

#include <stddef.h>

struct err;

/* Takes what comes: 0, or -1 with err, after which nothing more is given. */
struct flow {
	int	(*take)(void *arg, const void *, size_t len, struct err *);
	void	*arg;
};
int	flow_give(const struct flow *, const void *, size_t len, struct err *);

/*
 * --- packed by zstd; unpacked also what a former release packed by zlib (format 1 of the vault).
 * Source: zstd.h, "Streaming compression". ---
 */

struct flow_pack;
/* to: takes what is packed, pieces of FLOW_PIECE and a last one. */
#define FLOW_PIECE	65536
struct flow_pack *flow_pack_open(const struct flow *to);
int	flow_pack_add(struct flow_pack *, const void *, size_t, struct err *);
int	flow_pack_end(struct flow_pack *, struct err *);
void	flow_pack_close(struct flow_pack **);
#define own_flow_pack	cleanup(flow_pack_close)

struct flow_unpack;
struct flow_unpack *flow_unpack_open(const struct flow *to);
/* ERR_INPUT "backup.damaged": these are no packed bytes. */
int	flow_unpack_add(struct flow_unpack *, const void *, size_t,
	    struct err *);
/* The same: it is not at its end. */
int	flow_unpack_end(struct flow_unpack *, struct err *);
void	flow_unpack_close(struct flow_unpack **);
#define own_flow_unpack	cleanup(flow_unpack_close)

#endif
