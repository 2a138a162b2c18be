#include "clickup/cache.h"

#include <string.h>

#include "base/mem.h"
#include "clickup/cache_int.h"
#include "io/db.h"
#include "io/web.h"
#include "origin/origin.h"

#define TASK_COLS "t.id, t.task_id, t.list_id, t.parent_id, t.name, " \
	"t.description, t.status, t.status_type, t.status_color, " \
	"t.priority, t.url, t.date_created, t.date_updated, " \
	"t.date_closed, t.due_date, t.assignees, t.tags, " \
	"t.custom_fields, t.attachments, t.comments, t.detailed_at, " \
	"t.created_at, t.updated_at, t.cv, t.cv_count, t.markdown, " \
	"t.transfer_id"

static void
task_read(const struct db_rows *rows, struct clickup_cache_row *out)
{
	*out = (struct clickup_cache_row){
		.id = db_col_int(rows, 0),
		.task_id = db_col_str(rows, 1),
		.list_id = db_col_str(rows, 2),
		.parent_id = db_col_str(rows, 3),
		.name = db_col_str(rows, 4),
		.description = db_col_str(rows, 5),
		.status = db_col_str(rows, 6),
		.status_type = db_col_str(rows, 7),
		.status_color = db_col_str(rows, 8),
		.priority = db_col_str(rows, 9),
		.url = db_col_str(rows, 10),
		.date_created = db_col_time(rows, 11),
		.date_updated = db_col_time(rows, 12),
		.date_closed = db_col_time(rows, 13),
		.due_date = db_col_time(rows, 14),
		.assignees = db_col_str(rows, 15),
		.tags = db_col_str(rows, 16),
		.custom_fields = db_col_str(rows, 17),
		.attachments = db_col_str(rows, 18),
		.comments = db_col_str(rows, 19),
		.detailed_at = db_col_time(rows, 20),
		.created_at = db_col_time(rows, 21),
		.updated_at = db_col_time(rows, 22),
		.cv = db_col_str(rows, 23),
		.cv_count = db_col_int(rows, 24),
		.markdown = db_col_str(rows, 25),
		.transfer_id = db_col_int(rows, 26),
	};
}

