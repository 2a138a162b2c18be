#include "bitrix/employee.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/department.h"
#include "bitrix/user.h"
#include "io/db.h"
#include "io/db_build.h"

#define COLUMNS		13
#define WORDS_MAX	6

/* --- what the portal says --- */

/* What is stored of the ids of a page, in their order. */
static int
known_rows(struct db *db, const struct employee_page *page,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT external_id, hash, status FROM employee "
	    "WHERE connection_id = ? AND external_id > ? "
	    "AND external_id <= ? ORDER BY external_id",
	    DB_ARGS(db_int(page->account_id), db_int(page->after_id),
	    db_int(page->until_id)), out, err);
}

static void
put_values(struct db_arg *v, const struct employee_page *page,
    const struct bitrix_user *u, const char *departments)
{
	const struct db_arg	 row[COLUMNS] = { db_int(page->company_id),
		db_int(page->account_id), db_int(u->id), db_str(u->email),
		db_str(u->full_name), db_str(u->first_name),
		db_str(u->last_name), db_str(u->position), db_str(u->phone),
		db_str(u->avatar), db_str(departments),
		db_str(u->active ? "active" : "inactive"), db_str(u->hash) };

	memcpy(v, row, sizeof(row));
}

static int
store(struct db *db, const struct employee_page *page,
    const struct bitrix_user *const *changed, size_t n, struct err *err)
{
	struct db_arg	*v = mem_zero((n + 1) * COLUMNS * sizeof(*v));
	char		**ids = mem_zero((n + 1) * sizeof(*ids));
	int		 rc;

	for (size_t i = 0; i < n; i++) {
		ids[i] = json_dumps(changed[i]->departments, JSON_COMPACT);
		put_values(v + i * COLUMNS, page, changed[i], ids[i]);
	}
	rc = n == 0 ? 0 : db_exec_rows(db, "INSERT INTO employee (company_id, "
	    "connection_id, external_id, email, full_name, first_name, "
	    "last_name, position, phone, avatar, departments, status, hash) "
	    "VALUES ", " ON DUPLICATE KEY UPDATE email = VALUES(email), "
	    "full_name = VALUES(full_name), first_name = VALUES(first_name), "
	    "last_name = VALUES(last_name), position = VALUES(position), "
	    "phone = VALUES(phone), avatar = VALUES(avatar), "
	    "departments = VALUES(departments), status = VALUES(status), "
	    "hash = VALUES(hash)", v, COLUMNS, n, NULL, err);
	for (size_t i = 0; i < n; i++)
		free(ids[i]);
	free(ids);
	free(v);
	return rc;
}

static int
make_inactive(struct db *db, int64_t account_id, int64_t external_id,
    struct err *err)
{
	return db_exec(db, "UPDATE employee SET status = 'inactive', "
	    "hash = '' WHERE connection_id = ? AND external_id = ?",
	    DB_ARGS(db_int(account_id), db_int(external_id)), NULL, err);
}

static const struct bitrix_user *
find(const struct employee_page *page, int64_t id)
{
	for (size_t i = 0; i < page->n; i++)
		if (page->v[i].id == id)
			return &page->v[i];
	return NULL;
}

/* Compares what is stored with the page; changed gets those to be stored, seen those to be left. */
static int
compare(struct db *db, const struct employee_page *page, bool whole,
    const struct bitrix_user **changed, size_t *n, struct employee_counts *counts,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	bool			*known = mem_zero((page->n + 1) *
				    sizeof(*known));
	int			 rc = known_rows(db, page, &rows, err);

	while (rc == 0 && db_rows_next(rows)) {
		const int64_t			 id = db_col_int(rows, 0);
		const struct bitrix_user	*u = find(page, id);

		if (u != NULL) {
			known[u - page->v] = true;
			if (strcmp(db_col_str(rows, 1), u->hash) != 0) {
				changed[(*n)++] = u;
				counts->updated++;
			}
		} else if (whole && strcmp(db_col_str(rows, 2),
		    "active") == 0) {
			rc = make_inactive(db, page->account_id, id, err);
			counts->updated++;
		}
	}
	for (size_t i = 0; rc == 0 && i < page->n; i++)
		if (!known[i] && find(page, page->v[i].id) == &page->v[i]) {
			changed[(*n)++] = &page->v[i];
			counts->created++;
		}
	free(known);
	return rc;
}

