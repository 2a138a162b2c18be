/* integration_log: what was done with integrations, by whom and how it ended, and how many people
 * were found and imported by day. Both outlive their integration. Tables integration_log,
 * integration_day. */
#ifndef PLATFORM_INTEGRATION_LOG_H
#define PLATFORM_INTEGRATION_LOG_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;
struct integration;

extern const char *const integration_operations[];	/* NULL-ended: create, ... sync */
extern const char *const integration_outcomes[];	/* success, partial, error */

/* One row; texts live until the next. */
struct integration_log {
	int64_t		 id, company_id, integration_id;
	const char	*platform, *name, *operation, *status;
	const char	*code, *message;	/* a message for people and its argument; "" */
	const char	*details;		/* JSON object */
	int64_t		 user_id;		/* 0: by itself */
	const char	*user_name;		/* NULL: unknown */
	int64_t		 created_at;		/* ms */
};

/* details are borrowed, NULL: none; why NULL: it went well. A row that cannot be written is only
 * logged. */
void	integration_log_add(struct db *, const struct integration *,
	    const char *operation, int64_t user_id, const json_t *details,
	    const struct err *why);
/* The same that went well but for a part. */
void	integration_log_partial(struct db *, const struct integration *,
	    const char *operation, int64_t user_id, const json_t *details,
	    const struct err *why);

/* 0 and NULL: any. */
struct integration_log_filter {
	int64_t		 company_id, integration_id;
	const char	*platform, *operation, *status;
	int64_t		 before_id;
};
/* Newest first; walk with integration_log_next. */
int	integration_log_list(struct db *, const struct integration_log_filter *,
	    int64_t limit, struct db_rows **, struct err *);
bool	integration_log_next(struct db_rows *, struct integration_log *);
json_t	*integration_log_json(const struct integration_log *,
	    const char *lang);
/* Removes some that are older than days. */
int	integration_log_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

/* What one more search, sync or import gave: adds to the day and to the integration itself. */
struct integration_gain {
	int64_t	 searches, errors, imported;
	int64_t	 found, persons;	/* new at this integration; new at all */
};
int	integration_log_gain(struct db *, const struct integration *,
	    const struct integration_gain *, struct err *);
/* One who was imported then is not any more. */
int	integration_log_back(struct db *, int64_t company_id,
	    int64_t integration_id, int64_t imported_at_ms, struct err *);
/*
 * {total_integrations, active_integrations, total_candidates_found (different people),
 * total_candidates_imported} of all time, deleted ones included; {by_platform: [...],
 * by_day: [...]} of the last days, today's too.
 */
#define INTEGRATION_DAYS_MAX	366
struct integration_ask {
	int64_t		 company_id, integration_id;	/* integration_id 0: of all */
	int64_t		 days;				/* 1 to INTEGRATION_DAYS_MAX */
	const char	*zone;				/* whose days they are */
};
int	integration_log_statistics(struct db *, const struct integration_ask *,
	    json_t **out, struct err *);

#endif
