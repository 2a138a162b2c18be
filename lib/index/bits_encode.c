/* bits_encode: a set of bits as it is kept: a list or runs, the shorter of both, up to 2 KB; else a
 * map. */
#include <string.h>

#include "index/bits_int.h"

static uint32_t
list_runs(const struct bits *b)
{
	uint32_t	 runs = 0;

	for (uint32_t i = 0; i < b->n; i++)
		runs += i == 0 || b->v[i] != b->v[i - 1] + 1;
	return runs;
}

/* Bits whose lower neighbour is not there begin a run. */
static uint32_t
map_runs(const struct bits *b)
{
	uint64_t	 after[BITS_WORDS], last = 0;

	for (uint32_t i = 0; i < BITS_WORDS; i++) {
		after[i] = b->word[i] << 1 | last;
		last = b->word[i] >> 63;
	}
	return bits_words(after, b->word, after, BUT);
}

/* The first number from one on that is there, or that is not. */
static uint32_t
next(const uint64_t *word, uint32_t from, bool there)
{
	while (from < BITS_SIZE) {
		const uint64_t	 left = (there ? word[from / 64] :
				    ~word[from / 64]) >> from % 64;

		if (left != 0)
			return from + (uint32_t)__builtin_ctzll(left);
		from = (from / 64 + 1) * 64;
	}
	return BITS_SIZE;
}

static size_t
encode_runs(const struct bits *b, uint8_t *out)
{
	const struct bits_view	 v = bits_view(b);
	uint64_t		 room[BITS_WORDS];
	const uint64_t		*word = bits_view_words(&v, room);
	size_t			 len = 0;

	for (uint32_t from = next(word, 0, true), end; from < BITS_SIZE;
	    from = next(word, end, true)) {
		end = next(word, from, false);
		memcpy(out + len, (uint16_t[]){ (uint16_t)from,
		    (uint16_t)(end - 1) }, 4);
		len += 4;
	}
	return len;
}

static size_t
encode_list(const struct bits *b, uint8_t *out)
{
	uint32_t	 v[BITS_LIST_MAX];
	const size_t	 n = bits_list(b, v);

	for (size_t i = 0; i < n; i++)
		memcpy(out + 2 * i, &(uint16_t){ (uint16_t)v[i] }, 2);
	return 2 * n;
}

size_t
bits_encode(const struct bits *b, uint8_t out[BITS_BYTES_MAX])
{
	const uint32_t	 runs = b->form == LIST ? list_runs(b) : map_runs(b);
	const uint32_t	 shorter = b->n < BITS_LIST_MAX ? b->n : BITS_LIST_MAX;
	const struct bits_view v = bits_view(b);
	uint64_t	 room[BITS_WORDS];
	size_t		 len = sizeof(room);
	uint8_t		 form = MAP;

	if (runs * 2 < shorter) {
		form = RUNS;
		len = encode_runs(b, out);
	} else if (b->n <= BITS_LIST_MAX) {
		form = LIST;
		len = encode_list(b, out);
	} else
		memcpy(out, bits_view_words(&v, room), len);
	out[len] = form;
	return len + 1;
}
