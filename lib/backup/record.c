#include "backup/record.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"

#define EXPIRE_ROWS	500

int
record_add(struct db *db, bool nightly, const char *path,
    const struct backup_made *made, const struct err *why, struct err *err)
{
	const char	*slash = strrchr(path, '/');

	return db_exec(db, "INSERT INTO backup (kind, state, name, bytes, "
	    "took_ms, error_code, error_text) VALUES (?, ?, LEFT(?, 255), ?, "
	    "?, LEFT(?, 48), LEFT(?, 300))", DB_ARGS(db_str(nightly ?
	    "nightly" : "hand"), db_str(why == NULL ? "good" : "failed"),
	    db_str(slash != NULL ? slash + 1 : path), db_int(made->bytes),
	    db_int(made->took_ms), db_str(why == NULL ? "" : why->code),
	    db_str(why == NULL ? "" : why->text)), NULL, err);
}

int
record_expire(struct db *db, int64_t days, int64_t *removed, struct err *err)
{
	return db_exec(db, "DELETE FROM backup WHERE ended_at < NOW(3) - "
	    "INTERVAL ? DAY ORDER BY ended_at LIMIT ?", DB_ARGS(db_int(days),
	    db_int(EXPIRE_ROWS)), removed, err);
}

/* Of a house without a good one its own age counts. */
#define AGE "TIMESTAMPDIFF(SECOND, COALESCE((SELECT MAX(ended_at) " \
	"FROM backup WHERE state = 'good'), (SELECT MIN(done_at) " \
	"FROM schema_migration), NOW(3)), NOW(3))"

int
record_age(struct db *db, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT " AGE, DB_NONE, out, err);
}

static void
put(char *out, size_t size, const char *text)
{
	snprintf(out, size, "%s", text);
}

int
record_last(struct db *db, struct record_last *out, struct err *err)
{
	own_rows struct db_rows	*good = NULL, *bad = NULL;
	struct record_last	 last = { 0 };

	if (record_age(db, &last.age_s, err) == -1 || db_query(db,
	    "SELECT ended_at, bytes, kind = 'nightly', name FROM backup "
	    "WHERE state = 'good' ORDER BY ended_at DESC LIMIT 1", DB_NONE,
	    &good, err) == -1 || db_query(db, "SELECT ended_at, error_code, error_text "
	    "FROM backup WHERE state = 'failed' ORDER BY ended_at DESC "
	    "LIMIT 1", DB_NONE, &bad, err) == -1)
		return -1;
	if (db_rows_next(good)) {
		last.ended_at = db_col_time(good, 0);
		last.bytes = db_col_int(good, 1);
		last.nightly = db_col_int(good, 2) != 0;
		put(last.name, sizeof(last.name), db_col_str(good, 3));
	}
	if (db_rows_next(bad) && db_col_time(bad, 0) > last.ended_at) {
		last.failed_at = db_col_time(bad, 0);
		put(last.code, sizeof(last.code), db_col_str(bad, 1));
		put(last.why, sizeof(last.why), db_col_str(bad, 2));
	}
	*out = last;
	return 0;
}

const char *
record_state(const struct record_last *last)
{
	return last->age_s >= RECORD_OLD_S ? "old" : last->ended_at == 0 ?
	    "none" : "ok";
}

int
record_emit(struct db *db, const char *lang, bool scheduled, struct buf *out,
    struct err *err)
{
	struct record_last	last;
	char			why[700] = "";

	if (record_last(db, &last, err) == -1)
		return -1;
	if (last.failed_at != 0)
		text_put(why, sizeof(why), lang, last.code, last.why);
	emit_open(out, "backup", '{');
	emit_str(out, "state", record_state(&last));
	emit_time(out, "last_at", last.ended_at);
	emit_int(out, "age_s", last.age_s);
	emit_int(out, "bytes", last.bytes);
	emit_str(out, "name", last.name);
	emit_bool(out, "nightly", last.nightly);
	emit_time(out, "failed_at", last.failed_at);
	emit_str(out, "error", last.failed_at != 0 ? why : NULL);
	emit_bool(out, "scheduled", scheduled);
	emit_close(out, '}');
	return 0;
}

int
record_due(struct db *db, int64_t since_s, bool *out, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT NOT EXISTS (SELECT 1 FROM backup WHERE "
	    "kind = 'nightly' AND ended_at > NOW(3) - INTERVAL 1 HOUR) AND "
	    "NOT EXISTS (SELECT 1 FROM backup WHERE kind = 'nightly' AND "
	    "state = 'good' AND ended_at > NOW(3) - INTERVAL ? SECOND)",
	    DB_ARGS(db_int(since_s)), &n, err) == -1)
		return -1;
	*out = n != 0;
	return 0;
}
