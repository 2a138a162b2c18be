/* choice: what the tasks of a list can be filtered by, and how many tasks each value has. */
#ifndef CLICKUP_CHOICE_H
#define CLICKUP_CHOICE_H

#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct err;
struct index_read;
struct index_set;

#define CLICKUP_CHOICES_MAX	200

struct clickup_choice {
	char	*name;
	char	*type, *color;	/* of a status; else NULL */
	int64_t	 count;
};
struct clickup_choices {
	struct clickup_choice	 v[CLICKUP_CHOICES_MAX];
	size_t			 n;
};
void	clickup_choices_clear(struct clickup_choices *);
#define own_clickup_choices cleanup(clickup_choices_clear)

/*
 * The values of a kind (CLICKUP_TERM_STATUS, ... of doc.h) that tasks of the set have (NULL: of the
 * list), the most frequent first; priorities in their own order.
 */
int	clickup_choice_list(struct index_read *, char kind,
	    const struct index_set *within, struct clickup_choices *out,
	    struct err *);

#endif
