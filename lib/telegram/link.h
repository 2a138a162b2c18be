/* link: which chat of a bot is whose. A person has one chat with a bot; a bot answers a group with
 * a refusal, so only private chats are linked. Table telegram_link; the tokens that link are those
 * of account/session.h, for that purpose alone. */
#ifndef TELEGRAM_LINK_H
#define TELEGRAM_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "io/secret.h"
#include "telegram/bot.h"

struct db;
struct db_rows;
struct err;

#define TELEGRAM_LINK_MINUTES	15

struct telegram_link {
	int64_t	id, bot_id, user_id, chat_id;
	int64_t	created_at;			/* ms */
	bool	own;				/* the bot is the person's own */
	bool	blocked;			/* the person does not want it any more */
	char	username[TELEGRAM_NAME_SIZE];	/* of the person at Telegram; "": none */
	char	bot[TELEGRAM_NAME_SIZE];	/* of the bot */
};

/* A token for "https://t.me/BOT?start=TOKEN": works once, for TELEGRAM_LINK_MINUTES. */
int	telegram_link_token(struct db *, int64_t user_id,
	    char token[SECRET_TOKEN_SIZE], struct err *);
/*
 * Uses the token up: from now on the chat is that person's with this bot, whoever had it, and no
 * other chat is. In the caller's transaction, if there is one. ERR_AUTH "account.link_expired":
 * also of another person than the one whose own the bot is.
 */
int	telegram_link_take(struct db *, const struct telegram_bot *,
	    const char *token, int64_t chat_id, const char *username,
	    int64_t *user_id, struct err *);
/* The same without a token, by a program that knows both to be one person's. */
int	telegram_link_set(struct db *, const struct telegram_bot *,
	    int64_t user_id, int64_t chat_id, const char *username,
	    struct err *);

/*
 * Whose chat it is: an active person. ERR_ABSENT: nobody's. With a person's own bot, the
 * chat that they have with the bot of the configuration is theirs too.
 */
int	telegram_link_user(struct db *, const struct telegram_bot *,
	    int64_t chat_id, int64_t *user_id, struct err *);
/* The chats of a person, first the one where they are told things. */
int	telegram_link_list(struct db *, int64_t user_id, struct db_rows **,
	    struct err *);
bool	telegram_link_next(struct db_rows *, struct telegram_link *out);
/* The first that is not blocked, of an active bot. ERR_ABSENT: there is none. */
int	telegram_link_best(struct db *, int64_t user_id,
	    struct telegram_link *out, struct err *);
/* Active people that have such a chat with the bot of that id. */
int	telegram_link_count(struct db *, int64_t bot_id, int64_t *n,
	    struct err *);

int	telegram_link_block(struct db *, int64_t bot_id, int64_t chat_id,
	    bool blocked, struct err *);
/* The chat has another id now. */
int	telegram_link_migrate(struct db *, int64_t bot_id, int64_t from,
	    int64_t to, struct err *);
/* All of a person's. ERR_ABSENT: there was none. */
int	telegram_link_drop(struct db *, int64_t user_id, struct err *);

#endif
