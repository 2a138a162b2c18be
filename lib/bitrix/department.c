#include "bitrix/department.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "bitrix/user.h"
#include "io/db.h"

#define LIST_MAX	5000

/* --- what the portal says --- */

static bool
same(const struct db_rows *rows, const struct bitrix_department *d)
{
	return db_col_int(rows, 1) == d->parent_id &&
	    db_col_int(rows, 2) == d->sort &&
	    db_col_int(rows, 3) == d->head_id &&
	    strcmp(db_col_str(rows, 4), d->name) == 0;
}

static const struct bitrix_department *
find(const struct bitrix_department *v, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].id == id)
			return &v[i];
	return NULL;
}

static int
store(struct db *db, int64_t company_id, int64_t account_id,
    const struct bitrix_department *d, struct err *err)
{
	return db_exec(db, "INSERT INTO department (company_id, "
	    "connection_id, external_id, parent_external_id, name, sort, "
	    "head_external_id) VALUES (?, ?, ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE "
	    "parent_external_id = VALUES(parent_external_id), "
	    "name = VALUES(name), sort = VALUES(sort), "
	    "head_external_id = VALUES(head_external_id)",
	    DB_ARGS(db_int(company_id), db_int(account_id), db_int(d->id),
	    db_id(d->parent_id), db_str(d->name), db_int(d->sort),
	    db_id(d->head_id)), NULL, err);
}

static int
drop(struct db *db, int64_t account_id, int64_t external_id, struct err *err)
{
	return db_exec(db, "DELETE FROM department WHERE connection_id = ? "
	    "AND external_id = ?", DB_ARGS(db_int(account_id),
	    db_int(external_id)), NULL, err);
}

/* kept: those that are stored as they are. */
static int
compare(struct db *db, int64_t account_id, const struct bitrix_department *v,
    size_t n, bool *kept, int64_t *changed, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT external_id, COALESCE(parent_external_id, "
	    "0), sort, COALESCE(head_external_id, 0), name FROM department "
	    "WHERE connection_id = ?", DB_ARGS(db_int(account_id)), &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		const struct bitrix_department	*d = find(v, n,
						    db_col_int(rows, 0));

		if (d != NULL && same(rows, d))
			kept[d - v] = true;
		else if (d == NULL) {
			++*changed;
			if (drop(db, account_id, db_col_int(rows, 0),
			    err) == -1)
				return -1;
		}
	}
	return 0;
}

int
department_put(struct db *db, int64_t company_id, int64_t account_id,
    const struct bitrix_department *v, size_t n, int64_t *changed,
    struct err *err)
{
	bool	*kept = mem_zero((n + 1) * sizeof(*kept));
	int	 rc;

	*changed = 0;
	rc = compare(db, account_id, v, n, kept, changed, err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (!kept[i]) {
			++*changed;
			rc = store(db, company_id, account_id, &v[i], err);
		}
	free(kept);
	return rc;
}

/* --- reading --- */

void
department_tree_clear(struct department_tree *t)
{
	mem_free_str(&t->ids);
}

/* UNION leaves out what was met: a circle ends. */
int
department_tree_get(struct db *db, int64_t company_id, int64_t id,
    struct department_tree *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "WITH RECURSIVE tree (connection_id, external_id) AS "
	    "(SELECT connection_id, external_id FROM department "
	    "WHERE id = ? AND company_id = ? UNION SELECT d.connection_id, "
	    "d.external_id FROM department d JOIN tree t "
	    "ON d.connection_id = t.connection_id "
	    "AND d.parent_external_id = t.external_id) "
	    "SELECT MIN(connection_id), JSON_ARRAYAGG(external_id) FROM tree",
	    DB_ARGS(db_int(id), db_int(company_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	if (db_col_null(rows, 0))
		return err_field(err, "department", "absent", "%s", "");
	*out = (struct department_tree){ db_col_int(rows, 0),
	    db_col_dup(rows, 1) };
	return 0;
}

int
department_emit_all(struct db *db, int64_t company_id, int64_t account_id,
    struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT d.id, d.connection_id, d.external_id, p.id, "
	    "d.name, h.full_name, (SELECT COUNT(*) FROM employee e WHERE "
	    "e.connection_id = d.connection_id AND e.status = 'active' "
	    "AND JSON_CONTAINS(e.departments, d.external_id)) "
	    "FROM department d LEFT JOIN department p "
	    "ON p.connection_id = d.connection_id "
	    "AND p.external_id = d.parent_external_id "
	    "LEFT JOIN employee h ON h.connection_id = d.connection_id "
	    "AND h.external_id = d.head_external_id "
	    "WHERE d.company_id = ? AND (? = 0 OR d.connection_id = ?) "
	    "ORDER BY d.connection_id, d.sort, d.name, d.id LIMIT ?",
	    DB_ARGS(db_int(company_id), db_int(account_id),
	    db_int(account_id), db_int(LIST_MAX)), &rows, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_int(out, "id", db_col_int(rows, 0));
		emit_int(out, "account_id", db_col_int(rows, 1));
		emit_int(out, "bitrix_id", db_col_int(rows, 2));
		if (db_col_null(rows, 3))
			emit_null(out, "parent_id");
		else
			emit_int(out, "parent_id", db_col_int(rows, 3));
		emit_str(out, "name", db_col_str(rows, 4));
		emit_str(out, "head", db_col_str(rows, 5));
		emit_int(out, "employees", db_col_int(rows, 6));
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}
