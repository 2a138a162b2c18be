/* The cache of a connection is emptied, whatever run may be under way. */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "clickup/cache.h"
#include "clickup/sync_int.h"
#include "io/db.h"

#define WAIT_S	10		/* for another who clears the same */

static void
lock_name(int64_t connection_id, char out[48])
{
	snprintf(out, 48, "clickup-clear-%lld", (long long)connection_id);
}

/* A run that is under way must not save its place: what it stored goes. */
static int
begin_anew(struct db *db, void *arg, struct err *err)
{
	const int64_t	connection_id = *(const int64_t *)arg;

	if (sync_run_anew(db, connection_id, err) == -1)
		return -1;
	return sync_cursor_drop(db, connection_id, err);
}

/* In this order a crash half way leaves tasks that the next run, a whole pass, sorts out. */
int
sync_clear(struct db *db, int64_t connection_id, size_t *dropped,
    struct err *err)
{
	char	 lock[48];
	int	 rc;

	lock_name(connection_id, lock);
	if (db_lock(db, lock, WAIT_S, err) == -1)
		return -1;
	rc = db_tx_run(db, begin_anew, &connection_id, err);
	if (rc == 0)
		rc = clickup_cache_clear(db, connection_id, dropped, err);
	db_unlock(db, lock);
	return rc;
}

int
sync_clear_waits(struct db *db, int64_t connection_id, bool *out,
    struct err *err)
{
	char	 lock[48];

	lock_name(connection_id, lock);
	*out = false;
	if (db_lock(db, lock, 0, err) == 0) {
		db_unlock(db, lock);
		return 0;
	}
	if (err->kind != ERR_BUSY)
		return -1;
	memset(err, 0, sizeof(*err));
	*out = true;
	return 0;
}
