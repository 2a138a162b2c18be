/* chosen: the tasks that a plan names, as the cache has them now. */
#ifndef IMPORT_CHOSEN_H
#define IMPORT_CHOSEN_H

#include <stddef.h>

#include "base/mem.h"
#include "clickup/api.h"

struct db;
struct err;
struct import_plan;

struct import_task {
	char	 task_id[CLICKUP_ID_SIZE + 1];
	char	*name;		/* at most 500 characters */
	char	 cv;		/* first letter of its kind, as of clickup/cache.h */
};
struct import_chosen {
	struct import_task	*v;
	size_t			 n, room;
};
void	 import_chosen_clear(struct import_chosen *);
#define own_import_chosen cleanup(import_chosen_clear)

/* In the order in which they are sent, each once; an id that is not in the cache (any more) is
 * left out. */
int	 import_chosen_read(struct db *, const struct import_plan *,
	    struct import_chosen *out, struct err *);
/* By id. */
void	 import_chosen_sort(struct import_chosen *);

#endif
