/* inbox: files and links that people send to a bot: they come into the inbox, and one answer to
 * each message or album says how they are, with the buttons that decide. */
#ifndef BOT_INBOX_H
#define BOT_INBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "bot/said.h"
#include "inbox/item.h"

struct buf;
struct conf;
struct outbox;
struct outbox_letter;
struct sending;
struct user;

/* What was sent comes in. */
int	bot_inbox_take(struct db *, struct said *, const struct sending *,
	    struct err *);
/* "keep:5", "reject:5", "restore:5", "make:5": all of a batch; "join:5:7": bot/cv.h. */
said_deed bot_inbox_press;

/* For whom the one who speaks decides: with a bot of their own, about their own. */
struct inbox_who bot_inbox_who(const struct said *);
/* "2. <b>cv.pdf</b> · 230 KB"; number 0, size 0: none. */
void	bot_inbox_put_name(struct buf *, const char *lang, int number,
	    const char *name, int64_t size);

/* For outbox_writer: of the kind INBOX_ANSWER, inbox/tell.h. */
int	bot_inbox_write(struct db *, const struct conf *,
	    const struct outbox *, const struct user *, const void *arg,
	    struct outbox_letter *out, struct err *);

#endif
