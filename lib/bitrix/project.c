#include "bitrix/project.h"

#include <string.h>

#include "base/err.h"
#include "io/db.h"
#include "io/field.h"

#define COLS "SELECT id, company_id, connection_id, project_id, group_id, "	\
	"user_id, is_active, statuses, fields, since, IFNULL(pass_id, -1), "	\
	"pass_since, pass_newest, ours_since, whole_at FROM bitrix_project "	\
	"WHERE company_id = ? "

void
bitrix_project_clear(struct bitrix_project *p)
{
	json_decref(p->statuses);
	json_decref(p->fields);
	memset(p, 0, sizeof(*p));
}

bool
bitrix_project_next(struct db_rows *rows, struct bitrix_project *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct bitrix_project){
		.id = db_col_int(rows, 0), .company_id = db_col_int(rows, 1),
		.account_id = db_col_int(rows, 2),
		.project_id = db_col_int(rows, 3),
		.group_id = db_col_int(rows, 4),
		.user_id = db_col_int(rows, 5),
		.is_active = db_col_int(rows, 6) != 0,
		.statuses = json_loads(db_col_str(rows, 7), 0, NULL),
		.fields = json_loads(db_col_str(rows, 8), 0, NULL),
		.since = db_col_time(rows, 9),
		.pass_id = db_col_int(rows, 10),
		.pass_since = db_col_time(rows, 11),
		.pass_newest = db_col_time(rows, 12),
		.ours_since = db_col_time(rows, 13),
		.whole_at = db_col_time(rows, 14),
	};
	return true;
}

int
bitrix_project_list(struct db *db, int64_t company_id, int64_t account_id,
    bool active, struct db_rows **rows, struct err *err)
{
	return db_query(db, COLS "AND (? IS NULL OR connection_id = ?) AND "
	    "(NOT ? OR is_active) ORDER BY id", DB_ARGS(db_int(company_id),
	    db_id(account_id), db_id(account_id), db_int(active)), rows, err);
}

int
bitrix_project_page(struct db *db, int64_t company_id, int64_t account_id,
    const char *of, int64_t after, int64_t limit, struct db_rows **rows,
    struct err *err)
{
	return db_query(db, COLS "AND (? IS NULL OR connection_id = ?) AND "
	    "is_active AND (? IS NULL OR FIND_IN_SET(id, ?)) AND id > ? "
	    "ORDER BY id LIMIT ?", DB_ARGS(db_int(company_id),
	    db_id(account_id), db_id(account_id), db_str(of), db_str(of),
	    db_int(after), db_int(limit)), rows, err);
}

int
bitrix_project_get(struct db *db, int64_t company_id, int64_t id,
    struct bitrix_project *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, COLS "AND id = ?", DB_ARGS(db_int(company_id),
	    db_int(id)), &rows, err) == -1)
		return -1;
	return bitrix_project_next(rows, out) ? 0 :
	    err_set(err, ERR_ABSENT, "mapping %lld", (long long)id);
}

/* Of the same project and workgroup: it comes back with what it knows. */
static int
revive(struct db *db, const struct bitrix_project *p, int64_t *id,
    struct err *err)
{
	return db_number(db, "SELECT id FROM bitrix_project WHERE "
	    "company_id = ? AND connection_id = ? AND project_id = ? AND "
	    "group_id = ? AND NOT is_active", DB_ARGS(db_int(p->company_id),
	    db_int(p->account_id), db_int(p->project_id),
	    db_int(p->group_id)), id, err);
}

int
bitrix_project_add(struct db *db, const struct bitrix_project *p,
    int64_t *id, struct err *err)
{
	own_str char	*statuses = json_dumps(p->statuses, JSON_COMPACT);
	own_str char	*fields = json_dumps(p->fields, JSON_COMPACT);

	if (revive(db, p, id, err) == -1)
		return -1;
	if (*id != 0)
		return bitrix_project_change(db, &(struct bitrix_project){
		    .id = *id, .company_id = p->company_id, .is_active = true,
		    .statuses = p->statuses, .fields = p->fields }, err);
	if (db_exec(db, "INSERT INTO bitrix_project (company_id, "
	    "connection_id, project_id, group_id, user_id, statuses, fields) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?)", DB_ARGS(db_int(p->company_id),
	    db_int(p->account_id), db_int(p->project_id),
	    db_int(p->group_id), db_int(p->user_id), db_str(statuses),
	    db_str(fields)), NULL, err) == -1)
		return strcmp(err->code, "io.duplicate") == 0 ?
		    err_code(err, ERR_CONFLICT, "bitrix.mapped", "%s", "") :
		    -1;
	*id = db_last_id(db);
	return 0;
}

int
bitrix_project_change(struct db *db, const struct bitrix_project *p,
    struct err *err)
{
	own_str char	*statuses = json_dumps(p->statuses, JSON_COMPACT);
	own_str char	*fields = json_dumps(p->fields, JSON_COMPACT);

	return db_exec(db, "UPDATE bitrix_project SET is_active = ?, "
	    "statuses = ?, fields = ? WHERE company_id = ? AND id = ?",
	    DB_ARGS(db_int(p->is_active), db_str(statuses), db_str(fields),
	    db_int(p->company_id), db_int(p->id)), NULL, err);
}

int
bitrix_project_place(struct db *db, const struct bitrix_project *p,
    struct err *err)
{
	return db_exec(db, "UPDATE bitrix_project SET since = ?, pass_id = "
	    "NULLIF(?, -1), pass_since = ?, pass_newest = ?, ours_since = ?, "
	    "whole_at = ? WHERE id = ?", DB_ARGS(db_time(p->since),
	    db_int(p->pass_id), db_time(p->pass_since),
	    db_time(p->pass_newest), db_time(p->ours_since),
	    db_time(p->whole_at), db_int(p->id)), NULL, err);
}

json_t *
bitrix_project_json(const struct bitrix_project *p)
{
	return json_pack("{s:I, s:I, s:I, s:I, s:b, s:O, s:O, s:o}",
	    "id", (json_int_t)p->id, "account_id", (json_int_t)p->account_id,
	    "project_id", (json_int_t)p->project_id,
	    "group_id", (json_int_t)p->group_id, "is_active", p->is_active,
	    "statuses", p->statuses, "fields", p->fields,
	    "read_at", field_time(p->since));
}
