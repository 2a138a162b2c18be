/* alarm: the admins are told, by bell, e-mail and Telegram, of what the house itself lacks: rounds,
 * room, a backup, a certificate, a queue that moves, a service that takes our keys. Once when it
 * begins to matter, once when it is over. Table alarm. */
#ifndef ADMIN_ALARM_H
#define ADMIN_ALARM_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct conf;
struct db;
struct err;

#define ALARM_TICK_S	300	/* without a round */
#define ALARM_QUEUE_S	900	/* that the first of a queue waits */
#define ALARM_DISK_PART	10	/* percent that are free */

/* All there is now. Any number of processes at once. */
int	alarm_run(struct db *, const struct conf *, struct err *);

/* The services that were told of, ", " between them; "": none. */
int	alarm_refused(struct db *, struct buf *, struct err *);

/* Disks of this machine that the house needs, by name: "database", "run", "index", "backup". */
struct alarm_disk {
	const char	*name;
	int64_t		 free_bytes, size_bytes;
};
#define ALARM_DISKS	4
/* Percent of it that are free. */
int64_t	alarm_disk_part(const struct alarm_disk *);
/* How many are known: that of a database on another machine, or away, is not. */
size_t	alarm_disks(struct db *, const struct conf *,
	    struct alarm_disk out[ALARM_DISKS]);

#endif
