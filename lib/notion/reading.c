#include "notion/reading.h"

#include <stdio.h>

#include "base/err.h"
#include "io/db.h"

void
notion_reading_clear(struct notion_reading *r)
{
	mem_free_str(&r->name);
	mem_free_str(&r->url);
	mem_free_str(&r->cursor);
	json_decref(r->fields);
	*r = (struct notion_reading){ 0 };
}

int
notion_reading_get(struct db *db, int64_t connection_id,
    struct notion_reading *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT source_id, name, url, fields, pass, is_whole, "
	    "next_cursor, since_at, newest_at, whole_at FROM notion_source "
	    "WHERE connection_id = ?", DB_ARGS(db_int(connection_id)), &rows,
	    err) == -1)
		return -1;
	*out = (struct notion_reading){ 0 };
	if (!db_rows_next(rows)) {
		out->name = mem_dup("");
		out->url = mem_dup("");
		out->fields = json_array();
		return 0;
	}
	snprintf(out->source, sizeof(out->source), "%s", db_col_str(rows, 0));
	out->name = db_col_dup(rows, 1);
	out->url = db_col_dup(rows, 2);
	out->fields = json_loads(db_col_str(rows, 3), 0, NULL);
	out->pass = db_col_int(rows, 4);
	out->whole = db_col_int(rows, 5) != 0;
	out->cursor = db_col_dup(rows, 6);
	out->since = db_col_time(rows, 7);
	out->newest = db_col_time(rows, 8);
	out->whole_at = db_col_time(rows, 9);
	return 0;
}

int
notion_reading_set(struct db *db, int64_t connection_id,
    const struct notion_reading *r, struct err *err)
{
	own_str char	*fields = json_dumps(r->fields, JSON_COMPACT);

	return db_exec(db, "REPLACE INTO notion_source (connection_id, "
	    "source_id, name, url, fields, pass, is_whole, next_cursor, "
	    "since_at, newest_at, whole_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
	    "?, ?)", DB_ARGS(db_int(connection_id), db_str(r->source),
	    db_str(r->name), db_str(r->url), db_str(fields), db_int(r->pass),
	    db_int(r->whole), db_str(r->cursor), db_time(r->since),
	    db_time(r->newest), db_time(r->whole_at)), NULL, err);
}
