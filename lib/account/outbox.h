/* outbox: what goes out to people: letters with links, and what they are told. A row says who, why
 * and of what; the words are written when it is sent, so that no link lies here. Table outbox. */
#ifndef ACCOUNT_OUTBOX_H
#define ACCOUNT_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/db_clock.h"

struct contact_store;
struct db;
struct err;

#define OUTBOX_LEASE_SIZE	17
#define OUTBOX_LEASE_S		120

enum outbox_channel { OUTBOX_EMAIL, OUTBOX_TELEGRAM };

/* Texts are not taken over. */
struct outbox_new {
	int64_t		 company_id, user_id;	/* 0: of nobody: a chat that is not linked */
	enum outbox_channel channel;
	int64_t		 lane;		/* those of one lane go one after the other, a second
					 * apart, 3 s when it is negative: a chat; 0: of none */
	const char	*kind;		/* who writes it (outbox_run.h) */
	int64_t		 subject_id;	/* what it is made of; 0: of nothing */
	const char	*dedupe_key;	/* NULL: none; what is there by it stays as it is */
	int64_t		 due_at;	/* ms; 0: now */
	bool		 urgent;	/* a person waits for it: before the others */
};
int	outbox_add(struct db *, const struct outbox_new *, size_t n,
	    struct err *);
/*
 * A link for whoever has that e-mail, if anybody: known or not, the same is done and answered.
 * ERR_BUSY "account.mail_throttled" with retry_after_s: 3 in a quarter of an hour for an e-mail,
 * 20 in an hour from an address (an IPv6 one counts as its /64 network).
 */
int	outbox_ask(struct db *, const char *email, const char *address,
	    struct err *);

struct outbox {
	int64_t	 id, user_id, subject_id, created_at;
	int64_t	 tries;		/* that failed */
	char	 kind[21], lease[OUTBOX_LEASE_SIZE];
	char	 address[46];	/* who asked; "": nobody */
};
/*
 * Those whose sender died: again; but one that was going out (outbox_begin) may have arrived: it is
 * not sent a second time, it fails, "account.outbox_unsure", and an administrator may repeat it.
 */
int	outbox_settle(struct db *, enum outbox_channel, struct err *);
/* The next that is due, of the company whose turn it is, taken for OUTBOX_LEASE_S: 1, or 0 when
 * none is. Of two machines, one has it. */
int	outbox_take(struct db *, enum outbox_channel, struct outbox *out,
	    struct err *);
/*
 * It goes out now, and must not go twice: for what has no name by which the receiver would know it
 * again. ERR_CONFLICT "account.outbox_lost": another process has it.
 */
int	outbox_begin(struct db *, const struct outbox *, struct err *);
int	outbox_sent(struct db *, const struct outbox *, struct err *);
/* Nobody wants it any more. */
int	outbox_drop(struct db *, const struct outbox *, struct err *);
/* It was not taken, for no fault of its own: again in after_s. */
int	outbox_later(struct db *, const struct outbox *, int64_t after_s,
	    const struct err *why, struct err *);
/* How many of a channel wait and are due, at most limit. */
int	outbox_waiting(struct db *, enum outbox_channel, int64_t limit,
	    int64_t *n, struct err *);
/* Is one of a channel due within so many seconds, or already? */
int	outbox_soon(struct db *, enum outbox_channel, int64_t seconds,
	    bool *soon, struct err *);
/* It will never go out (final), or again later: 15 s, then four times as long each time, an hour at
 * most; after so many tries never. */
int	outbox_fail(struct db *, const struct outbox *, bool final, int tries,
	    const struct err *why, struct err *);

/* --- for the admins --- */

/* ERR_ABSENT; ERR_CONFLICT "account.outbox_state": it is not failed, or does not wait. */
int	outbox_retry(struct db *, int64_t company_id, int64_t id,
	    struct err *);
int	outbox_cancel(struct db *, int64_t company_id, int64_t id,
	    struct err *);

/* What was said of a failure, where it names a person who is erased. */
extern const struct contact_store	outbox_store;

/* What waits for a time. */
extern const struct db_deadline outbox_deadlines[];

#endif
