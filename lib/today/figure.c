#include "today/figure.h"

#include "account/caller.h"
#include "base/zone.h"
#include "clickup/sent.h"
#include "io/db.h"

int
today_figure_list(const struct caller *who, int64_t calls_since,
    int64_t imported_since, struct db_rows **out, struct err *err)
{
	return db_query(who->db, "SELECT 0, UNIX_TIMESTAMP(hour) * 1000, "
	    "CAST(calls AS SIGNED), log_type = 'ERROR' "
	    "FROM call_hour FORCE INDEX (by_user) WHERE company_id = ? "
	    "AND user_id = ? AND hour >= ? "
	    "UNION ALL SELECT 1, slot * ?, done, 0 FROM transfer_slot "
	    "WHERE user_id = ? AND slot >= ? "
	    "UNION ALL (SELECT 2, 0, 0, 0 FROM " CLICKUP_SENT_LEASED_FROM
	    " WHERE " CLICKUP_SENT_LEASED " LIMIT 1) "
	    "UNION ALL SELECT 3, 0, COUNT(*), 0 FROM (SELECT 1 "
	    "FROM inbox_item WHERE company_id = ? AND state = 'new' "
	    "AND arrival IN ('done', 'waiting', 'working') LIMIT ?) n",
	    DB_ARGS(db_int(who->company_id), db_int(who->user_id),
	    db_time(calls_since), db_int(ZONE_SLOT_MS), db_int(who->user_id),
	    db_int(imported_since / ZONE_SLOT_MS), db_int(who->company_id),
	    db_int(who->company_id), db_int(TODAY_INBOX_MAX)), out, err);
}

bool
today_figure_next(struct db_rows *rows, struct today_figure *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct today_figure){
		.kind = (enum today_figure_kind)db_col_int(rows, 0),
		.at = db_col_int(rows, 1), .n = db_col_int(rows, 2),
		.failed = db_col_int(rows, 3) != 0 };
	return true;
}
