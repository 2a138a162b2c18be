#include "service/call_sum.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "io/db.h"

const char *const call_types[] = { "GET", "POST", "PATCH", "DELETE", "ERROR",
    NULL };

/* Upper ends of the buckets, ms; the last one has none and is taken as this. */
static const int64_t ends[CALL_BUCKETS] = { 10, 20, 30, 50, 75, 100, 150, 200,
    300, 500, 750, 1000, 2000, 5000, 10000, 30000 };

#define BUCKETS	"b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, " \
	"b14, b15"
#define SUM_OF(b)	"CAST(SUM(" #b ") AS SIGNED)"
#define BUCKET_SUMS	SUM_OF(b0) ", " SUM_OF(b1) ", " SUM_OF(b2) ", "	\
	SUM_OF(b3) ", " SUM_OF(b4) ", " SUM_OF(b5) ", " SUM_OF(b6) ", "	\
	SUM_OF(b7) ", " SUM_OF(b8) ", " SUM_OF(b9) ", " SUM_OF(b10) ", " \
	SUM_OF(b11) ", " SUM_OF(b12) ", " SUM_OF(b13) ", " SUM_OF(b14) ", " \
	SUM_OF(b15)
#define MORE(b)		#b " = " #b " + VALUES(" #b ")"
#define BUCKETS_MORE	MORE(b0) ", " MORE(b1) ", " MORE(b2) ", "	\
	MORE(b3) ", " MORE(b4) ", " MORE(b5) ", " MORE(b6) ", " MORE(b7) ", " \
	MORE(b8) ", " MORE(b9) ", " MORE(b10) ", " MORE(b11) ", "	\
	MORE(b12) ", " MORE(b13) ", " MORE(b14) ", " MORE(b15)
#define BUCKET_MARKS	"?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
#define BUCKET_ARGS(n)	db_int((n)[0]), db_int((n)[1]), db_int((n)[2]),	\
	db_int((n)[3]), db_int((n)[4]), db_int((n)[5]), db_int((n)[6]),	\
	db_int((n)[7]), db_int((n)[8]), db_int((n)[9]), db_int((n)[10]), \
	db_int((n)[11]), db_int((n)[12]), db_int((n)[13]), db_int((n)[14]), \
	db_int((n)[15])

/* --- latency --- */

int64_t
call_sum_ms(const struct call_latency *latency, double part)
{
	int64_t	 all = 0, below = 0;
	double	 want;

	for (int i = 0; i < CALL_BUCKETS; i++)
		all += latency->n[i];
	if (all == 0)
		return -1;
	want = part * (double)all;
	for (int i = 0; i < CALL_BUCKETS; i++) {
		const int64_t	 from = i > 0 ? ends[i - 1] : 0;
		const int64_t	 n = latency->n[i];

		if (n > 0 && (double)(below + n) >= want)
			return from + (int64_t)((double)(ends[i] - from) *
			    (want - (double)below) / (double)n + 0.5);
		below += n;
	}
	return ends[CALL_BUCKETS - 1];
}

static struct call_latency
latency_of(int64_t ms)
{
	struct call_latency	 out = { 0 };
	int			 i = 0;

	if (ms < 0)
		return out;
	while (i < CALL_BUCKETS - 1 && ms > ends[i])
		i++;
	out.n[i] = 1;
	return out;
}

static void
read_latency(const struct db_rows *rows, int col, struct call_latency *out)
{
	for (int i = 0; i < CALL_BUCKETS; i++)
		out->n[i] = db_col_int(rows, col + i);
}

/* --- templates --- */

/* A name of the API: letters, - and _ alone. */
static bool
is_word(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isalpha((unsigned char)s[i]) && s[i] != '_' &&
		    s[i] != '-')
			return false;
	return len > 0 && len <= 40;
}

