/* provider: a service that companies have accounts at, as a row of facts. A new service is such a
 * row in the table of the programs that serve it. */
#ifndef SERVICE_PROVIDER_H
#define SERVICE_PROVIDER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct caller;
struct conf;
struct err;
struct provider_account;
struct provider_client;

#define PROVIDER_KEYS_MAX	6	/* credentials of one provider */

/* What people may send of an account's credentials. */
struct provider_key {
	const char	*name;		/* "webhook_url" */
	bool		 inner;		/* comes from the service, never from people */
	/* Checks it and makes it what is stored: the caller's. path names the field in errors.
	 * NULL: printable ASCII without blanks, as it is. */
	int		(*read)(const struct conf *, const char *path,
			    const char *value, char **out, struct err *);
};

/* What an account is about to be. Credentials are in the provider's order: NULL: as it was, "":
 * removed; is_set: those that will be there. */
struct provider_draft {
	const json_t	*settings;
	const char	*const *key;
	const bool	*is_set;
};

/* How its accounts are asked (service/provider_client.h). */
struct provider_api {
	/* NULL: ERR_UNFIT: the account has no credentials. */
	void		*(*open)(struct provider_client *, struct err *);
	void		(*close)(void *api);
	int64_t		(*calls)(const void *api);	/* made so far */
	/* Whose account it is and what it may do: facts, the caller's, with "missing":
	 * [{scope, code}] of what does not work. */
	int		(*check)(void *api, json_t **facts, struct err *);
};

struct provider {
	const char	*name;		/* "bitrix24": in addresses and of connections */
	const char	*title;		/* "Bitrix24" */
	int64_t		 interval_min;	/* between two automatic syncs; a person may say another */
	const struct provider_key *keys;	/* up to one without a name */
	const char	*const *settings;	/* names of its own, NULL-ended */
	/* Checks those of its own; ERR_INPUT names each. NULL: it has none. */
	int		(*check_settings)(const struct conf *,
			    const json_t *settings, struct err *);
	/* What is missing is ERR_INPUT; address: where the account is ("https://portal"), the
	 * caller's; NULL: as it was. */
	int		(*settle)(const struct conf *,
			    const struct provider_draft *, char **address,
			    struct err *);
	const char	*const *parts;	/* of its syncs: "employees"; NULL-ended */
	const char	*const *runs;	/* the same, and what else its runs may be of, "all" */
	const struct provider_api *api;
	/* The page where a person signs in, the caller's; and what the browser that comes back
	 * brings (domain: which portal sent it). NULL: it has no sign-in. */
	int		(*sign_in)(const struct caller *,
			    const struct provider_account *, char **url,
			    struct err *);
	int		(*signed_in)(const struct caller *, const char *state,
			    const char *code, const char *domain,
			    int64_t *account_id, struct err *);
	/* The address that its outgoing webhook is to have, the caller's. NULL: it has none. */
	int		(*hook_url)(const struct caller *,
			    const struct provider_account *, char **url,
			    struct err *);
};

/* Of a NULL-ended table; NULL: there is none. */
const struct provider *provider_by_name(const struct provider *const *,
	    const char *name);
/* The one of an address "/api/v1/<name>/..."; NULL: there is none. */
const struct provider *provider_of_path(const struct provider *const *,
	    const char *path);
/* Its place among the credentials, or -1. */
int	provider_key_at(const struct provider *, const char *name);

#endif
