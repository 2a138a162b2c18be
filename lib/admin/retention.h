/* retention: what is too old goes, of all rooms, a part of each kind in turn. */
#ifndef ADMIN_RETENTION_H
#define ADMIN_RETENTION_H

struct conf;
struct db;
struct err;

/* A round of it, of less than a minute. A kind that fails waits for the next round, and is told. */
int	retention_run(struct db *, const struct conf *, struct err *);

#endif
