/* outbox_run: sends what waits in the outbox, by each channel's carrier: what each kind says, its
 * writer makes. */
#ifndef ACCOUNT_OUTBOX_RUN_H
#define ACCOUNT_OUTBOX_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "account/outbox.h"

struct conf;
struct db;
struct err;
struct user;

/* What is sent; all is owned. A writer fills what the carrier of its channel needs. */
struct outbox_letter {
	/* By mail. html, unsubscribe: NULL: none. */
	char	*subject, *text, *html;
	char	*unsubscribe;	/* address that takes one off this kind */
	/* By Telegram: as telegram/carrier.h says. */
	char	*call;
};

/* An array of them ends with { 0 }. */
struct outbox_writer {
	const char	*kind;
	enum outbox_channel channel;
	int		 tries;		/* after so many it is given up */
	/* 0, or -1: ERR_ABSENT when there is nothing to say any more. user: id 0: nobody. */
	int		(*write)(struct db *, const struct conf *,
			    const struct outbox *, const struct user *,
			    const void *arg, struct outbox_letter *out,
			    struct err *);
	/* It went out; NULL: nothing is to be done then. */
	void		(*sent)(struct db *, const struct outbox *,
			    const struct user *);
	const void	*arg;
};

/* What an error of a carrier means for its message. */
enum outbox_fate {
	OUTBOX_AGAIN,		/* it is tried again, until it has had its tries */
	OUTBOX_LATER,		/* again in retry_after_s; that was no try */
	OUTBOX_NEVER,		/* it has failed */
	OUTBOX_UNWANTED,	/* nobody is there to get it */
	OUTBOX_LOST		/* another process has it */
};

/* How messages of a channel go out. */
struct outbox_carrier {
	enum outbox_channel channel;
	bool		(*on)(const struct conf *);
	int		(*send)(struct db *, const struct conf *,
			    const struct outbox *, const struct user *,
			    const struct outbox_letter *, struct err *);
	enum outbox_fate (*fate)(const struct err *);
};
extern const struct outbox_carrier outbox_mail;

/* All of the channel that is due until clock_mono_ms is end. Any number of processes. n (may be
 * NULL): how many were taken. */
int	outbox_run(struct db *, const struct conf *,
	    const struct outbox_carrier *, const struct outbox_writer *,
	    int64_t end, int64_t *n, struct err *);

#endif
