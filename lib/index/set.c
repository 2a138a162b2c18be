#include "index/set.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "index/set_int.h"

struct index_set *
index_set_new(void)
{
	return mem_zero(sizeof(struct index_set));
}

void
index_set_free(struct index_set **sp)
{
	struct index_set	*s = *sp;

	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++)
		bits_free(s->part[i].bits);
	free(s->part);
	free(s);
	*sp = NULL;
}

static void
room(struct index_set *s, size_t n)
{
	if (s->part != NULL && n <= s->cap)
		return;
	s->cap = n < 16 ? 16 : n * 2;
	s->part = mem_grow(s->part, s->cap, sizeof(*s->part));
}

void
index_set_append(struct index_set *s, uint32_t no, struct bits *bits)
{
	if (bits_count(bits) == 0) {
		bits_free(bits);
		return;
	}
	room(s, s->n + 1);
	s->part[s->n++] = (struct set_part){ no, bits };
}

/* Where the part of that number is, or would be: of a set that has all parts under its number. */
static size_t
place_of_part(const struct index_set *s, uint32_t no)
{
	size_t	 low = 0, high = s->n;

	if (no < s->n && s->part[no].no == no)
		return no;
	while (low < high) {
		const size_t	 mid = (low + high) / 2;

		if (s->part[mid].no < no)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct bits *
part_at(const struct index_set *s, size_t i, uint32_t no)
{
	return i < s->n && s->part[i].no == no ? s->part[i].bits : NULL;
}

const struct bits *
index_set_part(const struct index_set *s, uint32_t no)
{
	return part_at(s, place_of_part(s, no), no);
}

static void
insert(struct index_set *s, size_t i, uint32_t no, struct bits *bits)
{
	room(s, s->n + 1);
	memmove(s->part + i + 1, s->part + i, (s->n - i) * sizeof(*s->part));
	s->part[i] = (struct set_part){ no, bits };
	s->n++;
}

void
index_set_join(struct index_set *s, uint32_t no, const struct bits_view *more)
{
	const size_t	 i = place_of_part(s, no);
	struct bits	*ours = part_at(s, i, no);

	if (ours != NULL)
		bits_or(ours, more);
	else
		insert(s, i, no, bits_copy(more));
}

void
index_set_take(struct index_set *s, uint32_t no, struct bits *more)
{
	const size_t		 i = place_of_part(s, no);
	struct bits		*ours = part_at(s, i, no);
	const struct bits_view	 view = bits_view(more);

	if (ours == NULL && bits_count(more) > 0) {
		insert(s, i, no, more);
		return;
	}
	if (ours != NULL)
		bits_or(ours, &view);
	bits_free(more);
}

bool
index_set_has(const struct index_set *s, uint32_t ordinal)
{
	const struct bits	*bits = index_set_part(s, ordinal / BITS_SIZE);

	return bits != NULL && bits_has(bits, (uint16_t)ordinal);
}

/* The low halves of the first that share a part. */
static size_t
cut_part(const uint32_t *ordinals, size_t n, uint32_t *low)
{
	const uint32_t	 no = ordinals[0] / BITS_SIZE;
	size_t		 i;

	for (i = 0; i < n && ordinals[i] / BITS_SIZE == no; i++)
		low[i] = ordinals[i] % BITS_SIZE;
	return i;
}

void
index_set_add_sorted(struct index_set *s, const uint32_t *ordinals, size_t n)
{
	own_index_set struct index_set	*more = index_set_new();
	uint32_t			*low;

	low = mem_grow(NULL, n < BITS_SIZE ? n + 1 : BITS_SIZE, sizeof(*low));
	for (size_t at = 0, len; at < n; at += len) {
		len = cut_part(ordinals + at, n - at, low);
		index_set_append(more, ordinals[at] / BITS_SIZE,
		    bits_of(low, len));
	}
	free(low);
	index_set_or(s, more);
}

uint32_t *
index_set_list(const struct index_set *s, size_t *n)
{
	const size_t	 count = (size_t)index_set_count(s);
	uint32_t	*list = mem_grow(NULL, count + 1, sizeof(*list));
	size_t		 at = 0, got;

	for (size_t i = 0; i < s->n; i++) {
		got = bits_list(s->part[i].bits, list + at);
		for (size_t j = 0; j < got; j++)
			list[at + j] += s->part[i].no * BITS_SIZE;
		at += got;
	}
	*n = at;
	return list;
}

int64_t
index_set_count(const struct index_set *s)
{
	int64_t	 n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += bits_count(s->part[i].bits);
	return n;
}

int64_t
index_set_count_and(const struct index_set *a, const struct index_set *b)
{
	int64_t	 n = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct bits	*other = index_set_part(b, a->part[i].no);
		struct bits_view	 view;

		if (other == NULL)
			continue;
		view = bits_view(other);
		n += bits_count_and(a->part[i].bits, &view);
	}
	return n;
}

void
index_set_tidy(struct index_set *s)
{
	size_t	 n = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (bits_count(s->part[i].bits) == 0)
			bits_free(s->part[i].bits);
		else
			s->part[n++] = s->part[i];
	}
	s->n = n;
}

void
index_set_and(struct index_set *a, const struct index_set *b)
{
	size_t	 n = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct bits	*other = index_set_part(b, a->part[i].no);
		struct bits_view	 view;

		if (other == NULL) {
			bits_free(a->part[i].bits);
			continue;
		}
		view = bits_view(other);
		bits_and(a->part[i].bits, &view);
		a->part[n++] = a->part[i];
	}
	a->n = n;
	index_set_tidy(a);
}

void
index_set_but(struct index_set *a, const struct index_set *b)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct bits	*other = index_set_part(b, a->part[i].no);
		struct bits_view	 view;

		if (other == NULL)
			continue;
		view = bits_view(other);
		bits_but(a->part[i].bits, &view);
	}
	index_set_tidy(a);
}

void
index_set_or(struct index_set *a, const struct index_set *b)
{
	struct index_set	 both = { 0 };
	size_t			 i = 0, j = 0;

	room(&both, a->n + b->n);
	while (i < a->n || j < b->n) {
		struct bits_view	 view = { 0 };

		if (j < b->n)
			view = bits_view(b->part[j].bits);
		if (j == b->n || (i < a->n && a->part[i].no < b->part[j].no)) {
			both.part[both.n++] = a->part[i++];
			continue;
		}
		if (i == a->n || b->part[j].no < a->part[i].no) {
			both.part[both.n++] = (struct set_part){ b->part[j].no,
			    bits_copy(&view) };
			j++;
			continue;
		}
		bits_or(a->part[i].bits, &view);
		j++;
		both.part[both.n++] = a->part[i++];
	}
	free(a->part);
	*a = both;
}
