/* chosen: the items that a plan names, as they are known now. */
#ifndef IMPORT_CHOSEN_H
#define IMPORT_CHOSEN_H

#include <stddef.h>

#include "base/mem.h"
#include "clickup/api.h"

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

/* cv: a word of clickup/cache.h; "row": its source has no files at all. */
void	 import_chosen_add(struct import_chosen *, const char *task_id,
	    const char *name, const char *cv);
/* By id. */
void	 import_chosen_sort(struct import_chosen *);

#endif
