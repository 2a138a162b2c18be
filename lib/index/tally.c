#include "index/tally.h"

#include <stdlib.h>
#include <string.h>

#include "index/set.h"

void
index_tally_clear(struct index_tally *t)
{
	free(t->v);
	memset(t, 0, sizeof(*t));
}

struct count {
	struct index_read	*r;
	const struct index_set	*within;
	char			 kind;
	struct index_tally	*out;
};

static int
count_within(const struct count *c, struct index_term *term, struct err *err)
{
	own_str char	*text = mem_ndup(term->text, term->text_len);

	return index_read_term_within(c->r, c->kind, text, c->within,
	    &term->count, err);
}

static int
add_term(void *arg, const struct index_term *found, struct err *err)
{
	const struct count	*c = arg;
	struct index_tally	*out = c->out;
	struct index_term	 term = *found;

	if (c->within != NULL && count_within(c, &term, err) == -1)
		return -1;
	if (term.count == 0)
		return 0;
	if (out->n == out->room) {
		out->room = out->room * 2 + 64;
		out->v = mem_grow(out->v, out->room, sizeof(*out->v));
	}
	out->v[out->n++] = term;
	return 0;
}

static int
by_text(const struct index_term *x, const struct index_term *y)
{
	const size_t	 len = x->text_len < y->text_len ? x->text_len :
			    y->text_len;
	const int	 order = memcmp(x->text, y->text, len);

	return order != 0 ? order :
	    (x->text_len > y->text_len) - (x->text_len < y->text_len);
}

static int
by_count(const void *a, const void *b)
{
	const struct index_term	*x = a, *y = b;

	return x->count != y->count ? (x->count < y->count) -
	    (x->count > y->count) : by_text(x, y);
}

int
index_tally(struct index_read *r, char kind, const struct index_set *within,
    struct index_tally *out, struct err *err)
{
	struct count	c = { r, within, kind, out };

	if (index_read_terms(r, kind, add_term, &c, err) == -1)
		return -1;
	if (out->n > 0)
		qsort(out->v, out->n, sizeof(*out->v), by_count);
	return 0;
}
