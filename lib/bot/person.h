/* person: for whom a bot acts: the one whose chat it is, with exactly their rights. */
#ifndef BOT_PERSON_H
#define BOT_PERSON_H

#include <stdbool.h>
#include <stdint.h>

#include "team/actor.h"

struct conf;
struct db;
struct err;
struct user;

#define BOT_TOKEN_LEAST	32	/* characters of SYSTEM_BOT_TOKEN, what an outside bot shows */

/* Nothing in it is owned. */
struct bot_person {
	const struct user	*user;
	struct actor		 actor;		/* via "bot" */
	bool			 mine;		/* a bot of their own: their own tasks alone */
};

/* mine: the bot is their own; then a manager has no more rights than a member. ERR_DENIED
 * "io.role": such a role has no tasks. */
int	bot_person_read(const struct conf *, const struct user *, bool mine,
	    struct bot_person *out, struct err *);
/* The active person who has that chat with the bot of the configuration, into an empty one.
 * ERR_ABSENT "bot.unlinked"; ERR_CONFLICT "telegram.unset": there is no such bot. */
int	bot_person_find(struct db *, const struct conf *, int64_t chat_id,
	    struct user *out, struct err *);
/* Their own bot is off; its token is kept. ERR_ABSENT, code "bot.no_own". */
int	bot_person_own_off(struct db *, int64_t user_id, struct err *);

#endif
