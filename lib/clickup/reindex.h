/* reindex: search words of cached tasks, made anew when the rules of base/words.h have changed. */
#ifndef CLICKUP_REINDEX_H
#define CLICKUP_REINDEX_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;

/* The next tasks that have the words of an earlier version, most at a time; left: tasks remain. */
int	clickup_reindex_run(struct db *, int64_t most, bool *left, struct err *);

#endif
