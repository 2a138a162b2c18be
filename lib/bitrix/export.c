#include "bitrix/export.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/zip_out.h"

#define COLUMNS_MAX	14

static const struct {
	const char	*name;
	const char	*columns[COLUMNS_MAX];
} parts[BITRIX_EXPORT_PARTS] = {
	[BITRIX_EXPORT_USERS] = { "users", { "ID", "ACTIVE", "NAME",
	    "LAST_NAME", "SECOND_NAME", "EMAIL", "PERSONAL_MOBILE",
	    "WORK_PHONE", "WORK_POSITION", "UF_DEPARTMENT", "DATE_REGISTER",
	    "LAST_LOGIN" } },
	[BITRIX_EXPORT_DEPARTMENTS] = { "departments", { "ID", "NAME",
	    "PARENT", "SORT", "UF_HEAD" } },
	[BITRIX_EXPORT_TASKS] = { "tasks", { "id", "title", "description",
	    "status", "responsibleId", "createdBy", "groupId", "deadline",
	    "createdDate", "changedDate", "closedDate", "priority",
	    "tags" } },
	[BITRIX_EXPORT_EVENTS] = { "events", { "ID", "CAL_TYPE", "OWNER_ID",
	    "NAME", "DESCRIPTION", "LOCATION", "DATE_FROM_TS_UTC",
	    "DATE_TO_TS_UTC", "DT_SKIP_TIME", "TZ_FROM", "RRULE" } },
};

/* --- pages --- */

int
bitrix_export_place(struct db *db, int64_t run_id, int part, int64_t *pages,
    int64_t *next_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT n, next_id FROM bitrix_export WHERE "
	    "run_id = ? AND part = ? ORDER BY n DESC LIMIT 1",
	    DB_ARGS(db_int(run_id), db_int(part)), &rows, err) == -1)
		return -1;
	*pages = 0;
	*next_id = -1;
	if (db_rows_next(rows)) {
		*pages = db_col_int(rows, 0) + 1;
		*next_id = db_col_int(rows, 1);
	}
	return 0;
}

int
bitrix_export_put(struct db *db, int64_t run_id, int part, int64_t n,
    int64_t next_id, const char *page, struct err *err)
{
	return db_exec(db, "INSERT INTO bitrix_export (run_id, part, n, "
	    "next_id, page) VALUES (?, ?, ?, ?, ?)", DB_ARGS(db_int(run_id),
	    db_int(part), db_int(n), db_int(next_id), db_str(page)), NULL,
	    err);
}

int
bitrix_export_drop(struct db *db, int64_t account_id, int64_t but_run,
    struct err *err)
{
	return db_exec(db, "DELETE e FROM bitrix_export e JOIN sync_run r ON "
	    "r.id = e.run_id WHERE r.connection_id = ? AND r.id <> ?",
	    DB_ARGS(db_int(account_id), db_int(but_run)), NULL, err);
}

int
bitrix_export_check(struct db *db, int64_t run_id, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT EXISTS (SELECT 1 FROM bitrix_export WHERE "
	    "run_id = ?)", DB_ARGS(db_int(run_id)), &n, err) == -1)
		return -1;
	return n > 0 ? 0 : err_code(err, ERR_ABSENT, "bitrix.export_gone",
	    "%s", "");
}

/* --- the file --- */

/* Each part is two entries: even ones are JSON, odd ones CSV. */
struct bitrix_export {
	int64_t		 run_id, n;	/* n: the next page of the entry */
	int		 entry;
	bool		 begun;
	struct zip_out	*zip;
};

struct bitrix_export *
bitrix_export_open(int64_t run_id)
{
	struct bitrix_export	*x = mem_zero(sizeof(*x));

	x->run_id = run_id;
	x->zip = zip_out_open();
	return x;
}

void
bitrix_export_close(void *arg)
{
	struct bitrix_export	*x = arg;

	zip_out_close(x->zip);
	free(x);
}

static bool
is_csv(const struct bitrix_export *x)
{
	return x->entry % 2 == 1;
}

static const char *const *
columns_of(const struct bitrix_export *x)
{
	return parts[x->entry / 2].columns;
}

static void
put_text(struct bitrix_export *x, struct buf *out, const char *text)
{
	zip_out_put(x->zip, out, text, strlen(text));
}

static void
begin_entry(struct bitrix_export *x, struct buf *out)
{
	own_buf struct buf	 line = { 0 };
	char			 name[40];
	const char *const	*columns = columns_of(x);

	snprintf(name, sizeof(name), "%s.%s", parts[x->entry / 2].name,
	    is_csv(x) ? "csv" : "json");
	zip_out_begin(x->zip, out, name);
	x->begun = true;
	x->n = 0;
	if (!is_csv(x)) {
		put_text(x, out, "[");
		return;
	}
	put_text(x, out, CSV_BOM);
	for (size_t i = 0; i < COLUMNS_MAX && columns[i] != NULL; i++)
		csv_cell(&line, ',', columns[i]);
	csv_end(&line);
	put_text(x, out, buf_str(&line));
}

/* A list or an object is its JSON; so are numbers and flags. */
static void
put_cell(struct buf *line, const json_t *value)
{
	own_str char	*text = NULL;

	if (json_is_string(value) || value == NULL || json_is_null(value)) {
		csv_cell(line, ',', json_string_value(value));
		return;
	}
	text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	csv_cell(line, ',', text);
}

static void
put_rows(struct bitrix_export *x, struct buf *out, const char *page)
{
	own_json json_t		*list = json_loads(page, 0, NULL);
	const char *const	*columns = columns_of(x);
	json_t			*one;
	size_t			 i;

	json_array_foreach(list, i, one) {
		own_buf struct buf	line = { 0 };

		for (size_t k = 0; k < COLUMNS_MAX && columns[k] != NULL; k++)
			put_cell(&line, json_object_get(one, columns[k]));
		csv_end(&line);
		put_text(x, out, buf_str(&line));
	}
}

/* "[1,2]" behind others: ",\n1,2". */
static void
put_page(struct bitrix_export *x, struct buf *out, const char *page)
{
	const size_t	len = strlen(page);

	if (len <= 2)
		return;
	put_text(x, out, x->n > 1 ? ",\n" : "\n");
	zip_out_put(x->zip, out, page + 1, len - 2);
}

static void
end_entry(struct bitrix_export *x, struct buf *out)
{
	if (!is_csv(x))
		put_text(x, out, "\n]\n");
	zip_out_end(x->zip, out);
	x->entry++;
	x->begun = false;
}

int
bitrix_export_next(struct db *db, void *arg, struct buf *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct bitrix_export	*x = arg;
	int64_t			 page;

	if (!x->begun)
		begin_entry(x, out);
	page = x->n++;
	if (db_query(db, "SELECT page FROM bitrix_export WHERE run_id = ? AND "
	    "part = ? AND n = ?", DB_ARGS(db_int(x->run_id),
	    db_int(x->entry / 2), db_int(page)), &rows, err) == -1)
		return -1;
	if (db_rows_next(rows)) {
		if (is_csv(x))
			put_rows(x, out, db_col_str(rows, 0));
		else
			put_page(x, out, db_col_str(rows, 0));
		return 1;
	}
	end_entry(x, out);
	if (x->entry < 2 * BITRIX_EXPORT_PARTS)
		return 1;
	zip_out_finish(x->zip, out);
	return 0;
}
