/* task: the team's tasks: their rows, and those who watch them. Tables task, task_watcher. */
#ifndef TEAM_TASK_H
#define TEAM_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include "team/right.h"

struct cursor;
struct db;
struct db_build;
struct db_rows;
struct err;

#define TASK_TITLE_MAX		500	/* characters */
#define TASK_TEXT_MAX		100000	/* characters of a description */
#define TASK_TAGS_MAX		20
#define TASK_TAG_MAX		50	/* characters */
#define TASK_CHECKLIST_MAX	100
#define TASK_WATCHERS_MAX	100
#define TASK_BIN_DAYS		30

/* Ended by NULL. */
extern const char *const task_statuses[];
extern const char *const task_priorities[];	/* rising: low is 1 */

/* What may be given or changed: bits. */
enum {
	TASK_TITLE	= 1,
	TASK_DESCRIPTION = 2,
	TASK_STATUS	= 4,
	TASK_PRIORITY	= 8,
	TASK_DUE	= 16,
	TASK_LIST	= 32,
	TASK_ASSIGNED	= 64,
	TASK_TAGS	= 128,
	TASK_CHECKLIST	= 256,
	TASK_WATCHERS	= 512,
	TASK_LINK	= 1024,
	TASK_POSITION	= 2048
};

/* Ids and times 0, texts NULL: none. Texts of a row live until the next one is read. */
struct task {
	int64_t		 id, company_id, list_id, assigned_to, created_by;
	int64_t		 version, comments, files;
	int64_t		 due_date, created_at, updated_at, completed_at;
	int64_t		 deleted_at;
	int		 priority;	/* 1 low .. 4 urgent */
	const char	*title, *description;	/* description NULL in lists */
	const char	*status, *status_before;	/* status_before: it was done from there */
	const char	*position;	/* position.h */
	const char	*source, *external_id;
	const char	*link_kind, *link_id, *link_title, *link_href;
	const char	*tags, *checklist, *watchers;	/* JSON */
	const char	*list_name, *assigned_to_name, *created_by_name;
	enum right_role	 role;		/* of the one who asks, in its project */
	bool		 unseen;	/* by the one who asks: task_get_written */
	bool		 link_closed;	/* to the one who asks: task_ref_reach */
	/* Of task_lock alone: the database's clock; what was asked about places (place.h). */
	int64_t		 locked_at;
	const char	*place;
};

/* "SELECT ... FROM task t ... WHERE " and the tasks that are seen; the caller adds " AND ...". */
void	task_select(struct db_build *, const struct right_who *,
	    bool descriptions);
bool	task_next(struct db_rows *, struct task *out);

/* One that is seen: ERR_ABSENT. out lives as long as the rows. */
int	task_get(struct db *, const struct right_who *, int64_t id,
	    struct db_rows **, struct task *out, struct err *);
/* The same for one who has just changed it, even when it is not seen any more. */
int	task_get_written(struct db *, const struct right_who *, int64_t id,
	    struct db_rows **, struct task *out, struct err *);
/* task_get within a transaction: nobody else changes it meanwhile. */
int	task_lock(struct db *, const struct right_who *, int64_t id,
	    struct db_rows **, struct task *out, struct err *);
/* And where it would go behind that one (place.h). */
int	task_lock_place(struct db *, const struct right_who *, int64_t id,
	    int64_t after_id, struct db_rows **, struct task *out,
	    struct err *);
int	task_lock_binned(struct db *, const struct right_who *, int64_t id,
	    struct db_rows **, struct task *out, struct err *);

/* Those of the bin that are seen and can come out of it; counted up to 10 001. */
int	task_binned_count(struct db *, const struct right_who *,
	    int64_t *total, struct err *);
/* The last deleted first, behind the cursor by deleted_at and id. Then task_next row by row,
 * without descriptions; task_binned_by: who deleted the task of this row, or NULL. */
int	task_binned_list(struct db *, const struct right_who *,
	    const struct cursor *from, int64_t limit, int64_t skip,
	    struct db_rows **, struct err *);
const char *task_binned_by(const struct db_rows *);

/* Within the caller's transaction, like all below. position is found here: at the end. */
int	task_add(struct db *, const struct task *, int64_t *id, struct err *);
/* The columns of these bits. The caller has set version and updated_at. */
int	task_save(struct db *, const struct task *, unsigned bits,
	    struct err *);
/* That person watches none of a project's tasks any more. */
int	task_unwatch_list(struct db *, int64_t list_id, int64_t user_id,
	    struct err *);
int	task_bin(struct db *, int64_t id, int64_t by_id, struct err *);
int	task_unbin(struct db *, int64_t id, struct err *);
/* Removes some that were in the bin for so many days, with all that hangs on them. */
int	task_expire(struct db *, int64_t days, int64_t *removed, struct err *);
/* A comment or a file more or less: the task counts as changed, its version stays. */
int	task_count(struct db *, int64_t id, int64_t comments, int64_t files,
	    struct err *);

#endif
