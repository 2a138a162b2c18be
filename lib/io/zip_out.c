#include "io/zip_out.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/mem.h"

#define VERSION		20	/* that reads deflated entries */
#define FLAGS		0x808	/* sizes come behind the data; names are UTF-8 */
#define DEFLATED	8
#define DATE_1980	0x21	/* 1980-01-01: nobody asks */
#define LOCAL		0x04034b50u
#define DESCRIPTOR	0x08074b50u
#define CENTRAL		0x02014b50u
#define TABLE_END	0x06054b50u
#define CHUNK		16384

struct entry {
	char		*name;
	uint32_t	 crc, packed, size, at;
};

struct zip_out {
	struct entry	*v;
	size_t		 n;
	uint32_t	 at;	/* bytes so far */
	z_stream	 z;
};

struct zip_out *
zip_out_open(void)
{
	return mem_zero(sizeof(struct zip_out));
}

void
zip_out_close(struct zip_out *zip)
{
	if (zip == NULL)
		return;
	for (size_t i = 0; i < zip->n; i++)
		free(zip->v[i].name);
	free(zip->v);
	if (zip->z.state != NULL)
		deflateEnd(&zip->z);
	free(zip);
}

static void
add(struct zip_out *zip, struct buf *out, const void *data, size_t len)
{
	buf_add(out, data, len);
	zip->at += (uint32_t)len;
}

static void
put16(struct zip_out *zip, struct buf *out, unsigned v)
{
	add(zip, out, (const uint8_t[]){ (uint8_t)v, (uint8_t)(v >> 8) }, 2);
}

static void
put32(struct zip_out *zip, struct buf *out, uint32_t v)
{
	put16(zip, out, v & 0xffff);
	put16(zip, out, v >> 16);
}

/* What a local header and the table have alike. */
static void
put_common(struct zip_out *zip, struct buf *out, const struct entry *e)
{
	put16(zip, out, VERSION);
	put16(zip, out, FLAGS);
	put16(zip, out, DEFLATED);
	put16(zip, out, 0);
	put16(zip, out, DATE_1980);
	put32(zip, out, e->crc);
	put32(zip, out, e->packed);
	put32(zip, out, e->size);
	put16(zip, out, (unsigned)strlen(e->name));
	put16(zip, out, 0);
}

void
zip_out_begin(struct zip_out *zip, struct buf *out, const char *name)
{
	struct entry	*e;

	zip->v = mem_grow(zip->v, zip->n + 1, sizeof(*zip->v));
	e = &zip->v[zip->n++];
	*e = (struct entry){ .name = mem_dup(name), .at = zip->at };
	put32(zip, out, LOCAL);
	put_common(zip, out, e);
	add(zip, out, name, strlen(name));
	memset(&zip->z, 0, sizeof(zip->z));
	if (deflateInit2(&zip->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
	    -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();	/* out of memory */
}

static void
pack(struct zip_out *zip, struct buf *out, const void *data, size_t len,
    int flush)
{
	struct entry	*e = &zip->v[zip->n - 1];
	uint8_t		 packed[CHUNK];

	zip->z.next_in = (Bytef *)(uintptr_t)data;
	zip->z.avail_in = (uInt)len;
	do {
		zip->z.next_out = packed;
		zip->z.avail_out = sizeof(packed);
		deflate(&zip->z, flush);
		add(zip, out, packed, sizeof(packed) - zip->z.avail_out);
		e->packed += (uint32_t)(sizeof(packed) - zip->z.avail_out);
	} while (zip->z.avail_out == 0);
}

void
zip_out_put(struct zip_out *zip, struct buf *out, const void *data,
    size_t len)
{
	struct entry	*e = &zip->v[zip->n - 1];

	e->crc = (uint32_t)crc32_z(e->crc, data, len);
	e->size += (uint32_t)len;
	pack(zip, out, data, len, Z_NO_FLUSH);
}

void
zip_out_end(struct zip_out *zip, struct buf *out)
{
	const struct entry	*e = &zip->v[zip->n - 1];

	pack(zip, out, "", 0, Z_FINISH);
	deflateEnd(&zip->z);
	memset(&zip->z, 0, sizeof(zip->z));
	put32(zip, out, DESCRIPTOR);
	put32(zip, out, e->crc);
	put32(zip, out, e->packed);
	put32(zip, out, e->size);
}

void
zip_out_finish(struct zip_out *zip, struct buf *out)
{
	const uint32_t	from = zip->at;
	uint32_t	size;

	for (size_t i = 0; i < zip->n; i++) {
		const struct entry	*e = &zip->v[i];

		put32(zip, out, CENTRAL);
		put16(zip, out, VERSION);
		put_common(zip, out, e);
		put16(zip, out, 0);	/* comment */
		put16(zip, out, 0);	/* disk */
		put16(zip, out, 0);	/* attributes */
		put32(zip, out, 0);
		put32(zip, out, e->at);
		add(zip, out, e->name, strlen(e->name));
	}
	size = zip->at - from;
	put32(zip, out, TABLE_END);
	put16(zip, out, 0);
	put16(zip, out, 0);
	put16(zip, out, (unsigned)zip->n);
	put16(zip, out, (unsigned)zip->n);
	put32(zip, out, size);
	put32(zip, out, from);
	put16(zip, out, 0);
}
