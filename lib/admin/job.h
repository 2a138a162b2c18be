/* job: what works by itself for a company, as one list for its admins: imports, syncs, reminders
 * whose time has come, outgoing messages, erasures of people. Reads the tables of their rooms; what
 * is done to one, its room does. */
#ifndef ADMIN_JOB_H
#define ADMIN_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "io/cursor.h"

struct conf;
struct db;
struct db_rows;
struct err;

enum job_kind { JOB_IMPORTS, JOB_SYNCS, JOB_REMINDERS, JOB_MESSAGES,
	JOB_ERASURES, JOB_KINDS };
/* "imports", "syncs", "reminders", "messages", "erasures", NULL. */
extern const char *const job_kinds[];
/* "open" (waiting, running or stopped), "waiting", "running", "stopped", "done", "failed",
 * "cancelled", "planned" (a reminder whose time has not come), NULL. */
extern const char *const job_states[];

/* Texts until the next row; times are ms, 0: none. */
struct job {
	int64_t		 id, key;
	enum job_kind	 kind;
	const char	*state;
	const char	*title;		/* the list, the task, the kind of message, the
					   number of the person erased; or NULL */
	int64_t		 user_id;		/* whose; 0: whoever answers for it then */
	const char	*user_name, *user_email;
	int64_t		 at;			/* what the list is sorted by */
	int64_t		 created_at, started_at, finished_at, due_at;
	bool		 counted;		/* these are known: */
	int64_t		 done, total, failed;	/* total 0: not known */
	int64_t		 attempts;		/* -1: nobody counts them */
	const char	*error_code, *error_text;
	int64_t		 subject_id;		/* task of a reminder, or 0; person of an erasure */
	bool		 retries, cancels;	/* it may be retried, cancelled */
};

struct job_filter {
	int64_t		 company_id;
	const char	*kind, *state;	/* of the words above; NULL: any but "planned" */
	struct cursor	 after;		/* number: at, id: key */
};
/* Newest first, but "planned" the next one first; limit rows, then row by row. total: exact up to
 * 10 000, then 10 001. */
int	job_list(struct db *, const struct job_filter *, int64_t limit,
	    struct db_rows **, int64_t *total, struct err *);
/* One of the company's; ERR_ABSENT. */
int	job_get(struct db *, int64_t company_id, enum job_kind, int64_t id,
	    struct db_rows **, struct err *);
bool	job_next(struct db_rows *, struct job *out);

/* Who does it, and to what. */
struct job_deed {
	const struct conf	*conf;
	int64_t			 company_id;
	enum job_kind		 kind;
	int64_t			 id;
	const char		*lang;
};
/*
 * What failed is tried again, an import that was stopped goes on: at once. ERR_ABSENT: none of the
 * company's; ERR_CONFLICT: its state does not allow it ("admin.job_fixed": such a job never does),
 * or another of the person's runs.
 */
int	job_retry(struct db *, const struct job_deed *, struct err *);
/* It is not done any more; what was done stays. Errors as above. */
int	job_cancel(struct db *, const struct job_deed *, struct err *);

#endif
