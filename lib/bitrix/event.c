#include "bitrix/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/event_copy.h"
#include "bitrix/filter.h"
#include "io/cursor.h"
#include "io/db.h"
#include "io/db_build.h"

#define NCOLS	15
/* Whose calendars are read. */
#define LINKED	"user_id IS NOT NULL AND status = 'active' "

const char *
bitrix_calendar_type(const struct bitrix_calendar *c)
{
	return c->owner_id == 0 ? "company_calendar" : "user";
}

int
bitrix_calendar_list(struct db *db, int64_t company_id, int64_t account_id,
    struct bitrix_calendar **out, size_t *n, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT external_id FROM employee WHERE "
	    "connection_id = ? AND " LINKED "ORDER BY external_id",
	    DB_ARGS(db_int(account_id)), &rows, err) == -1)
		return -1;
	*out = mem_zero((db_rows_count(rows) + 1) * sizeof(**out));
	*n = 0;
	(*out)[(*n)++] = (struct bitrix_calendar){ company_id, account_id,
	    0 };
	while (db_rows_next(rows))
		(*out)[(*n)++] = (struct bitrix_calendar){ company_id,
		    account_id, db_col_int(rows, 0) };
	return 0;
}

/* --- what a calendar has --- */

/* An occurrence that is known. */
struct known {
	int64_t	row_id, id, from;
};

static bool
is_among(const struct bitrix_event *v, size_t n, const struct known *k)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].id == k->id && v[i].from == k->from)
			return true;
	return false;
}

static int
known_between(struct db *db, const struct bitrix_calendar *c, int64_t from,
    int64_t to, struct db_rows **rows, struct err *err)
{
	return db_query(db, "SELECT id, external_id, from_at FROM "
	    "calendar_event WHERE connection_id = ? AND calendar = ? AND "
	    "owner_id = ? AND to_at >= ? AND from_at <= ?",
	    DB_ARGS(db_int(c->account_id), db_str(bitrix_calendar_type(c)),
	    db_int(c->owner_id), db_time(from), db_time(to)), rows, err);
}

/* Those that are not there any more; kept: how many are. */
static int
drop_gone(struct db *db, struct db_rows *rows, const struct bitrix_event *v,
    size_t n, int64_t *kept, int64_t *deleted, struct err *err)
{
	while (db_rows_next(rows)) {
		const struct known	k = { db_col_int(rows, 0),
					    db_col_int(rows, 1),
					    db_col_time(rows, 2) };

		if (is_among(v, n, &k)) {
			++*kept;
			continue;
		}
		if (db_exec(db, "DELETE FROM calendar_event WHERE id = ?",
		    DB_ARGS(db_int(k.row_id)), NULL, err) == -1)
			return -1;
		++*deleted;
	}
	return 0;
}

static void
put_row(struct db_arg *to, const struct bitrix_calendar *c,
    const struct bitrix_event *e)
{
	const struct db_arg	row[NCOLS] = { db_int(c->company_id),
		db_int(c->account_id), db_str(bitrix_calendar_type(c)),
		db_int(c->owner_id), db_int(e->id), db_time(e->from),
		db_time(e->to), db_int(e->whole_day), db_int(e->repeated),
		db_int(e->hidden), db_str(e->name), db_str(e->description),
		db_str(e->place), db_str(e->zone), db_str(e->mark) };

	memcpy(to, row, sizeof(row));
}

/* Of a row that is new the server counts 1, of one that was changed 2. */
static void
count(struct bitrix_event_counts *counts, int64_t affected, int64_t n,
    int64_t kept)
{
	counts->created = n - kept < affected ? n - kept : affected;
	counts->updated = (affected - counts->created) / 2;
}

static int
put_rows(struct db *db, const struct bitrix_calendar *c,
    const struct bitrix_event *v, size_t n, int64_t *affected, struct err *err)
{
	struct db_arg	*args = mem_zero((n + 1) * NCOLS * sizeof(*args));
	int		 rc;

	for (size_t i = 0; i < n; i++)
		put_row(args + i * NCOLS, c, &v[i]);
	rc = n == 0 ? 0 : db_exec_rows(db, "INSERT INTO calendar_event "
	    "(company_id, connection_id, calendar, owner_id, external_id, "
	    "from_at, to_at, whole_day, repeated, hidden, name, description, "
	    "place, zone, mark) VALUES ", " ON DUPLICATE KEY UPDATE "
	    "to_at = VALUES(to_at), whole_day = VALUES(whole_day), "
	    "repeated = VALUES(repeated), hidden = VALUES(hidden), "
	    "name = VALUES(name), description = VALUES(description), "
	    "place = VALUES(place), zone = VALUES(zone), "
	    "mark = VALUES(mark)", args, NCOLS, n, affected, err);
	free(args);
	return rc;
}

int
bitrix_event_put(struct db *db, const struct bitrix_calendar *c,
    int64_t from, int64_t to, const struct bitrix_event *v, size_t n,
    struct bitrix_event_counts *counts, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 affected = 0, kept = 0;

	*counts = (struct bitrix_event_counts){ 0 };
	if (known_between(db, c, from, to, &rows, err) == -1 ||
	    drop_gone(db, rows, v, n, &kept, &counts->deleted, err) == -1 ||
	    put_rows(db, c, v, n, &affected, err) == -1)
		return -1;
	count(counts, affected, (int64_t)n, kept);
	return 0;
}

