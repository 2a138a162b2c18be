#include "clickup/choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "clickup/doc.h"
#include "index/tally.h"

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
	own_index_tally struct index_tally	all = { 0 };

	if (index_tally(r, kind, within, &all, err) == -1)
		return -1;
	if (kind == CLICKUP_TERM_PRIORITY && all.n > 0)
		qsort(all.v, all.n, sizeof(*all.v), by_place);
	for (out->n = 0; out->n < all.n && out->n < CLICKUP_CHOICES_MAX;
	    out->n++)
		put_choice(kind, &all.v[out->n], &out->v[out->n]);
	return 0;
}
