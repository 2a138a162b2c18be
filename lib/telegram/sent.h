/* sent: what the bots answer, until it goes out by the outbox; and what a message shows that went
 * out, so that a reply to it is understood. Table telegram_message. */
#ifndef TELEGRAM_SENT_H
#define TELEGRAM_SENT_H

#include <stdint.h>

#include "base/mem.h"

struct db;
struct err;

#define TELEGRAM_ABOUT_SIZE	41

struct telegram_sent {
	int64_t	 bot_id, chat_id;
	char	*method, *params;	/* params: JSON, without the chat */
	char	 about[TELEGRAM_ABOUT_SIZE];	/* "task:5", "" */
};
void	telegram_sent_clear(struct telegram_sent *);
#define own_telegram_sent cleanup(telegram_sent_clear)

int	telegram_sent_add(struct db *, const struct telegram_sent *,
	    int64_t *id, struct err *);
/* ERR_ABSENT: there is none, or it went out. */
int	telegram_sent_get(struct db *, int64_t id, struct telegram_sent *out,
	    struct err *);
/* It went out as this message; its text is not kept. */
int	telegram_sent_done(struct db *, int64_t id, int64_t message_id,
	    struct err *);
/* A message that went out otherwise shows this. */
int	telegram_sent_note(struct db *, const struct telegram_sent *,
	    int64_t message_id, struct err *);
/* What the message shows. ERR_ABSENT: nothing that is known. */
int	telegram_sent_shows(struct db *, int64_t bot_id, int64_t chat_id,
	    int64_t message_id, char about[TELEGRAM_ABOUT_SIZE],
	    struct err *);
/* The last message of the chat that shows it. ERR_ABSENT: none went out. */
int	telegram_sent_find(struct db *, int64_t bot_id, int64_t chat_id,
	    const char *about, int64_t *message_id, struct err *);
/* Removes some older than days. */
int	telegram_sent_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

#endif
