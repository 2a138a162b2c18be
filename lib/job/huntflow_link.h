/* huntflow_link: the Huntflow client of a user: address, key and refresh token from the
 * connection, one shared budget, calls recorded, the token renewed when it expires. */
#ifndef JOB_HUNTFLOW_LINK_H
#define JOB_HUNTFLOW_LINK_H

#include <stdint.h>

#include "base/mem.h"

struct conf;
struct db;
struct err;
struct huntflow;

struct huntflow_link {
	struct huntflow	*api;
	int64_t		 connection_id, company_id, user_id;
	char		 environment[8];	/* "PROD", "SANDBOX" */
	char		*base_url;		/* as configured, without /v2 */
	/* what the renewal needs */
	struct db	*db;
	const struct conf *conf;
};

/*
 * environment NULL: the user's active_system. ERR_CONFLICT with code
 * "huntflow_setup" when the address or the key is not set; ERR_REMOTE_AUTH with
 * "huntflow_key" never here: only a call can tell. db and conf must outlive it.
 */
int	 huntflow_link_open(struct db *, const struct conf *, int64_t user_id,
	    const char *environment, struct huntflow_link **, struct err *);
/* The same for a known connection (bulk imports keep theirs). */
int	 huntflow_link_open_id(struct db *, const struct conf *,
	    int64_t connection_id, int64_t user_id, struct huntflow_link **,
	    struct err *);
void	 huntflow_link_close(struct huntflow_link *);
void	 huntflow_link_close_p(struct huntflow_link **);
#define own_huntflow_link cleanup(huntflow_link_close_p)

/*
 * Renew the pair now (the cron does it before a token expires for good). stale: the
 * access token that was refused; when the stored one differs already, another process
 * was quicker and nothing is asked. fresh may be NULL.
 */
int	 huntflow_link_renew(struct huntflow_link *, const char *stale,
	    char **fresh, struct err *);
/* The page of an applicant for people: the site beside the API's address. */
char	*huntflow_link_page(const char *base_url, int64_t account,
	    int64_t applicant);

#endif
