/* cache_store: tasks as they are stored. See cache.h. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/cache_int.h"
#include "io/db.h"
#include "origin/origin.h"

#define LAG_MS		60000		/* of ClickUp's lists behind its tasks, at most */

/* What is stored of each task of a batch now. */
struct known {
	int64_t	 id;		/* 0: not there */
	bool	 same;		/* the content is the stored one */
	bool	 newer;		/* what is stored was read later: it stays */
	bool	 missed;	/* a sync did not meet it (missing.h) */
	int64_t	 read_at;	/* when the new one was asked for */
	int64_t	 rev;		/* of what is written now */
};

static size_t
index_of(const struct clickup_cache_new *v, size_t n, const char *task_id)
{
	size_t	i = 0;

	while (i < n && strcmp(v[i].task_id, task_id) != 0)
		i++;
	return i;
}

/* When each was asked for, by the database's clock, which all that write share. */
static int
set_read_times(struct db *db, const struct clickup_cache_new *v, size_t n,
    struct known *known, struct err *err)
{
	const int64_t	 here = clock_mono_ms();
	int64_t		 now;

	if (db_now(db, &now, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		known[i].read_at = now -
		    (v[i].asked_at != 0 ? here - v[i].asked_at : 0);
	return 0;
}

/*
 * Is the stored task (changed then, read then) the later reading? An older version that was read a
 * little later is the list lagging behind the task.
 */
static bool
is_newer(int64_t date_updated, int64_t read_at, const struct known *known,
    const struct clickup_cache_new *t)
{
	if (date_updated < t->date_updated)
		return false;
	return read_at > known->read_at - (date_updated > t->date_updated ?
	    LAG_MS : 0);
}

static int
look_up(struct db *db, int64_t connection_id, const struct clickup_cache_new *v,
    size_t n, struct known *known, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct db_arg		 args[CLICKUP_CACHE_BATCH + 1];
	const void		*hash;
	size_t			 i, len;

	args[0] = db_int(connection_id);
	for (i = 0; i < CLICKUP_CACHE_BATCH; i++)
		args[i + 1] = db_str(i < n ? v[i].task_id : NULL);
	if (db_query(db, "SELECT id, task_id, content_hash, date_updated, "
	    "read_at, missed FROM clickup_task WHERE connection_id = ? "
	    "AND task_id IN (" CLICKUP_CACHE_IN ")",
	    (struct db_args){ args, CLICKUP_CACHE_BATCH + 1 }, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		i = index_of(v, n, db_col_str(rows, 1));
		if (i == n)
			continue;
		hash = db_col_blob(rows, 2, &len);
		known[i].id = db_col_int(rows, 0);
		known[i].same = len == sizeof(v[i].hash) &&
		    memcmp(hash, v[i].hash, len) == 0;
		known[i].newer = is_newer(db_col_time(rows, 3),
		    db_col_time(rows, 4), &known[i], &v[i]);
		known[i].missed = db_col_int(rows, 5) > 0;
	}
	return 0;
}

/* Is there nothing to write of it? */
static bool
is_kept(const struct known *known, const struct clickup_cache_new *t)
{
	return known->id != 0 ? known->same || known->newer : t->gone;
}

#define TASK_NEW_COLS "connection_id, user_id, task_id, list_id, parent_id, " \
	"name, description, status, status_type, status_color, priority, " \
	"url, date_created, date_updated, date_closed, " \
	"due_date, assignees, tags, custom_fields, cv, cv_count, " \
	"content_hash, read_at, rev"
#define TASK_NEW_NCOLS	24

static void
put_task(struct db_arg *to, int64_t connection_id, int64_t user_id,
    const struct clickup_cache_new *t, const struct known *known)
{
	const struct db_arg	row[TASK_NEW_NCOLS] = {
		db_int(connection_id), db_int(user_id), db_str(t->task_id),
		db_str(t->list_id), db_str(t->parent_id), db_str(t->name),
		db_str(t->description), db_str(t->status),
		db_str(t->status_type), db_str(t->status_color),
		db_str(t->priority), db_str(t->url),
		db_time(t->date_created), db_time(t->date_updated),
		db_time(t->date_closed), db_time(t->due_date),
		db_str(t->assignees), db_str(t->tags), db_str(t->custom_fields),
		db_str(t->cv), db_int(t->cv_count),
		db_blob(t->hash, sizeof(t->hash)), db_time(known->read_at), db_int(known->rev),
	};

	memcpy(to, row, sizeof(row));
}

/* A list does not contain files: what a detailed task was found to have stays. */
#define TASK_UPDATES "markdown = IF(description = VALUES(description), " \
	"markdown, NULL), list_id = VALUES(list_id), parent_id = VALUES(parent_id), " \
	"name = VALUES(name), description = VALUES(description), " \
	"status = VALUES(status), status_type = VALUES(status_type), " \
	"status_color = VALUES(status_color), priority = VALUES(priority), " \
	"url = VALUES(url), " \
	"date_created = VALUES(date_created), " \
	"date_updated = VALUES(date_updated), " \
	"date_closed = VALUES(date_closed), due_date = VALUES(due_date), " \
	"assignees = VALUES(assignees), tags = VALUES(tags), " \
	"custom_fields = VALUES(custom_fields), " \
	"cv = CASE WHEN detailed_at IS NULL THEN VALUES(cv) " \
	"WHEN cv IN ('pdf', 'file') OR VALUES(cv) = 'unknown' THEN cv " \
	"ELSE VALUES(cv) END, " \
	"content_hash = VALUES(content_hash), " \
	"read_at = VALUES(read_at), detail_due = 1, contact_due = 1, rev = VALUES(rev)"

static int
write_tasks(struct db *db, int64_t connection_id, int64_t user_id,
    const struct clickup_cache_new *v, size_t n, const struct known *known,
    struct err *err)
{
	struct db_arg	*args = mem_zero(n * TASK_NEW_NCOLS * sizeof(*args));
	size_t		 rows = 0;
	int		 rc;

	for (size_t i = 0; i < n; i++)
		if (!is_kept(&known[i], &v[i]))
			put_task(args + rows++ * TASK_NEW_NCOLS,
			    connection_id, user_id, &v[i], &known[i]);
	rc = rows == 0 ? 0 : db_exec_rows(db,
	    "INSERT INTO clickup_task (" TASK_NEW_COLS ") VALUES ",
	    " ON DUPLICATE KEY UPDATE " TASK_UPDATES, args, TASK_NEW_NCOLS,
	    rows, NULL, err);
	free(args);
	return rc;
}

/* Files and comments, when they were read; cv follows them. */
static int
update_detail(struct db *db, int64_t id, int64_t rev,
    const struct clickup_cache_new *t, struct err *err)
{
	return db_exec(db, "UPDATE clickup_task SET attachments = ?, "
	    "comments = COALESCE(?, comments), markdown = ?, "
	    "detailed_at = NOW(3), detail_due = 0, contact_due = 1, cv = ?, cv_count = ?, "
	    "rev = ? WHERE id = ?", DB_ARGS(db_str(t->attachments),
	    db_str(t->comments), db_str(t->markdown), db_str(t->cv),
	    db_int(t->cv_count), db_int(rev), db_int(id)), NULL, err);
}

static bool
has_detail(const struct known *known, const struct clickup_cache_new *t)
{
	return t->attachments != NULL && known->id != 0 && !known->newer;
}

struct detail {
	int64_t				 user_id;
	const struct clickup_cache_new	*task;
};

static int
detail_work(struct db *db, void *arg, struct err *err)
{
	const struct detail	*d = arg;
	own_rows struct db_rows	*rows = NULL;
	int64_t			 rev;

	if (db_query(db, "SELECT id, connection_id FROM clickup_task "
	    "WHERE user_id = ? AND task_id = ?", DB_ARGS(db_int(d->user_id),
	    db_str(d->task->task_id)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	if (clickup_total_lock(db, db_col_int(rows, 1), &rev, err) == -1 ||
	    update_detail(db, db_col_int(rows, 0), rev, d->task, err) == -1)
		return -1;
	return clickup_total_set(db, db_col_int(rows, 1), rev, 0, err);
}

int
clickup_cache_detail(struct db *db, int64_t user_id,
    const struct clickup_cache_new *t, struct err *err)
{
	struct detail	d = { user_id, t };

	return db_tx_run(db, detail_work, &d, err);
}

/* Tells new from changed. */
static void
sort_out(const struct known *known, const struct clickup_cache_new *v,
    size_t n, struct clickup_cache_stored *out)
{
	for (size_t i = 0; i < n; i++)
		if (is_kept(&known[i], &v[i]))
			continue;
		else if (known[i].id == 0) {
			out->created++;
			out->change[i] = 'c';
		} else {
			out->updated++;
			out->change[i] = 'u';
		}
}

/* Transfers outlive the cache: a task that comes back knows its own again. */
static int
find_transfers(struct db *db, const struct known *before,
    const struct known *after, size_t n, struct err *err)
{
	struct db_arg	args[CLICKUP_CACHE_BATCH];

	for (size_t i = 0; i < CLICKUP_CACHE_BATCH; i++)
		args[i] = db_id(i < n && before[i].id == 0 ? after[i].id : 0);
	return db_exec(db, "UPDATE clickup_task t SET t.transfer_id = "
	    "(SELECT x.id FROM transfer x JOIN user u ON "
	    "u.company_id = x.company_id WHERE u.id = t.user_id AND "
	    "x.task_id = t.task_id AND x.kind = '" ORIGIN_CLICKUP "' AND "
	    "x.state <> 'removed' ORDER BY x.created_at DESC, x.id DESC "
	    "LIMIT 1), "
	    "t.updated_at = t.updated_at "
	    "WHERE t.id IN (" CLICKUP_CACHE_IN ")", (struct db_args){ args, CLICKUP_CACHE_BATCH },
	    NULL, err);
}

/* They are there again. */
static int
unmiss(struct db *db, const struct known *known, size_t n, struct err *err)
{
	struct db_arg	args[CLICKUP_CACHE_BATCH];
	size_t		found = 0;

	for (size_t i = 0; i < CLICKUP_CACHE_BATCH; i++) {
		const bool	missed = i < n && known[i].missed;

		args[i] = db_id(missed ? known[i].id : 0);
		found += missed;
	}
	return found == 0 ? 0 : db_exec(db, "UPDATE clickup_task SET "
	    "missed = 0, updated_at = updated_at WHERE id IN ("
	    CLICKUP_CACHE_IN ")", (struct db_args){ args, CLICKUP_CACHE_BATCH },
	    NULL, err);
}

static int
write_details(struct db *db, const struct clickup_cache_new *v, size_t n,
    const struct known *known, bool *wrote, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		if (!has_detail(&known[i], &v[i]))
			continue;
		if (update_detail(db, known[i].id, known[i].rev, &v[i], err) == -1)
			return -1;
		*wrote = true;
	}
	return 0;
}

int
clickup_cache_store(struct db *db, int64_t connection_id, int64_t user_id,
    const struct clickup_cache_new *v, size_t n,
    struct clickup_cache_stored *out, struct err *err)
{
	struct known			 known[CLICKUP_CACHE_BATCH] = { 0 };
	struct known			 after[CLICKUP_CACHE_BATCH] = { 0 };
	struct clickup_cache_stored	 got = { 0 };
	int64_t				 rev;
	bool				 wrote;

	if (n > CLICKUP_CACHE_BATCH)
		return err_set(err, ERR_INTERNAL, "%zu tasks in a batch", n);
	if (clickup_total_lock(db, connection_id, &rev, err) == -1 ||
	    set_read_times(db, v, n, known, err) == -1 ||
	    look_up(db, connection_id, v, n, known, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		known[i].rev = rev;
	sort_out(known, v, n, &got);
	wrote = got.created + got.updated > 0;
	if (write_tasks(db, connection_id, user_id, v, n, known, err) == -1 ||
	    unmiss(db, known, n, err) == -1)
		return -1;
	memcpy(after, known, sizeof(after));
	if (got.created > 0 &&
	    (look_up(db, connection_id, v, n, after, err) == -1 ||
	    find_transfers(db, known, after, n, err) == -1))
		return -1;
	for (size_t i = 0; i < n; i++) {
		got.id[i] = known[i].id = after[i].id;
		got.newer[i] = known[i].newer;
	}
	if (write_details(db, v, n, known, &wrote, err) == -1 ||
	    (wrote && clickup_total_set(db, connection_id, rev,
	    (int64_t)got.created, err) == -1))
		return -1;
	*out = got;
	return 0;
}