void
call_sum_template(const char *endpoint, char out[CALL_TEMPLATE])
{
	size_t	 at = 0, len;

	if (*endpoint != '/') {		/* a file of some host */
		snprintf(out, CALL_TEMPLATE, "file");
		return;
	}
	for (; *endpoint == '/'; endpoint += len) {
		bool	 word;

		endpoint += strspn(endpoint, "/");
		len = strcspn(endpoint, "/?#");
		if (len == 0)
			break;
		word = is_word(endpoint, len);
		if (at + (word ? len : 4) + 2 > CALL_TEMPLATE)
			break;
		at += (size_t)snprintf(out + at, CALL_TEMPLATE - at, "/%.*s",
		    word ? (int)len : 4, word ? endpoint : "{id}");
	}
	if (at == 0)
		snprintf(out, CALL_TEMPLATE, "/");
}

/* --- adding --- */

static int
add_hour(struct db *db, const struct call_sum *call,
    const struct call_latency *latency, struct err *err)
{
	return db_exec(db, "INSERT INTO call_hour (company_id, provider, hour,"
	    " user_id, log_type, calls, " BUCKETS ") VALUES (?, ?,"
	    " DATE_FORMAT(NOW(), '%Y-%m-%d %H:00:00'), ?, ?, 1, " BUCKET_MARKS
	    ") ON DUPLICATE KEY UPDATE calls = calls + 1, " BUCKETS_MORE,
	    DB_ARGS(db_int(call->company_id), db_str(call->provider),
	    db_int(call->user_id), db_str(call->log_type),
	    BUCKET_ARGS(latency->n)), NULL, err);
}

static int
add_day(struct db *db, const struct call_sum *call,
    const struct call_latency *latency, struct err *err)
{
	char	 template[CALL_TEMPLATE];

	call_sum_template(call->endpoint, template);
	return db_exec(db, "INSERT INTO call_day (company_id, provider, day,"
	    " user_id, method, template, calls, errors, " BUCKETS ") VALUES"
	    " (?, ?, CURRENT_DATE(), ?, ?, ?, 1, ?, " BUCKET_MARKS
	    ") ON DUPLICATE KEY UPDATE calls = calls + 1,"
	    " errors = errors + VALUES(errors), " BUCKETS_MORE,
	    DB_ARGS(db_int(call->company_id), db_str(call->provider),
	    db_int(call->user_id), db_str(call->method), db_str(template),
	    db_int(strcmp(call->log_type, "ERROR") == 0),
	    BUCKET_ARGS(latency->n)), NULL, err);
}

static int
add_month(struct db *db, const struct call_sum *call, struct err *err)
{
	return db_exec(db, "INSERT INTO call_month (company_id, provider,"
	    " month, user_id, log_type, method, answer, calls, good)"
	    " VALUES (?, ?, DATE_FORMAT(NOW(), '%Y-%m-01'), ?, ?, ?, ?, 1, ?)"
	    " ON DUPLICATE KEY UPDATE calls = calls + 1,"
	    " good = good + VALUES(good)",
	    DB_ARGS(db_int(call->company_id), db_str(call->provider),
	    db_int(call->user_id), db_str(call->log_type),
	    db_strn(call->method, strnlen(call->method, 10)),
	    db_int(call->status),
	    db_int(call->status >= 200 && call->status < 300)), NULL, err);
}

/* One order of tables for all, so that nobody waits in a circle. */
int
call_sum_add(struct db *db, const struct call_sum *call, struct err *err)
{
	const struct call_latency	 latency = latency_of(call->duration_ms);

	if (add_hour(db, call, &latency, err) == -1 ||
	    add_day(db, call, &latency, err) == -1)
		return -1;
	return add_month(db, call, err);
}

/* --- reading --- */

/* What the months that are over do not hold yet. */
#define SINCE	" AND s.month > COALESCE((SELECT MAX(upto) FROM call_ended),"	\
	" '1970-01-01')"
#define TOTALS(from, user, where)					\
	"SELECT s.user_id, u.email, s.log_type + 0,"			\
	" CAST(s.calls AS SIGNED), CAST(s.good AS SIGNED) FROM " from	\
	" LEFT JOIN user u ON u.id = " user				\
	" WHERE s.company_id = ? AND s.provider = ?" where
#define ENDED	"call_ended s"
#define OWN	" AND s.user_id = ?"

