/* today: the state of a user's work: connections, tasks, syncs, imports, and
 * what needs a hand. */
#ifndef TODAY_TODAY_H
#define TODAY_TODAY_H

#include <stdbool.h>

struct buf;
struct caller;
struct clickup_home;
struct err;

/* The document of GET /clickup. home: the list of the user; admin: whether they may test the
 * company's accounts. */
int	today_write(const struct caller *, const struct clickup_home *home,
	    bool admin, struct buf *out, struct err *err);

#endif
