/* job: bulk imports: what was asked, how far it is, what stops it. */
#ifndef IMPORT_JOB_H
#define IMPORT_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/db_clock.h"

struct buf;
struct db;
struct db_rows;
struct err;
struct import_said;

/* Texts of a row that was read are never NULL; times are ms, 0: none. */
struct import_job {
	int64_t	 id, company_id, user_id, clickup_id, huntflow_id, account_id;
	int64_t	 vacancy_id, status_id;
	int64_t	 source_id;	/* of import/plan.h */
	char	*account_name, *vacancy_name, *status_name, *source;
	char	*status;	/* queued, running, completed, failed, cancelled, stopped */
	char	*kind;		/* of the source of its items, of transfer/source.h */
	char	*scope;		/* all, filter, selection */
	char	*request;	/* JSON */
	double	 delay_seconds;
	int64_t	 total, processed, successful, failed, skipped, unsure;
	char	*error_code, *error_message;
	int64_t	 paused_until;
	char	*paused_by;	/* "", "clickup", "notion", "huntflow" */
	/* JSON texts kept by the importer */
	char	*failed_ids, *working, *failures, *speed;
	double	 speed_per_minute;
	int64_t	 created_at, updated_at, started_at, completed_at;
	int64_t	 read_at;	/* the database's time when this was read; 0: it was not read */
	int64_t	 resumed_at;	/* by a person, the last time */
	bool	 half;		/* some items do not have what was said of all: import/said.h */
	char	*created_by, *locale;	/* the user's name and language */
};
void	import_job_clear(struct import_job *);
#define own_import_job cleanup(import_job_clear)

/*
 * A job is made in parts, none of which is seen: made, filled (import/item.h), then given in one
 * step to its person and company, queued. ERR_CONFLICT "import.empty": it has no items. One that
 * is not to be given goes again; what a killed program left goes after days.
 */
int	import_job_make(struct db *, const struct import_job *, int64_t *id,
	    struct err *);
int	import_job_give(struct db *, const struct import_job *, struct err *);
int	import_job_unmake(struct db *, int64_t id, struct err *);
int	import_job_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);
int	import_job_get(struct db *, int64_t id, struct import_job *out,
	    struct err *);
/* The same for its owner; ERR_ABSENT when it is another's. */
int	import_job_of(struct db *, int64_t user_id, int64_t id,
	    struct import_job *out, struct err *);
/* A user's jobs, newest first: below before_id (0: all), skipping offset. */
int	import_job_list(struct db *, int64_t user_id, int64_t before_id,
	    int64_t offset, int limit, struct db_rows **, struct err *);
bool	import_job_next(struct db_rows *, struct import_job *out);
/* The one that is queued or running, else the newest; there: is there any? */
int	import_job_last(struct db *, int64_t user_id, struct import_job *out,
	    bool *there, struct err *);
/* Is it queued or running? */
bool	import_job_runs(const struct import_job *);
int	import_job_count(struct db *, int64_t user_id, int64_t *out,
	    struct err *);
/* The user's job that is queued or running, another than but_id; 0: none. */
int	import_job_running(struct db *, int64_t user_id, int64_t but_id,
	    int64_t *id, struct err *);

/* Changes of state by a person. ERR_CONFLICT, code "import.state". */
int	import_job_stop(struct db *, int64_t id, struct err *);
/* Goes on with a stopped job, and with one that waits for a service: at once. Within a transaction,
 * in which its keys wait no longer, either (import/lift.h); then import_said_rest. */
int	import_job_resume(struct db *, int64_t id, struct err *);
int	import_job_cancel(struct db *, int64_t id, struct err *);
/* Failed and unsure ones become ready again. Within a transaction; then import_said_rest. */
int	import_job_retry(struct db *, int64_t id, const struct import_said *,
	    struct err *);

/* Stores account_name, vacancy_name and status_name. */
int	import_job_names(struct db *, const struct import_job *, struct err *);

/* What waits for a time. */
extern const struct db_deadline import_deadlines[];

#endif
