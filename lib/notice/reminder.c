#include "notice/reminder.h"

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/rota.h"

#define DAY_MIN		1440
#define HOUR_MIN	60
#define MINUTE_MS	60000

#define THING		"subject = ? AND subject_id = ? "
#define BEFORE		"INTERVAL before_minutes MINUTE"
#define EXPIRE_PART	1000

/* Those that everybody gets, whoever answers for it. */
static int
plan_usual(struct db *db, const struct reminder_subject *s, int64_t due_at,
    struct err *err)
{
	return db_exec(db, "INSERT INTO reminder (company_id, subject, "
	    "subject_id, before_minutes, slot, at, sent_at) "
	    "SELECT ?, ?, ?, b.m, b.m, ? - INTERVAL b.m MINUTE, "
	    "IF(b.m >= 0 AND ? - INTERVAL b.m MINUTE <= NOW(3), NOW(3), NULL) "
	    "FROM (SELECT ? m UNION ALL SELECT ? UNION ALL SELECT 0 "
	    "UNION ALL SELECT ?) b ON DUPLICATE KEY UPDATE "
	    "sent_at = IF(reminder.at <=> VALUES(at), reminder.sent_at, "
	    "VALUES(sent_at)), told = reminder.told AND "
	    "reminder.at <=> VALUES(at), at = VALUES(at)",
	    DB_ARGS(db_int(s->company_id), db_str(s->kind), db_int(s->id),
	    db_time(due_at), db_time(due_at), db_int(DAY_MIN),
	    db_int(HOUR_MIN), db_int(-REMINDER_OVERDUE_MIN)), NULL, err);
}

int
reminder_plan(struct db *db, const struct reminder_subject *s, int64_t due_at,
    struct err *err)
{
	const struct db_arg	due = db_time(due_at);

	if (due_at == 0 ? db_exec(db, "DELETE FROM reminder WHERE " THING
	    "AND user_id = 0", DB_ARGS(db_str(s->kind), db_int(s->id)), NULL,
	    err) == -1 : plan_usual(db, s, due_at, err) == -1)
		return -1;
	/* Both look at the time that was, so it is set last. */
	return db_exec(db, "UPDATE reminder SET sent_at = IF(at <=> ? - "
	    BEFORE ", sent_at, IF(? - " BEFORE " <= NOW(3), NOW(3), NULL)), "
	    "told = told AND at <=> ? - " BEFORE ", at = ? - " BEFORE
	    " WHERE " THING "AND user_id <> 0 AND before_minutes IS NOT NULL",
	    DB_ARGS(due, due, due, due, db_str(s->kind), db_int(s->id)), NULL,
	    err);
}

int
reminder_forget(struct db *db, const struct reminder_subject *s,
    struct err *err)
{
	return db_exec(db, "DELETE FROM reminder WHERE " THING,
	    DB_ARGS(db_str(s->kind), db_int(s->id)), NULL, err);
}

/* --- a person's own --- */

static int
check_room(struct db *db, const struct reminder_subject *s, int64_t user_id,
    struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT COUNT(*) FROM reminder WHERE " THING
	    "AND user_id = ? AND sent_at IS NULL", DB_ARGS(db_str(s->kind),
	    db_int(s->id), db_int(user_id)), &n, err) == -1)
		return -1;
	return n < REMINDER_OWN_MAX ? 0 : err_code(err, ERR_CONFLICT,
	    "notice.reminders_full", "%d", REMINDER_OWN_MAX);
}

int
reminder_add(struct db *db, const struct reminder_subject *s, int64_t user_id,
    const struct reminder *r, int64_t due_at, int64_t *id, struct err *err)
{
	const struct db_arg	none = db_str(NULL);

	if (check_room(db, s, user_id, err) == -1 ||
	    db_exec(db, "INSERT INTO reminder (company_id, subject, "
	    "subject_id, user_id, before_minutes, slot, at) VALUES (?, ?, ?, "
	    "?, ?, ?, COALESCE(? - INTERVAL ? MINUTE, ?)) "
	    "ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), "
	    "sent_at = IF(at > NOW(3), NULL, sent_at), "
	    "told = told AND sent_at IS NOT NULL",
	    DB_ARGS(db_int(s->company_id), db_str(s->kind), db_int(s->id),
	    db_int(user_id), r->counted ? db_int(r->before_minutes) : none,
	    db_int(r->counted ? r->before_minutes : r->at),
	    r->counted ? db_time(due_at) : none,
	    db_int(r->before_minutes), r->counted ? none : db_time(r->at)),
	    NULL, err) == -1)
		return -1;
	*id = db_last_id(db);
	return 0;
}

int
reminder_list(struct db *db, const struct reminder_subject *s, int64_t user_id,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT id, before_minutes, at, sent_at, created_at "
	    "FROM reminder WHERE " THING "AND user_id = ? "
	    "ORDER BY at IS NULL, at, id", DB_ARGS(db_str(s->kind),
	    db_int(s->id), db_int(user_id)), out, err);
}

