/* inbox: files and links that people send to a bot: they come into the inbox, and one answer to
 * each message or album says how they are, with the buttons that decide. */
#ifndef BOT_INBOX_H
#define BOT_INBOX_H

#include <stdbool.h>

#include "bot/said.h"

struct conf;
struct outbox;
struct outbox_letter;
struct sending;
struct user;

/* What was sent comes in. */
int	bot_inbox_take(struct db *, struct said *, const struct sending *,
	    struct err *);
/* "keep:5", "reject:5", "restore:5": all of a batch. */
said_deed bot_inbox_press;

/* For outbox_writer: of the kind INBOX_ANSWER, inbox/tell.h. */
int	bot_inbox_write(struct db *, const struct conf *,
	    const struct outbox *, const struct user *, const void *arg,
	    struct outbox_letter *out, struct err *);

#endif
