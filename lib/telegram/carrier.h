/* carrier: how messages of the outbox go out by Telegram (account/outbox_run.h). The Bot API does
 * not know a message again: a request whose answer was lost (also because we died) is not repeated,
 * the message fails as "account.outbox_unsure". It is marked as going out when the connection
 * is open, after all waiting; so nearly always that means that it has arrived. */
#ifndef TELEGRAM_CARRIER_H
#define TELEGRAM_CARRIER_H

#include <stddef.h>
#include <stdint.h>

struct conf;
struct db;
struct err;
struct message_button;
struct outbox;
struct outbox_carrier;
struct outbox_letter;
struct user;

extern const struct outbox_carrier telegram_carrier;

/* The kind of what telegram/talk.h writes: its writer, and how often it is tried. */
#define TELEGRAM_ANSWER		"answer"
#define TELEGRAM_TRIES		6
int	telegram_carrier_answer(struct db *, const struct conf *,
	    const struct outbox *, const struct user *, const void *arg,
	    struct outbox_letter *out, struct err *);
/*
 * For outbox_letter's call, of writers of other kinds: an HTML text of one message at most, and its
 * buttons. It goes to the person's chat, telegram_link_best; about as in telegram/talk.h.
 * The caller's.
 */
char	*telegram_carrier_call(const char *html, const struct message_button *,
	    size_t n, const char *about);
/*
 * The same in that chat of that bot: what went out there before about the same becomes it, so that
 * one message always says how a thing is now.
 */
struct telegram_place {
	int64_t	bot_id, chat_id;
};
char	*telegram_carrier_show(const char *html, const struct message_button *,
	    size_t n, const char *about, const struct telegram_place *);

#endif
