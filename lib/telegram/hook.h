/* hook: an update that Telegram sends to the address of a bot's webhook. */
#ifndef TELEGRAM_HOOK_H
#define TELEGRAM_HOOK_H

#include <stddef.h>

struct conf;
struct db;
struct err;

#define TELEGRAM_HOOK_HEADER	"X-Telegram-Bot-Api-Secret-Token"

struct telegram_post {
	const char	*key;		/* the last part of the address */
	const char	*secret;	/* the header; NULL: none */
	const char	*body;
	size_t		 len;
};
/*
 * Stored, and somebody is woken to handle it. ERR_ABSENT: no bot has this address; ERR_AUTH
 * "telegram.secret". What cannot be understood is no error: it would come again and again.
 */
int	telegram_hook_take(struct db *, const struct conf *,
	    const struct telegram_post *, struct err *);

#endif