/* Of a person few rows are read, whoever else calls, and the name once. */
static int
list_own_totals(struct db *db, const struct call_whose *whose,
    struct db_rows **out, struct err *err)
{
	const struct db_arg	company = db_int(whose->company_id);
	const struct db_arg	provider = db_str(whose->provider);
	const struct db_arg	user = db_int(whose->user_id);

	return db_query(db, TOTALS(ENDED, "?", OWN) " UNION ALL "
	    TOTALS("call_month s FORCE INDEX (by_user)", "?", OWN SINCE),
	    DB_ARGS(user, company, provider, user, user, company, provider,
	    user), out, err);
}

int
call_sum_totals(struct db *db, const struct call_whose *whose,
    struct db_rows **out, struct err *err)
{
	if (whose->user_id != 0)
		return list_own_totals(db, whose, out, err);
	return db_query(db, TOTALS(ENDED, "s.user_id", "") " UNION ALL "
	    TOTALS("call_month s", "s.user_id", SINCE),
	    DB_ARGS(db_int(whose->company_id), db_str(whose->provider),
	    db_int(whose->company_id), db_str(whose->provider)), out, err);
}

#define COUNT(from, where)						\
	"(SELECT COALESCE(SUM(s.calls), 0) FROM " from			\
	" WHERE s.company_id = ? AND (? IS NULL OR s.provider = ?)"	\
	" AND (? IS NULL OR s.log_type = ?) AND (? = 0 OR s.user_id = ?)" where ")"
#define COUNT_BOTH(month) "SELECT CAST(" COUNT(ENDED, "") " + "		\
	COUNT("call_month s" month, SINCE) " AS SIGNED)"
#define COUNT_ARGS(w, type) db_int((w)->company_id), db_str((w)->provider), \
	db_str((w)->provider), db_str(type), db_str(type),		\
	db_int((w)->user_id), db_int((w)->user_id)

int
call_sum_count(struct db *db, const struct call_whose *whose,
    const char *log_type, int64_t *n, struct err *err)
{
	const char	*sql = whose->user_id != 0 ?
			    COUNT_BOTH(" FORCE INDEX (by_user)") : COUNT_BOTH("");

	return db_number(db, sql, DB_ARGS(COUNT_ARGS(whose, log_type),
	    COUNT_ARGS(whose, log_type)), n, err);
}

bool
call_sum_total_next(struct db_rows *rows, struct call_total *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct call_total){ .user_id = db_col_int(rows, 0),
	    .user_name = db_col_str(rows, 1),
	    .type = (int)db_col_int(rows, 2) - 1,
	    .calls = db_col_int(rows, 3), .good = db_col_int(rows, 4) };
	return true;
}

#define HOUR_COLS	"hour, log_type + 0, CAST(calls AS SIGNED), " BUCKETS
#define HOUR_WHERE	" WHERE company_id = ? AND hour >= ?"		\
	" AND (? IS NULL OR provider = ?)"

static int
list_own_hours(struct db *db, const struct call_whose *whose,
    int64_t since_ms, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT " HOUR_COLS " FROM call_hour"
	    " FORCE INDEX (by_user)" HOUR_WHERE " AND user_id = ?",
	    DB_ARGS(db_int(whose->company_id), db_time(since_ms),
	    db_str(whose->provider), db_str(whose->provider),
	    db_int(whose->user_id)), out, err);
}

int
call_sum_hours(struct db *db, const struct call_whose *whose,
    int64_t since_ms, struct db_rows **out, struct err *err)
{
	if (whose->user_id != 0)
		return list_own_hours(db, whose, since_ms, out, err);
	return db_query(db, "SELECT " HOUR_COLS " FROM call_past" HOUR_WHERE
	    " UNION ALL SELECT " HOUR_COLS " FROM call_hour" HOUR_WHERE
	    " AND hour > COALESCE((SELECT MAX(hour) FROM call_past),"
	    " '1970-01-01')",
	    DB_ARGS(db_int(whose->company_id), db_time(since_ms),
	    db_str(whose->provider), db_str(whose->provider),
	    db_int(whose->company_id), db_time(since_ms),
	    db_str(whose->provider), db_str(whose->provider)), out, err);
}

/* A call that began before the hour ended is written long before this. */
#define OVER_MIN	"10"
#define BEGAN(format)	"DATE_FORMAT(NOW() - INTERVAL " OVER_MIN " MINUTE, '" format "')"

