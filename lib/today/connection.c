#include "today/connection.h"

#include "account/caller.h"
#include "io/db.h"

int
today_connection_list(const struct caller *who, struct db_rows **out,
    struct err *err)
{
	return db_query(who->db, "SELECT c.provider, c.environment, c.status, "
	    "c.status_code, c.status_text, "
	    "COALESCE(NULLIF(JSON_VALUE(c.settings, '$.list_name'), ''), "
	    "NULLIF(JSON_VALUE(c.settings, '$.team_name'), ''), c.base_url), "
	    "COALESCE(JSON_VALUE(c.settings, '$.list_id'), ''), w.status, "
	    "c.next_run_at, c.last_sync_at, k.connection_id IS NOT NULL, "
	    "k.expires_at, r.connection_id IS NOT NULL, r.expires_at, NOW(3) "
	    "FROM connection c "
	    "LEFT JOIN secret k ON k.connection_id = c.id "
	    "AND k.name = 'api_key' "
	    "LEFT JOIN secret r ON r.connection_id = c.id "
	    "AND r.name = 'refresh_token' "
	    "LEFT JOIN webhook w ON w.connection_id = c.id "
	    "WHERE c.company_id = ? AND c.owner_id = ? AND c.name = '' "
	    "AND (c.provider = 'huntflow' OR (c.provider = 'clickup' "
	    "AND c.environment = 'PROD')) ORDER BY c.provider, c.environment",
	    DB_ARGS(db_int(who->company_id), db_int(who->user_id)), out, err);
}

bool
today_connection_next(struct db_rows *rows, struct today_connection *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct today_connection){
		.provider = db_col_str(rows, 0),
		.environment = db_col_str(rows, 1),
		.status = db_col_str(rows, 2),
		.status_code = db_col_str(rows, 3),
		.status_text = db_col_str(rows, 4),
		.account = db_col_str(rows, 5),
		.list_id = db_col_str(rows, 6),
		.webhook = db_col_str(rows, 7),
		.next_run_at = db_col_time(rows, 8),
		.last_sync_at = db_col_time(rows, 9),
		.key_set = db_col_int(rows, 10) != 0,
		.key_ends = db_col_time(rows, 11),
		.refresh_set = db_col_int(rows, 12) != 0,
		.refresh_ends = db_col_time(rows, 13),
		.read_at = db_col_time(rows, 14),
	};
	return true;
}
