/* link: the Huntflow client of a user: address, key and refresh token from the
 * connection, one shared budget, calls recorded, the token renewed when it expires. */
#ifndef HUNTFLOW_LINK_H
#define HUNTFLOW_LINK_H

#include <stdbool.h>
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
	char		*address;		/* as configured: where its keys may be sent */
	char		*base_url;		/* the same without /v2 */
	/* what the renewal needs */
	struct db	*db;
	const struct conf *conf;
	bool		 marked;	/* ok was written */
	bool		 trial;		/* of a key that is not stored: marks nothing */
	int64_t		 renews_ms;	/* the last renewal began, clock_mono_ms */
};

/*
 * environment NULL: the user's active_system. ERR_CONFLICT with code
 * "huntflow.setup" when the address or the key is not set; ERR_REMOTE_AUTH with
 * "huntflow.key" never here: only a call shows it. db and conf must outlive it.
 */
int	 huntflow_link_open(struct db *, const struct conf *, int64_t user_id,
	    const char *environment, struct huntflow_link **, struct err *);
/* The same for a known connection (bulk imports keep theirs). */
int	 huntflow_link_open_id(struct db *, const struct conf *,
	    int64_t connection_id, int64_t user_id, struct huntflow_link **,
	    struct err *);
/*
 * One that sends a key which is not stored, to address (NULL: the stored one): to try it. A key
 * that is refused is ERR_REMOTE_AUTH with "huntflow.key_refused", or "huntflow.key_expired" when
 * its time is over; it says nothing of the stored one.
 */
int	 huntflow_link_try(struct db *, const struct conf *, int64_t user_id,
	    const char *environment, const char *address, const char *key,
	    struct huntflow_link **, struct err *);
void	 huntflow_link_close(struct huntflow_link *);
void	 huntflow_link_close_p(struct huntflow_link **);
#define own_huntflow_link cleanup(huntflow_link_close_p)

/* A client of the same address that sends no key: what renews the pair. */
int	 huntflow_link_bare(const struct huntflow_link *, struct huntflow **out,
	    struct err *);
/* A call went well: the connection is "ok" again (written once a link). */
void	 huntflow_link_ok(struct huntflow_link *);
/* The page of an applicant for people: the site that belongs to the API's address. nick:
 * the organisation's, as huntflow_dictionary_accounts gives it. */
char	*huntflow_link_page(const char *base_url, const char *nick,
	    int64_t applicant);

#endif
