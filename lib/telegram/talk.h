/* talk: one update while it is handled, and what is answered to it. All is written in the
 * transaction in which the update is marked as handled, and goes out by the outbox
 * after it: so each answer is there once, whatever dies when. */
#ifndef TELEGRAM_TALK_H
#define TELEGRAM_TALK_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "telegram/message.h"

struct conf;
struct db;
struct err;
struct telegram_bot;
struct telegram_event;
struct user;

/* Nothing in it is owned. */
struct telegram_talk {
	struct db			*db;
	const struct conf		*conf;
	const struct telegram_bot	*bot;
	const struct telegram_event	*event;
	struct user			*user;	/* whose chat; id 0: nobody's */
	const char			*lang;	/* "ru", "en" */
	int64_t				 update_id;
	int				 n;		/* answers so far */
	bool				 toasted;
};
/*
 * Acts on an update of a private chat that is linked to an active person, and answers by the
 * functions below. It runs in a transaction of db_tx_run_committed (others inside are parts of it)
 * and may run again for the same update after a failure: so no calls to services. ERR_ABSENT,
 * ERR_INPUT and the like that the person is to hear, it says itself and returns 0; -1: it is
 * handled again later, TELEGRAM_UPDATE_TRIES times.
 */
typedef int telegram_handler(struct telegram_talk *, const void *arg,
	    struct err *);

/* For message_keyboard and message_data. */
struct message_whose telegram_talk_whose(const struct telegram_talk *);
/*
 * A message of any length (telegram/message.h); keyboard: under its last part, NULL: none. about:
 * what it shows ("task:5"; a reply to it is then known by telegram_sent_shows), NULL: nothing.
 */
int	telegram_talk_say(struct telegram_talk *, const char *html,
	    const json_t *keyboard, const char *about, struct err *);
/* The message whose button was pressed becomes this; where it cannot be changed, one more comes. */
int	telegram_talk_edit(struct telegram_talk *, const char *html,
	    const json_t *keyboard, const char *about, struct err *);
/* A line over the chat, after a button: 200 characters at most. Without it the button is answered
 * with nothing. */
int	telegram_talk_toast(struct telegram_talk *, const char *text,
	    struct err *);
/* A message that a writer of that kind makes when it goes out: one with a link in it, say. */
int	telegram_talk_later(struct telegram_talk *, const char *kind,
	    int64_t subject_id, struct err *);

#endif
