/* decide: what is done with what came: it is kept, it is no CV, it is anew to be decided, it is
 * deleted. Table inbox_item. */
#ifndef INBOX_DECIDE_H
#define INBOX_DECIDE_H

#include <stdint.h>

struct db;
struct err;
struct inbox_who;

enum inbox_choice { INBOX_KEEP, INBOX_REJECT, INBOX_RESTORE };

/*
 * ERR_ABSENT: none that they see. ERR_CONFLICT "inbox.not_here": it is to be kept, but could not be
 * fetched; its own error: it never can be. RESTORE fetches one anew that failed. The same once
 * more changes nothing.
 */
int	inbox_decide(struct db *, const struct inbox_who *, int64_t id,
	    enum inbox_choice, struct err *);
/* All of a batch that they see; those that cannot be kept stay. ERR_ABSENT: there is nothing. */
int	inbox_decide_batch(struct db *, const struct inbox_who *,
	    int64_t batch, enum inbox_choice, struct err *);
/* A candidate that was made of it keeps the file. ERR_ABSENT. */
int	inbox_drop(struct db *, const struct inbox_who *, int64_t id,
	    struct err *);

/* Removes some that were rejected so many days ago; removed: how many. Call again for what is
 * left. */
int	inbox_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

#endif
