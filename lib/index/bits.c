#include "index/bits.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "index/bits_int.h"

#define JOINED_MAX	256		/* a longer union is a map: more may come */
#define SHORT		128		/* what is left of a map is a list then */
#define SOUGHT_MAX	128		/* of so few each is sought among runs */
#define SOUGHT_OF	16		/* and of any in a list that is so many times longer */

/*
 * Words of maps that were given back. A question makes and drops hundreds; to give them to the
 * system and take them again costs as much as what is done with them. The index is of one thread.
 */
#define SPARE_MAX	64
static uint64_t		*spare[SPARE_MAX];
static size_t		 nspare;

static uint64_t *
take_words(void)
{
	return nspare > 0 ? spare[--nspare] :
	    mem_grow(NULL, BITS_WORDS, sizeof(**spare));
}

static void
give_words(uint64_t *word)
{
	if (!MEM_SANITISED && nspare < SPARE_MAX)
		spare[nspare++] = word;
	else
		free(word);
}

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
	b->word = take_words();
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
		give_words(b->word);
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
	word = bits_view_words(v, b->word);
	b->n = bits_words(b->word, word, word, AND);
	return b;
}

struct bits *
bits_of(const uint32_t *v, size_t n)
{
	struct bits	*b = n <= BITS_LIST_MAX ? make_list((uint32_t)n) : make_map();

	b->n = (uint32_t)n;
	if (b->form == MAP)
		memset(b->word, 0, BITS_WORDS * sizeof(*b->word));
	for (size_t i = 0; i < n; i++) {
		if (b->form == LIST)
			b->v[i] = (uint16_t)v[i];
		else
			bits_words_add(b->word, (uint16_t)v[i]);
	}
	return b;
}

static void
to_map(struct bits *b)
{
	const struct bits_view	 v = bits_view(b);
	struct bits		*map = make_map();

	bits_view_words(&v, map->word);
	map->n = b->n;
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
		for (uint32_t i = 0; i < BITS_WORDS; i++)
			n += list_words(&b->word[i], i * 64, out + n);
		return n;
	}
	for (; n < b->n; n++)
		out[n] = b->v[n];
	return n;
}

void
bits_clear(struct bits *b)
{
	become(b, bits_new());
}

/* What is left of a map is a list when it is little. */
static void
shorten(struct bits *map)
{
	uint32_t	 v[SHORT];

	if (map->n <= SHORT)
		become(map, bits_of(v, bits_list(map, v)));
}

/* --- to change and to combine --- */

/* A list's place for a number. */
static uint32_t
place_in(const struct bits *b, uint16_t n)
{
	const struct bits_view	 v = bits_view(b);

	return bits_view_seek(&v, 0, n);
}

bool
bits_add(struct bits *b, uint16_t n)
{
	uint32_t	 i;
	bool		 was;

	if (b->form == LIST && b->n >= BITS_LIST_MAX)
		to_map(b);
	if (b->form == MAP) {
		was = !bits_words_add(b->word, n);
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

	if (b->form == MAP)
		return (b->word[n / 64] >> n % 64 & 1) != 0;
	return bits_view_has(&v, &at, n);
}

uint32_t
bits_count(const struct bits *b)
{
	return b->n;
}

/* Of numbers those whose bits are set, or those whose are not. */
static uint32_t
sift_words(const struct bits_view *list, const uint64_t *word, bool in,
    uint16_t *out)
{
	uint32_t	 n = 0;

	for (uint32_t i = 0; i < list->n; i++) {
		const uint16_t	 low = bits_view_number(list, i);

		out[n] = low;
		n += (word[low / 64] >> low % 64 & 1) == in;
	}
	return n;
}

/* How many of them. */
static uint32_t
count_words(const struct bits_view *list, const uint64_t *word)
{
	uint32_t	 n = 0;

	for (uint32_t i = 0; i < list->n; i++) {
		const uint16_t	 low = bits_view_number(list, i);

		n += word[low / 64] >> low % 64 & 1;
	}
	return n;
}

/* What two lists have in common, the one far shorter than the other. */
static uint32_t
sought(const struct bits_view *few, const struct bits_view *many, uint16_t *out)
{
	uint32_t	 n = 0, at = 0;

	for (uint32_t i = 0; i < few->n; i++) {
		const uint16_t	 low = bits_view_number(few, i);

		if ((at = bits_view_seek(many, at, low)) == many->n)
			break;
		if (bits_view_number(many, at) == low)
			out[n++] = low;
	}
	return n;
}

/* Of a list those that are in what is viewed, or those that are not. Few are sought in it, many
 * looked up in its words. out may be the list itself. */
static uint32_t
sift(const struct bits *b, const struct bits_view *v, bool in, uint16_t *out)
{
	const struct bits_view	 list = bits_view(b);
	uint64_t		 room[BITS_WORDS];
	uint32_t		 n = 0, at = 0;

	if (in && v->form == LIST && v->n < b->n / SOUGHT_OF)
		return sought(v, &list, out);
	if (v->form == MAP || b->n > (v->form == LIST ? v->n / SOUGHT_OF :
	    SOUGHT_MAX))
		return sift_words(&list, bits_view_words(v, room), in, out);
	for (uint32_t i = 0; i < b->n; i++)
		if (bits_view_has(v, &at, b->v[i]) == in)
			out[n++] = b->v[i];
	return n;
}

uint32_t
bits_count_and(const struct bits *b, const struct bits_view *v)
{
	const struct bits_view	 ours = bits_view(b);
	uint64_t		 room[BITS_WORDS];
	uint16_t		 both[BITS_KEPT_MAX];

	if (b->form == LIST && v->form == MAP)
		return count_words(&ours, bits_view_words(v, room));
	if (b->form == LIST)
		return sift(b, v, true, both);
	if (v->form == LIST)
		return count_words(v, b->word);
	return bits_words(room, b->word, bits_view_words(v, room), AND);
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
		both->n = sift_words(v, b->word, true, both->v);
	} else {
		both = make_map();
		both->n = bits_words(both->word, b->word,
		    bits_view_words(v, both->word), AND);
		shorten(both);
	}
	return both;
}

void
bits_and(struct bits *b, const struct bits_view *v)
{
	uint64_t	 room[BITS_WORDS];

	if (b->form == LIST)
		b->n = sift(b, v, true, b->v);
	else if (v->form == LIST)
		become(b, bits_both(b, v));
	else {
		b->n = bits_words(b->word, b->word, bits_view_words(v, room),
		    AND);
		shorten(b);
	}
}

/* Two lists as one. */
static struct bits *
merged(const struct bits *b, const struct bits_view *v)
{
	struct bits	*all = make_list(b->n + v->n);
	uint32_t	 i = 0;

	for (uint32_t j = 0; j < v->n; j++) {
		const uint16_t	 n = bits_view_number(v, j);

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
	uint64_t	 room[BITS_WORDS];

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
	if (v->form == RUNS) {
		bits_words_runs(b->word, v);
		b->n = bits_words(b->word, b->word, b->word, AND);
		return;
	}
	if (v->form == MAP) {
		b->n = bits_words(b->word, b->word, bits_view_words(v, room), OR);
		return;
	}
	for (uint32_t i = 0; i < v->n; i++)
		b->n += bits_words_add(b->word, bits_view_number(v, i));
}

void
bits_but(struct bits *b, const struct bits_view *v)
{
	uint64_t	 room[BITS_WORDS];

	if (b->form == LIST)
		b->n = sift(b, v, false, b->v);
	else
		b->n = bits_words(b->word, b->word, bits_view_words(v, room), BUT);
}
