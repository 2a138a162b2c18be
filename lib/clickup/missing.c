#include "clickup/missing.h"

#include "base/err.h"
#include "base/mem.h"
#include "clickup/cache.h"
#include "clickup/cache_int.h"
#include "io/db.h"

#define MANY		20
#define SHARE		20	/* one in so many */
#define FEW		3

/* Not met, and nobody has said that they are kept. */
#define ASKED		"connection_id = ? AND missed BETWEEN 1 AND 254"

bool
clickup_missing_many(size_t n, size_t all)
{
	return n > MANY || (n > FEW && n * SHARE > all);
}

int
clickup_missing_add(struct db *db, int64_t connection_id, const int64_t *ids,
    size_t n, struct err *err)
{
	struct db_arg	args[CLICKUP_CACHE_BATCH + 1];

	args[0] = db_int(connection_id);
	for (size_t i = 0; i < CLICKUP_CACHE_BATCH; i++)
		args[i + 1] = db_id(i < n ? ids[i] : 0);
	return db_exec(db, "UPDATE clickup_task SET "
	    "missed = IF(missed = 255, 255, LEAST(missed + 1, 254)), "
	    "updated_at = updated_at WHERE connection_id = ? "
	    "AND id IN (" CLICKUP_CACHE_IN ")",
	    (struct db_args){ args, CLICKUP_CACHE_BATCH + 1 }, NULL, err);
}

int
clickup_missing_count(struct db *db, int64_t connection_id, int64_t *n,
    struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM clickup_task WHERE " ASKED,
	    DB_ARGS(db_int(connection_id)), n, err);
}

int
clickup_missing_list(struct db *db, int64_t connection_id, json_t **out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	json_t			*tasks;
	int64_t			 count;

	if (clickup_missing_count(db, connection_id, &count, err) == -1 ||
	    db_query(db, "SELECT task_id, name, status, url "
	    "FROM clickup_task WHERE " ASKED " ORDER BY name, id LIMIT ?",
	    DB_ARGS(db_int(connection_id), db_int(CLICKUP_MISSING_SHOWN)),
	    &rows, err) == -1)
		return -1;
	tasks = json_array();
	while (db_rows_next(rows))
		json_array_append_new(tasks, json_pack("{s:s, s:s, s:s, s:s}",
		    "task_id", db_col_str(rows, 0), "name", db_col_str(rows, 1),
		    "status", db_col_str(rows, 2), "url", db_col_str(rows, 3)));
	*out = json_pack("{s:I, s:o}", "count", (json_int_t)count, "tasks",
	    tasks);
	return 0;
}

struct removing {
	int64_t	connection_id;
	size_t	dropped;
};

static int
remove_part(struct db *db, void *arg, struct err *err)
{
	struct removing		*r = arg;
	own_rows struct db_rows	*rows = NULL;
	int64_t			 ids[CLICKUP_CACHE_BATCH], rev;
	size_t			 n = 0;

	r->dropped = 0;
	if (clickup_total_lock(db, r->connection_id, &rev, err) == -1 ||
	    db_query(db, "SELECT id FROM clickup_task WHERE " ASKED
	    " LIMIT ? FOR UPDATE", DB_ARGS(db_int(r->connection_id),
	    db_int(CLICKUP_CACHE_BATCH)), &rows, err) == -1)
		return -1;
	while (n < nitems(ids) && db_rows_next(rows))
		ids[n++] = db_col_int(rows, 0);
	return n == 0 ? 0 : clickup_cache_drop(db, r->connection_id, ids, n,
	    &r->dropped, err);
}

int
clickup_missing_remove(struct db *db, int64_t connection_id, int64_t *n,
    struct err *err)
{
	struct removing	r = { .connection_id = connection_id };

	*n = 0;
	if (connection_id == 0)
		return 0;
	do {
		if (db_tx_run(db, remove_part, &r, err) == -1)
			return -1;
		*n += (int64_t)r.dropped;
	} while (r.dropped > 0);
	return 0;
}

int
clickup_missing_keep(struct db *db, int64_t connection_id, int64_t *n,
    struct err *err)
{
	return db_exec(db, "UPDATE clickup_task SET missed = 255, "
	    "updated_at = updated_at WHERE " ASKED,
	    DB_ARGS(db_int(connection_id)), n, err);
}