int
employee_put(struct db *db, const struct employee_page *page, bool whole,
    struct employee_counts *counts, struct err *err)
{
	const struct bitrix_user	**changed = mem_zero((page->n + 1) *
					    sizeof(*changed));
	size_t				 n = 0;
	int				 rc;

	*counts = (struct employee_counts){ 0 };
	rc = compare(db, page, whole, changed, &n, counts, err) == -1 ? -1 :
	    store(db, page, changed, n, err);
	free(changed);
	return rc;
}

int
employee_last(struct db *db, int64_t account_id, int64_t *out,
    struct err *err)
{
	return db_number(db, "SELECT COALESCE(MAX(external_id), 0) "
	    "FROM employee WHERE connection_id = ?",
	    DB_ARGS(db_int(account_id)), out, err);
}

/* --- lists --- */

/* Departments by name; others of the company with the same e-mail, at other portals. */
#define EMPLOYEE_COLS "e.id, e.connection_id, e.external_id, e.user_id, " \
	"e.full_name, e.email, e.status, e.first_name, e.last_name, " \
	"e.position, e.phone, e.avatar, e.departments, e.created_at, " \
	"e.updated_at, u.name, u.email, c.name, e.linked_at, " \
	"(SELECT JSON_ARRAYAGG(JSON_OBJECT('id', d.external_id, " \
	"'name', d.name)) FROM department d WHERE d.connection_id = " \
	"e.connection_id AND JSON_CONTAINS(e.departments, d.external_id)), " \
	"(SELECT JSON_ARRAYAGG(JSON_OBJECT('id', o.id, 'account_id', " \
	"o.connection_id)) FROM employee o WHERE e.email <> '' " \
	"AND o.company_id = e.company_id AND o.email = e.email " \
	"AND o.connection_id <> e.connection_id)"
#define EMPLOYEE_FROM " FROM employee e " \
	"JOIN connection c ON c.id = e.connection_id " \
	"LEFT JOIN user u ON u.id = e.user_id "

/* Every word is somewhere in what is shown. */
static void
add_words(struct db_build *b, char *words)
{
	char	*at = NULL;
	int	 n = 0;

	for (char *word = strtok_r(words, " \t", &at); word != NULL &&
	    n < WORDS_MAX; word = strtok_r(NULL, " \t", &at), n++)
		db_build_add(b, "AND LOCATE(?, CONCAT_WS(' ', e.full_name, "
		    "e.email, e.position, e.phone)) > 0 ",
		    DB_ARGS(db_str(word)));
}

static void
add_filter(struct db_build *b, const struct employee_filter *f, char *words,
    const struct department_tree *tree)
{
	db_build_add(b, "WHERE e.company_id = ? ",
	    DB_ARGS(db_int(f->company_id)));
	if (f->account_id != 0)
		db_build_add(b, "AND e.connection_id = ? ",
		    DB_ARGS(db_int(f->account_id)));
	if (f->status != NULL)
		db_build_add(b, "AND e.status = ? ",
		    DB_ARGS(db_str(f->status)));
	if (f->linked == 1)
		db_build_add(b, "AND e.user_id IS NOT NULL ", DB_NONE);
	if (f->linked == 0)
		db_build_add(b, "AND e.user_id IS NULL ", DB_NONE);
	if (f->department != 0)
		db_build_add(b, "AND e.connection_id = ? "
		    "AND JSON_OVERLAPS(e.departments, ?) ",
		    DB_ARGS(db_int(tree->account_id), db_str(tree->ids)));
	if (words != NULL)
		add_words(b, words);
}

