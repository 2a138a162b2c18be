#include "service/reach.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "io/db.h"
#include "io/fetch_call.h"
#include "service/call.h"

/* A time ahead of the clock, which was set back, says nothing. */
#define RECENT	"COALESCE(checked_at BETWEEN NOW(3) - INTERVAL ? SECOND AND " \
	"NOW(3), 0)"
/* What was marked after the call began knows better. */
#define LATER	"COALESCE(checked_at > NOW(3) - INTERVAL ? MICROSECOND AND " \
	"checked_at <= NOW(3), 0)"

static int
away(struct db *db, const struct fetch_call *call, struct err *err)
{
	char	code[48];

	snprintf(code, sizeof(code), "%s.down", call->provider);
	return db_exec(db, "UPDATE connection SET status = 'error', "
	    "status_code = ?, status_text = '', checked_at = NOW(3), "
	    "failed_at = COALESCE(failed_at, NOW(3)) "
	    "WHERE id = ? AND status <> 'refused' AND NOT " LATER,
	    DB_ARGS(db_str(code), db_int(call->connection_id),
	    db_int(call->duration_ms * 1000)), NULL, err);
}

static int
back(struct db *db, const struct fetch_call *call, struct err *err)
{
	return db_exec(db, "UPDATE connection SET status = 'ok', "
	    "status_code = '', status_text = '', checked_at = NOW(3), "
	    "failed_at = NULL WHERE id = ? AND status = 'error' AND NOT " LATER,
	    DB_ARGS(db_int(call->connection_id),
	    db_int(call->duration_ms * 1000)), NULL, err);
}

void
reach_record(struct db *db, const struct fetch_call *call)
{
	const int	status = call->status;
	struct err	err = { 0 };
	int		rc = 0;

	call_record(db, call);
	/* Endpoints of the service itself are paths; files lie elsewhere. */
	if (db == NULL || call->connection_id == 0 || call->endpoint[0] != '/')
		return;
	if (status == 0 || (status >= 502 && status <= 504))
		rc = away(db, call, &err);
	else if (status >= 200 && status < 300)
		rc = back(db, call, &err);
	if (rc == -1)
		log_err(LOG_WARN, "reach: mark the connection", &err);
}

int
reach_due(struct db *db, int64_t limit, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT id, company_id, owner_id, provider "
	    "FROM connection FORCE INDEX (away) WHERE status = 'error' "
	    "AND owner_id > 0 AND NOT " RECENT " ORDER BY checked_at LIMIT ?",
	    DB_ARGS(db_int(REACH_AGAIN_S), db_int(limit)), out, err);
}

bool
reach_due_next(struct db_rows *rows, struct reach_due *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct reach_due){
		.connection_id = db_col_int(rows, 0),
		.company_id = db_col_int(rows, 1),
		.user_id = db_col_int(rows, 2),
		.provider = db_col_str(rows, 3) };
	return true;
}

int
reach_take(struct db *db, int64_t connection_id, bool *taken, struct err *err)
{
	int64_t	n;

	if (db_exec(db, "UPDATE connection SET checked_at = NOW(3) "
	    "WHERE id = ? AND status = 'error' AND NOT " RECENT,
	    DB_ARGS(db_int(connection_id), db_int(REACH_AGAIN_S)), &n,
	    err) == -1)
		return -1;
	*taken = n == 1;
	return 0;
}

#define NEWS(since, back) "SELECT id, company_id, owner_id, provider, " since ", " back \
	" FROM connection "

int
reach_news(struct db *db, int64_t limit, struct db_rows **out, struct err *err)
{
	return db_query(db, "(" NEWS("failed_at", "0") "FORCE INDEX (away) "
	    "WHERE status = 'error' AND status_code = "
	    "CONCAT(provider, '.down') AND owner_id > 0 AND told_at IS NULL "
	    "AND failed_at <= NOW(3) - INTERVAL ? SECOND LIMIT ?) "
	    "UNION ALL (" NEWS("told_at", "1") "FORCE INDEX (told) "
	    "WHERE told_at IS NOT NULL AND status = 'ok' LIMIT ?)",
	    DB_ARGS(db_int(REACH_AGAIN_S), db_int(limit), db_int(limit)), out,
	    err);
}

bool
reach_news_next(struct db_rows *rows, struct reach_news *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct reach_news){
		.connection_id = db_col_int(rows, 0),
		.company_id = db_col_int(rows, 1),
		.user_id = db_col_int(rows, 2),
		.provider = db_col_str(rows, 3),
		.since = db_col_time(rows, 4),
		.back = db_col_int(rows, 5) != 0 };
	return true;
}

int
reach_told(struct db *db, const struct reach_news *news, struct err *err)
{
	return db_exec(db, "UPDATE connection SET told_at = ? WHERE id = ?",
	    DB_ARGS(db_time(news->back ? 0 : news->since),
	    db_int(news->connection_id)), NULL, err);
}
