/* connection: a user's accounts at the services as the dashboard sees them: how each fares, its
 * keys and its webhook, all in one statement. Reads connection, secret and webhook. */
#ifndef TODAY_CONNECTION_H
#define TODAY_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

struct caller;
struct db_rows;
struct err;

/* Texts live until the next row; times are ms, 0: never, or not known. */
struct today_connection {
	const char	*provider, *environment;
	const char	*status, *status_code, *status_text;
	const char	*account;	/* the list's name, or the team's, or the address */
	const char	*list_id;	/* "": none is chosen */
	const char	*webhook;	/* its status; NULL: there is none */
	int64_t		 next_run_at, last_sync_at;
	bool		 key_set, refresh_set;
	int64_t		 key_ends, refresh_ends;
	int64_t		 read_at;	/* by the database's clock */
};
/* ClickUp's first, then Huntflow's, PROD before SANDBOX; at most one each. */
int	today_connection_list(const struct caller *, struct db_rows **,
	    struct err *);
bool	today_connection_next(struct db_rows *, struct today_connection *out);

#endif
