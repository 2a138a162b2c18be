#include "clickup/choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "clickup/doc.h"
#include "index/read.h"
#include "index/set.h"

void
clickup_choices_clear(struct clickup_choices *list)
{
	for (size_t i = 0; i < list->n; i++) {
		mem_free_str(&list->v[i].name);
		mem_free_str(&list->v[i].type);
		mem_free_str(&list->v[i].color);
	}
	list->n = 0;
}

/* All terms of a kind; their texts live as long as the read. */
struct terms {
	struct index_read	*r;
	const struct index_set	*within;
	char			 kind;
	struct index_term	*v;
	size_t			 n, room;
};

static int
count_within(const struct terms *terms, struct index_term *term,
    struct err *err)
{
	own_str char	*text = mem_ndup(term->text, term->text_len);

	return index_read_term_within(terms->r, terms->kind, text,
	    terms->within, &term->count, err);
}

static int
add_term(void *arg, const struct index_term *found, struct err *err)
{
	struct terms		*terms = arg;
	struct index_term	 term = *found;

	if (terms->within != NULL && count_within(terms, &term, err) == -1)
		return -1;
	if (term.count == 0)
		return 0;
	if (terms->n == terms->room) {
		terms->room = terms->room * 2 + 64;
		terms->v = mem_grow(terms->v, terms->room, sizeof(*terms->v));
	}
	terms->v[terms->n++] = term;
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

static int
place_of(const struct index_term *t)
{
	static const char *const words[] = { "urgent", "high", "normal", "low" };
	int	i = 0;

	while (i < (int)nitems(words) && (strlen(words[i]) != t->text_len ||
	    memcmp(words[i], t->text, t->text_len) != 0))
		i++;
	return i;
}

static int
by_place(const void *a, const void *b)
{
	return place_of(a) - place_of(b);
}

/* A status is labelled "type\ncolor\nname". */
static void
put_choice(char kind, const struct index_term *t, struct clickup_choice *out)
{
	own_str char	*label = mem_ndup(t->label, t->label_len);
	char		*color, *name;

	*out = (struct clickup_choice){ .count = t->count };
	if (kind == CLICKUP_TERM_STATUS &&
	    (color = strchr(label, '\n')) != NULL &&
	    (name = strchr(color + 1, '\n')) != NULL) {
		out->type = mem_ndup(label, (size_t)(color - label));
		out->color = mem_ndup(color + 1, (size_t)(name - color - 1));
		out->name = mem_dup(name + 1);
	} else
		out->name = give(label);
}

int
clickup_choice_list(struct index_read *r, char kind,
    const struct index_set *within, struct clickup_choices *out,
    struct err *err)
{
	struct terms	terms = { .r = r, .within = within, .kind = kind };
	int		rc = index_read_terms(r, kind, add_term, &terms, err);

	if (rc == 0 && terms.n > 0)
		qsort(terms.v, terms.n, sizeof(*terms.v),
		    kind == CLICKUP_TERM_PRIORITY ? by_place : by_count);
	for (out->n = 0; rc == 0 && out->n < terms.n &&
	    out->n < CLICKUP_CHOICES_MAX; out->n++)
		put_choice(kind, &terms.v[out->n], &out->v[out->n]);
	free(terms.v);
	return rc;
}
