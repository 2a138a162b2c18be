/* task_edit: what people do with tasks. Each deed is one transaction: the right to it, the rows,
 * the history, and what others are told of it. Programs that call it have WEB_STARTS. */
#ifndef TEAM_TASK_EDIT_H
#define TEAM_TASK_EDIT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "team/position.h"
#include "team/task.h"

struct actor;
struct db;
struct db_rows;
struct err;
struct task_form;

#define TASK_EDIT_MANY	500	/* tasks of one task_edit_many */

/* The task as the deed left it. Its texts live as long as this and the form. */
struct task_now {
	struct task	 task;
	bool		 known;		/* else it is read anew: names, or who sees it, changed */
	struct db_rows	*rows;
	char		*tags, position[POSITION_SIZE];
};
void	task_now_clear(struct task_now *);
#define own_task_now cleanup(task_now_clear)

/* All: ERR_ABSENT not seen; ERR_DENIED "team.denied"; ERR_INPUT on a field of the form. */
int	task_edit_add(struct db *, const struct actor *, struct task_form *,
	    int64_t *id, struct err *);
/* ERR_CONFLICT "team.version": it was changed since the form's version. */
int	task_edit_change(struct db *, const struct actor *, int64_t id,
	    struct task_form *, struct task_now *, struct err *);
/* after_id as task_form_read_move has it; one that is not seen: ERR_INPUT on after. */
int	task_edit_move(struct db *, const struct actor *, int64_t id,
	    struct task_form *, int64_t after_id, struct task_now *,
	    struct err *);
/* The same change of many (ids differ), or of none of them. before: an array; gets what each had of
 * the fields that are changed: [{"id": 12, "status": "todo"}]. */
int	task_edit_many(struct db *, const struct actor *, const int64_t *ids,
	    size_t n, struct task_form *, json_t *before, struct err *);
/* What its link is called now, by a form with that link alone, unless it hangs on another thing
 * meanwhile; title NULL: there is no such thing, and it hangs on nothing. */
int	task_edit_link(struct db *, const struct actor *, int64_t id,
	    struct task_form *, struct err *);
/* Into the bin, and out of it: ERR_ABSENT when it is not there. version 0: whatever it is, else
 * ERR_CONFLICT "team.version". */
int	task_edit_bin(struct db *, const struct actor *, int64_t id,
	    int64_t version, struct err *);
int	task_edit_unbin(struct db *, const struct actor *, int64_t id,
	    struct err *);
/* Whether the one who asks watches it. */
int	task_edit_watch(struct db *, const struct actor *, int64_t id,
	    bool watch, struct err *);

#endif
