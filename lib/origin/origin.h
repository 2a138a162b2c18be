/* origin: one ClickUp task's way into one Huntflow organisation. The row outlives
 * the task cache: it is why a task becomes one applicant and never two. */
#ifndef ORIGIN_ORIGIN_H
#define ORIGIN_ORIGIN_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/db_clock.h"

struct db;
struct db_rows;
struct err;

enum origin_state { ORIGIN_NEW, ORIGIN_INTENT, ORIGIN_CREATED,
	ORIGIN_DONE };

#define ORIGIN_LEASE_SIZE	17	/* 16 characters and NUL */

/* Texts are never NULL in a row that was read; ids 0: not known. */
struct origin {
	int64_t		 id, company_id, user_id, connection_id, account_id;
	char		*task_id, *task_name;
	enum origin_state state;
	char		*marker;	/* unique; in the résumé and the comment */
	int64_t		 intent_at;	/* ms; 0: never */
	int64_t		 import_id;	/* stored by origin_intend: whose POST; 0: none */
	unsigned	 steps;		/* that are done: bits of transfer/step.h */
	int64_t		 file_id, applicant_id, vacancy_id, status_id;
	json_t		*fields;	/* what is sent as the applicant, or NULL */
	json_t		*doubles;	/* array of ids, or NULL */
	char		*url, *error_code;
};
void	origin_clear(struct origin *);
#define own_origin cleanup(origin_clear)

/*
 * Hears of a row that was made, inside the same transaction: what it writes is stored with the
 * row or not at all. A program gives its listeners, NULL-ended; NULL: none.
 */
typedef int origin_listener(struct db *, const struct origin *, struct err *);

/* A new worker's name. */
void	origin_lease_name(char out[ORIGIN_LEASE_SIZE]);

/*
 * Take the task's row, made when it is new, for lease_s seconds. in: company, user,
 * connection, account, task_id and name. ERR_CONFLICT, code "origin.busy":
 * somebody else works on it now.
 */
int	origin_take(struct db *, const struct origin *in,
	    origin_listener *const *, const char *lease, int lease_s,
	    struct origin *out, struct err *);
/*
 * Store all that changes on the way (state, marker, steps, ids, fields, url) and
 * prolong the lease. ERR_CONFLICT, code "service.lease_lost": not ours any more.
 */
int	origin_save(struct db *, const struct origin *, const char *lease,
	    int lease_s, struct err *);
/* Store that the POST is about to be sent: state, marker and intent_at = now. */
int	origin_intend(struct db *, struct origin *, const char *lease,
	    int lease_s, struct err *);
int	origin_beat(struct db *, int64_t id, const char *lease, int lease_s,
	    struct err *);
/* error_code "": it went well. Not ours any more is no error. */
int	origin_release(struct db *, int64_t id, const char *lease,
	    const char *error_code, struct err *);

/* The applicant was removed: the task is as if it had never been sent. Nothing, when it became
 * another one meanwhile. */
int	origin_forget(struct db *, int64_t id, int64_t applicant_id,
	    struct err *);

/* ERR_ABSENT: the task was never sent to this organisation. */
int	origin_find(struct db *, int64_t connection_id, int64_t account_id,
	    const char *task_id, struct origin *out, struct err *);

/* The tasks that became this applicant, newest first. Texts live until the next row. */
struct origin_task {
	const char	*task_id, *name;
};
int	origin_tasks(struct db *, int64_t connection_id, int64_t account_id,
	    int64_t applicant_id, struct db_rows **, struct err *);
bool	origin_task_next(struct db_rows *, struct origin_task *out);

/* What waits for a time. */
extern const struct db_deadline origin_deadlines[];

#endif
