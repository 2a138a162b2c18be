/* integration: a company's account at a job board (PlatformIntegration): a connection of nobody
 * (owner 0), told apart by its name, and what searches of it look for. Table integration. */
#ifndef PLATFORM_INTEGRATION_H
#define PLATFORM_INTEGRATION_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "service/connection.h"

#define INTEGRATION_KEYS	4	/* platform_key_names */

struct conf;
struct err;

/* Times are ms since the epoch, 0: never. */
struct integration {
	struct connection	 con;		/* con.id is the integration's */
	char			*description;
	bool			 is_active;
	json_t			*search;	/* as wish_read_stored reads it */
	json_t			*account;	/* what the last check said */
	int64_t			 account_at, found, imported, error_count;
	char			*last_error_code, *last_error;
	int64_t			 last_error_at, created_by, updated_at;
	bool			 quota_over;	/* what runs by itself is not to search now */
	struct secret_hint	 key[INTEGRATION_KEYS];
};
void	integration_clear(struct integration *);
#define own_integration	cleanup(integration_clear)

/* "pending", "active", "error", "expired", "disabled". */
const char *integration_status(const struct integration *);
extern const char *const integration_statuses[];	/* NULL-ended */
/* Would a search use it? is_active, and pending or active. */
bool	integration_usable(const struct integration *);
/* When it syncs next by itself, ms; 0: it does not, or no more until it is mended. */
int64_t	integration_next_at(const struct integration *);
/* PlatformIntegration, the message of the last error in lang. */
json_t	*integration_json(const struct integration *, const char *lang);

/* One of the company's; ERR_ABSENT. */
int	integration_get(struct db *, int64_t company_id, int64_t id,
	    struct integration *out, struct err *);
/* Is it switched on? One that is not there is not. */
int	integration_on(struct db *, int64_t id, bool *on, struct err *);
/* All of the company's; platform NULL: any. Walk with integration_next, which clears. */
int	integration_list(struct db *, int64_t company_id, const char *platform,
	    struct db_rows **, struct err *);
/* The same by their ids, those above after; status: of integration_statuses, NULL: any. */
int	integration_page(struct db *, int64_t company_id, const char *platform,
	    const char *status, int64_t after, int64_t skip, int64_t limit,
	    struct db_rows **, struct err *);
int	integration_count(struct db *, int64_t company_id,
	    const char *platform, const char *status, int64_t *, struct err *);
bool	integration_next(struct db_rows *, struct integration *out);

/* What a form says of it; credentials in keys, NULL: as it was, "": removed. */
struct integration_change {
	const char	*name, *description;
	bool		 is_active, auto_sync;
	int64_t		 sync_interval_hours;
	json_t		*search;		/* owned */
	const char	*key[INTEGRATION_KEYS];
};
void	integration_change_clear(struct integration_change *);
#define own_integration_change	cleanup(integration_change_clear)
/* ERR_INPUT on the field name, code "platform.name_taken". user_id: who made it. */
int	integration_create(struct db *, const struct conf *,
	    int64_t company_id, int64_t user_id, const char *platform,
	    const struct integration_change *, int64_t *id, struct err *);
/* Of one that was got with this id; a credential that is set makes it pending. */
int	integration_change(struct db *, const struct conf *, int64_t id,
	    const struct integration_change *, struct err *);
int	integration_delete(struct db *, int64_t company_id, int64_t id,
	    struct err *);

/*
 * How a call of it ended that began so long ago; why NULL: well. A credential that was set since
 * then knows better.
 */
int	integration_settle(struct db *, int64_t id, int64_t ago_ms,
	    const struct err *why, struct err *);
/* What a check said. */
int	integration_set_account(struct db *, int64_t id, const json_t *,
	    struct err *);

#endif
