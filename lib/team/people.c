#include "team/people.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/cursor.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/web.h"
#include "team/right.h"

/* Those who no longer work here come last; as much of a name as a cursor has room for. */
#define SHOWN	"IF(name <> '', name, email)"
#define PLACE	"LEFT(CONCAT(IF(active, '0', '1'), " SHOWN "), 60)"

int
people_check(struct db *db, const struct right_who *who, const char *field,
    const int64_t *ids, size_t n, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	if (n == 0)
		return 0;
	db_build_add(&b, "SELECT COUNT(*) FROM user WHERE company_id = ? AND "
	    "active AND role >= ?", DB_ARGS(db_int(who->company_id),
	    db_int(ROLE_MEMBER)));
	db_build_ids(&b, " AND id IN ", ids, n);
	if (db_build_query(db, &b, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	return (size_t)db_col_int(rows, 0) == n ? 0 :
	    err_field(err, field, "team.no_user", "%s", "");
}

int
people_emit(struct db *db, const struct right_who *who, bool all,
    const struct cursor *from, int64_t size, struct buf *out,
    struct cursor *last, bool *more, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id, " SHOWN ", active, " PLACE " AS place "
	    "FROM user WHERE company_id = ? AND (active OR ?) AND role >= ? "
	    "AND (? = 0 OR (" PLACE ", id) > (?, ?)) ORDER BY place, id "
	    "LIMIT ?", DB_ARGS(db_int(who->company_id), db_int(all),
	    db_int(ROLE_MEMBER), db_int(from->id), db_str(from->key),
	    db_int(from->id), db_int(size + 1)), &rows, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	while ((*more = db_rows_next(rows)) && size-- > 0) {
		last->id = db_col_int(rows, 0);
		snprintf(last->key, sizeof(last->key), "%s",
		    db_col_str(rows, 3));
		emit_open(out, NULL, '{');
		emit_int(out, "id", last->id);
		emit_str(out, "name", db_col_str(rows, 1));
		emit_bool(out, "active", db_col_int(rows, 2) != 0);
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}

static void
put_known(struct buf *out, const char *name, const char *text)
{
	if (*text != '\0')
		emit_str(out, name, text);
	else
		emit_null(out, name);
}

int
people_card(struct db *db, const struct right_who *who, int64_t id,
    struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT IF(u.name <> '', u.name, u.email), u.role, "
	    "u.active, COALESCE(e.position, ''), COALESCE(NULLIF(e.email, "
	    "''), IF(? OR u.id = ?, u.email, '')), COALESCE(e.phone, '') "
	    "FROM user u LEFT JOIN employee e ON e.id = (SELECT MIN(m.id) "
	    "FROM employee m WHERE m.user_id = u.id AND m.status = 'active') "
	    "WHERE u.id = ? AND u.company_id = ? AND u.role >= ?",
	    DB_ARGS(db_int(who->all), db_int(who->user_id), db_int(id),
	    db_int(who->company_id), db_int(ROLE_MEMBER)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	emit_open(out, NULL, '{');
	emit_int(out, "id", id);
	emit_str(out, "name", db_col_str(rows, 0));
	emit_str(out, "role", web_role_name((enum web_role)db_col_int(rows,
	    1)));
	emit_bool(out, "active", db_col_int(rows, 2) != 0);
	put_known(out, "position", db_col_str(rows, 3));
	put_known(out, "email", db_col_str(rows, 4));
	put_known(out, "phone", db_col_str(rows, 5));
	emit_close(out, '}');
	return 0;
}

int
people_find(struct db *db, const struct right_who *who, const char *name,
    int64_t *id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const struct db_arg	 text = db_str(name);
	int64_t			 rank;

	if (db_query(db, "SELECT id, IF(email = ?, 0, 1) AS far FROM user "
	    "WHERE company_id = ? AND active AND role >= ? AND (email = ? OR "
	    "SUBSTRING_INDEX(email, '@', 1) = ? OR name = ?) "
	    "ORDER BY far, id LIMIT 2", DB_ARGS(text,
	    db_int(who->company_id), db_int(ROLE_MEMBER), text, text, text),
	    &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return err_code(err, ERR_ABSENT, "team.no_user", "%s", "");
	*id = db_col_int(rows, 0);
	rank = db_col_int(rows, 1);
	return rank == 0 || !db_rows_next(rows) ? 0 :
	    err_code(err, ERR_ABSENT, "team.no_user", "%s", "");
}

int
people_name(struct db *db, int64_t user_id, char **out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT IF(name <> '', name, email) FROM user WHERE "
	    "id = ?", DB_ARGS(db_int(user_id)), &rows, err) == -1)
		return -1;
	*out = mem_dup(db_rows_next(rows) ? db_col_str(rows, 0) : "");
	return 0;
}
