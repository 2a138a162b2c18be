/* task_export: the task list as a table for spreadsheets, however long, in parts. */
#ifndef JOB_TASK_EXPORT_H
#define JOB_TASK_EXPORT_H

#include <jansson.h>
#include <stdbool.h>

#include "base/mem.h"
#include "job/task_search.h"

struct buf;
struct db;
struct db_rows;
struct err;

#define TASK_COLUMNS_MAX	16

/* Every column of the list, in the usual order (NULL-ended). */
extern const char *const task_columns[];
/* An array of different names of columns; ERR_INPUT on the field columns. */
int	task_columns_check(const json_t *columns, struct err *);

/* Filled by the caller down to lang; the texts outlive the export. */
struct task_export {
	struct task_search	 search;	/* with connection and user */
	const char		*sort;		/* NULL: the usual one */
	const char		*columns[TASK_COLUMNS_MAX];
	size_t			 ncolumns;
	char			 separator;
	char			*zone;		/* owned */
	const char		*lang;
	/* how far it is */
	bool			 begun;
	char			 after[CLICKUP_CURSOR_SIZE];
	struct db_rows		*ids;		/* of the rows that come next */
	size_t			 nids;		/* taken of them */
};
void	task_export_close(struct task_export *);
void	task_export_close_p(struct task_export **);
#define own_task_export cleanup(task_export_close_p)
/*
 * The next rows, the first time behind a line with the names of the columns. 1: there may be
 * more; 0: these were the last.
 */
int	task_export_next(struct db *, struct task_export *, struct buf *,
	    struct err *);

#endif
