/* trail: who did what in a company, as one list for its admins: the audit of the account and the
 * histories of the team's tasks and projects. Reads the tables audit, task_history and
 * project_history. */
#ifndef ADMIN_TRAIL_H
#define ADMIN_TRAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "io/cursor.h"

struct db;
struct db_rows;
struct err;

/* "page", "api", "bot", "import", "service", NULL. */
extern const char *const trail_ways[];

/* Which lines; 0 and NULL: any. */
struct trail_filter {
	int64_t		 company_id, user_id;
	const char	*action;	/* with all below: "login" is "login.failed", too; what is
					 * done to a task begins with "team_task.", to a project
					 * with "project." */
	const char	*via;		/* of trail_ways */
	const char	*object;	/* as a line has it: "anna@nova.by", "task 12" */
	int64_t		 from_ms, to_ms;	/* both ends belong to it */
	struct cursor	 after;		/* number: at, id: key */
};
/*
 * One line; texts live until the next row. Lines of nobody known (a sign-in with an unknown e-mail)
 * have no company: they are shown where there is one company alone.
 */
struct trail_line {
	int64_t		 key, at, user_id;
	const char	*email, *name;		/* of the person; NULL: nobody known */
	const char	*via;			/* NULL: not noted */
	const char	*action, *object, *address;
	const char	*data, *before, *after;	/* JSON, or NULL */
	int64_t		 task_id, project_id;	/* 0: it was done to none */
	const char	*title;			/* of either, as it is now; NULL: it is gone */
};
/* Newest first, limit lines, then row by row. total (NULL: not counted): of all, exact up to
 * 10 000, then 10 001. */
int	trail_find(struct db *, const struct trail_filter *, int64_t limit,
	    struct db_rows **, int64_t *total, struct err *);
bool	trail_next(struct db_rows *, struct trail_line *);

#endif
