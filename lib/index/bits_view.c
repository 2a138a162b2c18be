/* bits_view: sets of bits where they lie, of a struct bits or kept; words of maps. */
#include <string.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "index/bits_int.h"

/* --- words of a map --- */

static inline __attribute__((always_inline)) uint32_t
combine(uint64_t *out, const uint64_t *a, const uint64_t *b, enum bits_op op)
{
	uint32_t	 n = 0;

	for (size_t i = 0; i < BITS_WORDS; i++) {
		out[i] = op == AND ? a[i] & b[i] : op == OR ? a[i] | b[i] :
		    a[i] & ~b[i];
		n += (uint32_t)__builtin_popcountll(out[i]);
	}
	return n;
}

#ifdef __x86_64__
/* Eight words at once where the processor counts their bits. */
__attribute__((target("avx512f,avx512vpopcntdq"))) static uint32_t
combine_wide(uint64_t *out, const uint64_t *a, const uint64_t *b, enum bits_op op)
{
	__m512i	 n = _mm512_setzero_si512(), x, y;

	for (size_t i = 0; i < BITS_WORDS; i += 8) {
		x = _mm512_loadu_si512(a + i);
		y = _mm512_loadu_si512(b + i);
		x = op == AND ? _mm512_and_si512(x, y) :
		    op == OR ? _mm512_or_si512(x, y) : _mm512_andnot_si512(y, x);
		_mm512_storeu_si512(out + i, x);
		n = _mm512_add_epi64(n, _mm512_popcnt_epi64(x));
	}
	return (uint32_t)_mm512_reduce_add_epi64(n);
}

/* One instruction counts the bits of a word where the processor has it. */
__attribute__((target("popcnt"))) static uint32_t
combine_fast(uint64_t *out, const uint64_t *a, const uint64_t *b, enum bits_op op)
{
	return op == AND ? combine(out, a, b, AND) :
	    op == OR ? combine(out, a, b, OR) : combine(out, a, b, BUT);
}
#endif

uint32_t
bits_words(uint64_t *out, const uint64_t *a, const uint64_t *b, enum bits_op op)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx512vpopcntdq"))
		return combine_wide(out, a, b, op);
	if (__builtin_cpu_supports("popcnt"))
		return combine_fast(out, a, b, op);
#endif
	return combine(out, a, b, op);
}

static void
words_fill(uint64_t *word, uint32_t from, uint32_t last)
{
	const uint32_t	 first = from / 64, end = last / 64;
	const uint64_t	 behind = UINT64_MAX << from % 64;
	const uint64_t	 before = UINT64_MAX >> (63 - last % 64);

	if (first == end) {
		word[first] |= behind & before;
		return;
	}
	word[first] |= behind;
	memset(word + first + 1, 0xff, (end - first - 1) * sizeof(*word));
	word[end] |= before;
}

void
bits_words_runs(uint64_t *word, const struct bits_view *runs)
{
	for (uint32_t i = 0; i < runs->n; i++)
		words_fill(word, bits_view_number(runs, 2 * i),
		    bits_view_number(runs, 2 * i + 1));
}

/* --- to read --- */

struct bits_view
bits_view(const struct bits *b)
{
	return (struct bits_view){ .form = (uint8_t)b->form, .n = b->n,
		.at = b->form == LIST ? (const uint8_t *)b->v :
		(const uint8_t *)b->word };
}

int
bits_view_kept(struct bits_view *v, const uint8_t *at, size_t len)
{
	if (len-- == 0)
		return -1;
	*v = (struct bits_view){ .form = at[len], .at = at };
	switch (v->form) {
	case LIST:
		v->n = (uint32_t)(len / 2);
		return len % 2 == 0 && v->n <= BITS_KEPT_MAX ? 0 : -1;
	case MAP:
		return len == BITS_WORDS * sizeof(uint64_t) ? 0 : -1;
	case RUNS:
		v->n = (uint32_t)(len / 4);
		return len % 4 == 0 && v->n <= BITS_SIZE / 2 ? 0 : -1;
	default:
		return -1;
	}
}

const uint64_t *
bits_view_words(const struct bits_view *v, uint64_t room[BITS_WORDS])
{
	if (v->form == MAP && (uintptr_t)v->at % sizeof(*room) == 0)
		return (const void *)v->at;
	if (v->form == MAP)
		return memcpy(room, v->at, BITS_WORDS * sizeof(*room));
	memset(room, 0, BITS_WORDS * sizeof(*room));
	if (v->form == LIST)
		for (uint32_t i = 0; i < v->n; i++)
			bits_words_add(room, bits_view_number(v, i));
	else
		bits_words_runs(room, v);
	return room;
}

/* By steps that grow, then halved. */
uint32_t
bits_view_seek(const struct bits_view *v, uint32_t at, uint16_t n)
{
	uint32_t	 low = at, step = 1, high;

	while (low + step < v->n && bits_view_number(v, low + step) < n) {
		low += step;
		step *= 2;
	}
	high = low + step < v->n ? low + step : v->n;
	while (low < high) {
		const uint32_t	 mid = (low + high) / 2;

		if (bits_view_number(v, mid) < n)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
bits_view_has(const struct bits_view *v, uint32_t *at, uint16_t n)
{
	uint64_t	 word;

	switch (v->form) {
	case MAP:
		memcpy(&word, v->at + n / 64 * sizeof(word), sizeof(word));
		return (word >> n % 64 & 1) != 0;
	case LIST:
		*at = bits_view_seek(v, *at, n);
		return *at < v->n && bits_view_number(v, *at) == n;
	default:
		while (*at < v->n && bits_view_number(v, 2 * *at + 1) < n)
			++*at;
		return *at < v->n && bits_view_number(v, 2 * *at) <= n;
	}
}
