/* clickup_export: the task list as a table for spreadsheets, however long, in parts. */
#ifndef CLICKUP_EXPORT_H
#define CLICKUP_EXPORT_H

#include <stdbool.h>

#include "base/mem.h"
#include "clickup/search.h"

struct buf;
struct conf;
struct db;
struct err;

#define CLICKUP_COLUMNS_MAX	16

/* Every column of the list, in the usual order (NULL-ended). */
extern const char *const task_columns[];

/* Filled by the caller down to conf; the texts outlive the export. */
struct clickup_export {
	struct clickup_search	 search;	/* with the home */
	const char		*sort;		/* NULL: the usual one */
	const char		*columns[CLICKUP_COLUMNS_MAX];
	size_t			 ncolumns;
	char			 separator;
	const char		*zone;		/* borrowed */
	const char		*lang;
	const struct conf	*conf;		/* borrowed */
	/* how far it is */
	bool			 begun, ended;
	char			 after[CURSOR_SIZE];
};
void	clickup_export_close(struct clickup_export *);
void	clickup_export_close_p(struct clickup_export **);
#define own_clickup_export cleanup(clickup_export_close_p)
/*
 * The next rows, the first time behind a line with the names of the columns. 1: there may be
 * more; 0: these were the last.
 */
int	clickup_export_next(struct db *, struct clickup_export *, struct buf *,
	    struct err *);

#endif
