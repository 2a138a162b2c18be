/* task_export: the team's tasks as a table for spreadsheets, in parts. */
#ifndef TEAM_TASK_EXPORT_H
#define TEAM_TASK_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "team/task_find.h"

struct buf;
struct db;
struct err;

#define TASK_EXPORT_MAX	100000	/* rows of one file */

/* Every column of the file, in its order (NULL-ended). */
extern const char *const task_export_columns[];

/* Filled by the caller down to site; what is borrowed outlives the export. */
struct task_export {
	const struct conf	*conf;		/* borrowed */
	struct right_who	 who;
	struct task_filter	 filter;
	const char		*order;		/* NULL: the usual one */
	char			 separator;
	const char		*zone, *lang;	/* borrowed */
	char			*site;		/* before "/tasks/12/" */
	/* how far it is */
	bool			 begun, ended;
	int64_t			 rows;
	char			 after[CURSOR_SIZE];
};
void	task_export_close(struct task_export *);
void	task_export_close_p(struct task_export **);
#define own_task_export	cleanup(task_export_close_p)
/*
 * The next rows, the first time behind a line with the names of the columns. 1: there may be
 * more; 0: these were the last.
 */
int	task_export_next(struct db *, struct task_export *, struct buf *,
	    struct err *);

#endif
