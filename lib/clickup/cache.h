/* cache: the cache of ClickUp tasks, and the counter of each connection. Tables clickup_task,
 * clickup_total, clickup_gone.
 * Changes of what lists show are numbered (rev), so that an index can follow them. */
#ifndef CLICKUP_CACHE_H
#define CLICKUP_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;
struct origin;
struct web_more;
struct web_req;

/* A task as it comes from the service; nothing is taken over. Times are ms, 0: none. */
struct clickup_cache_new {
	const char	*task_id, *list_id, *parent_id, *name, *description;
	const char	*status, *status_type, *status_color, *priority, *url;
	int64_t		 date_created, date_updated, date_closed, due_date;
	const char	*assignees, *tags, *custom_fields;	/* JSON */
	const char	*cv;			/* unknown pdf file linkedin rabota none */
	int		 cv_count;
	uint8_t		 hash[16];		/* of the content */
	const char	*attachments, *comments; /* JSON; NULL: were not read */
	const char	*markdown;		/* with them, or NULL */
	bool		 gone;			/* may be gone by now: not made anew */
	int64_t		 asked_at;		/* clock_mono_ms; 0: just now */
};

#define CLICKUP_CACHE_BATCH	100	/* tasks of one clickup_cache_store */

struct clickup_cache_stored {
	size_t	 created, updated;	/* unchanged ones are not written */
	int64_t	 id[CLICKUP_CACHE_BATCH];	/* of each task, in order; 0: not made */
	char	 change[CLICKUP_CACHE_BATCH];	/* 'c'reated, 'u'pdated, or 0 */
	bool	 newer[CLICKUP_CACHE_BATCH];	/* what is stored was read later */
};
/*
 * Up to CLICKUP_CACHE_BATCH tasks with different ids, inside the caller's
 * transaction. Rows whose hash is the stored one are left alone, but for attachments and comments
 * that were read. One that was changed later than what is stored now is left alone altogether: of
 * two that read a task at the same time, the later reading stays.
 */
int	clickup_cache_store(struct db *, int64_t connection_id, int64_t user_id,
	    const struct clickup_cache_new *, size_t n,
	    struct clickup_cache_stored *out, struct err *);

/* Attachments, comments, markdown and cv alone, of the user's own; not there: nothing happens. */
int	clickup_cache_detail(struct db *, int64_t user_id,
	    const struct clickup_cache_new *, struct err *);

/* One whole task; texts live as long as rows. ERR_ABSENT. */
struct clickup_cache_row {
	int64_t		 id;
	const char	*task_id, *list_id, *parent_id, *name, *description;
	const char	*status, *status_type, *status_color, *priority, *url;
	int64_t		 date_created, date_updated, date_closed, due_date;
	const char	*assignees, *tags, *custom_fields;
	const char	*attachments, *comments;	/* NULL: not read yet */
	const char	*markdown;	/* NULL: not read since it changed */
	int64_t		 detailed_at, created_at, updated_at;
	const char	*cv;
	int64_t		 cv_count;
	int64_t		 transfer_id;	/* the newest; 0: none was begun */
};
int	clickup_cache_get(struct db *, int64_t connection_id,
	    const char *task_id, struct db_rows **, struct clickup_cache_row *out,
	    struct err *);
/* The same of the user's own. */
int	clickup_cache_of(struct db *, int64_t user_id, const char *task_id,
	    struct db_rows **, struct clickup_cache_row *out, struct err *);
/* The files of a task of the user's own as a JSON array; NULL: not read yet. ERR_ABSENT. */
int	clickup_cache_attachments(struct db *, int64_t user_id,
	    const char *task_id, char **out, struct err *);
/* For struct origin_listener: a transfer of the task was begun, its applicant removed, the work
 * on it ended. All copies of the task in the company know of it. */
int	clickup_cache_sent(struct db *, const struct origin *, struct err *);
int	clickup_cache_unsent(struct db *, const struct origin *, struct err *);
int	clickup_cache_let_go(struct db *, const struct origin *, struct err *);

/* A user's list of tasks as it is now. */
struct clickup_home {
	int64_t	 company_id;
	int64_t	 connection_id;	/* 0: none yet */
	int64_t	 tasks;		/* how many there are */
	int64_t	 rev;		/* the number of its newest change */
	int64_t	 collection;	/* what the index knows it by; 0: it never had a task */
};
int	clickup_cache_home(struct db *, int64_t company_id, int64_t user_id,
	    struct clickup_home *out, struct err *);
/* The same of who asks; on a route with WEB_MORE of a program that has this as web_auth.more, it
 * was read with the session. */
extern const struct web_more clickup_cache_more;
int	clickup_cache_home_of(struct db *, const struct web_req *,
	    struct clickup_home *out, struct err *);
/* The list of a connection; ERR_ABSENT. */
int	clickup_cache_home_at(struct db *, int64_t connection_id,
	    struct clickup_home *out, struct err *);

/* Ids of the ClickUp connections of a user, or of the whole company (user_id NULL). */
int	clickup_cache_homes(struct db *, int64_t company_id,
	    const int64_t *user_id, struct db_rows **, struct err *);

/* All tasks of a connection by task_id, in parts: after "" first. Gives id, task_id, list_id,
 * status_type, parent_id, missed (missing.h). */
int	clickup_cache_ids(struct db *, int64_t connection_id, const char *after,
	    size_t limit, struct db_rows **, struct err *);
/* Those of these row ids (at most CLICKUP_CACHE_BATCH) that are there: id, task_id, name,
 * missed, cv. */
int	clickup_cache_named(struct db *, int64_t connection_id,
	    const int64_t *ids, size_t n, struct db_rows **, struct err *);
/* Removes these rows (at most CLICKUP_CACHE_BATCH), inside the caller's transaction. */
int	clickup_cache_drop(struct db *, int64_t connection_id, const int64_t *ids,
	    size_t n, size_t *dropped, struct err *);
/*
 * Empties the cache of a connection (transfers and logs stay) in steps that lock little.
 * dropped: how many tasks.
 */
int	clickup_cache_clear(struct db *, int64_t connection_id,
	    size_t *dropped, struct err *);
/* Forgets which rows were removed so many days ago, some at a time. */
int	clickup_cache_gone_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

#endif
