/* connection: a user's accounts at the services as the dashboard sees them: how each fares, its
 * keys and its webhook, all in one statement. Reads connection, secret and webhook. */
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
	bool		 key_set, refresh_set;
	int64_t		 key_ends, refresh_ends;
	int64_t		 read_at;	/* by the database's clock */
};
int	today_connection_list(const struct caller *,
	    struct today_connection out[TODAY_CONNECTIONS], struct db_rows **,
	    struct err *);

#endif
