/* erasers: the rooms above candidate that keep something of one who is erased; erasures by
 * themselves. */
#ifndef ADMIN_ERASERS_H
#define ADMIN_ERASERS_H

#include "candidate/erase.h"

extern const struct candidate_eraser admin_erasers[];

struct conf;

/* As the work of tick: erasures that were asked for go on. */
int	admin_erase_run(struct db *, const struct conf *, struct err *);
/* Some whose time to be kept is over, and some of deleted integrations; days: not used. */
int	admin_erase_due(struct db *, int64_t days, int64_t *removed,
	    struct err *);

#endif