static int
read_tree(struct db *db, const struct employee_filter *f,
    struct department_tree *tree, struct err *err)
{
	return f->department == 0 ? 0 : department_tree_get(db,
	    f->company_id, f->department, tree, err);
}

int
employee_list(struct db *db, const struct employee_filter *f,
    const struct cursor *from, int64_t skip, int64_t limit,
    struct db_rows **out, struct err *err)
{
	own_department_tree struct department_tree	 tree = { 0 };
	own_db_build struct db_build			 b = { 0 };
	own_str char					*words = mem_dup(f->q);

	if (read_tree(db, f, &tree, err) == -1)
		return -1;
	db_build_add(&b, "SELECT " EMPLOYEE_COLS EMPLOYEE_FROM, DB_NONE);
	add_filter(&b, f, words, &tree);
	if (from->id != 0)
		db_build_add(&b, "AND (e.full_name > ? OR "
		    "(e.full_name = ? AND e.id > ?)) ",
		    DB_ARGS(db_str(from->key), db_str(from->key),
		    db_int(from->id)));
	db_build_add(&b, "ORDER BY e.full_name, e.id LIMIT ? OFFSET ?",
	    DB_ARGS(db_int(limit), db_int(skip)));
	return db_build_query(db, &b, out, err);
}

int
employee_count(struct db *db, const struct employee_filter *f, int64_t *n,
    struct err *err)
{
	own_department_tree struct department_tree	 tree = { 0 };
	own_db_build struct db_build			 b = { 0 };
	own_str char					*words = mem_dup(f->q);

	if (read_tree(db, f, &tree, err) == -1)
		return -1;
	db_build_add(&b, "SELECT 1 FROM employee e ", DB_NONE);
	add_filter(&b, f, words, &tree);
	return db_build_count(db, &b, n, err);
}

static void
employee_read(const struct db_rows *rows, struct employee *e)
{
	*e = (struct employee){ .id = db_col_int(rows, 0),
	    .account_id = db_col_int(rows, 1),
	    .external_id = db_col_int(rows, 2),
	    .user_id = db_col_int(rows, 3), .full_name = db_col_str(rows, 4),
	    .email = db_col_str(rows, 5), .status = db_col_str(rows, 6),
	    .rows = rows };
}

bool
employee_next(struct db_rows *rows, struct employee *out)
{
	if (!db_rows_next(rows))
		return false;
	employee_read(rows, out);
	return true;
}

int
employee_get(struct db *db, int64_t company_id, int64_t id,
    struct db_rows **rows, struct employee *out, struct err *err)
{
	own_rows struct db_rows	*got = NULL;

	if (db_query(db, "SELECT " EMPLOYEE_COLS EMPLOYEE_FROM
	    "WHERE e.id = ? AND e.company_id = ?",
	    DB_ARGS(db_int(id), db_int(company_id)), &got, err) == -1 ||
	    db_one(got, err) == -1)
		return -1;
	employee_read(got, out);
	*rows = give(got);
	return 0;
}

/* --- the document --- */

static const char *
name_of(const json_t *named, int64_t id)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(named, i, one)
		if (json_integer_value(json_object_get(one, "id")) == id)
			return json_string_value(json_object_get(one, "name"));
	return NULL;
}

/* Without the scope for departments they have no names. */
static void
emit_departments(struct buf *out, const char *ids, const char *names)
{
	json_t		*list = json_loads(ids, 0, NULL), *one;
	json_t		*named = names != NULL ? json_loads(names, 0, NULL) :
			    NULL;
	size_t		 i;

	emit_open(out, "departments", '[');
	json_array_foreach(list, i, one) {
		emit_open(out, NULL, '{');
		emit_int(out, "id", json_integer_value(one));
		emit_str(out, "name", name_of(named, json_integer_value(one)));
		emit_close(out, '}');
	}
	emit_close(out, ']');
	json_decref(list);
	json_decref(named);
}

