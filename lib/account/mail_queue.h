/* mail_queue: letters that wait to be sent. They are written when they are sent: no link lies
 * in the table. Table mail_queue. */
#ifndef ACCOUNT_MAIL_QUEUE_H
#define ACCOUNT_MAIL_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "io/db_clock.h"
#include "person/email.h"

struct db;
struct err;

/* Why there is a letter: its person asked for a link; an admin sends one; an invitation. */
enum mail_kind { MAIL_ASKED, MAIL_LINK, MAIL_INVITE };

int	mail_queue_add(struct db *, int64_t user_id, enum mail_kind,
	    struct err *);
/*
 * A link for whoever has that e-mail, if anybody: known or not, the same is done and answered.
 * ERR_BUSY "account.mail_throttled" with retry_after_s: 3 in a quarter of an hour for an e-mail,
 * 20 in an hour from an address (an IPv6 one counts as its /64 network).
 */
int	mail_queue_ask(struct db *, const char *email, const char *address,
	    struct err *);

struct mail_queue {
	int64_t		 id, user_id;
	enum mail_kind	 kind;
	char		 address[46];	/* who asked; "": nobody */
};
/* The next that is due: 1, or 0 when none is. */
int	mail_queue_next(struct db *, struct mail_queue *out, struct err *);
/* It went out, or never will. */
int	mail_queue_done(struct db *, int64_t id, bool sent, struct err *);
/* Again later: 15 s, then four times as long each time; after the fourth try never. */
int	mail_queue_later(struct db *, int64_t id, struct err *);

/* What waits for a time. */
extern const struct db_deadline mail_queue_deadlines[];

#endif
