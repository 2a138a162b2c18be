/* overview: the state of a person's connection to Huntflow: whose it is, which
 * organisations it opens, how long its key lives, what the cache saves. */
#ifndef HUNTFLOW_OVERVIEW_H
#define HUNTFLOW_OVERVIEW_H

#include <jansson.h>

struct err;
struct caller;

/*
 * {system, url, status, status_code, status_text, checked_at, user, accounts, token {expires_at,
 * refresh_expires_at, refreshed_at}, cache {entries, hit_rate, calls_saved}, calls_today,
 * errors_today}; also before anything is set up, and when the service does not answer.
 */
int	huntflow_overview_get(const struct caller *, json_t **out,
	    struct err *);

#endif
