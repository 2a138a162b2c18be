#include "service/sync_due.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "io/db.h"
#include "io/secret.h"
#include "service/connection.h"
#include "service/sync_run.h"

#define JITTER_S	60

static int
queue_one(struct db *db, const struct connection_due *due, bool usable,
    const char *stream, struct err *err)
{
	struct sync_run	run = { .company_id = due->company_id,
			    .connection_id = due->connection_id,
			    .reason = "auto" };
	struct err	why = { 0 };
	int64_t		id;
	bool		taken;

	if (connection_due_take(db, due, secret_random(JITTER_S), &taken,
	    err) == -1)
		return -1;
	snprintf(run.stream, sizeof(run.stream), "%s", stream);
	if (!taken || !usable || sync_run_queue(db, &run, &id, &why) == 0 ||
	    why.kind == ERR_CONFLICT)
		return 0;
	*err = why;
	return -1;
}

int
sync_due_queue(struct db *db, struct db_rows *rows, const char *stream,
    struct err *err)
{
	while (db_rows_next(rows)) {
		const struct connection_due	due = {
			.connection_id = db_col_int(rows, 0),
			.company_id = db_col_int(rows, 1),
			.due_at = db_col_time(rows, 2),
		};

		if (queue_one(db, &due, db_col_int(rows, 3) != 0, stream,
		    err) == -1)
			return -1;
	}
	return 0;
}