int
bitrix_event_add(struct db *db, const struct bitrix_calendar *c,
    const struct bitrix_event *event, struct err *err)
{
	int64_t	read = c->owner_id == 0, affected;

	if (!read && db_number(db, "SELECT COUNT(*) FROM employee WHERE "
	    "connection_id = ? AND external_id = ? AND " LINKED,
	    DB_ARGS(db_int(c->account_id), db_int(c->owner_id)), &read,
	    err) == -1)
		return -1;
	return read ? put_rows(db, c, event, 1, &affected, err) : 0;
}

int
bitrix_event_forget(struct db *db, int64_t account_id, int64_t *deleted,
    struct err *err)
{
	return db_exec(db, "DELETE FROM calendar_event WHERE "
	    "connection_id = ? AND calendar = 'user' AND owner_id NOT IN "
	    "(SELECT external_id FROM employee WHERE connection_id = ? AND "
	    LINKED ")", DB_ARGS(db_int(account_id), db_int(account_id)),
	    deleted, err);
}

/* --- what the API lists --- */

static void
put_listed(struct db_build *b, const struct bitrix_filter *f)
{
	db_build_add(b, "WHERE e.company_id = ? ",
	    DB_ARGS(db_int(f->company_id)));
	if (f->account_id != 0)
		db_build_add(b, "AND e.connection_id = ? ",
		    DB_ARGS(db_int(f->account_id)));
	if (f->from != 0)
		db_build_add(b, "AND e.to_at >= ? ",
		    DB_ARGS(db_time(f->from)));
	if (f->to != 0)
		db_build_add(b, "AND e.from_at <= ? ",
		    DB_ARGS(db_time(f->to)));
	if (f->updated_since != 0)
		db_build_add(b, "AND e.updated_at >= ? ",
		    DB_ARGS(db_time(f->updated_since)));
}

int
bitrix_event_list(struct db *db, const struct bitrix_filter *f,
    const struct cursor *after, int64_t limit, int64_t skip,
    struct db_rows **rows, struct err *err)
{
	own_db_build struct db_build	b = { 0 };
	const struct db_arg		at = db_time(after->number);

	db_build_add(&b, "SELECT e.external_id, e.connection_id, "
	    "e.calendar, e.owner_id, IFNULL(s.full_name, ''), s.user_id, "
	    "e.from_at, e.to_at, e.whole_day, e.repeated, e.hidden, e.name, "
	    "e.description, e.place, e.zone, e.mark IS NOT NULL, "
	    "e.updated_at, e.id FROM calendar_event e LEFT JOIN employee s ON "
	    "s.connection_id = e.connection_id AND "
	    "s.external_id = e.owner_id AND e.calendar = 'user' ", DB_NONE);
	put_listed(&b, f);
	if (after->id != 0)
		db_build_add(&b, "AND (e.from_at > ? OR (e.from_at = ? AND "
		    "e.id > ?)) ", DB_ARGS(at, at, db_int(after->id)));
	db_build_add(&b, "ORDER BY e.from_at, e.id LIMIT ? OFFSET ?",
	    DB_ARGS(db_int(limit), db_int(skip)));
	return db_build_query(db, &b, rows, err);
}

int
bitrix_event_count(struct db *db, const struct bitrix_filter *f,
    int64_t *out, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "SELECT 1 FROM calendar_event e ", DB_NONE);
	put_listed(&b, f);
	return db_build_count(db, &b, out, err);
}

void
bitrix_event_emit(struct buf *b, const struct db_rows *rows,
    struct cursor *last)
{
	const bool	hidden = db_col_int(rows, 10) != 0;

	emit_open(b, NULL, '{');
	emit_int(b, "id", db_col_int(rows, 0));
	emit_int(b, "account_id", db_col_int(rows, 1));
	emit_str(b, "calendar", db_col_str(rows, 2));
	emit_int(b, "owner_id", db_col_int(rows, 3));
	emit_str(b, "owner_name", db_col_str(rows, 4));
	emit_id(b, "user_id", db_col_int(rows, 5));
	emit_time(b, "from", db_col_time(rows, 6));
	emit_time(b, "to", db_col_time(rows, 7));
	emit_bool(b, "whole_day", db_col_int(rows, 8) != 0);
	emit_bool(b, "repeated", db_col_int(rows, 9) != 0);
	emit_bool(b, "private", hidden);
	emit_str(b, "name", hidden ? "" : db_col_str(rows, 11));
	emit_str(b, "description", hidden ? "" : db_col_str(rows, 12));
	emit_str(b, "place", hidden ? "" : db_col_str(rows, 13));
	emit_str(b, "zone", db_col_str(rows, 14));
	emit_bool(b, "is_ours", db_col_int(rows, 15) != 0);
	emit_time(b, "updated_at", db_col_time(rows, 16));
	emit_close(b, '}');
	last->number = db_col_time(rows, 6);
	last->id = db_col_int(rows, 17);
}
