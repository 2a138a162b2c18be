#include "backup/flow.h"

#include <stdbool.h>
#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>
#include <zstd.h>

#include "base/err.h"
#include "base/mem.h"

#define LEVEL		1	/* a dump shrinks to a fifth by it; more costs the time of all */
#define WINDOW_LOG_MAX	23	/* a hostile file takes 8 MB of memory at most */
#define ZLIB_FIRST	0x78	/* what a stream of zlib begins with, and none of zstd */

struct flow_pack {
	struct flow	 to;
	ZSTD_CCtx	*z;
	unsigned char	 out[FLOW_PIECE];
	size_t		 len;
};

struct flow_unpack {
	struct flow	 to;
	ZSTD_DCtx	*z;
	z_stream	 former;
	bool		 begun, is_former, ended;
	unsigned char	 out[FLOW_PIECE];
};

int
flow_give(const struct flow *to, const void *data, size_t len, struct err *err)
{
	return to->take(to->arg, data, len, err);
}

struct flow_pack *
flow_pack_open(const struct flow *to)
{
	struct flow_pack	*pack = mem_zero(sizeof(*pack));

	pack->to = *to;
	if ((pack->z = ZSTD_createCCtx()) == NULL ||
	    ZSTD_isError(ZSTD_CCtx_setParameter(pack->z,
	    ZSTD_c_compressionLevel, LEVEL)))
		abort();	/* only for want of memory */
	return pack;
}

/* What is packed goes on when it is much, or at the end. *left: 0 when all of it did. */
static int
pack_step(struct flow_pack *pack, ZSTD_inBuffer *in, ZSTD_EndDirective how,
    size_t *left, struct err *err)
{
	ZSTD_outBuffer	out = { pack->out, sizeof(pack->out), pack->len };

	*left = ZSTD_compressStream2(pack->z, &out, in, how);
	if (ZSTD_isError(*left))
		return err_set(err, ERR_INTERNAL, "zstd: %s",
		    ZSTD_getErrorName(*left));
	pack->len = out.pos;
	if (out.pos < out.size && (how != ZSTD_e_end || *left > 0))
		return 0;
	pack->len = 0;
	return flow_give(&pack->to, pack->out, out.pos, err);
}

int
flow_pack_add(struct flow_pack *pack, const void *data, size_t len,
    struct err *err)
{
	ZSTD_inBuffer	in = { data, len, 0 };
	size_t		left;

	while (in.pos < in.size)
		if (pack_step(pack, &in, ZSTD_e_continue, &left, err) == -1)
			return -1;
	return 0;
}

int
flow_pack_end(struct flow_pack *pack, struct err *err)
{
	ZSTD_inBuffer	none = { NULL, 0, 0 };
	size_t		left;

	do {
		if (pack_step(pack, &none, ZSTD_e_end, &left, err) == -1)
			return -1;
	} while (left > 0);
	return 0;
}

void
flow_pack_close(struct flow_pack **pack)
{
	if (*pack != NULL)
		ZSTD_freeCCtx((*pack)->z);
	free(*pack);
	*pack = NULL;
}

struct flow_unpack *
flow_unpack_open(const struct flow *to)
{
	struct flow_unpack	*pack = mem_zero(sizeof(*pack));

	pack->to = *to;
	if ((pack->z = ZSTD_createDCtx()) == NULL ||
	    ZSTD_isError(ZSTD_DCtx_setParameter(pack->z, ZSTD_d_windowLogMax,
	    WINDOW_LOG_MAX)) || inflateInit(&pack->former) != Z_OK)
		abort();	/* only for want of memory */
	return pack;
}

static int
damaged(struct err *err)
{
	return err_code(err, ERR_INPUT, "backup.damaged", "packed");
}

/*
 * Each unpacks until the room is full or the input at its end: how much came out; -1: it is none of
 * theirs.
 */
static ssize_t
step_former(struct flow_unpack *pack, ZSTD_inBuffer *in)
{
	int	rc;

	pack->former.next_in = (const unsigned char *)in->src + in->pos;
	pack->former.avail_in = (uInt)(in->size - in->pos);
	pack->former.next_out = pack->out;
	pack->former.avail_out = sizeof(pack->out);
	rc = inflate(&pack->former, Z_NO_FLUSH);
	in->pos = in->size - pack->former.avail_in;
	pack->ended = rc == Z_STREAM_END;
	return rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR ? -1 :
	    (ssize_t)(sizeof(pack->out) - pack->former.avail_out);
}

static ssize_t
step(struct flow_unpack *pack, ZSTD_inBuffer *in)
{
	ZSTD_outBuffer	out = { pack->out, sizeof(pack->out), 0 };
	const size_t	left = ZSTD_decompressStream(pack->z, &out, in);

	if (ZSTD_isError(left))
		return -1;
	pack->ended = left == 0;
	return (ssize_t)out.pos;
}

int
flow_unpack_add(struct flow_unpack *pack, const void *data, size_t len,
    struct err *err)
{
	ZSTD_inBuffer	in = { data, len, 0 };
	ssize_t		n;

	if (!pack->begun && len > 0) {
		pack->begun = true;
		pack->is_former = *(const unsigned char *)data == ZLIB_FIRST;
	}
	do {
		if (pack->ended)
			return damaged(err);
		n = pack->is_former ? step_former(pack, &in) :
		    step(pack, &in);
		if (n == -1)
			return damaged(err);
		if (n > 0 && flow_give(&pack->to, pack->out, (size_t)n,
		    err) == -1)
			return -1;
	} while (in.pos < in.size ||
	    (n == sizeof(pack->out) && !pack->ended));
	return 0;
}

int
flow_unpack_end(struct flow_unpack *pack, struct err *err)
{
	return pack->ended ? 0 : damaged(err);
}

void
flow_unpack_close(struct flow_unpack **pack)
{
	if (*pack != NULL) {
		ZSTD_freeDCtx((*pack)->z);
		inflateEnd(&(*pack)->former);
	}
	free(*pack);
	*pack = NULL;
}
