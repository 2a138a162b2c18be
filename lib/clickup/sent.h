/* sent: transfers of tasks to Huntflow, as the list and the page of a task show them. Reads table
 * transfer, which is origin's. */
#ifndef CLICKUP_SENT_H
#define CLICKUP_SENT_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;
struct origin_sent;

/* The transfers of a task by whomever of the user's company, newest first. */
int	clickup_sent_list(struct db *, int64_t user_id, const char *task_id,
	    struct db_rows **, struct err *);
bool	clickup_sent_next(struct db_rows *, struct origin_sent *out);

/* Tasks of a list whose transfer somebody works on, or did until a crash: row id, state. What the
 * index knows of these may be old. */
int	clickup_sent_held(struct db *, int64_t company_id,
	    int64_t connection_id, struct db_rows **, struct err *);

#endif
