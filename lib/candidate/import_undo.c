#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/history.h"
#include "candidate/import.h"
#include "candidate/step.h"
#include "candidate/total.h"
#include "io/db.h"
#include "io/field.h"
#include "platform/integration_log.h"

struct undo {
	const struct candidate_by	*by;
	int64_t				 id, rev;
	int64_t				 candidate_id, user_id, connection_id;
	int64_t				 task_id;	/* one that is not deleted; 0: none */
	int64_t				 created_at;
	bool				 user_made, active, invited;
};

static int
find(struct db *db, struct undo *u, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT i.candidate_id, i.user_id, s.connection_id, "
	    "t.id, i.created_at, i.user_made, u.active, "
	    "i.invited_at IS NOT NULL FROM candidate_import i "
	    "JOIN user u ON u.id = i.user_id LEFT JOIN candidate_source s "
	    "ON s.id = i.source_id LEFT JOIN task t ON t.id = i.task_id AND "
	    "t.deleted_at IS NULL WHERE i.id = ? AND i.company_id = ? "
	    "FOR UPDATE", DB_ARGS(db_int(u->id), db_int(u->by->company_id)),
	    &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	u->candidate_id = db_col_int(rows, 0);
	u->user_id = db_col_int(rows, 1);
	u->connection_id = db_col_int(rows, 2);
	u->task_id = db_col_int(rows, 3);
	u->created_at = db_col_time(rows, 4);
	u->user_made = db_col_int(rows, 5) != 0;
	u->active = db_col_int(rows, 6) != 0;
	u->invited = db_col_int(rows, 7) != 0;
	return 0;
}

/* The user must not have been let in, nor have been given work by others. */
static int
check(struct db *db, const struct undo *u, struct err *err)
{
	int64_t	works;

	if (u->invited || (u->user_made && u->active))
		return err_code(err, ERR_CONFLICT, "candidate.import_invited",
		    "%lld", (long long)u->user_id);
	if (u->task_id != 0)
		return err_code(err, ERR_CONFLICT, "candidate.import_task",
		    "%lld", (long long)u->task_id);
	if (!u->user_made)
		return 0;
	if (db_number(db, "SELECT EXISTS (SELECT 1 FROM task WHERE "
	    "assigned_to = ?) OR EXISTS (SELECT 1 FROM project_member WHERE "
	    "user_id = ?)", DB_ARGS(db_int(u->user_id), db_int(u->user_id)),
	    &works, err) == -1)
		return -1;
	return works == 0 ? 0 : err_code(err, ERR_CONFLICT,
	    "candidate.import_work", "%lld", (long long)u->user_id);
}

/* The person is as they were; the root of those they are joined to is shown anew, too. */
static int
part(struct db *db, struct undo *u, struct err *err)
{
	int64_t	root;

	if (candidate_root(db, u->by->company_id, u->candidate_id, &root,
	    err) == -1 || candidate_step_drop(db, u->candidate_id,
	    CANDIDATE_STEP_IMPORT, err) == -1 ||
	    db_exec(db, "DELETE FROM candidate_import "
	    "WHERE id = ?", DB_ARGS(db_int(u->id)), NULL, err) == -1 ||
	    db_exec(db, "UPDATE candidate SET user_id = NULL, "
	    "imported_at = NULL, rev = ?, version = version + 1, "
	    "updated_at = NOW(3) WHERE user_id = ? OR id = ?",
	    DB_ARGS(db_int(u->rev), db_int(u->user_id), db_int(root)), NULL,
	    err) == -1)
		return -1;
	u->candidate_id = root;
	return u->user_made ? user_drop_candidate(db, u->user_id, err) : 0;
}

static int
work(struct db *db, void *arg, struct err *err)
{
	struct undo	*u = arg;

	return candidate_total_lock(db, u->by->company_id, &u->rev,
	    err) == -1 || find(db, u, err) == -1 ||
	    check(db, u, err) == -1 || part(db, u, err) == -1 ||
	    integration_log_back(db, u->by->company_id, u->connection_id,
	    u->created_at, err) == -1 ||
	    candidate_history_add(db, u->by, u->candidate_id, "import.undo",
	    json_pack("{s:I}", "import", (json_int_t)u->id), err) == -1 ?
	    -1 : 0;
}

int
candidate_import_undo(struct db *db, const struct candidate_by *by,
    int64_t id, int64_t *candidate_id, struct err *err)
{
	struct undo	u = { .by = by, .id = id };

	if (db_tx_run_committed(db, work, &u, err) == -1)
		return -1;
	*candidate_id = u.candidate_id;
	return 0;
}
