/* tell: who hears of what happens in the inbox: pages by a live event "inbox", {id, what}; whoever
 * sent it by a bot, in that chat; those who decide, by a notice. */
#ifndef INBOX_TELL_H
#define INBOX_TELL_H

#include <stdint.h>

struct db;
struct err;

/* The kind in the outbox of the answer to what was sent together; its subject is the batch. Its
 * writer says how that is now: what went out before becomes it. */
#define INBOX_ANSWER		"inbox"
#define INBOX_ANSWER_TRIES	6

/* In the transaction of the change, after it; or before an item is deleted, what: "gone". */
int	inbox_tell(struct db *, int64_t company_id, int64_t item_id,
	    const char *what, struct err *);
/* The answer to a batch goes out, unless one is waiting to. A batch of the page has none. */
int	inbox_tell_batch(struct db *, int64_t batch, struct err *);
/* The same of all batches that an item came with. */
int	inbox_tell_senders(struct db *, int64_t item_id, struct err *);
/* Recruiters and above have a notice of what that person sent, from its batch on: one an hour. */
int	inbox_tell_news(struct db *, int64_t company_id, int64_t sender_id,
	    int64_t batch, struct err *);

#endif
