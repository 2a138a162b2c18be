/* bot: the bots that people talk to: the one of the configuration (TELEGRAM_BOT_TOKEN), for all
 * companies, and those that people have of their own. One process asks for the updates of a bot.
 * Table telegram_bot. */
#ifndef TELEGRAM_BOT_H
#define TELEGRAM_BOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/db_clock.h"
#include "service/lease.h"

struct buf;
struct conf;
struct db;
struct db_rows;
struct err;

#define TELEGRAM_NAME_SIZE	65
#define TELEGRAM_BOT_LEASE_S	20	/* whoever holds it prolongs it meanwhile */

/* Times are ms, 0: never. */
struct telegram_bot {
	int64_t	id, telegram_id;
	int64_t	company_id, user_id;	/* whose own; 0: the one of the configuration */
	char	username[TELEGRAM_NAME_SIZE];	/* "": not asked yet */
	char	state[9];		/* active, off, revoked */
	char	way[9];			/* polling, webhook */
	char	key_hash[65];		/* of the last part of its webhook address */
	char	secret_hash[65];	/* of what each delivery must bring */
	int64_t	next_update_id;		/* all before are stored */
	int64_t	last_update_at, checked_at;
	bool	silent;			/* nothing came for six days: Telegram may count anew */
	bool	lively;			/* something came within ten seconds */
	char	error_code[49], error_text[301];	/* of the last failure; "": none since */
	int64_t	error_at;
};
bool	telegram_bot_active(const struct telegram_bot *);

/*
 * The one of the configuration, with the token that it has there now. ERR_ABSENT
 * "telegram.unset": there is none; "telegram.token_form": it does not look like a token.
 */
int	telegram_bot_system(struct db *, const struct conf *,
	    struct telegram_bot *out, struct err *);
/* ERR_ABSENT: none. */
int	telegram_bot_own(struct db *, int64_t user_id,
	    struct telegram_bot *out, struct err *);
int	telegram_bot_get(struct db *, int64_t id, struct telegram_bot *out,
	    struct err *);
/* key: the last part of its webhook address. */
int	telegram_bot_by_key(struct db *, const char *key,
	    struct telegram_bot *out, struct err *);

/* A person's own, checked at Telegram before; one that they had before is replaced. */
struct telegram_bot_new {
	int64_t		 company_id, user_id, telegram_id;
	const char	*username, *token;
};
/* ERR_CONFLICT "telegram.bot_taken": another person, or the configuration, has this bot. */
int	telegram_bot_add(struct db *, const struct conf *,
	    const struct telegram_bot_new *, struct err *);
/* ERR_ABSENT: they have none. Its links, updates and answers go with it. */
int	telegram_bot_remove(struct db *, int64_t user_id, struct err *);

/* What is kept sealed. */
struct telegram_bot_keys {
	char	*token, *key, *secret;	/* of its webhook: last part of the address, secret_token */
};
void	telegram_bot_keys_clear(struct telegram_bot_keys *);
#define own_telegram_bot_keys cleanup(telegram_bot_keys_clear)
int	telegram_bot_keys(struct db *, const struct conf *, int64_t id,
	    struct telegram_bot_keys *out, struct err *);
/* For rotate-key: as io/rotate.h counts. */
int	telegram_bot_rotate(struct db *, const struct conf *, int64_t *done,
	    int64_t *failed, struct err *);
/* As connection_secrets_lost: bots whose token is entered again; until then they are revoked. */
int	telegram_bot_lost(struct db *, struct buf *lines, struct err *);

/* "active", "off", "revoked". */
int	telegram_bot_turn(struct db *, int64_t id, const char *state,
	    struct err *);
/* "polling", "webhook". */
int	telegram_bot_way(struct db *, int64_t id, const char *way,
	    struct err *);
/* It answered; username NULL: as it was. */
int	telegram_bot_good(struct db *, int64_t id, const char *username,
	    struct err *);
/* Why it failed; changed: it was revoked just now, by this. */
int	telegram_bot_bad(struct db *, int64_t id, const struct err *why,
	    bool *revoked, struct err *);
/* Its lists of commands at Telegram are those with this hash. */
int	telegram_bot_listed(struct db *, int64_t id, const char *hash,
	    struct err *);
/* Active ones whose lists are others; own: of people's own bots. Those that failed come last. */
int	telegram_bot_unlisted(struct db *, const char *system,
	    const char *own, int64_t limit, struct db_rows **, struct err *);
/* An update came. */
int	telegram_bot_heard(struct db *, int64_t id, struct err *);

/* The one of the configuration and those of a company, after that id: for telegram_bot_next. */
int	telegram_bot_list(struct db *, int64_t company_id, int64_t after_id,
	    int64_t limit, struct db_rows **,
	    struct err *);
/* Active ones that people have of their own, of all companies, behind that id: the next 100. */
int	telegram_bot_owned(struct db *, int64_t after_id, struct db_rows **,
	    struct err *);
bool	telegram_bot_next(struct db_rows *, struct telegram_bot *out);

/* --- polling --- */

/* Active ones that are to be asked for updates and that no process has, the longest idle first. */
int	telegram_bot_idle(struct db *, size_t limit, struct db_rows **,
	    struct err *);
/* Takes one for TELEGRAM_BOT_LEASE_S, or prolongs that: *ours false: another process has it, or it
 * is not to be asked any more. */
int	telegram_bot_take(struct db *, int64_t id,
	    const char lease[LEASE_SIZE], bool *ours, struct err *);
/* Gives it back; it is asked again in after_s. */
int	telegram_bot_leave(struct db *, int64_t id,
	    const char lease[LEASE_SIZE], int64_t after_s, struct err *);
/* All before next are stored. It may go back: after a week of silence Telegram counts anew. */
int	telegram_bot_stored(struct db *, int64_t id, int64_t next,
	    struct err *);

/* What waits for a time. */
extern const struct db_deadline telegram_bot_deadlines[];

#endif
