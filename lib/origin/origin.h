/* origin: the way of one item (a ClickUp task, a candidate) into one Huntflow organisation. The row
 * outlives what caches the item: it is why an item becomes one applicant and never two, whoever of
 * the company sends it. Table transfer. */
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

enum origin_state {
	ORIGIN_NEW,		/* nothing was sent */
	ORIGIN_INTENT,		/* the POST is being sent */
	ORIGIN_CREATED,		/* the applicant is known, some steps are left */
	ORIGIN_DONE,
	ORIGIN_UNSURE,		/* the POST may have been carried out */
	ORIGIN_REMOVED		/* the applicant was taken away again: as if never sent */
};

#define ORIGIN_NO_LOOK		(-1)
#define ORIGIN_KIND_SIZE	16
#define ORIGIN_CLICKUP		"clickup"	/* the kind of ClickUp's tasks */

/* Texts are never NULL in a row that was read, documents NULL when there is none; ids 0: not
 * known. Ages and times to come are measured by the database's clock. */
struct origin {
	int64_t		 id, company_id, user_id, connection_id, account_id;
	char		 environment[8];	/* "PROD", "SANDBOX" */
	char		 kind[ORIGIN_KIND_SIZE];	/* of the item's source */
	char		*task_id, *task_name;	/* the item's, as its source calls it */
	enum origin_state state;
	char		*marker;	/* unique; in the links of the résumé and the comment */
	int64_t		 intent_at;	/* ms; 0: never */
	int64_t		 intent_age_ms;
	int64_t		 import_id;	/* stored by origin_intend: whose POST; 0: none */
	unsigned	 steps;		/* that are done: bits of transfer/step.h */
	int64_t		 file_id, applicant_id, vacancy_id, status_id;
	json_t		*fields;	/* what of the applicant is needed to know it again */
	json_t		*doubles;	/* array of ids */
	json_t		*ask;		/* what was asked for */
	json_t		*files;		/* what was uploaded, what could not be */
	json_t		*likely;	/* array of ids that an unsure one may be */
	int64_t		 lost;		/* POSTs whose outcome was not known */
	int64_t		 looks;		/* times it was looked for */
	int64_t		 look_in_ms;	/* until it is looked for next; or ORIGIN_NO_LOOK */
	int64_t		 second_id;	/* a younger applicant with the same marker */
	char		*url, *error_code;
	char		*by;		/* the name of user_id */
	int64_t		 created_at;	/* ms */
};
void	origin_clear(struct origin *);
#define own_origin cleanup(origin_clear)

/*
 * Hear of a row inside the transaction that changes it: what they write is stored with it or not
 * at all. A program gives its listeners, ended by released NULL; no table: none. The
 * others may be NULL: it does not hear of those.
 */
typedef int origin_hears(struct db *, const struct origin *, struct err *);
struct origin_listener {
	origin_hears	*begun;		/* made, or taken up again after a removal */
	origin_hears	*removed;	/* as if it had never been sent */
	origin_hears	*released;	/* nobody works on it any more; its state may be another */
};

/* What waits for a time. */
extern const struct db_deadline origin_deadlines[];

/*
 * Take the item's row, made when it is new, for lease_s seconds. in: company, user, connection,
 * environment, account, kind, task_id and name; user and connection are stored until the
 * applicant is there, ask (NULL: as it was) in any case. A row whose holder ended while it sent is
 * ORIGIN_UNSURE now. ERR_CONFLICT, code "origin.busy": somebody else works on it.
 */
int	origin_take(struct db *, const struct origin *in,
	    const struct origin_listener *, const char *lease, int lease_s,
	    struct origin *out, struct err *);
/*
 * Store all that changes on the way and prolong the lease. ERR_CONFLICT, code
 * "service.lease_lost": not ours any more.
 */
int	origin_save(struct db *, const struct origin *, const char *lease,
	    int lease_s, struct err *);
/* Store that the POST goes out now: the state is ORIGIN_INTENT. Errors as of origin_save. */
int	origin_intend(struct db *, struct origin *, const char *lease,
	    int lease_s, struct err *);
/*
 * The POST that was stored did not go out after all, which is certain, and another took the row
 * meanwhile and looks for the applicant: it is taken back from that one and ORIGIN_NEW again,
 * unless a later POST got lost.
 */
int	origin_unsend(struct db *, const struct origin_listener *,
	    const struct origin *, struct err *);
int	origin_beat(struct db *, int64_t id, const char *lease, int lease_s,
	    struct err *);
/* error_code "": it went well. Not ours any more is no error. */
int	origin_release(struct db *, const struct origin_listener *, int64_t id,
	    const char *lease, const char *error_code, struct err *);

/* Nothing was made and nothing is to be: as if it had never been taken. Not ours any more is no
 * error. */
int	origin_drop(struct db *, const struct origin_listener *, int64_t id,
	    const char *lease, struct err *);
/* A row of origin_due that cannot be gone on with now. */
int	origin_put_off(struct db *, const struct origin_listener *, int64_t id,
	    int64_t for_ms, struct err *);

/* The applicant was removed: the task is as if it had never been sent. Nothing, when it became
 * another one meanwhile. In the caller's transaction. */
int	origin_forget(struct db *, const struct origin_listener *, int64_t id,
	    int64_t applicant_id, struct err *);

/* Does somebody send that item at this moment? */
int	origin_at_work(struct db *, int64_t company_id, const char *kind,
	    const char *task_id, bool *out, struct err *);
/* All that is kept of an item's transfers is gone, applicants stay where they are. In the caller's
 * transaction. */
int	origin_erase_item(struct db *, int64_t company_id, const char *kind,
	    const char *task_id, struct err *);

/* in: company, environment, account, kind, task_id. ERR_ABSENT: it was never sent there. */
int	origin_find(struct db *, const struct origin *in, struct origin *out,
	    struct err *);
int	origin_get(struct db *, int64_t id, struct origin *out, struct err *);
/* Their ids as two selects, for a statement of a room above. */
#define ORIGIN_LOOKED "look_at <= NOW(3) AND " \
	"(lease IS NULL OR lease_until < NOW(3)) ORDER BY look_at LIMIT 1"
#define ORIGIN_LEFT "lease_until < NOW(3) AND " \
	"state <> 'removed' AND overruled = 0 AND (state <> 'new' OR " \
	"(ask IS NOT NULL AND JSON_VALUE(ask, '$.import_id') IS NULL)) " \
	"ORDER BY lease_until LIMIT 1"
#define ORIGIN_DUE "(SELECT id FROM transfer WHERE " ORIGIN_LOOKED ") " \
	"UNION ALL (SELECT id FROM transfer WHERE " ORIGIN_LEFT ")"
/*
 * A row that nobody holds and that has to be gone on with: one to look for, or one whose holder
 * ended in the middle (an import's that was not sent yet is left to its item); of the company whose
 * turn it is. id 0: none.
 */
int	origin_due(struct db *, int64_t *id, struct err *);

/* The tasks of ClickUp that became this applicant, newest first. Texts live until the next row. */
struct origin_task {
	const char	*task_id, *name;
};
/* in: company, environment, account, applicant. */
int	origin_tasks(struct db *, const struct origin *in, struct db_rows **,
	    struct err *);
bool	origin_task_next(struct db_rows *, struct origin_task *out);

#endif
