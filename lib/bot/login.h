/* login: the message with a link that signs its reader in: made when it goes out, so that the link
 * is kept nowhere. */
#ifndef BOT_LOGIN_H
#define BOT_LOGIN_H

struct conf;
struct db;
struct err;
struct outbox;
struct outbox_letter;
struct user;

#define BOT_LOGIN		"bot_login"	/* its kind in the outbox */
#define BOT_LOGIN_TRIES		3
#define BOT_LOGIN_MINUTES	5

/* For struct outbox_writer. */
int	bot_login_write(struct db *, const struct conf *,
	    const struct outbox *, const struct user *, const void *arg,
	    struct outbox_letter *out, struct err *);

#endif
