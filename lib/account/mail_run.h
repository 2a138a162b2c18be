/* mail_run: sends the letters that wait, each with a fresh link, in the language of its person. */
#ifndef ACCOUNT_MAIL_RUN_H
#define ACCOUNT_MAIL_RUN_H

struct conf;
struct db;
struct err;

/* All that are due, for about a minute at most. One process at a time. */
int	mail_run(struct db *, const struct conf *, struct err *);

#endif
