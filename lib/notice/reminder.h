/* reminder: when people are reminded of a thing: a day and an hour before its deadline, at it, once
 * when it is over, and at times of their own. What is said is asked when it is said
 * (notice/source.h). Table reminder. */
#ifndef NOTICE_REMINDER_H
#define NOTICE_REMINDER_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;
struct rota;

#define REMINDER_OWN_MAX	20	/* of a person and a thing */
#define REMINDER_OVERDUE_MIN	15	/* after the deadline */

struct reminder_subject {
	int64_t		 company_id;
	const char	*kind;		/* as in notice/source.h: "task" */
	int64_t		 id;
};
/*
 * In the transaction that gives a thing a deadline, moves it, or takes it away (due_at 0): when the
 * thing is done, and again when it is not. What lies in the past is not said, but that it
 * is overdue. Reminders of people that count from the deadline move along: what is over by then is
 * not said either.
 */
int	reminder_plan(struct db *, const struct reminder_subject *,
	    int64_t due_at, struct err *);
/* The thing is gone for good. */
int	reminder_forget(struct db *, const struct reminder_subject *,
	    struct err *);

struct reminder {
	int64_t	id;
	bool	counted;		/* from the deadline */
	int64_t	before_minutes;		/* when counted */
	int64_t	at, sent_at, created_at;	/* ms; 0: not known, not yet */
};
/*
 * A reminder of one person: at a time, or counted from the deadline (due_at, 0: none yet). The same
 * once more is no error: *id is that one's. ERR_CONFLICT "notice.reminders_full".
 */
int	reminder_add(struct db *, const struct reminder_subject *,
	    int64_t user_id, const struct reminder *, int64_t due_at, int64_t *id,
	    struct err *);
/* A person's own, the next one first. */
int	reminder_list(struct db *, const struct reminder_subject *,
	    int64_t user_id, struct db_rows **, struct err *);
bool	reminder_next(struct db_rows *, struct reminder *out);
/* ERR_ABSENT: none of theirs. */
int	reminder_drop(struct db *, const struct reminder_subject *,
	    int64_t user_id, int64_t id, struct err *);

/* --- for the admins --- */

/*
 * It is not said: any of the company's. ERR_ABSENT; ERR_CONFLICT "notice.reminder_over": it was
 * said, or cancelled before.
 */
int	reminder_cancel(struct db *, int64_t company_id, int64_t id,
	    struct err *);

/* --- for notice/remind.c --- */

struct reminder_due {
	int64_t		 id, company_id, subject_id, user_id, at;
	const char	*subject;	/* until the next row */
	bool		 counted;
	int64_t		 before_minutes;
};
/* Of which company some are due. */
extern const struct rota	reminder_rota;
/* Some of the company's that are due, locked by the caller's transaction; others pass them by. */
int	reminder_due(struct db *, int64_t company_id, int limit,
	    struct db_rows **, struct err *);
bool	reminder_due_next(struct db_rows *, struct reminder_due *out);
/* One of everybody's before a deadline: the next of them is due as well, now (ms). */
bool	reminder_is_overtaken(const struct reminder_due *, int64_t due_at,
	    int64_t now);
/* over: a JSON array of {"id", "told"}: was somebody told, or had the time passed? ERR_CONFLICT
 * "io.deadlock" when some were said meanwhile: again. */
int	reminder_said(struct db *, const char *over, int64_t n, struct err *);
/* Removes some that were said so many days ago. */
int	reminder_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

#endif
