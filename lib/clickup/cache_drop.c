/* cache_drop: tasks as they are removed. See cache.h. */
#include "clickup/cache_int.h"
#include "io/db.h"

int
clickup_cache_drop(struct db *db, int64_t connection_id, const int64_t *ids,
    size_t n, size_t *dropped, struct err *err)
{
	struct db_arg	args[CLICKUP_CACHE_BATCH + 1];
	int64_t		changed = 0;

	args[0] = db_int(connection_id);
	for (size_t i = 0; i < CLICKUP_CACHE_BATCH; i++)
		args[i + 1] = db_id(i < n ? ids[i] : 0);
	if (clickup_total_lock(db, connection_id, err) == -1 ||
	    db_exec(db, "DELETE FROM clickup_task WHERE connection_id = ? "
	    "AND id IN (" CLICKUP_CACHE_IN ")", (struct db_args){ args, CLICKUP_CACHE_BATCH + 1 },
	    &changed, err) == -1 ||
	    clickup_total_add(db, connection_id, -changed, err) == -1)
		return -1;
	*dropped = (size_t)changed;
	return 0;
}

struct part {
	int64_t	connection_id;
	int64_t	dropped;
};

static int
drop_part(struct db *db, void *arg, struct err *err)
{
	struct part	*part = arg;

	part->dropped = 0;
	if (clickup_total_lock(db, part->connection_id, err) == -1 ||
	    db_exec(db, "DELETE FROM clickup_task WHERE connection_id = ? "
	    "LIMIT 1000", DB_ARGS(db_int(part->connection_id)),
	    &part->dropped, err) == -1)
		return -1;
	return clickup_total_add(db, part->connection_id, -part->dropped, err);
}

int
clickup_cache_clear(struct db *db, int64_t connection_id, size_t *dropped,
    struct err *err)
{
	struct part	part = { .connection_id = connection_id };

	*dropped = 0;
	do {
		if (db_tx_run(db, drop_part, &part, err) == -1)
			return -1;
		*dropped += (size_t)part.dropped;
	} while (part.dropped > 0);
	return 0;
}
