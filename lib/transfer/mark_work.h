/* mark_work: marks that are due, made in ClickUp. */
#ifndef TRANSFER_MARK_WORK_H
#define TRANSFER_MARK_WORK_H

#include <stdint.h>

struct clickup;
struct conf;
struct db;
struct err;

/* The mark of a transfer that is done just now, with the person's client. What fails is said in the
 * log and in the mark, and tried again by transfer_mark_work_run where that may help. */
void	transfer_mark_work_now(struct db *, const struct conf *,
	    struct clickup *, int64_t transfer_id);
/* All that are due, for a minute at most. */
int	transfer_mark_work_run(struct db *, const struct conf *, struct err *);

#endif
