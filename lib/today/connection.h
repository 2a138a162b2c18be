/* connection: a user's accounts at the services as the dashboard sees them: how each fares, its
 * keys and its webhook, all in one statement; and what else is not well. Reads connection, secret,
 * webhook, integration, integration_account and telegram_bot. */
#ifndef TODAY_CONNECTION_H
#define TODAY_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

struct caller;
struct db_rows;
struct err;

/* ClickUp's, then Huntflow's, PROD before SANDBOX. */
#define TODAY_CONNECTIONS	3

/* Texts live as long as the rows; times are ms, 0: never, or not known. */
struct today_connection {
	const char	*provider;	/* NULL: there is none */
	const char	*environment;
	const char	*status, *status_code, *status_text;
	const char	*account;	/* the list's name, or the team's, or the address */
	const char	*list_id;	/* "": none is chosen */
	const char	*webhook;	/* its status; NULL: there is none */
	int64_t		 next_run_at, last_sync_at;
	int64_t		 failed_at;	/* of status "error": since when */
	bool		 key_set, refresh_set;
	int64_t		 key_ends, refresh_ends;
	int64_t		 read_at;	/* by the database's clock */
};
int	today_connection_list(const struct caller *,
	    struct today_connection out[TODAY_CONNECTIONS], struct db_rows **,
	    struct err *);

/*
 * What else is not well of what the person works with: accounts of the company at services and job
 * boards, the person's bot, and for administrators the bot of all. Those that were turned off say
 * nothing. Texts live as long as the rows.
 */
struct today_trouble {
	int64_t		 id;
	const char	*provider;	/* "notion", "hh_ru", "telegram" */
	const char	*name;		/* as people named it; of a bot its user name */
	bool		 refused;	/* a key, and it needs a person; else it does not answer */
	bool		 is_board;	/* a job board */
	int64_t		 failed_at;	/* ms; 0: not known */
};
int	today_trouble_list(const struct caller *, struct db_rows **,
	    struct err *);
bool	today_trouble_next(struct db_rows *, struct today_trouble *out);

#endif
