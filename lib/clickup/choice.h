/* choice: what the tasks of a connection can be filtered by, as rows of name and count, the most
 * frequent first. Reads clickup_task and its marks. */
#ifndef CLICKUP_CHOICE_H
#define CLICKUP_CHOICE_H

#include <stdint.h>

struct db;
struct db_rows;
struct err;

/* With type and color of a status behind its count. */
int	clickup_choice_statuses(struct db *, int64_t connection_id,
	    struct db_rows **, struct err *);
/* In their own order. */
int	clickup_choice_priorities(struct db *, int64_t connection_id,
	    struct db_rows **, struct err *);
/* kind: "tag", "assignee". */
int	clickup_choice_marks(struct db *, int64_t connection_id,
	    const char *kind, struct db_rows **, struct err *);
int	clickup_choice_cvs(struct db *, int64_t connection_id,
	    struct db_rows **, struct err *);

#endif
