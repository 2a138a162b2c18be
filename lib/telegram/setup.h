/* setup: a bot at Telegram: its name asked, its commands listed, its updates by webhook or by
 * polling. Between the two nothing is lost: what waits at Telegram stays there until it was
 * taken. */
#ifndef TELEGRAM_SETUP_H
#define TELEGRAM_SETUP_H

#include <stdbool.h>
#include <stdint.h>

struct conf;
struct db;
struct err;
struct telegram_bot;

/* A command in both languages. managers: nobody else may; a bot of a person's own has none. */
struct telegram_command {
	const char	*name, *ru, *en;
	bool		 managers;
};

/* getMe: the name is stored, the state noted. Errors of telegram_me (telegram/api.h). */
int	telegram_setup_name(struct db *, const struct conf *,
	    const struct telegram_bot *, struct err *);
/* The bot of the configuration is there, with its name; a failure to ask for it is only logged. */
int	telegram_setup_system(struct db *, const struct conf *, struct err *);
/* The token of a bot that somebody enters: ERR_INPUT on the field token; errors of telegram_me. */
struct telegram_found {
	int64_t	id;
	char	username[65];
};
int	telegram_setup_check(struct db *, const struct conf *,
	    const char *token, struct telegram_found *out, struct err *);
/* setMyCommands, in each language. */
int	telegram_setup_commands(struct db *, const struct conf *,
	    const struct telegram_bot *, const struct telegram_command *,
	    struct err *);
/* The same for bots that are active and list others yet, some at a time; a bot's failure is noted
 * with it. */
int	telegram_setup_renew(struct db *, const struct conf *,
	    const struct telegram_command *, struct err *);

/* Is WEB_BASE_URL an address that Telegram reaches: https, port 443, 80, 88 or 8443? */
bool	telegram_setup_reachable(const struct conf *);
/* ERR_CONFLICT "telegram.address": it is not. */
int	telegram_setup_webhook(struct db *, const struct conf *,
	    const struct telegram_bot *, struct err *);
int	telegram_setup_polling(struct db *, const struct conf *,
	    const struct telegram_bot *, struct err *);

/* How its webhook fares, as Telegram says. Texts are cut. */
struct telegram_health {
	bool	set, ours;
	int64_t	pending, last_error_at;		/* ms; 0: none */
	char	last_error[301];
};
int	telegram_setup_health(struct db *, const struct conf *,
	    const struct telegram_bot *, struct telegram_health *out,
	    struct err *);

#endif
