/* figures: what a job's page shows of its course, counted from its items and kept in its row. */
#ifndef IMPORT_FIGURES_H
#define IMPORT_FIGURES_H

#include <stdint.h>

struct db;
struct err;

/* Count working, failures, speed and failed ids anew; those of a job that is over stay. */
int	import_figures_count(struct db *, int64_t id, struct err *);
/* Names among them, of any job, as its items have them now: somebody was erased. */
int	import_figures_rename(struct db *, int64_t id, struct err *);

#endif