static void
emit_user(struct buf *out, const struct employee *e)
{
	if (e->user_id == 0) {
		emit_null(out, "user");
		return;
	}
	emit_open(out, "user", '{');
	emit_int(out, "id", e->user_id);
	emit_str(out, "name", db_col_str(e->rows, 15));
	emit_str(out, "email", db_col_str(e->rows, 16));
	emit_close(out, '}');
}

void
employee_emit(struct buf *out, const struct employee *e)
{
	const struct db_rows	*rows = e->rows;
	const char		*same = db_col_str(rows, 20);

	emit_open(out, NULL, '{');
	emit_int(out, "id", e->id);
	emit_int(out, "account_id", e->account_id);
	emit_str(out, "account_name", db_col_str(rows, 17));
	emit_str(out, "email", e->email);
	emit_str(out, "full_name", e->full_name);
	emit_str(out, "first_name", db_col_str(rows, 7));
	emit_str(out, "last_name", db_col_str(rows, 8));
	emit_str(out, "position", db_col_str(rows, 9));
	emit_str(out, "phone", db_col_str(rows, 10));
	emit_str(out, "avatar", db_col_str(rows, 11));
	emit_str(out, "status", e->status);
	emit_departments(out, db_col_str(rows, 12), db_col_str(rows, 19));
	emit_user(out, e);
	emit_time(out, "linked_at", db_col_time(rows, 18));
	emit_json(out, "same_person", same != NULL ? same : "[]");
	emit_open(out, "metadata", '{');
	emit_int(out, "bitrix_id", e->external_id);
	emit_json(out, "bitrix_departments", db_col_str(rows, 12));
	emit_bool(out, "bitrix_active", strcmp(e->status, "active") == 0);
	emit_close(out, '}');
	emit_time(out, "created_at", db_col_time(rows, 13));
	emit_time(out, "updated_at", db_col_time(rows, 14));
	emit_close(out, '}');
}

/* --- links --- */

int
employee_link(struct db *db, int64_t company_id, int64_t id, int64_t user_id,
    struct err *err)
{
	int64_t	 there = 1;

	if (user_id != 0 && db_number(db, "SELECT COUNT(*) FROM user "
	    "WHERE id = ? AND company_id = ?", DB_ARGS(db_int(user_id),
	    db_int(company_id)), &there, err) == -1)
		return -1;
	if (there == 0)
		return err_field(err, "user_id", "bitrix.no_user", "%s", "");
	if (db_exec(db, "UPDATE employee SET user_id = ?, linked_at = "
	    "IF(? IS NULL, NULL, NOW(3)), updated_at = updated_at "
	    "WHERE id = ? AND company_id = ?",
	    DB_ARGS(db_id(user_id), db_id(user_id), db_int(id),
	    db_int(company_id)), NULL, err) == 0)
		return 0;
	if (strcmp(err->code, "io.duplicate") != 0)
		return -1;
	*err = (struct err){ 0 };
	return err_code(err, ERR_CONFLICT, "bitrix.linked", "%s", "");
}

int
employee_external_of(struct db *db, int64_t account_id, int64_t user_id,
    int64_t *external_id, struct err *err)
{
	return db_number(db, "SELECT external_id FROM employee "
	    "WHERE connection_id = ? AND user_id = ?",
	    DB_ARGS(db_int(account_id), db_int(user_id)), external_id, err);
}

int
employee_user_of(struct db *db, int64_t account_id, int64_t external_id,
    int64_t *user_id, struct err *err)
{
	return db_number(db, "SELECT COALESCE(user_id, 0) FROM employee "
	    "WHERE connection_id = ? AND external_id = ?",
	    DB_ARGS(db_int(account_id), db_int(external_id)), user_id, err);
}