int
clickup_cache_get(struct db *db, int64_t connection_id, const char *task_id,
    struct db_rows **out_rows, struct clickup_cache_row *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " TASK_COLS " FROM clickup_task t "
	    "WHERE t.connection_id = ? AND t.task_id = ?",
	    DB_ARGS(db_int(connection_id), db_str(task_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	task_read(rows, out);
	*out_rows = give(rows);
	return 0;
}

int
clickup_cache_of(struct db *db, int64_t user_id, const char *task_id,
    struct db_rows **out_rows, struct clickup_cache_row *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " TASK_COLS " FROM clickup_task t "
	    "WHERE t.user_id = ? AND t.task_id = ?", DB_ARGS(db_int(user_id),
	    db_str(task_id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	task_read(rows, out);
	*out_rows = give(rows);
	return 0;
}

int
clickup_cache_attachments(struct db *db, int64_t user_id, const char *task_id,
    char **out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT attachments FROM clickup_task "
	    "WHERE user_id = ? AND task_id = ?", DB_ARGS(db_int(user_id),
	    db_str(task_id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	*out = db_col_dup(rows, 0);
	return 0;
}

/* The copies of a task in the lists of a company: its first arguments are the two. */
#define COPIES "user u JOIN clickup_task t ON u.company_id = ? " \
	"AND t.user_id = u.id AND t.task_id = ? " \
	"JOIN clickup_total n ON n.connection_id = t.connection_id "

/* Other items have a room of their own. */
static bool
is_task(const struct origin *row)
{
	return strcmp(row->kind, ORIGIN_CLICKUP) == 0;
}

/* A change of all copies begins with it. */
static int
number_copies(struct db *db, const struct origin *sent, struct err *err)
{
	return db_exec(db, "UPDATE " COPIES "SET n.rev = n.rev + 1",
	    DB_ARGS(db_int(sent->company_id), db_str(sent->task_id)), NULL,
	    err);
}

int
clickup_cache_sent(struct db *db, const struct origin *sent, struct err *err)
{
	if (!is_task(sent))
		return 0;
	if (number_copies(db, sent, err) == -1)
		return -1;
	return db_exec(db, "UPDATE " COPIES "SET t.transfer_id = ?, "
	    "t.rev = n.rev, t.updated_at = t.updated_at",
	    DB_ARGS(db_int(sent->company_id), db_str(sent->task_id),
	    db_int(sent->id)), NULL, err);
}

int
clickup_cache_unsent(struct db *db, const struct origin *sent,
    struct err *err)
{
	if (!is_task(sent))
		return 0;
	if (number_copies(db, sent, err) == -1)
		return -1;
	return db_exec(db, "UPDATE " COPIES "SET t.transfer_id = "
	    "(SELECT x.id FROM transfer x "
	    "WHERE x.company_id = u.company_id AND x.task_id = t.task_id "
	    "AND x.kind = '" ORIGIN_CLICKUP "' AND x.state <> 'removed' "
	    "ORDER BY x.created_at DESC, x.id DESC LIMIT 1), "
	    "t.rev = n.rev, "
	    "t.updated_at = t.updated_at", DB_ARGS(db_int(sent->company_id),
	    db_str(sent->task_id)), NULL, err);
}

/* What became of it is shown and filtered by. */
int
clickup_cache_let_go(struct db *db, const struct origin *row, struct err *err)
{
	if (!is_task(row))
		return 0;
	if (number_copies(db, row, err) == -1)
		return -1;
	return db_exec(db, "UPDATE " COPIES "SET t.rev = n.rev, "
	    "t.updated_at = t.updated_at", DB_ARGS(db_int(row->company_id),
	    db_str(row->task_id)), NULL, err);
}

int
clickup_cache_homes(struct db *db, int64_t company_id, const int64_t *user_id,
    struct db_rows **out, struct err *err)
{
	const struct db_arg	 whose = user_id == NULL ? db_str(NULL) :
				    db_int(*user_id);

	return db_query(db, "SELECT id FROM connection WHERE company_id = ? "
	    "AND provider = 'clickup' AND (? IS NULL OR owner_id = ?)",
	    DB_ARGS(db_int(company_id), whose, whose), out, err);
}

#define HOME_COLUMNS	"c.id, n.tasks, n.rev, n.collection"
#define HOME_JOINS	"LEFT JOIN connection c ON c.company_id = " \
	"u.company_id AND c.owner_id = u.id AND c.provider = 'clickup' " \
	"AND c.environment = 'PROD' AND c.name = '' " \
	"LEFT JOIN clickup_total n ON n.connection_id = c.id"

const struct web_more clickup_cache_more = { HOME_COLUMNS, HOME_JOINS, 4 };

static struct clickup_home
home_of(const int64_t more[WEB_MORE_MAX], int64_t company_id)
{
	return (struct clickup_home){ .company_id = company_id,
		.connection_id = more[0], .tasks = more[1], .rev = more[2],
		.collection = more[3] };
}

static void
home_read(const struct db_rows *rows, int64_t company_id,
    struct clickup_home *out)
{
	int64_t	more[WEB_MORE_MAX];

	for (int i = 0; i < clickup_cache_more.ncols; i++)
		more[i] = db_col_int(rows, i);
	*out = home_of(more, company_id);
}

int
clickup_cache_home(struct db *db, int64_t company_id, int64_t user_id,
    struct clickup_home *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " HOME_COLUMNS " FROM user u " HOME_JOINS
	    " WHERE u.company_id = ? AND u.id = ?", DB_ARGS(db_int(company_id),
	    db_int(user_id)), &rows, err) == -1)
		return -1;
	*out = (struct clickup_home){ .company_id = company_id };
	if (db_rows_next(rows))
		home_read(rows, company_id, out);
	return 0;
}

int
clickup_cache_home_of(struct db *db, const struct web_req *req,
    struct clickup_home *out, struct err *err)
{
	const struct web_who	*who = req->who;

	if (req->more != &clickup_cache_more)
		return clickup_cache_home(db, who->company_id, who->user_id,
		    out, err);
	*out = home_of(who->more, who->company_id);
	return 0;
}

int
clickup_cache_home_at(struct db *db, int64_t connection_id,
    struct clickup_home *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " HOME_COLUMNS ", c.company_id "
	    "FROM connection c LEFT JOIN clickup_total n "
	    "ON n.connection_id = c.id WHERE c.id = ?",
	    DB_ARGS(db_int(connection_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	home_read(rows, db_col_int(rows, clickup_cache_more.ncols), out);
	return 0;
}

int
clickup_cache_ids(struct db *db, int64_t connection_id, const char *after,
    size_t limit, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT id, task_id, list_id, status_type, "
	    "parent_id, missed FROM clickup_task "
	    "WHERE connection_id = ? AND task_id > ? ORDER BY task_id LIMIT ?",
	    DB_ARGS(db_int(connection_id), db_str(after),
	    db_int((int64_t)limit)), out, err);
}

int
clickup_cache_named(struct db *db, int64_t connection_id, const int64_t *ids,
    size_t n, struct db_rows **out, struct err *err)
{
	struct db_arg	args[CLICKUP_CACHE_BATCH + 1];

	args[0] = db_int(connection_id);
	for (size_t i = 0; i < CLICKUP_CACHE_BATCH; i++)
		args[i + 1] = db_id(i < n ? ids[i] : 0);
	return db_query(db, "SELECT id, task_id, name, missed, cv FROM clickup_task "
	    "WHERE connection_id = ? AND id IN (" CLICKUP_CACHE_IN ")",
	    (struct db_args){ args, CLICKUP_CACHE_BATCH + 1 }, out, err);
}
