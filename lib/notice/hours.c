#include "notice/hours.h"

#include <stdbool.h>

#include "base/mem.h"
#include "base/zone.h"
#include "io/db.h"

static int64_t
hour_of(const struct db_rows *rows, int column)
{
	return db_col_null(rows, column) ? NOTICE_NO_HOUR :
	    db_col_int(rows, column);
}

int
notice_hours_get(struct db *db, int64_t user_id, struct notice_hours *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT quiet_from, quiet_to, digest_hour "
	    "FROM notice_hours WHERE user_id = ?", DB_ARGS(db_int(user_id)),
	    &rows, err) == -1)
		return -1;
	*out = (struct notice_hours){ NOTICE_NO_HOUR, NOTICE_NO_HOUR,
	    NOTICE_NO_HOUR };
	if (db_rows_next(rows))
		*out = (struct notice_hours){ hour_of(rows, 0),
		    hour_of(rows, 1), hour_of(rows, 2) };
	return 0;
}

static struct db_arg
bind(int64_t hour)
{
	return hour == NOTICE_NO_HOUR ? db_str(NULL) : db_int(hour);
}

int
notice_hours_set(struct db *db, int64_t user_id, const char *zone_name,
    const struct notice_hours *h, struct err *err)
{
	own_zone struct zone	zone = { 0 };
	int64_t			now, next;

	if (db_now(db, &now, err) == -1)
		return -1;
	zone_enter(&zone, zone_name);
	next = notice_hours_digest(h, &zone, now);
	return db_exec(db, "INSERT INTO notice_hours (user_id, quiet_from, "
	    "quiet_to, digest_hour, digest_next) VALUES (?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE quiet_from = VALUES(quiet_from), "
	    "quiet_to = VALUES(quiet_to), digest_hour = VALUES(digest_hour), "
	    "digest_next = VALUES(digest_next)", DB_ARGS(db_int(user_id),
	    bind(h->quiet_from), bind(h->quiet_to), bind(h->digest),
	    db_time(next)), NULL, err);
}

int
notice_hours_moved(struct db *db, int64_t user_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_zone struct zone	 zone = { 0 };
	struct notice_hours	 h = { NOTICE_NO_HOUR, NOTICE_NO_HOUR, 0 };
	int64_t			 now;

	if (db_now(db, &now, err) == -1 || db_query(db, "SELECT h.digest_hour, "
	    "u.time_zone FROM notice_hours h JOIN user u ON u.id = h.user_id "
	    "WHERE h.user_id = ? AND h.digest_next > NOW(3)",
	    DB_ARGS(db_int(user_id)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	h.digest = hour_of(rows, 0);
	zone_enter(&zone, db_col_str(rows, 1));
	return db_exec(db, "UPDATE notice_hours SET digest_next = ? "
	    "WHERE user_id = ? AND digest_hour = ? AND digest_next > NOW(3)",
	    DB_ARGS(db_time(notice_hours_digest(&h, &zone, now)),
	    db_int(user_id), db_int(h.digest)), NULL, err);
}

static bool
is_quiet(const struct notice_hours *h, int64_t hour)
{
	if (h->quiet_from == h->quiet_to)
		return false;
	return h->quiet_from < h->quiet_to ?
	    hour >= h->quiet_from && hour < h->quiet_to :
	    hour >= h->quiet_from || hour < h->quiet_to;
}

/* The next moment at which that hour begins. */
static int64_t
next_begin(const struct zone *zone, int64_t after, int64_t hour)
{
	const int64_t	day = zone_day(zone, after);
	int64_t		at = zone_begin(zone, day, (int)hour);

	return at > after ? at : zone_begin(zone, day + 1, (int)hour);
}

int64_t
notice_hours_loud(const struct notice_hours *h, const struct zone *zone,
    int64_t at)
{
	return is_quiet(h, zone_hour(zone, at)) ?
	    next_begin(zone, at, h->quiet_to) : at;
}

int64_t
notice_hours_digest(const struct notice_hours *h, const struct zone *zone,
    int64_t after)
{
	return h->digest == NOTICE_NO_HOUR ? 0 :
	    next_begin(zone, after, h->digest);
}

const struct db_deadline notice_hours_deadlines[] = {
	{ "notice_hours", "digest_next" },
	{ 0 }
};
