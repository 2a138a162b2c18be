#include "io/db_schema.h"

#include <dirent.h>
#include <inttypes.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"
#include "io/db_my.h"

#ifndef SCHEMA_BUILT		/* the Makefile takes it from sql/ */
#define SCHEMA_BUILT	0
#define SCHEMA_NEEDS	0	/* the same without those of DB_CONTRACT, which may wait */
#endif

#define LOOK_MS		5000
#define RETRY_S		60

/* A database that no program of this kind has migrated yet has no such table, or column. */
static bool
is_unknown(const struct db *db)
{
	return db->number == ER_NO_SUCH_TABLE ||
	    db->number == ER_BAD_FIELD_ERROR;
}

int
db_schema_read(struct db *db, struct db_schema *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	*out = (struct db_schema){ .built = SCHEMA_BUILT };
	if (db_query(db, "SELECT COALESCE(MAX(LEFT(name, 4) + 0), 0), "
	    "COALESCE(MAX(IF(breaks, LEFT(name, 4) + 0, 0)), 0) "
	    "FROM schema_migration WHERE done_at IS NOT NULL", DB_NONE, &rows,
	    err) == -1 || db_one(rows, err) == -1) {
		if (!is_unknown(db))
			return -1;
		*err = (struct err){ 0 };
		return 0;
	}
	out->newest = db_col_int(rows, 0);
	out->oldest = db_col_int(rows, 1);
	return 0;
}

static void
log_difference(struct db *db, const struct db_schema *s)
{
	if ((s->newest >= SCHEMA_NEEDS && s->newest <= s->built) ||
	    db->schema_logged)
		return;
	db->schema_logged = true;
	log_line(LOG_WARN, "this program knows the tables up to %04" PRId64
	    ", the database has %04" PRId64, s->built, s->newest);
}

int
db_schema_check(struct db *db, struct err *err)
{
	const int64_t		 now = clock_mono_ms();
	struct db_schema	 s;

	if (db->schema_ms != 0 && now - db->schema_ms < LOOK_MS)
		return 0;
	if (db_schema_read(db, &s, err) == -1) {
		*err = (struct err){ 0 };	/* shows when it is needed */
		return 0;
	}
	log_difference(db, &s);
	if (s.oldest > s.built && s.built > 0) {
		err_code(err, ERR_DOWN, "io.schema_newer", "the database serves "
		    "programs from %04" PRId64 " on, this one knows %04" PRId64,
		    s.oldest, s.built);
		err->retry_after_s = RETRY_S;
		return -1;
	}
	db->schema_ms = now;
	return 0;
}

static int
count_files(const char *folder)
{
	struct dirent	**files = NULL;
	int		  n = scandir(folder, &files, db_migrate_is, alphasort);

	for (int i = 0; i < n; i++)
		free(files[i]);
	free(files);
	return n > 0 ? n : 0;
}

int
db_schema_state(struct db *db, const char *folder,
    struct db_schema_state *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	*out = (struct db_schema_state){ .files = count_files(folder) };
	if (db_number(db, "SELECT COUNT(*) FROM schema_migration WHERE "
	    "done_at IS NOT NULL", DB_NONE, &out->done, err) == -1 ||
	    db_query(db, "SELECT name, COALESCE(statements, -1), error FROM "
	    "schema_migration WHERE done_at IS NULL ORDER BY name LIMIT 1",
	    DB_NONE, &rows, err) == -1) {
		if (!is_unknown(db))
			return -1;
		*err = (struct err){ 0 };
		return 0;
	}
	if (!db_rows_next(rows))
		return 0;
	snprintf(out->half, sizeof(out->half), "%s", db_col_str(rows, 0));
	out->statements = db_col_int(rows, 1);
	snprintf(out->error, sizeof(out->error), "%s", db_col_str(rows, 2));
	return 0;
}
