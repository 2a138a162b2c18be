#include "team/right.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "index/ask.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/web.h"
#include "team/task.h"
#include "team/task_doc.h"

_Static_assert(ROLE_MEMBER == 2 && ROLE_MANAGER == 4,
    "RIGHT_USER_SEES_TASK names them");

struct right_who
right_who_of(const struct web_req *req)
{
	return (struct right_who){
		.company_id = req->who->company_id,
		.user_id = req->who->user_id,
		.all = req->who->role >= ROLE_MANAGER,
		.recruits = req->who->role >= ROLE_RECRUITER,
	};
}

unsigned
right_of_task(const struct right_who *who, const struct task *task)
{
	const bool	made = task->created_by == who->user_id;

	if (task->unseen)
		return 0;
	if (right_leads(who, task->role))
		return RIGHT_COMMENT | RIGHT_CHANGE | RIGHT_DELETE |
		    RIGHT_MODERATE;
	if (task->role == RIGHT_ROLE_VIEWER)
		return RIGHT_COMMENT;
	if (made)
		return RIGHT_COMMENT | RIGHT_CHANGE | RIGHT_DELETE;
	return task->assigned_to == who->user_id ?
	    RIGHT_COMMENT | RIGHT_CHANGE : RIGHT_COMMENT;
}

int
right_need(const struct right_who *who, const struct task *task,
    unsigned bits, struct err *err)
{
	if ((right_of_task(who, task) & bits) == bits)
		return 0;
	return err_code(err, ERR_DENIED, "team.denied", "task %lld",
	    (long long)task->id);
}

bool
right_fills(const struct right_who *who, enum right_role role)
{
	return who->all || role >= RIGHT_ROLE_EXECUTOR;
}

bool
right_leads(const struct right_who *who, enum right_role role)
{
	return who->all || role == RIGHT_ROLE_MANAGER;
}

void
right_sees_tasks(struct db_build *b, const struct right_who *who)
{
	const struct db_arg	me = db_int(who->user_id);

	db_build_add(b, "t.company_id = ?", DB_ARGS(db_int(who->company_id)));
	if (who->all)
		return;
	db_build_add(b, " AND (t.created_by = ? OR t.assigned_to = ? "
	    "OR t.list_id IN (SELECT m.project_id FROM "
	    "project_member m WHERE m.user_id = ? AND m.is_active) "
	    "OR t.id IN (SELECT w.task_id FROM task_watcher w WHERE "
	    "w.user_id = ?))", DB_ARGS(me, me, me, me));
}

/* One's own, and those of the projects that one is an active member of. */
int
right_sees_ask(struct db *db, const struct right_who *who,
    struct index_ask *ask, struct err *err)
{
	own_rows struct db_rows	 *rows = NULL;
	char			**texts = NULL;
	size_t			  n = 0, room = 0;

	if (who->all)
		return 0;
	if (db_query(db, "SELECT CONCAT('u', ?) UNION ALL SELECT CONCAT('l', "
	    "m.project_id) FROM project_member m WHERE m.user_id = ? AND "
	    "m.is_active", DB_ARGS(db_int(who->user_id),
	    db_int(who->user_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		if (n == room) {
			room = room * 2 + 16;
			texts = mem_grow(texts, room, sizeof(*texts));
		}
		texts[n++] = db_col_dup(rows, 0);
	}
	index_ask_any(ask, TASK_TERM_SEEN, false, (const char *const *)texts,
	    n);
	while (n > 0)
		free(texts[--n]);
	free(texts);
	return 0;
}

void
right_sees_projects(struct db_build *b, const struct right_who *who)
{
	db_build_add(b, "p.company_id = ?", DB_ARGS(db_int(who->company_id)));
	if (!who->all)
		db_build_add(b, " AND p.id IN (SELECT m.project_id FROM "
		    "project_member m WHERE m.user_id = ? AND m.is_active)",
		    DB_ARGS(db_int(who->user_id)));
}

int
right_in_project(struct db *db, const struct right_who *who,
    int64_t project_id, enum right_role *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT m.role + 0 FROM project p LEFT JOIN "
	    "project_member m ON m.project_id = p.id AND m.user_id = ? AND "
	    "m.is_active WHERE p.id = ? AND p.company_id = ?",
	    DB_ARGS(db_int(who->user_id), db_int(project_id),
	    db_int(who->company_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	if (!who->all && db_col_null(rows, 0))
		return err_set(err, ERR_ABSENT, "project");
	*out = (enum right_role)db_col_int(rows, 0);
	return 0;
}
