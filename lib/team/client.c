#include "team/client.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/cursor.h"
#include "io/db.h"
#include "io/db_build.h"
#include "team/right.h"

static void
sees(struct db_build *b, const struct right_who *who)
{
	db_build_add(b, " FROM client c WHERE c.company_id = ?",
	    DB_ARGS(db_int(who->company_id)));
	if (who->all)
		return;
	db_build_add(b, " AND c.id IN (SELECT p.client_id FROM project p "
	    "WHERE ", DB_NONE);
	right_sees_projects(b, who);
	db_build_add(b, ")", DB_NONE);
}

static void
named(struct db_build *b, const char *q)
{
	if (q != NULL)
		db_build_add(b, " AND INSTR(c.name, ?) > 0",
		    DB_ARGS(db_str(q)));
}

#define COLS "SELECT c.id, c.created_by, c.created_at, c.name, "		\
	"(SELECT COUNT(*) FROM project n WHERE n.client_id = c.id)"

int
client_list(struct db *db, const struct right_who *who, const char *q,
    const struct cursor *from, int64_t limit, int64_t skip,
    struct db_rows **out, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, COLS, DB_NONE);
	sees(&b, who);
	named(&b, q);
	if (from->id != 0)	/* no two have one name */
		db_build_add(&b, " AND c.name > ?",
		    DB_ARGS(db_str(from->key)));
	db_build_add(&b, " ORDER BY c.name, c.id LIMIT ? OFFSET ?",
	    DB_ARGS(db_int(limit), db_int(skip)));
	return db_build_query(db, &b, out, err);
}

bool
client_next(struct db_rows *rows, struct client *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct client){
		.id = db_col_int(rows, 0),
		.created_by = db_col_int(rows, 1),
		.created_at = db_col_time(rows, 2),
		.name = db_col_str(rows, 3),
		.projects = db_col_int(rows, 4),
	};
	return true;
}

int
client_count(struct db *db, const struct right_who *who, const char *q,
    int64_t *out, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	db_build_add(&b, "SELECT COUNT(*)", DB_NONE);
	sees(&b, who);
	named(&b, q);
	if (db_build_query(db, &b, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = db_col_int(rows, 0);
	return 0;
}

int
client_get(struct db *db, const struct right_who *who, int64_t id,
    struct db_rows **rows, struct client *out, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, COLS, DB_NONE);
	sees(&b, who);
	db_build_add(&b, " AND c.id = ?", DB_ARGS(db_int(id)));
	if (db_build_query(db, &b, rows, err) == -1)
		return -1;
	return client_next(*rows, out) ? 0 :
	    err_set(err, ERR_ABSENT, "client %lld", (long long)id);
}

/* Of two who name one at once, both get the row that came first. */
int
client_of_name(struct db *db, const struct right_who *who, const char *name,
    int64_t *id, bool *made, struct err *err)
{
	int64_t	n;

	if (db_exec(db, "INSERT INTO client (company_id, name, created_by) "
	    "VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "id = LAST_INSERT_ID(id)", DB_ARGS(db_int(who->company_id),
	    db_str(name), db_int(who->user_id)), &n, err) == -1)
		return -1;
	*id = db_last_id(db);
	*made = n == 1;
	return 0;
}

int
client_rename(struct db *db, const struct right_who *who, int64_t id,
    const char *name, struct err *err)
{
	if (db_exec(db, "UPDATE client SET name = ? WHERE id = ? AND "
	    "company_id = ?", DB_ARGS(db_str(name), db_int(id),
	    db_int(who->company_id)), NULL, err) == 0)
		return 0;
	return strcmp(err->code, "io.duplicate") != 0 ? -1 :
	    err_code(err, ERR_CONFLICT, "team.client_name", "%s", name);
}

int
client_drop(struct db *db, const struct right_who *who, int64_t id,
    struct err *err)
{
	int64_t	n = 0;

	if (db_exec(db, "DELETE FROM client WHERE id = ? AND company_id = ? "
	    "AND NOT EXISTS (SELECT 1 FROM project p WHERE p.client_id = "
	    "client.id)", DB_ARGS(db_int(id), db_int(who->company_id)), &n,
	    err) == -1)
		return -1;
	return n == 1 ? 0 : err_code(err, ERR_CONFLICT, "team.client_used",
	    "%lld", (long long)id);
}
