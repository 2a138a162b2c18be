/* login_letter: letters with a link that signs their person in: asked for on the page of the
 * sign-in, sent by an admin, an invitation. Each link is made when its letter is written. */
#ifndef ACCOUNT_LOGIN_LETTER_H
#define ACCOUNT_LOGIN_LETTER_H

struct conf;
struct db;
struct err;
struct outbox;
struct outbox_letter;
struct user;

/* Kinds of the outbox. */
#define LOGIN_LETTER_ASKED	"asked"
#define LOGIN_LETTER_LINK	"link"
#define LOGIN_LETTER_INVITE	"invite"
#define LOGIN_LETTER_TRIES	4

/* As outbox_writer wants them (outbox_run.h). */
int	login_letter_write(struct db *, const struct conf *,
	    const struct outbox *, const struct user *, const void *arg,
	    struct outbox_letter *out, struct err *);
void	login_letter_sent(struct db *, const struct outbox *,
	    const struct user *);

#endif
