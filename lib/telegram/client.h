/* client: a bot's own way to the Bot API: its token opened, its calls counted against the limits of
 * that bot and logged for the company that they are made for. */
#ifndef TELEGRAM_CLIENT_H
#define TELEGRAM_CLIENT_H

#include <stdint.h>

struct conf;
struct db;
struct err;
struct telegram;

/* For whom a call is made; company_id 0: nobody's log has it. */
struct telegram_client {
	int64_t	company_id, user_id;
};
/* At TELEGRAM_API_URL, else TELEGRAM_URL. token: of telegram_bot_keys, or one to be checked. */
struct telegram *telegram_client_token(struct db *, const struct conf *,
	    const char *token, const struct telegram_client *, struct err *);
struct telegram *telegram_client_open(struct db *, const struct conf *,
	    int64_t bot_id, const struct telegram_client *, struct err *);

#endif
