/* provider_sync: syncs of accounts at providers: queued, claimed, carried out part by part, logged
 * (integration_sync_logs of the documents). What a part does is the provider's. */
#ifndef SERVICE_PROVIDER_SYNC_H
#define SERVICE_PROVIDER_SYNC_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "account/caller.h"
#include "service/provider_account.h"
#include "service/sync_run.h"

struct conf;
struct db;
struct err;

/* One part of a run under way. */
struct provider_run {
	const struct caller	*who;		/* of the company; user 0 */
	struct provider_account	 account;
	struct sync_run		 run;		/* its counters are the part's to raise */
	bool			 full;		/* all is read, not what is new alone */
	void			*api;		/* of provider_api.open */
	const void		*arg;		/* what the program gave */
	const char		*part;		/* its name */
	struct sync_cursor	 cursor;	/* page above 0: a pass goes on there */
	json_t			*metadata;	/* object: what the log shows beside the counters */
};
/* Within the part's own transaction: counters and cursor are stored, the lease is prolonged. */
int	provider_run_step(struct provider_run *, struct err *);
/* A record that could not be taken: the run goes on, and its log names the first ones. */
void	provider_run_failed(struct provider_run *, const char *record,
	    const struct err *why);

/* Something that the account may not do: the run goes on without, and its log says so once. */
void	provider_run_skipped(struct provider_run *, const char *part,
	    const struct err *why);

struct provider_part {
	const char	*name;		/* "employees" */
	int64_t		 every_min;	/* automatic runs do it no more often; 0: each of them */
	int		(*work)(struct provider_run *, struct err *);
	/* Code of the refusal that says: the account may not do this part. A run of all parts goes
	 * without it, and its log says so. NULL: every refusal is a failure. */
	const char	*without;
};

/* How the accounts of one provider are synced. */
struct provider_sync {
	const struct provider		*provider;
	const struct provider_part	*parts;		/* in order; ended by name NULL */
	const void			*arg;
};

#define PROVIDER_SYNC_ALL	"all"	/* every part */

/* what: a part's name, or PROVIDER_SYNC_ALL. reason: "manual", "full", "webhook". ERR_CONFLICT
 * "service.sync_running": one waits or is at work already. */
int	provider_sync_queue(struct db *, int64_t company_id,
	    int64_t account_id, const char *what, const char *reason,
	    int64_t *run_id, struct err *);
/* Queues those whose time has come. */
int	provider_sync_due(struct db *, struct err *);
/* Carries out what waits. all: NULL-ended; ACCOUNT_SYNC_WORKERS processes at a time. */
int	provider_sync_run(struct db *, const struct conf *,
	    const struct provider_sync *const *all, struct err *);

/* The log of a run, its message in lang. metadata: as stored, or NULL. */
json_t	*provider_sync_json(const struct sync_run *, const char *metadata,
	    const char *lang);

#endif
