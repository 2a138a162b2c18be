/* telegram: what a notice says in a chat, with a button that opens what it is about. */
#ifndef NOTICE_TELEGRAM_H
#define NOTICE_TELEGRAM_H

struct conf;
struct db;
struct err;
struct outbox;
struct outbox_letter;
struct user;

/* As notice_letter_write (notice/letter.h). */
int	notice_telegram_write(struct db *, const struct conf *,
	    const struct outbox *, const struct user *, const void *arg,
	    struct outbox_letter *out, struct err *);

#endif
