#include "index/ask.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/words.h"
#include "index/doc.h"
#include "index/found.h"
#include "index/read.h"
#include "index/set.h"
#include "io/unicode.h"

/* Terms of a kind, any of them; or words. */
struct index_step {
	char			  kind;
	const struct words_want	 *want;		/* NULL: terms */
	char			**text;
	size_t			  n;
	struct found		  found;	/* the terms that are there */
	int64_t			  most;		/* at most so many documents meet it */
};

void
index_ask_clear(struct index_ask *ask)
{
	for (size_t i = 0; i < ask->n; i++) {
		for (size_t k = 0; k < ask->v[i].n; k++)
			free(ask->v[i].text[k]);
		free(ask->v[i].text);
		found_clear(&ask->v[i].found);
	}
	free(ask->v);
	memset(ask, 0, sizeof(*ask));
}

static struct index_step *
add(struct index_ask *ask, char kind)
{
	if (ask->n == ask->room) {
		ask->room = ask->room * 2 + 16;
		ask->v = mem_grow(ask->v, ask->room, sizeof(*ask->v));
	}
	ask->v[ask->n] = (struct index_step){ .kind = kind };
	return &ask->v[ask->n++];
}

void
index_ask_any(struct index_ask *ask, char kind, bool folded,
    const char *const *texts, size_t n)
{
	struct index_step	*s = add(ask, kind);

	s->text = mem_zero((n + 1) * sizeof(*s->text));
	for (; s->n < n; s->n++)
		s->text[s->n] = folded ? unicode_folded(texts[s->n]) :
		    mem_dup(texts[s->n]);
}

void
index_ask_words(struct index_ask *ask, char kind,
    const struct words_want *wants, size_t n)
{
	ask->none |= n == 0;
	for (size_t i = 0; i < n; i++)
		add(ask, kind)->want = &wants[i];
}

/* --- how many --- */

static int
most_of_words(struct index_read *r, struct index_step *s, struct err *err)
{
	const struct words_want	*w = s->want;
	int64_t			 n, least = w->nall > 0 ? INT64_MAX : 0;

	for (size_t i = 0; i < w->nall; i++) {
		if (index_read_prefix_most(r, s->kind, w->all[i], &n,
		    err) == -1)
			return -1;
		least = n < least ? n : least;
	}
	s->most = least;
	for (size_t i = 0; i < w->nany; i++) {
		if (index_read_prefix_most(r, s->kind, w->any[i], &n,
		    err) == -1)
			return -1;
		s->most += n;
	}
	return 0;
}

static int
most_of_terms(struct index_read *r, struct index_step *s, struct err *err)
{
	found_clear(&s->found);
	for (size_t i = 0; i < s->n; i++)
		if (found_term(r, (uint8_t)s->kind, s->text[i],
		    utf8_cut(s->text[i], INDEX_TERM_MAX), &s->found, err) == -1)
			return -1;
	return found_count(r, &s->found, &s->most, err);
}

static int
by_most(const void *a, const void *b)
{
	const struct index_step	*x = a, *y = b;

	return (x->most > y->most) - (x->most < y->most);
}

/* --- sets --- */

/* What is met so far; NULL: all. The other set is taken. */
static void
narrow(struct index_set **all, struct index_set **by)
{
	if (*all == NULL) {
		*all = give(*by);
		return;
	}
	index_set_and(*all, *by);
	index_set_free(by);
}

static void
widen(struct index_set **all, struct index_set **by)
{
	if (*all == NULL) {
		*all = give(*by);
		return;
	}
	index_set_or(*all, *by);
	index_set_free(by);
}

/* Words that begin like one of any, or for each of all one that begins so. */
static int
narrow_words(struct index_read *r, const struct index_step *s,
    struct index_set **out, struct err *err)
{
	own_index_set struct index_set	 *any = NULL, *all = NULL, *one = NULL;
	const struct words_want		 *w = s->want;
	struct index_set		**narrowed = w->nany == 0 ? out : &all;

	for (size_t i = 0; i < w->nall; i++)
		if (index_read_narrow_prefix(r, s->kind, w->all[i], narrowed,
		    err) == -1)
			return -1;
	if (w->nany == 0)
		return 0;
	for (size_t i = 0; i < w->nany; i++) {
		if (index_read_prefix(r, s->kind, w->any[i], &one, err) == -1)
			return -1;
		widen(&any, &one);
	}
	if (all != NULL)
		widen(&any, &all);
	narrow(out, &any);
	return 0;
}

int
index_ask_narrow(struct index_ask *ask, struct index_read *r,
    struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*none = index_set_new();

	if (ask->none) {
		index_set_free(out);
		*out = give(none);
		return 0;
	}
	for (size_t i = 0; i < ask->n; i++)
		if ((ask->v[i].want != NULL ? most_of_words : most_of_terms)(r,
		    &ask->v[i], err) == -1)
			return -1;
	if (ask->n > 0)
		qsort(ask->v, ask->n, sizeof(*ask->v), by_most);
	for (size_t i = 0; i < ask->n; i++) {
		const struct index_step	*s = &ask->v[i];

		if ((s->want != NULL ? narrow_words(r, s, out, err) :
		    found_narrow(r, &s->found, out, err)) == -1)
			return -1;
	}
	return 0;
}
