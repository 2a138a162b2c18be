/* queue: the jobs before the importer: which goes on now, what makes it wait, when it is over. */
#ifndef IMPORT_QUEUE_H
#define IMPORT_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;
struct import_job;

/* Ids of jobs with work that may be taken now, at most max: of the company, then of the person
 * whose turn was longest ago. */
int	import_queue_due(struct db *, int64_t *ids, int max, int *n, struct err *);
/* An item of the job was taken while others were due. */
int	import_queue_served(struct db *, const struct import_job *,
	    struct err *);
/* What there is for an importer, in one cheap statement: it is asked twice a second for hours. */
struct import_pulse {
	int64_t	undo;		/* applicants to be taken back now, counted up to most */
	bool	undoing;	/* some are left to be taken back, now or later */
	bool	lost;		/* origin_due has one */
	bool	queued;		/* some job is queued or running, it goes on now or later */
	bool	due;		/* import_queue_due has one */
	bool	stale;		/* import_queue_stale has one */
	bool	said;		/* import_said_next has one */
	bool	unsure;		/* import_queue_unsure has one */
	int64_t	wait_ms;	/* until the next job may take an item; 0: now, or unknown */
};
/* works: items are under way here, figures change each second. */
int	import_queue_pulse(struct db *, int64_t most, bool works,
	    struct import_pulse *out, struct err *);
/* For the whole house: jobs queued or running, and the tasks these have left. */
int	import_queue_open(struct db *, int64_t *, struct err *);
int	import_queue_left(struct db *, int64_t *, struct err *);
/* The next item starts after the delay of the job; false: another worker took this moment. */
int	import_queue_pace(struct db *, int64_t id, bool *ours, struct err *);
/* Items that may be taken now, counted up to most. */
int	import_queue_ready(struct db *, int64_t id, int64_t most, int64_t *out,
	    struct err *);
/* The first claim: queued becomes running. changed: it was us. */
int	import_queue_begin(struct db *, int64_t id, bool *changed, struct err *);
/*
 * resumed_at: of the job, as it was when what failed was begun (0: never). A person who resumed it
 * since then knows better: nothing changes.
 */
/* Nothing starts before for_ms from now; by: "clickup", "huntflow". */
int	import_queue_pause(struct db *, int64_t id, int64_t resumed_at,
	    int64_t for_ms, const char *by, struct err *);
/* The job cannot go on without a person: stopped, and says why. */
int	import_queue_halt(struct db *, int64_t id, int64_t resumed_at,
	    const char *code, const char *text, bool *changed, struct err *);
/* Completed (or failed, when all failed) if nothing is left, with its last figures. */
int	import_queue_finish(struct db *, int64_t id, bool *changed, struct err *);
/* Ids of jobs that run and whose figures are due: a second after a change, else now and then. */
int	import_queue_stale(struct db *, bool works, int64_t *ids, int max,
	    int *n, struct err *);
/* Ids of jobs that have unsure items, however long they are over. */
int	import_queue_unsure(struct db *, int64_t *ids, int max, int *n,
	    struct err *);

#endif
