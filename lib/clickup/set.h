/* set: what a user's ClickUp connection is set to: the list that is synced, and how. */
#ifndef CLICKUP_SET_H
#define CLICKUP_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct connection;
struct db;
struct err;

#define CLICKUP_SET_TASKS	100	/* that a sync reads at most, when nothing is said */
#define CLICKUP_SET_TASKS_MAX	1000000
#define CLICKUP_SET_LISTS	20	/* of a person, at most */

struct clickup_set_list {
	char	*team_id, *list_id;
};

#define CLICKUP_MARK_NONE	"none"
#define CLICKUP_MARK_STATUS	"status"
/* "none", "comment", "status"; NULL-ended. */
extern const char *const clickup_set_marks[];

/* The user's ClickUp connection and what it is set to. Release with clickup_set_clear. */
struct clickup_set {
	int64_t	 connection_id;
	char	*team_id, *space_id, *folder_id, *list_id;	/* "" when not chosen */
	char	*list_name;
	struct clickup_set_list *lists;	/* all that are synced: list_id, then those added */
	size_t	 nlists;
	int64_t	 max_tasks;		/* 1 .. CLICKUP_SET_TASKS_MAX */
	bool	 include_closed, subtasks;
	char	*mark;			/* of clickup_set_marks: of a task that went to Huntflow */
	char	*mark_status;		/* that it gets; "" unless mark is "status" */
};
void	clickup_set_clear(struct clickup_set *);
#define own_clickup_set cleanup(clickup_set_clear)
/* Is this one of its lists? */
bool	clickup_set_has(const struct clickup_set *, const char *list_id);
/* ERR_CONFLICT, code "clickup.unset": the user has no ClickUp connection yet. */
int	clickup_set_get(struct db *, int64_t company_id, int64_t user_id,
	    struct clickup_set *out, struct err *);
/* The connection itself; the same error. */
int	clickup_set_connection(struct db *, int64_t company_id, int64_t user_id,
	    struct connection *out, struct err *);
/* That error, for want of a "connection" or a "key". Always -1. */
int	clickup_set_none(struct err *, const char *what);

#endif
