#include "index/bits.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The last byte of a kept part, so that a map's words lie as words should. A struct bits is a list
 * or a map. */
enum form { LIST, MAP, RUNS };

#define WORDS		(BITS_SIZE / 64)
#define LIST_MAX	4096		/* a longer list takes more bytes than a map */
#define JOINED_MAX	256		/* a longer union is a map: more may come */
#define SHORT		1024		/* what is left of a map is a list then */

struct bits {
	enum form	 form;
	uint32_t	 n;		/* how many it has */
	uint32_t	 cap;		/* of a list */
	union {
		uint16_t	*v;	/* ascending */
		uint64_t	*word;
	};
};

/* --- words of a map --- */

enum op { AND, OR, BUT };

static inline __attribute__((always_inline)) uint32_t
combine(uint64_t *out, const uint64_t *a, const uint64_t *b, enum op op)
{
	uint32_t	 n = 0;

	for (size_t i = 0; i < WORDS; i++) {
		out[i] = op == AND ? a[i] & b[i] : op == OR ? a[i] | b[i] :
		    a[i] & ~b[i];
		n += (uint32_t)__builtin_popcountll(out[i]);
	}
	return n;
}

#ifdef __x86_64__
/* One instruction counts the bits of a word where the processor has it. */
__attribute__((target("popcnt"))) static uint32_t
combine_fast(uint64_t *out, const uint64_t *a, const uint64_t *b, enum op op)
{
	return op == AND ? combine(out, a, b, AND) :
	    op == OR ? combine(out, a, b, OR) : combine(out, a, b, BUT);
}
#endif

/* What the operation makes of both, and how many that are. */
static uint32_t
words_op(uint64_t *out, const uint64_t *a, const uint64_t *b, enum op op)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("popcnt"))
		return combine_fast(out, a, b, op);
#endif
	return combine(out, a, b, op);
}

static void
words_fill(uint64_t *word, uint32_t from, uint32_t last)
{
	for (uint32_t i = from / 64; i <= last / 64; i++) {
		uint64_t	 mask = UINT64_MAX;

		if (i == from / 64)
			mask &= UINT64_MAX << from % 64;
		if (i == last / 64)
			mask &= UINT64_MAX >> (63 - last % 64);
		word[i] |= mask;
	}
}

static bool
words_add(uint64_t *word, uint16_t n)
{
	const uint64_t	 bit = (uint64_t)1 << n % 64;
	const bool	 was = (word[n / 64] & bit) != 0;

	word[n / 64] |= bit;
	return !was;
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
		return len % 2 == 0 && v->n <= LIST_MAX ? 0 : -1;
	case MAP:
		return len == WORDS * sizeof(uint64_t) ? 0 : -1;
	case RUNS:
		v->n = (uint32_t)(len / 4);
		return len % 4 == 0 && v->n <= BITS_SIZE / 2 ? 0 : -1;
	default:
		return -1;
	}
}

/* The i-th number of a list, or of runs: the first and the last of each in turn. */
static uint16_t
number(const struct bits_view *v, uint32_t i)
{
	uint16_t	 n;

	memcpy(&n, v->at + (size_t)i * sizeof(n), sizeof(n));
	return n;
}

/* The words of what is viewed: where they lie, or in room. */
static const uint64_t *
words_of(const struct bits_view *v, uint64_t room[WORDS])
{
	if (v->form == MAP && (uintptr_t)v->at % sizeof(*room) == 0)
		return (const void *)v->at;
	if (v->form == MAP)
		return memcpy(room, v->at, WORDS * sizeof(*room));
	memset(room, 0, WORDS * sizeof(*room));
	if (v->form == LIST)
		for (uint32_t i = 0; i < v->n; i++)
			words_add(room, number(v, i));
	else
		for (uint32_t i = 0; i < v->n; i++)
			words_fill(room, number(v, 2 * i),
			    number(v, 2 * i + 1));
	return room;
}

