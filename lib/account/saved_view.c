#include "account/saved_view.h"

#include <string.h>

#include "base/err.h"
#include "io/db.h"

void
saved_view_clear(struct saved_view *view)
{
	char	**const texts[] = { &view->name, &view->owner, &view->filter,
		    &view->columns, &view->sort };

	for (size_t i = 0; i < nitems(texts); i++)
		mem_free_str(texts[i]);
	*view = (struct saved_view){ 0 };
}

#define VIEW_SELECT "SELECT v.id, v.company_id, v.user_id, v.name, u.name owner, " \
	"v.filter, v.columns, v.sort, v.shared, v.created_at, v.updated_at " \
	"FROM saved_view v JOIN user u ON u.id = v.user_id "

static void
view_read(const struct db_rows *rows, struct saved_view *view)
{
	view->id = db_col_int(rows, 0);
	view->company_id = db_col_int(rows, 1);
	view->user_id = db_col_int(rows, 2);
	view->name = db_col_dup(rows, 3);
	view->owner = db_col_dup(rows, 4);
	view->filter = db_col_dup(rows, 5);
	view->columns = db_col_dup(rows, 6);
	view->sort = db_col_dup(rows, 7);
	view->shared = db_col_int(rows, 8) != 0;
	view->created_at = db_col_time(rows, 9);
	view->updated_at = db_col_time(rows, 10);
}

/* Each half reads its own index, is sorted by itself and comes as it is: to sort both as one would
 * put their texts on the disk. */
int
saved_view_list(struct db *db, const char *kind, int64_t company_id,
    int64_t user_id, struct db_rows **rows, struct err *err)
{
	return db_query(db, "(" VIEW_SELECT "WHERE v.user_id = ? "
	    "AND v.kind = ? ORDER BY v.name LIMIT ?) UNION ALL ("
	    VIEW_SELECT "WHERE v.company_id = ? AND v.kind = ? "
	    "AND v.shared = 1 AND v.user_id <> ? ORDER BY v.name, v.id LIMIT ?) "
	    "LIMIT ?",
	    DB_ARGS(db_int(user_id), db_str(kind), db_int(SAVED_VIEW_SEEN),
	    db_int(company_id), db_str(kind), db_int(user_id),
	    db_int(SAVED_VIEW_SEEN),
	    db_int(SAVED_VIEW_SEEN)), rows, err);
}

bool
saved_view_next(struct db_rows *rows, struct saved_view *out)
{
	saved_view_clear(out);
	if (!db_rows_next(rows))
		return false;
	view_read(rows, out);
	return true;
}

int
saved_view_get(struct db *db, const char *kind, int64_t company_id,
    int64_t user_id, int64_t id, struct saved_view *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, VIEW_SELECT "WHERE v.id = ? AND v.kind = ? AND "
	    "(v.user_id = ? OR (v.company_id = ? AND v.shared = 1))",
	    DB_ARGS(db_int(id), db_str(kind), db_int(user_id),
	    db_int(company_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	view_read(rows, out);
	return 0;
}

int
saved_view_lock(struct db *db, int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	return db_query(db, "SELECT id FROM saved_view WHERE id = ? "
	    "FOR UPDATE", DB_ARGS(db_int(id)), &rows, err);
}

static int
name_taken(int rc, struct err *err)
{
	if (rc == -1 && strcmp(err->code, "io.duplicate") == 0)
		return err_code(err, ERR_CONFLICT, "account.view_name",
		    "a view of that name exists");
	return rc;
}

int
saved_view_add(struct db *db, const struct saved_view *view, int64_t *id,
    struct err *err)
{
	int64_t	n = 0;

	if (name_taken(db_exec(db, "INSERT INTO saved_view (company_id, "
	    "user_id, kind, name, shared, filter, columns, sort) "
	    "SELECT ?, ?, ?, ?, ?, ?, ?, ? FROM DUAL WHERE (SELECT COUNT(*) "
	    "FROM saved_view v WHERE v.user_id = ? AND v.kind = ?) < ?",
	    DB_ARGS(db_int(view->company_id), db_int(view->user_id),
	    db_str(view->kind), db_str(view->name), db_int(view->shared), db_str(view->filter),
	    db_str(view->columns), db_str(view->sort), db_int(view->user_id),
	    db_str(view->kind), db_int(SAVED_VIEW_MAX)), &n, err), err) == -1)
		return -1;
	if (n == 0)
		return err_code(err, ERR_CONFLICT, "account.views_limit", "%d",
		    SAVED_VIEW_MAX);
	*id = db_last_id(db);
	return 0;
}

int
saved_view_save(struct db *db, const struct saved_view *view, struct err *err)
{
	return name_taken(db_exec(db, "UPDATE saved_view SET name = ?, "
	    "shared = ?, filter = ?, columns = ?, sort = ? WHERE id = ?",
	    DB_ARGS(db_str(view->name), db_int(view->shared),
	    db_str(view->filter), db_str(view->columns), db_str(view->sort),
	    db_int(view->id)), NULL, err), err);
}

int
saved_view_drop(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "DELETE FROM saved_view WHERE id = ?",
	    DB_ARGS(db_int(id)), NULL, err);
}
