#include "today/connection.h"

#include <string.h>

#include "account/caller.h"
#include "io/db.h"

/* Where the row's connection has its place, or NULL: the dashboard has none for it. */
static struct today_connection *
place_of(const struct db_rows *rows, struct today_connection *all)
{
	const bool	sandbox = strcmp(db_col_str(rows, 1), "SANDBOX") == 0;

	if (strcmp(db_col_str(rows, 0), "huntflow") == 0)
		return &all[sandbox ? 2 : 1];
	return sandbox ? NULL : &all[0];
}

static void
read_row(const struct db_rows *rows, struct today_connection *out)
{
	out->provider = db_col_str(rows, 0);
	out->environment = db_col_str(rows, 1);
	out->status = db_col_str(rows, 2);
	out->status_code = db_col_str(rows, 3);
	out->status_text = db_col_str(rows, 4);
	out->account = db_col_str(rows, 5);
	out->list_id = db_col_str(rows, 6);
	out->webhook = db_col_str(rows, 7);
	out->next_run_at = db_col_time(rows, 8);
	out->last_sync_at = db_col_time(rows, 9);
	out->read_at = db_col_time(rows, 10);
	out->failed_at = db_col_time(rows, 13);
	if (db_col_null(rows, 11))
		return;
	if (strcmp(db_col_str(rows, 11), "api_key") == 0) {
		out->key_set = true;
		out->key_ends = db_col_time(rows, 12);
	} else if (strcmp(db_col_str(rows, 11), "refresh_token") == 0) {
		out->refresh_set = true;
		out->refresh_ends = db_col_time(rows, 12);
	}
}

/* A row for each secret of a connection: to join each kind by itself, and to sort, costs twice as
 * much. */
int
today_connection_list(const struct caller *who,
    struct today_connection out[TODAY_CONNECTIONS], struct db_rows **rows,
    struct err *err)
{
	if (db_query(who->db, "SELECT c.provider, c.environment, c.status, "
	    "c.status_code, c.status_text, "
	    "COALESCE(NULLIF(JSON_VALUE(c.settings, '$.list_name'), ''), "
	    "NULLIF(JSON_VALUE(c.settings, '$.team_name'), ''), c.base_url), "
	    "COALESCE(JSON_VALUE(c.settings, '$.list_id'), ''), w.status, "
	    "c.next_run_at, c.last_sync_at, NOW(3), k.name, k.expires_at, "
	    "c.failed_at "
	    "FROM connection c "
	    "LEFT JOIN secret k ON k.connection_id = c.id "
	    "LEFT JOIN webhook w ON w.connection_id = c.id "
	    "WHERE c.company_id = ? AND c.owner_id = ? AND c.name = ''",
	    DB_ARGS(db_int(who->company_id), db_int(who->user_id)), rows,
	    err) == -1)
		return -1;
	memset(out, 0, TODAY_CONNECTIONS * sizeof(*out));
	while (db_rows_next(*rows)) {
		struct today_connection	*con = place_of(*rows, out);

		if (con != NULL)
			read_row(*rows, con);
	}
	return 0;
}

/* Of a company's account: its row in the table that says whether it is on. */
#define ACCOUNTS(table, board)						\
	"SELECT c.id, c.provider, c.name, c.status = 'refused', " board ", " \
	"c.failed_at FROM connection c JOIN " table " a "		\
	"ON a.connection_id = c.id WHERE c.company_id = ? "		\
	"AND c.owner_id = 0 AND c.status IN ('error', 'refused') "	\
	"AND a.is_active"
#define BOTS								\
	"SELECT id, 'telegram', username, 1, 0, error_at "		\
	"FROM telegram_bot WHERE state = 'revoked' AND "

int
today_trouble_list(const struct caller *who, struct db_rows **out,
    struct err *err)
{
	return db_query(who->db, ACCOUNTS("integration_account", "0")
	    " UNION ALL " ACCOUNTS("integration", "1")
	    " UNION ALL " BOTS "user_id = ?"
	    " UNION ALL " BOTS "user_id IS NULL AND EXISTS (SELECT 1 "
	    "FROM user u WHERE u.id = ? AND u.role = 5)",
	    DB_ARGS(db_int(who->company_id), db_int(who->company_id),
	    db_int(who->user_id), db_int(who->user_id)), out, err);
}

bool
today_trouble_next(struct db_rows *rows, struct today_trouble *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct today_trouble){
		.id = db_col_int(rows, 0),
		.provider = db_col_str(rows, 1),
		.name = db_col_str(rows, 2),
		.refused = db_col_int(rows, 3) != 0,
		.is_board = db_col_int(rows, 4) != 0,
		.failed_at = db_col_time(rows, 5) };
	return true;
}
