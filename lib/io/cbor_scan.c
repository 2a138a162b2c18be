#include "io/cbor_scan.h"

#include <cbor.h>
#include <string.h>

#define DEPTH	4	/* of maps and arrays: CTAP2 allows no more */

/* A position in the data; left: how many values the open maps and arrays still want. */
struct scan {
	size_t		 left[DEPTH];
	int		 depth;
	bool		 bad;
	/* The value that was read last. */
	size_t		 kids;		/* of a map (two a pair) or array */
	bool		 is_map, is_text, is_bytes;
	const unsigned char *data;	/* of a text or byte string */
	size_t		 len;
};

static void
on_array(void *ctx, size_t n)
{
	((struct scan *)ctx)->kids = n;
}

static void
on_map(void *ctx, size_t n)
{
	struct scan	*s = ctx;

	s->bad |= n > SIZE_MAX / 2;
	s->kids = n * 2;
	s->is_map = true;
}

static void
on_bytes(void *ctx, cbor_data data, size_t len)
{
	struct scan	*s = ctx;

	s->is_bytes = true;
	s->data = data;
	s->len = len;
}

static void
on_text(void *ctx, cbor_data data, size_t len)
{
	struct scan	*s = ctx;

	s->is_text = true;
	s->data = data;
	s->len = len;
}

static void
on_bad(void *ctx)
{
	((struct scan *)ctx)->bad = true;
}

static void
on_tag(void *ctx, uint64_t tag)
{
	(void)tag;
	on_bad(ctx);
}

/* The head of the next value, or a whole text or number: its bytes; 0: it is refused. */
static size_t
read_value(struct scan *s, const unsigned char *data, size_t len)
{
	struct cbor_callbacks		 on = cbor_empty_callbacks;
	struct cbor_decoder_result	 got;

	on.array_start = on_array;
	on.map_start = on_map;
	on.byte_string = on_bytes;
	on.string = on_text;
	on.tag = on_tag;
	on.byte_string_start = on.string_start = on.indef_array_start =
	    on.indef_map_start = on.indef_break = on_bad;
	s->kids = 0;
	s->is_map = s->is_text = s->is_bytes = false;
	got = cbor_stream_decode(data, len, &on, s);
	if (got.status != CBOR_DECODER_FINISHED || s->bad ||
	    s->kids > len - got.read ||
	    (s->kids > 0 && s->depth == DEPTH))
		return 0;
	return got.read;
}

/* After a value: what it opens, or else what it ends. */
static void
step(struct scan *s)
{
	if (s->kids > 0) {
		s->left[s->depth++] = s->kids;
		return;
	}
	while (s->depth > 0 && --s->left[s->depth - 1] == 0)
		s->depth--;
}

bool
cbor_scan_ok(const void *from, size_t len)
{
	const unsigned char	*data = from;
	struct scan		 s = { 0 };
	size_t			 took;

	for (; len > 0; data += took, len -= took) {
		if ((took = read_value(&s, data, len)) == 0)
			return false;
		step(&s);
	}
	return s.depth == 0;
}

bool
cbor_scan_bytes(const void *from, size_t len, const char *name,
    const unsigned char **out, size_t *out_len)
{
	const unsigned char	*data = from;
	struct scan		 s = { 0 };
	size_t			 took;
	bool			 named = false, found = false;

	if (!cbor_scan_ok(from, len))
		return false;
	if ((took = read_value(&s, data, len)) == 0 || !s.is_map)
		return false;
	for (step(&s); s.depth > 0; step(&s)) {
		data += took;
		len -= took;
		if ((took = read_value(&s, data, len)) == 0)
			return false;
		if (s.depth > 1)
			continue;
		if (s.left[0] % 2 == 0) {	/* a key of the map */
			named = s.is_text && s.len == strlen(name) &&
			    memcmp(s.data, name, s.len) == 0;
		} else if (named && s.is_bytes && !found) {
			*out = s.data;
			*out_len = s.len;
			found = true;
		}
	}
	return found && took == len;
}
