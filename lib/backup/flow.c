#include "backup/flow.h"

#include <stdbool.h>
#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>

#include "base/err.h"
#include "base/mem.h"

#define LEVEL	1	/* a dump shrinks to a fifth by it; more costs the time of all */

struct flow_pack {
	struct flow	 to;
	z_stream	 z;
	unsigned char	 out[FLOW_PIECE];
};

struct flow_unpack {
	struct flow	 to;
	z_stream	 z;
	bool		 ended;
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
	pack->z.next_out = pack->out;
	pack->z.avail_out = sizeof(pack->out);
	if (deflateInit(&pack->z, LEVEL) != Z_OK)
		abort();	/* only for want of memory */
	return pack;
}

/* What is packed goes on when it is much, or at the end. */
static int
pass(struct flow_pack *pack, bool all, struct err *err)
{
	const size_t	len = sizeof(pack->out) - pack->z.avail_out;

	if (len == 0 || (!all && pack->z.avail_out > 0))
		return 0;
	pack->z.next_out = pack->out;
	pack->z.avail_out = sizeof(pack->out);
	return flow_give(&pack->to, pack->out, len, err);
}

int
flow_pack_add(struct flow_pack *pack, const void *data, size_t len,
    struct err *err)
{
	pack->z.next_in = data;
	pack->z.avail_in = (uInt)len;
	while (pack->z.avail_in > 0)
		if (deflate(&pack->z, Z_NO_FLUSH) != Z_OK ||
		    pass(pack, false, err) == -1)
			return -1;
	return 0;
}

int
flow_pack_end(struct flow_pack *pack, struct err *err)
{
	int	rc;

	pack->z.avail_in = 0;
	do {
		rc = deflate(&pack->z, Z_FINISH);
		if (pass(pack, rc == Z_STREAM_END, err) == -1)
			return -1;
	} while (rc != Z_STREAM_END);
	return 0;
}

void
flow_pack_close(struct flow_pack **pack)
{
	if (*pack != NULL)
		deflateEnd(&(*pack)->z);
	free(*pack);
	*pack = NULL;
}

struct flow_unpack *
flow_unpack_open(const struct flow *to)
{
	struct flow_unpack	*pack = mem_zero(sizeof(*pack));

	pack->to = *to;
	if (inflateInit(&pack->z) != Z_OK)
		abort();	/* only for want of memory */
	return pack;
}

static int
damaged(struct err *err)
{
	return err_code(err, ERR_INPUT, "backup.damaged", "packed");
}

int
flow_unpack_add(struct flow_unpack *pack, const void *data, size_t len,
    struct err *err)
{
	pack->z.next_in = data;
	pack->z.avail_in = (uInt)len;
	do {
		int	rc;

		if (pack->ended)
			return damaged(err);
		pack->z.next_out = pack->out;
		pack->z.avail_out = sizeof(pack->out);
		rc = inflate(&pack->z, Z_NO_FLUSH);
		if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
			return damaged(err);
		pack->ended = rc == Z_STREAM_END;
		if (pack->z.avail_out < sizeof(pack->out) &&
		    flow_give(&pack->to, pack->out, sizeof(pack->out) -
		    pack->z.avail_out, err) == -1)
			return -1;
	} while (pack->z.avail_in > 0 ||
	    (pack->z.avail_out == 0 && !pack->ended));
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
	if (*pack != NULL)
		inflateEnd(&(*pack)->z);
	free(*pack);
	*pack = NULL;
}
