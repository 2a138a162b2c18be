/* sync_run: runs that fill a cache from a service, queued, claimed by lease, logged; and
 * where an interrupted one goes on. Tables sync_run, sync_cursor. */
#ifndef SERVICE_SYNC_RUN_H
#define SERVICE_SYNC_RUN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "service/lease.h"

#include "io/db_clock.h"

struct db;
struct db_rows;
struct err;

#define SYNC_LEASE_S		30	/* a dead worker's run is taken after this */
#define SYNC_ATTEMPTS_MAX	5

/* Why a run is in error: a person ended it. */
#define SYNC_CANCELLED		"service.sync_cancelled"
/* Why a run is partial although it read all that it may. */
#define SYNC_LIMIT		"clickup.sync_limit"
#define SYNC_MISSING		"clickup.sync_missing"
#define SYNC_UNREADABLE		"clickup.sync_unreadable"

/* Times are ms, 0: not yet. */
struct sync_run {
	int64_t	 id, company_id, user_id, connection_id;
	char	 stream[61];		/* "list:901" */
	char	 reason[12];		/* manual, auto, webhook, full */
	char	 state[12];		/* queued, running, done */
	char	 status[12];		/* success, error, partial; "" before */
	int64_t	 max_tasks;
	int64_t	 processed, created, updated, deleted, calls;
	int64_t	 missing;		/* not met, and kept */
	int64_t	 unreadable;		/* passed over */
	char	 error_code[49];
	char	 error_message[2001];	/* technical, English */
	double	 duration_s;
	int64_t	 attempts;
	char	 lease[LEASE_SIZE];	/* only in a claimed one */
	int64_t	 waits_until;		/* the service asked for no calls before; 0: no wait */
	int64_t	 created_at, started_at, finished_at;
};

/*
 * Queue one: company, user, connection, stream, reason, max_tasks of in. ERR_CONFLICT,
 * code "service.sync_running" (text: that run's id): one is queued or runs for the connection.
 */
int	sync_run_queue(struct db *, const struct sync_run *in, int64_t *id,
	    struct err *);
#define SYNC_BOARD	"board"		/* the stream of job boards' integrations */
#define SYNC_ACCOUNT	"account:"	/* how those of accounts at providers begin */

/* Whose runs a worker takes. */
enum sync_whose { SYNC_OF_LISTS, SYNC_OF_BOARDS, SYNC_OF_ACCOUNTS };

/*
 * Take one that waits or whose worker died. 1: out is ours for SYNC_LEASE_S; 0: none.
 * only_id (0: any).
 */
int	sync_run_claim(struct db *, int64_t only_id, enum sync_whose,
	    struct sync_run *out, struct err *);
/* Store the counters and prolong the lease. ERR_CONFLICT, code "service.lease_lost". */
int	sync_run_beat(struct db *, const struct sync_run *, struct err *);
/* The same before something that may last longer than SYNC_LEASE_S: so many seconds. */
int	sync_run_hold(struct db *, const struct sync_run *, int64_t hold_s,
	    struct err *);
/* Not now: it is queued again, as if it had never begun. */
int	sync_run_back(struct db *, const struct sync_run *, struct err *);
/* The same of the connection's run that is under way: its worker loses the lease. */
int	sync_run_anew(struct db *, int64_t connection_id, struct err *);
/*
 * A person of the company ends it: its worker loses the lease. out: as it is then. ERR_ABSENT;
 * ERR_CONFLICT "service.sync_over": it is over already.
 */
int	sync_run_cancel(struct db *, int64_t company_id, int64_t id,
	    struct sync_run *out, struct err *);
/* One of the company's; ERR_ABSENT. */
int	sync_run_any(struct db *, int64_t company_id, int64_t id,
	    struct sync_run *out, struct err *);
/* Done: status, error, counters; sets finished_at and duration_s. */
int	sync_run_finish(struct db *, struct sync_run *, struct err *);

/* One of the person's own; ERR_ABSENT. */
int	sync_run_get(struct db *, int64_t company_id, int64_t user_id, int64_t id,
	    struct sync_run *out, struct err *);
/* Newest first; walk with sync_run_next. */
int	sync_run_list(struct db *, int64_t user_id, int64_t before_id,
	    size_t limit, int64_t skip, struct db_rows **, struct err *);
bool	sync_run_next(struct db_rows *, struct sync_run *out);
int	sync_run_count(struct db *, int64_t user_id, int64_t *, struct err *);

/* Runs of lists that wait to be claimed; at most limit. */
int	sync_run_waiting(struct db *, int64_t limit, int64_t *n, struct err *err);
/* Those of a connection, newest first. stream NULL: of any. */
int	sync_run_list_of(struct db *, int64_t connection_id,
	    const char *stream, int64_t before_id, size_t limit, int64_t skip,
	    struct db_rows **, struct err *);
int	sync_run_count_of(struct db *, int64_t connection_id,
	    const char *stream, int64_t *, struct err *);
/* The newest one of the connection. ERR_ABSENT. */
int	sync_run_last(struct db *, int64_t connection_id, struct sync_run *out,
	    struct err *);
/* The newest one for this reason that was queued since then. ERR_ABSENT. */
int	sync_run_newest(struct db *, int64_t connection_id, const char *reason,
	    int64_t since_ms, struct sync_run *out, struct err *);
/* Did one of the connection's last runs begin after then and read the whole list? */
int	sync_run_since(struct db *, int64_t connection_id, int64_t at_ms,
	    bool *out, struct err *err);

/* Did it read all that it may? */
bool	sync_run_is_read(const struct sync_run *);
/* The log of a run for people, its message in lang. */
json_t	*sync_run_json(const struct sync_run *, const char *lang);

/* JSON of clickup/sync_changes.h; NULL: nothing noted. The caller's. */
int	sync_run_changes_get(struct db *, int64_t id, char **out, struct err *);
int	sync_run_changes_set(struct db *, int64_t id, const char *json,
	    struct err *);
/* Finished runs since then by slots (base/zone.h): slot, runs, created, updated, deleted, failed,
 * seconds in all, of how many runs. */
int	sync_run_slots(struct db *, int64_t user_id, int64_t since_ms,
	    struct db_rows **, struct err *);
/* For the whole house: runs queued or at work; those whose worker went away. */
int	sync_run_open(struct db *, int64_t *, struct err *);
int	sync_run_lost(struct db *, int64_t *, struct err *);

struct sync_cursor {
	int64_t	run_id;		/* 0: no run is under way */
	int64_t	page;		/* the next one */
	int64_t	updated_gt;	/* newest date_updated that a finished run saw, ms */
	int64_t	full_at;	/* end of the last whole pass, ms */
};
/* None yet: zeroes. */
int	sync_cursor_get(struct db *, int64_t connection_id, const char *stream,
	    struct sync_cursor *out, struct err *);
int	sync_cursor_set(struct db *, int64_t connection_id, const char *stream,
	    const struct sync_cursor *, struct err *);
/* Forget the cursors of a connection: the next run is a whole pass. */
int	sync_cursor_drop(struct db *, int64_t connection_id, struct err *);

/* Removes some of the finished ones that are older than days; removed: how many. Call again for
 * the others. */
int	sync_run_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

/* What waits for a time. */
extern const struct db_deadline sync_run_deadlines[];

#endif
