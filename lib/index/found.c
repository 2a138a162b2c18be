#include "index/found.h"

#include <stdlib.h>
#include <string.h>

#include "index/dict.h"
#include "index/posting.h"
#include "index/read_int.h"
#include "index/set.h"

void
found_clear(struct found *f)
{
	free(f->number);
	*f = (struct found){ 0 };
}

void
found_add(struct found *f, uint32_t number)
{
	if (f->n == f->room) {
		f->room = f->room * 2 + 16;
		f->number = mem_grow(f->number, f->room, sizeof(*f->number));
	}
	f->number[f->n++] = number;
}

int
found_term(struct index_read *r, uint8_t kind, const char *text, size_t len,
    struct found *f, struct err *err)
{
	struct dict_term	 term;
	const int		 there = dict_find(&r->c, kind, text, len,
				    &term, err);

	for (size_t i = 0; there == 1 && i < f->n; i++)
		if (f->number[i] == term.number)
			return 0;
	if (there == 1)
		found_add(f, term.number);
	return there == -1 ? -1 : 0;
}

int
found_count(struct index_read *r, const struct found *f, int64_t *out,
    struct err *err)
{
	int64_t	 n = 0;

	for (size_t i = 0; i < f->n; i++) {
		struct posting_head	 head = { 0 };

		if (posting_head(&r->c, f->number[i], &head, err) == -1)
			return -1;
		n += head.count;
	}
	*out = n;
	return 0;
}

/* Several are put together as they are kept, and narrowed at last. */
int
found_read(struct index_read *r, const struct found *f,
    const struct index_set *within, struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*met = index_set_new();

	for (size_t i = 0; i < f->n; i++)
		if ((f->n > 1 ? posting_join_rough : posting_join)(&r->c,
		    f->number[i], within, met, err) == -1)
			return -1;
	if (f->n > 1 && within != NULL)
		index_set_and(met, within);
	*out = give(met);
	return 0;
}

int
found_narrow(struct index_read *r, const struct found *f,
    struct index_set **within, struct err *err)
{
	own_index_set struct index_set	*met = NULL;

	if (*within != NULL && f->n == 1)
		return posting_sift(&r->c, f->number[0], true, *within, err);
	if (found_read(r, f, *within, &met, err) == -1)
		return -1;
	index_set_free(within);
	*within = give(met);
	return 0;
}

int
found_leave(struct index_read *r, const struct found *f,
    struct index_set *set, struct err *err)
{
	for (size_t i = 0; i < f->n; i++)
		if (posting_sift(&r->c, f->number[i], false, set, err) == -1)
			return -1;
	return 0;
}
