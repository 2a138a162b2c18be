#include "admin/storage.h"

#include <libgen.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/disk.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"

int
storage_files(struct db *db, int64_t company_id, struct storage_files *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT CAST(SUM(n) AS SIGNED), "
	    "CAST(SUM(bytes) AS SIGNED) FROM (SELECT COUNT(*) n, "
	    "COALESCE(SUM(size), 0) bytes FROM task_file WHERE company_id = ? "
	    "UNION ALL SELECT COUNT(*), COALESCE(SUM(size), 0) "
	    "FROM inbox_item WHERE company_id = ? AND kind = 'file' "
	    "AND arrival = 'done') f", DB_ARGS(db_int(company_id),
	    db_int(company_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = (struct storage_files){ db_col_int(rows, 0),
	    db_col_int(rows, 1) };
	return 0;
}

int
storage_emit_tables(struct db *db, struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 bytes = 0;

	if (db_query(db, "SELECT TABLE_NAME, COALESCE(TABLE_ROWS, 0), "
	    "COALESCE(DATA_LENGTH, 0), COALESCE(INDEX_LENGTH, 0) "
	    "FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() "
	    "AND TABLE_TYPE = 'BASE TABLE' "
	    "ORDER BY DATA_LENGTH + INDEX_LENGTH DESC, TABLE_NAME", DB_NONE,
	    &rows, err) == -1)
		return -1;
	emit_open(out, "tables", '[');
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_str(out, "name", db_col_str(rows, 0));
		emit_int(out, "rows", db_col_int(rows, 1));
		emit_int(out, "data_bytes", db_col_int(rows, 2));
		emit_int(out, "index_bytes", db_col_int(rows, 3));
		emit_close(out, '}');
		bytes += db_col_int(rows, 2) + db_col_int(rows, 3);
	}
	emit_close(out, ']');
	emit_int(out, "database_bytes", bytes);
	return 0;
}

/* used -1: not measured. One that is not on this machine is left out. */
static void
emit_disk(struct buf *out, const char *name, const char *path, int64_t used)
{
	struct disk_room	room;

	if (disk_room(path, &room) == -1)
		return;
	emit_open(out, NULL, '{');
	emit_str(out, "name", name);
	emit_int(out, "free_bytes", room.free_bytes);
	emit_int(out, "total_bytes", room.total_bytes);
	if (used >= 0)
		emit_int(out, "used_bytes", used);
	else
		emit_null(out, "used_bytes");
	emit_close(out, '}');
}

int
storage_emit_disks(struct db *db, const struct conf *conf, struct buf *out,
    struct err *err)
{
	own_str char	*data = NULL;
	own_str char	*run = mem_dup(conf_get(conf, "PUSH_SOCKET", "/"));
	const char	*index = conf_get(conf, "INDEX_PATH", ".run/index");

	if (db_folder(db, &data, err) == -1)
		return -1;
	emit_open(out, "disks", '[');
	emit_disk(out, "database", data, -1);
	emit_disk(out, "run", dirname(run), -1);
	emit_disk(out, "index", index, disk_used(index));
	emit_close(out, ']');
	return 0;
}
