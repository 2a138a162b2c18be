#include "service/call_month.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "io/db.h"
#include "service/call_sum.h"

#define AHEAD	3	/* months, the present one included */
#define DAY_MS	86400000LL

/* The beginning of the month that lies so many behind the one of at_ms. */
static int64_t
month_after(int64_t at_ms, int months)
{
	time_t		 at = (time_t)(at_ms / 1000);
	struct tm	 tm;

	gmtime_r(&at, &tm);
	tm = (struct tm){ .tm_year = tm.tm_year, .tm_mon = tm.tm_mon + months,
	    .tm_mday = 1 };
	return (int64_t)timegm(&tm) * 1000;
}

/* All but the last: name and end of each, the oldest first. */
static int
list_months(struct db *db, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT PARTITION_NAME,"
	    " TRIM(BOTH '''' FROM PARTITION_DESCRIPTION)"
	    " FROM information_schema.PARTITIONS"
	    " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'api_call'"
	    " AND PARTITION_DESCRIPTION <> 'MAXVALUE'"
	    " ORDER BY PARTITION_ORDINAL_POSITION", DB_NONE, out, err);
}

/* "p202611 ... before 2026-12-01". Nothing has come into "later" yet: nothing is moved. */
static void
put_month(struct buf *sql, int64_t end_ms)
{
	char	 name[CLOCK_ISO_SIZE], end[CLOCK_ISO_SIZE];

	clock_iso(month_after(end_ms, -1), name);
	clock_iso(end_ms, end);
	buf_fmt(sql, "PARTITION p%.4s%.2s VALUES LESS THAN ('%.10s'), ", name,
	    name + 5, end);
}

static int
add_months(struct db *db, int64_t now_ms, int64_t newest_ms, int *changed,
    struct err *err)
{
	own_buf struct buf	 sql = { 0 };
	int			 n = 0;

	buf_puts(&sql, "ALTER TABLE api_call WAIT 5 REORGANIZE PARTITION later"
	    " INTO (");
	for (int i = 1; i <= AHEAD; i++) {
		const int64_t	 end_ms = month_after(now_ms, i);

		if (end_ms > newest_ms) {
			put_month(&sql, end_ms);
			n++;
		}
	}
	buf_puts(&sql, "PARTITION later VALUES LESS THAN (MAXVALUE))");
	if (n > 0 && db_exec(db, buf_str(&sql), DB_NONE, NULL, err) == -1)
		return -1;
	*changed += n;
	return 0;
}

static int
drop_month(struct db *db, const char *name, int64_t end_ms, struct err *err)
{
	own_buf struct buf	 sql = { 0 };

	buf_puts(&sql, "ALTER TABLE api_call WAIT 5 DROP PARTITION ");
	buf_puts(&sql, name);
	if (db_exec(db, buf_str(&sql), DB_NONE, NULL, err) == -1)
		return -1;
	return call_sum_drop(db, end_ms, err);
}

int
call_month_keep(struct db *db, int64_t now_ms, int64_t days, int *changed,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 end_ms = 0;
	int			 n = 0;

	if (list_months(db, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		if (clock_parse(db_col_str(rows, 1), &end_ms) == -1 ||
		    end_ms > now_ms - days * DAY_MS)
			continue;
		if (drop_month(db, db_col_str(rows, 0), end_ms, err) == -1)
			return -1;
		n++;
	}
	if (add_months(db, now_ms, end_ms, &n, err) == -1)
		return -1;
	*changed = n;
	return 0;
}
