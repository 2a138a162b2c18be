/* provider_account: a company's account at a provider (integration_accounts of the documents): a
 * connection of nobody (owner 0), told apart by its name. Table integration_account. */
#ifndef SERVICE_PROVIDER_ACCOUNT_H
#define SERVICE_PROVIDER_ACCOUNT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "service/connection.h"
#include "service/provider.h"

struct conf;
struct err;

#define PROVIDER_ACCOUNTS_MAX	50	/* of one company and provider */

/* Times are ms since the epoch, 0: never. */
struct provider_account {
	const struct provider	*provider;
	struct connection	 con;		/* con.id is the account's */
	bool			 is_active;
	json_t			*metadata;	/* whatever whoever uses the API keeps there */
	json_t			*facts;		/* what the last check said */
	int64_t			 facts_at, created_by, updated_at;
	struct secret_hint	 key[PROVIDER_KEYS_MAX];	/* in the provider's order */
};
void	provider_account_clear(struct provider_account *);
#define own_provider_account	cleanup(provider_account_clear)

/* "active", "inactive", "error". */
const char *provider_account_status(const struct provider_account *);
/* May it be asked by what runs by itself? Active, and its credentials were not refused. */
bool	provider_account_usable(const struct provider_account *);
/* ERR_CONFLICT "service.account_inactive": somebody switched it off; nothing but a test asks. */
int	provider_account_check_on(const struct provider_account *,
	    struct err *);
/* The integration account of the API; its last error in lang. Credentials only as set or not. */
json_t	*provider_account_json(const struct provider_account *,
	    const char *lang);

/* One of the company's at this provider; ERR_ABSENT. */
int	provider_account_get(struct db *, int64_t company_id,
	    const struct provider *, int64_t id,
	    struct provider_account *out, struct err *);
/* Ids of the company's accounts, by name. At most PROVIDER_ACCOUNTS_MAX. */
int	provider_account_list(struct db *, int64_t company_id,
	    const struct provider *, struct db_rows **, struct err *);
/* The same of all companies, for what runs by itself: id, company. */
int	provider_account_all(struct db *, const struct provider *,
	    struct db_rows **, struct err *);

/* provider_account_usable of one that is known by its id alone. */
int	provider_account_on(struct db *, int64_t id, bool *on, struct err *);

/* What a form says of it (provider_account_form.h). */
struct provider_change {
	const char	*name;
	bool		 is_active, auto_sync;
	int64_t		 sync_interval;			/* minutes */
	json_t		*settings, *metadata;		/* owned */
	char		*address;			/* owned; NULL: as it was */
	char		*key[PROVIDER_KEYS_MAX];	/* owned; NULL: as it was, "": removed */
};
void	provider_change_clear(struct provider_change *);
#define own_provider_change	cleanup(provider_change_clear)
/*
 * ERR_INPUT on the field name, code "service.name_taken"; ERR_CONFLICT "service.accounts_full".
 * user_id: who made it.
 */
int	provider_account_create(struct db *, const struct conf *,
	    int64_t company_id, int64_t user_id, const struct provider *,
	    const struct provider_change *, int64_t *id, struct err *);
/*
 * Of one that was got; a credential that is set makes it new: nothing is known of it any more.
 * ERR_CONFLICT "service.account_moved": it has synced, or somebody signed in, elsewhere.
 */
int	provider_account_change(struct db *, const struct conf *,
	    const struct provider_account *, const struct provider_change *,
	    struct err *);

/* What a check said; the connection is marked "ok". */
int	provider_account_set_facts(struct db *, int64_t id, const json_t *,
	    struct err *);
/* What a service refuses, or does not have, where no person chose it: ERR_REMOTE. */
void	provider_account_blame(struct err *);
/*
 * How a call of it ended that began so long ago; why NULL: well. A service that is busy or away
 * says nothing of the account and changes nothing.
 */
int	provider_account_settle(struct db *, int64_t id, int64_t ago_ms,
	    const struct err *why, struct err *);

#endif
