/* letter: what a notice, and a day of them, say by mail: as text and as a document, with the link
 * to the thing and the one that ends such letters. */
#ifndef NOTICE_LETTER_H
#define NOTICE_LETTER_H

struct conf;
struct db;
struct err;
struct outbox;
struct outbox_letter;
struct user;

#define NOTICE_LETTER_TRIES	8

/*
 * As outbox_writer wants them (account/outbox_run.h); arg: the sources (notice/source.h).
 * ERR_ABSENT: it was read meanwhile, or may not be seen any more; nothing is unread.
 */
int	notice_letter_write(struct db *, const struct conf *,
	    const struct outbox *, const struct user *, const void *arg,
	    struct outbox_letter *out, struct err *);
int	notice_letter_digest(struct db *, const struct conf *,
	    const struct outbox *, const struct user *, const void *arg,
	    struct outbox_letter *out, struct err *);

#endif
