/* connection: one account at one remote service: where it is, how it is set up,
 * how it fares, and its sealed credentials. Tables connection and secret. */
#ifndef SERVICE_CONNECTION_H
#define SERVICE_CONNECTION_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/db_clock.h"

struct buf;
struct conf;
struct db;
struct db_rows;
struct err;

/* Times are ms since the epoch, 0: never. */
struct connection {
	int64_t	 id, company_id;
	int64_t	 owner_id;	/* a user, or 0: the company's */
	char	*provider;	/* "clickup", "huntflow" */
	char	*environment;	/* "PROD", "SANDBOX" */
	char	*name;
	char	*base_url;	/* as the user wrote it; "": the service's own */
	json_t	*settings;	/* always an object */
	char	*status;	/* "new", "ok", "error", "refused" */
	char	*status_code, *status_text;	/* of the last error, else "" */
	bool	 auto_sync;
	int64_t	 sync_interval;	/* minutes */
	int64_t	 checked_at, next_run_at, last_sync_at, created_at, updated_at;
};
void	connection_clear(struct connection *);
#define own_connection	cleanup(connection_clear)

/* out is written on success only; ERR_ABSENT: there is none. */
int	connection_get(struct db *, int64_t id, struct connection *out,
	    struct err *);
int	connection_of(struct db *, int64_t owner_id, const char *provider,
	    const char *environment, struct connection *out, struct err *);
/* As a new one is before it is stored: id 0. */
void	connection_new(struct connection *out);
/* The same, made when it is not there yet. */
int	connection_ensure(struct db *, int64_t company_id, int64_t owner_id,
	    const char *provider, const char *environment,
	    struct connection *out, struct err *);

/*
 * A further one with a name of its own. ERR_CONFLICT, code "io.duplicate": there is one of that
 * name.
 */
int	connection_add(struct db *, int64_t company_id, int64_t owner_id,
	    const char *provider, const char *name, int64_t *id, struct err *);
/* The same error. */
int	connection_rename(struct db *, int64_t id, const char *name,
	    struct err *);
/* rc and err of either: that error becomes ERR_INPUT on the field name, with this code. */
int	connection_name_taken(int rc, const char *code, struct err *);
/* With its credentials, webhooks and whatever hangs on it. ERR_ABSENT. */
int	connection_delete(struct db *, int64_t id, struct err *);

/*
 * When it syncs by itself: on: it is to, from now on where it did not; else it does not.
 * settings NULL: as they were.
 */
struct connection_plan {
	bool		 on, auto_sync;	/* auto_sync: what is stored: on, were it active */
	int64_t		 sync_interval;	/* minutes */
	json_t		*settings;
};
int	connection_set_plan(struct db *, int64_t id,
	    const struct connection_plan *, struct err *);
/* Stores settings, auto_sync, sync_interval and next_run_at. */
int	connection_save_settings(struct db *, const struct connection *,
	    struct err *);
int	connection_set_address(struct db *, int64_t id, const char *base_url,
	    struct err *);
/*
 * How the service answered just now: status as above; code and text of the
 * error, NULL or "" when it went well. Sets checked_at, or clears it for "new".
 */
int	connection_mark(struct db *, int64_t id, const char *status,
	    const char *code, const char *text, struct err *);
/*
 * The same for an answer to what was asked so long ago: what was marked since then, or a credential
 * that was set since then, knows better, and nothing changes.
 */
int	connection_mark_late(struct db *, int64_t id, int64_t ago_ms,
	    const char *status, const char *code, const char *text,
	    struct err *);
/*
 * A sync ended at at_ms: sets last_sync_at, and with auto_sync the next run one
 * interval (and at most 15 s of jitter) later.
 */
int	connection_synced(struct db *, int64_t id, int64_t at_ms, struct err *);

/*
 * The credential name ("api_key", "refresh_token") in the clear; free it with
 * mem_free_str (own_str). ERR_ABSENT: it is not set.
 */
int	connection_secret(struct db *, const struct conf *,
	    int64_t connection_id, const char *name, char **plain,
	    struct err *);
/* Opens each credential of this owner, so that this process masks them all (base/mask.h). One
 * that does not open is passed over. */
int	connection_secrets_mask(struct db *, const struct conf *,
	    int64_t owner_id, struct err *);
/*
 * The same of one that is sent to base_url: ERR_ABSENT also when the connection's address is
 * another one by now.
 */
int	connection_secret_at(struct db *, const struct conf *,
	    int64_t connection_id, const char *base_url, const char *name,
	    char **plain, struct err *);
/* Within a transaction: keeps the address as it is; ERR_ABSENT when it is not base_url any more. */
int	connection_lock_at(struct db *, int64_t connection_id,
	    const char *base_url, struct err *);
/*
 * Seals and stores it; plain NULL or "" removes it. expires_at_ms 0: not known.
 * plain: at most 4000 bytes, else ERR_INPUT on the field name.
 */
int	connection_secret_set(struct db *, const struct conf *,
	    int64_t connection_id, const char *name, const char *plain,
	    int64_t expires_at_ms, struct err *);

/*
 * The n credentials of these names: each as connection_secret_set, NULL: as it was. any: something
 * was set or removed, and the connection is new: nothing is known of it.
 */
int	connection_secrets_set(struct db *, const struct conf *,
	    int64_t connection_id, const char *const *names,
	    const char *const *plain, size_t n, bool *any, struct err *);

/*
 * A number that is another one when an address or credential of this owner was set, replaced or
 * removed, or stopped or began to be good: whoever works with opened ones for long asks for it now
 * and then.
 */
int	connection_version(struct db *, int64_t owner_id, int64_t *out,
	    struct err *);

/*
 * Seals every credential that was sealed under another key (SECRET_KEY_OLD)
 * under SECRET_KEY. Adds to done and failed how many; one that does not open stays.
 */
int	connection_rotate(struct db *, const struct conf *, int64_t *done,
	    int64_t *failed, struct err *);

/* How many credentials are stored, and how many of them do not open with the keys there are. */
int	connection_secrets_check(struct db *, const struct conf *,
	    int64_t *stored, int64_t *broken, struct err *);

/*
 * Credentials that a backup brought without their key are gone; lines gets those who have to enter
 * them again: service, what it is of, whose, names.
 */
int	connection_secrets_lost(struct db *, struct buf *lines, struct err *);

/* What may be shown of a credential. */
struct secret_hint {
	bool	 set;
	char	 tail[5];	/* last four characters, "" when it is short */
	int64_t	 updated_at, expires_at;	/* ms; 0: not known */
};
/* Not set is no error: set is false. */
int	connection_secret_hint(struct db *, int64_t connection_id,
	    const char *name, struct secret_hint *out, struct err *);

/* Connections whose automatic sync is due: id, company, user, list id, max_tasks. */
struct connection_due {
	int64_t		 connection_id, company_id, user_id, due_at, max_tasks;
	const char	*list_id;	/* until the next row */
	bool		 refused;	/* the key is dead: no run until a person acts */
};
int	connection_due(struct db *, struct db_rows **, struct err *);
bool	connection_due_next(struct db_rows *, struct connection_due *out);
/* Move it on by its interval and up to jitter_s; taken: we did it, no other process. */
int	connection_due_take(struct db *, const struct connection_due *, int64_t jitter_s,
	    bool *taken, struct err *);
/* Automatic syncs of the whole house that are late by five minutes. */
int	connection_overdue(struct db *, int64_t *, struct err *);

/* What waits for a time. */
extern const struct db_deadline connection_deadlines[];

#endif
