/* send: what people are told goes into the outbox, for the channels that each wants for its kind,
 * when their quiet hours are over; and a digest a day. */
#ifndef NOTICE_SEND_H
#define NOTICE_SEND_H

struct conf;
struct db;
struct err;

/* Kinds of the outbox. */
#define NOTICE_LETTER	"notice"
#define NOTICE_DIGEST	"digest"

/* All that is new; any number of processes: each takes what no other has. */
int	notice_send_run(struct db *, const struct conf *, struct err *);

#endif
