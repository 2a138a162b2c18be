/* metric: what /metrics says of this machine and of the house, as Prometheus reads it (text format
 * 0.0.4; names and units by its rules). */
#ifndef ADMIN_METRIC_H
#define ADMIN_METRIC_H

struct buf;
struct conf;
struct db;
struct err;

/* What is there without the database: the version, requests, pools, sockets, disks. */
void	metric_emit_machine(struct db *, const struct conf *, struct buf *);
/* What the database tells: queues, budgets, the rounds, the last backup. */
int	metric_emit_house(struct db *, const struct conf *, struct buf *,
	    struct err *);

#endif
