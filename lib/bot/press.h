/* press: what a bot does when a button of its messages is pressed (card.h has them). */
#ifndef BOT_PRESS_H
#define BOT_PRESS_H

struct db;
struct err;
struct said;

int	press_run(struct db *, struct said *, struct err *);

#endif