static int
fold_hours(struct db *db, struct err *err)
{
	return db_exec(db, "INSERT INTO call_past (company_id, hour, provider,"
	    " log_type, calls, " BUCKETS ") SELECT company_id, hour, provider,"
	    " log_type, SUM(calls), " BUCKET_SUMS " FROM call_hour"
	    " WHERE hour > COALESCE((SELECT MAX(p.hour) FROM call_past p),"
	    " '1970-01-01') AND hour < " BEGAN("%Y-%m-%d %H:00:00")
	    " GROUP BY company_id, hour, provider, log_type", DB_NONE, NULL,
	    err);
}

/* All of them anew, when one more is over. */
static int
fold_months(struct db *db, struct err *err)
{
	return db_exec(db, "INSERT INTO call_ended (company_id, user_id,"
	    " provider, log_type, calls, good, upto) SELECT m.company_id,"
	    " m.user_id, m.provider, m.log_type, SUM(m.calls), SUM(m.good),"
	    " n.upto FROM (SELECT MAX(month) AS upto FROM call_month"
	    " WHERE month < " BEGAN("%Y-%m-01") ") n"
	    " JOIN call_month m ON m.month <= n.upto"
	    " WHERE n.upto > COALESCE((SELECT MAX(e.upto) FROM call_ended e),"
	    " '1970-01-01')"
	    " GROUP BY m.company_id, m.user_id, m.provider, m.log_type"
	    " ON DUPLICATE KEY UPDATE calls = VALUES(calls),"
	    " good = VALUES(good), upto = VALUES(upto)", DB_NONE, NULL, err);
}

int
call_sum_fold(struct db *db, struct err *err)
{
	return fold_hours(db, err) == -1 ? -1 : fold_months(db, err);
}

bool
call_sum_hour_next(struct db_rows *rows, struct call_slot *out)
{
	if (!db_rows_next(rows))
		return false;
	out->at = db_col_time(rows, 0);
	out->type = (int)db_col_int(rows, 1) - 1;
	out->calls = db_col_int(rows, 2);
	read_latency(rows, 3, &out->latency);
	return true;
}

int
call_sum_endpoints(struct db *db, const struct call_whose *whose,
    int64_t since_ms, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT method, template,"
	    " CAST(SUM(calls) AS SIGNED), CAST(SUM(errors) AS SIGNED), "
	    BUCKET_SUMS " FROM call_day WHERE company_id = ? AND day >= DATE(?)"
	    " AND provider = ? AND (? = 0 OR user_id = ?)"
	    " GROUP BY method, template",
	    DB_ARGS(db_int(whose->company_id), db_time(since_ms),
	    db_str(whose->provider), db_int(whose->user_id), db_int(whose->user_id)),
	    out, err);
}

bool
call_sum_endpoint_next(struct db_rows *rows, struct call_endpoint *out)
{
	if (!db_rows_next(rows))
		return false;
	out->method = db_col_str(rows, 0);
	out->template = db_col_str(rows, 1);
	out->calls = db_col_int(rows, 2);
	out->errors = db_col_int(rows, 3);
	read_latency(rows, 4, &out->latency);
	return true;
}

/* Sums of months are dropped before the months that they hold, and made anew by the next fold. */
int
call_sum_drop(struct db *db, int64_t month_ms, struct err *err)
{
	if (db_exec(db, "DELETE FROM call_ended", DB_NONE, NULL, err) == -1 ||
	    db_exec(db, "DELETE FROM call_hour WHERE hour < ?",
	    DB_ARGS(db_time(month_ms)), NULL, err) == -1 ||
	    db_exec(db, "DELETE FROM call_past WHERE hour < ?",
	    DB_ARGS(db_time(month_ms)), NULL, err) == -1 ||
	    db_exec(db, "DELETE FROM call_day WHERE day < DATE(?)",
	    DB_ARGS(db_time(month_ms)), NULL, err) == -1)
		return -1;
	return db_exec(db, "DELETE FROM call_month WHERE month < DATE(?)",
	    DB_ARGS(db_time(month_ms)), NULL, err);
}
