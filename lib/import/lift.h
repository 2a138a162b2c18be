/* lift: "try now": nothing of an import waits any longer for what a service asked. */
#ifndef IMPORT_LIFT_H
#define IMPORT_LIFT_H

struct conf;
struct db;
struct err;
struct import_job;

/* Takes the waits off the keys that this import calls with; a key that is gone has none. */
int	import_lift(struct db *, const struct conf *, const struct import_job *,
	    struct err *);

#endif