bool
reminder_next(struct db_rows *rows, struct reminder *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct reminder){
		.id = db_col_int(rows, 0),
		.counted = !db_col_null(rows, 1),
		.before_minutes = db_col_int(rows, 1),
		.at = db_col_time(rows, 2),
		.sent_at = db_col_time(rows, 3),
		.created_at = db_col_time(rows, 4),
	};
	return true;
}

int
reminder_drop(struct db *db, const struct reminder_subject *s, int64_t user_id,
    int64_t id, struct err *err)
{
	return db_exec_one(db, "DELETE FROM reminder WHERE " THING
	    "AND user_id = ? AND id = ?", DB_ARGS(db_str(s->kind),
	    db_int(s->id), db_int(user_id), db_int(id)), "reminder", err);
}

/* --- for the admins --- */

int
reminder_cancel(struct db *db, int64_t company_id, int64_t id, struct err *err)
{
	int64_t	n = 0;

	if (db_exec(db, "UPDATE reminder SET sent_at = COALESCE("
	    "LEAST(NOW(3), at - INTERVAL 1000 MICROSECOND), NOW(3)) "
	    "WHERE id = ? AND company_id = ? AND sent_at IS NULL", DB_ARGS(db_int(id),
	    db_int(company_id)), &n, err) == -1)
		return -1;
	if (n == 1)
		return 0;
	if (db_number(db, "SELECT COUNT(*) FROM reminder WHERE id = ? "
	    "AND company_id = ?", DB_ARGS(db_int(id), db_int(company_id)), &n,
	    err) == -1)
		return -1;
	return n == 0 ? err_set(err, ERR_ABSENT, "reminder") :
	    err_code(err, ERR_CONFLICT, "notice.reminder_over", "%lld",
	    (long long)id);
}

/* --- those that are due --- */

const struct rota	reminder_rota = { "reminders", ROTA_OF("SELECT "
	"company_id id, MIN(at) at FROM reminder FORCE INDEX (due_of) "
	"WHERE sent_at IS NULL AND at <= NOW(3) GROUP BY company_id") };

int
reminder_due(struct db *db, int64_t company_id, int limit,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT id, company_id, subject, subject_id, "
	    "user_id, before_minutes, at FROM reminder FORCE INDEX (by_turn) "
	    "WHERE company_id = ? AND sent_at IS NULL AND at <= NOW(3) "
	    "ORDER BY at LIMIT ? FOR UPDATE SKIP LOCKED",
	    DB_ARGS(db_int(company_id), db_int(limit)), out, err);
}

bool
reminder_due_next(struct db_rows *rows, struct reminder_due *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct reminder_due){
		.id = db_col_int(rows, 0),
		.company_id = db_col_int(rows, 1),
		.subject = db_col_str(rows, 2),
		.subject_id = db_col_int(rows, 3),
		.user_id = db_col_int(rows, 4),
		.counted = !db_col_null(rows, 5),
		.before_minutes = db_col_int(rows, 5),
		.at = db_col_time(rows, 6),
	};
	return true;
}

bool
reminder_is_overtaken(const struct reminder_due *r, int64_t due_at, int64_t now)
{
	const int64_t	next = r->before_minutes == DAY_MIN ? HOUR_MIN : 0;

	return r->before_minutes > 0 && now >= due_at - next * MINUTE_MS;
}

int
reminder_said(struct db *db, const char *over, int64_t n, struct err *err)
{
	int64_t	changed;

	if (db_exec(db, "UPDATE reminder r JOIN JSON_TABLE(?, '$[*]' COLUMNS "
	    "(id BIGINT PATH '$.id', told BOOL PATH '$.told')) j ON j.id = r.id "
	    "SET r.sent_at = NOW(3), r.told = j.told "
	    "WHERE r.sent_at IS NULL", DB_ARGS(db_str(over)), &changed,
	    err) == -1)
		return -1;
	return changed == n ? 0 : err_code(err, ERR_CONFLICT, "io.deadlock",
	    "reminders: %lld of %lld", (long long)changed, (long long)n);
}

static const struct rota_old	old_reminders = { { "old reminders", ROTA_OLD(
	ROTA_ANYONE, "(SELECT sent_at FROM reminder FORCE INDEX (by_turn) "
	"WHERE company_id = o.id AND sent_at IS NOT NULL ORDER BY sent_at LIMIT 1)") },
	"DELETE FROM reminder WHERE company_id = ? AND sent_at < NOW(3) - "
	"INTERVAL ? DAY ORDER BY sent_at LIMIT ?" };

int
reminder_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	return rota_drop_old(db, &old_reminders, days, EXPIRE_PART, removed, err);
}