/* From the index at on the first of a list that is not below n: by steps that grow, then halved. */
static uint32_t
seek(const struct bits_view *v, uint32_t at, uint16_t n)
{
	uint32_t	 low = at, step = 1, high;

	while (low + step < v->n && number(v, low + step) < n) {
		low += step;
		step *= 2;
	}
	high = low + step < v->n ? low + step : v->n;
	while (low < high) {
		const uint32_t	 mid = (low + high) / 2;

		if (number(v, mid) < n)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Is it in what is viewed? Asked of numbers that ascend; *at: 0 at first. */
static bool
view_has(const struct bits_view *v, uint32_t *at, uint16_t n)
{
	uint64_t	 word;

	switch (v->form) {
	case MAP:
		memcpy(&word, v->at + n / 64 * sizeof(word), sizeof(word));
		return (word >> n % 64 & 1) != 0;
	case LIST:
		*at = seek(v, *at, n);
		return *at < v->n && number(v, *at) == n;
	default:
		while (*at < v->n && number(v, 2 * *at + 1) < n)
			++*at;
		return *at < v->n && number(v, 2 * *at) <= n;
	}
}

/* --- to make --- */

static struct bits *
make_list(uint32_t cap)
{
	struct bits	*b = mem_zero(sizeof(*b));

	b->cap = cap < 4 ? 4 : cap;
	b->v = mem_grow(NULL, b->cap, sizeof(*b->v));
	return b;
}

static struct bits *
make_map(void)
{
	struct bits	*b = mem_zero(sizeof(*b));

	b->form = MAP;
	b->word = mem_grow(NULL, WORDS, sizeof(*b->word));
	return b;
}

struct bits *
bits_new(void)
{
	return make_list(0);
}

void
bits_free(struct bits *b)
{
	if (b == NULL)
		return;
	if (b->form == LIST)
		free(b->v);
	else
		free(b->word);
	free(b);
}

/* One becomes what the other is; that one goes. */
static void
become(struct bits *b, struct bits *other)
{
	const struct bits	 was = *b;

	*b = *other;
	*other = was;
	bits_free(other);
}

struct bits *
bits_copy(const struct bits_view *v)
{
	struct bits	*b;
	const uint64_t	*word;

	if (v->form == LIST) {
		b = make_list(v->n);
		b->n = v->n;
		memcpy(b->v, v->at, v->n * sizeof(*b->v));
		return b;
	}
	b = make_map();
	word = words_of(v, b->word);
	b->n = words_op(b->word, word, word, AND);
	return b;
}

struct bits *
bits_of(const uint32_t *v, size_t n)
{
	struct bits	*b = n <= LIST_MAX ? make_list((uint32_t)n) : make_map();

	b->n = (uint32_t)n;
	if (b->form == MAP)
		memset(b->word, 0, WORDS * sizeof(*b->word));
	for (size_t i = 0; i < n; i++) {
		if (b->form == LIST)
			b->v[i] = (uint16_t)v[i];
		else
			words_add(b->word, (uint16_t)v[i]);
	}
	return b;
}

static void
to_map(struct bits *b)
{
	const struct bits_view	 v = bits_view(b);
	struct bits		*map = make_map();

	words_of(&v, map->word);
	map->n = words_op(map->word, map->word, map->word, AND);
	become(b, map);
}

static uint32_t
list_words(const uint64_t *word, uint32_t base, uint32_t *out)
{
	uint32_t	 n = 0;

	for (uint64_t left = *word; left != 0; left &= left - 1)
		out[n++] = base + (uint32_t)__builtin_ctzll(left);
	return n;
}

size_t
bits_list(const struct bits *b, uint32_t *out)
{
	size_t	 n = 0;

	if (b->form == MAP) {
		for (uint32_t i = 0; i < WORDS; i++)
			n += list_words(&b->word[i], i * 64, out + n);
		return n;
	}
	for (; n < b->n; n++)
		out[n] = b->v[n];
	return n;
}

/* What is left of a map is a list when it is little. */
static struct bits *
shortened(struct bits *map)
{
	uint32_t	 v[SHORT];
	struct bits	*list;

	if (map->n > SHORT)
		return map;
	list = bits_of(v, bits_list(map, v));
	bits_free(map);
	return list;
}

/* --- to keep --- */

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
	uint64_t	 after[WORDS], last = 0;

	for (uint32_t i = 0; i < WORDS; i++) {
		after[i] = b->word[i] << 1 | last;
		last = b->word[i] >> 63;
	}
	return words_op(after, b->word, after, BUT);
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
	uint64_t		 room[WORDS];
	const uint64_t		*word = words_of(&v, room);
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
	uint32_t	 v[LIST_MAX];
	const size_t	 n = bits_list(b, v);

	for (size_t i = 0; i < n; i++)
		memcpy(out + 2 * i, &(uint16_t){ (uint16_t)v[i] }, 2);
	return 2 * n;
}

/* In the form that is the shortest. */
size_t
bits_encode(const struct bits *b, uint8_t out[BITS_BYTES_MAX])
{
	const uint32_t	 runs = b->form == LIST ? list_runs(b) : map_runs(b);
	const uint32_t	 shorter = b->n < LIST_MAX ? b->n : LIST_MAX;
	size_t		 len = WORDS * sizeof(*b->word);
	uint8_t		 form = MAP;

	if (runs * 2 < shorter) {
		form = RUNS;
		len = encode_runs(b, out);
	} else if (b->form == LIST || b->n < LIST_MAX) {
		form = LIST;
		len = encode_list(b, out);
	} else
		memcpy(out, b->word, len);
	out[len] = form;
	return len + 1;
}

/* --- to change and to combine --- */

/* A list's place for a number. */
static uint32_t
place_in(const struct bits *b, uint16_t n)
{
	const struct bits_view	 v = bits_view(b);

	return seek(&v, 0, n);
}

bool
bits_add(struct bits *b, uint16_t n)
{
	uint32_t	 i;
	bool		 was;

	if (b->form == LIST && b->n == LIST_MAX)
		to_map(b);
	if (b->form == MAP) {
		was = !words_add(b->word, n);
		b->n += !was;
		return !was;
	}
	i = place_in(b, n);
	if (i < b->n && b->v[i] == n)
		return false;
	if (b->n == b->cap) {
		b->cap *= 2;
		b->v = mem_grow(b->v, b->cap, sizeof(*b->v));
	}
	memmove(b->v + i + 1, b->v + i, (b->n - i) * sizeof(*b->v));
	b->v[i] = n;
	b->n++;
	return true;
}

bool
bits_remove(struct bits *b, uint16_t n)
{
	uint32_t	 i;

	if (!bits_has(b, n))
		return false;
	b->n--;
	if (b->form == MAP) {
		b->word[n / 64] &= ~((uint64_t)1 << n % 64);
		return true;
	}
	i = place_in(b, n);
	memmove(b->v + i, b->v + i + 1, (b->n - i) * sizeof(*b->v));
	return true;
}

bool
bits_has(const struct bits *b, uint16_t n)
{
	const struct bits_view	 v = bits_view(b);
	uint32_t		 at = 0;

	return view_has(&v, &at, n);
}

uint32_t
bits_count(const struct bits *b)
{
	return b->n;
}

/* Of a list those that are in what is viewed, or those that are not; out NULL: how many. */
static uint32_t
sift(const struct bits *b, const struct bits_view *v, bool in, uint16_t *out)
{
	uint32_t	 n = 0, at = 0;

	for (uint32_t i = 0; i < b->n; i++) {
		if (view_has(v, &at, b->v[i]) != in)
			continue;
		if (out != NULL)
			out[n] = b->v[i];
		n++;
	}
	return n;
}

/* Of a list that is viewed those that a map has. */
static uint32_t
sift_view(const struct bits *map, const struct bits_view *v, uint16_t *out)
{
	uint32_t	 n = 0;

	for (uint32_t i = 0; i < v->n; i++) {
		const uint16_t	 low = number(v, i);

		if ((map->word[low / 64] >> low % 64 & 1) == 0)
			continue;
		if (out != NULL)
			out[n] = low;
		n++;
	}
	return n;
}

uint32_t
bits_count_and(const struct bits *b, const struct bits_view *v)
{
	uint64_t	 room[WORDS];

	if (b->form == LIST)
		return sift(b, v, true, NULL);
	if (v->form == LIST)
		return sift_view(b, v, NULL);
	return words_op(room, b->word, words_of(v, room), AND);
}

struct bits *
bits_both(const struct bits *b, const struct bits_view *v)
{
	struct bits	*both;

	if (b->form == LIST) {
		both = make_list(b->n);
		both->n = sift(b, v, true, both->v);
	} else if (v->form == LIST) {
		both = make_list(v->n);
		both->n = sift_view(b, v, both->v);
	} else {
		both = make_map();
		both->n = words_op(both->word, b->word,
		    words_of(v, both->word), AND);
		both = shortened(both);
	}
	return both;
}

void
bits_and(struct bits *b, const struct bits_view *v)
{
	become(b, bits_both(b, v));
}

/* Two lists as one. */
static struct bits *
merged(const struct bits *b, const struct bits_view *v)
{
	struct bits	*all = make_list(b->n + v->n);
	uint32_t	 i = 0;

	for (uint32_t j = 0; j < v->n; j++) {
		const uint16_t	 n = number(v, j);

		while (i < b->n && b->v[i] < n)
			all->v[all->n++] = b->v[i++];
		i += i < b->n && b->v[i] == n;
		all->v[all->n++] = n;
	}
	while (i < b->n)
		all->v[all->n++] = b->v[i++];
	return all;
}

void
bits_or(struct bits *b, const struct bits_view *v)
{
	uint64_t	 room[WORDS];

	if (b->n == 0) {
		become(b, bits_copy(v));
		return;
	}
	if (b->form == LIST && v->form == LIST && b->n + v->n <= JOINED_MAX) {
		become(b, merged(b, v));
		return;
	}
	if (b->form == LIST)
		to_map(b);
	if (v->form != LIST) {
		b->n = words_op(b->word, b->word, words_of(v, room), OR);
		return;
	}
	for (uint32_t i = 0; i < v->n; i++)
		b->n += words_add(b->word, number(v, i));
}

void
bits_but(struct bits *b, const struct bits_view *v)
{
	uint64_t	 room[WORDS];

	if (b->form == LIST)
		b->n = sift(b, v, false, b->v);
	else
		b->n = words_op(b->word, b->word, words_of(v, room), BUT);
}
