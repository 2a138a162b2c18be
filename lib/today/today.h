/* today: the state of a user's work: connections, tasks, syncs, imports, and
 * what needs a hand. */
#ifndef TODAY_TODAY_H
#define TODAY_TODAY_H

#include <jansson.h>

struct caller;
struct err;

/* The document of GET /clickup. */
int	today_get(const struct caller *, json_t **out, struct err *);

#endif
