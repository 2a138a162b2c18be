#include "today/figure.h"

#include "account/caller.h"
#include "base/zone.h"
#include "origin/sent.h"
#include "io/db.h"

int
today_figure_list(const struct caller *who, int64_t since,
    struct db_rows **out, struct err *err)
{
	return db_query(who->db, "SELECT 0, hour, 0, CAST(calls AS SIGNED), "
	    "log_type = 'ERROR' "
	    "FROM call_hour FORCE INDEX (by_user) WHERE company_id = ? "
	    "AND user_id = ? AND hour >= ? "
	    "UNION ALL SELECT 1, NULL, CAST(slot AS SIGNED), done, 0 "
	    "FROM transfer_slot WHERE user_id = ? AND slot >= ? "
	    "UNION ALL (SELECT 2, NULL, 0, 0, 0 FROM " ORIGIN_SENT_LEASED_FROM
	    " WHERE " ORIGIN_SENT_LEASED " LIMIT 1) "
	    "UNION ALL (SELECT 3, NULL, 0, 1, 0 FROM inbox_item "
	    "WHERE company_id = ? AND state = 'new' "
	    "AND arrival IN ('done', 'waiting', 'working') LIMIT ?)",
	    DB_ARGS(db_int(who->company_id), db_int(who->user_id),
	    db_time(since), db_int(who->user_id),
	    db_int(since / ZONE_SLOT_MS), db_int(who->company_id),
	    db_int(who->company_id), db_int(TODAY_INBOX_MAX)), out, err);
}

bool
today_figure_next(struct db_rows *rows, struct today_figure *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct today_figure){
		.kind = (enum today_figure_kind)db_col_int(rows, 0),
		.at = db_col_time(rows, 1) + db_col_int(rows, 2) * ZONE_SLOT_MS,
		.n = db_col_int(rows, 3),
		.failed = db_col_int(rows, 4) != 0 };
	return true;
}
