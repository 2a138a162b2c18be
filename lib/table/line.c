#include "table/line.h"

#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"

#define FROM "FROM sheet s JOIN sheet_row r ON r.sheet_id = s.id AND s.stage = 0 " \
	ORIGIN_SENT_JOIN("s.company_id", TABLE_ITEM,				\
	"CAST(r.id AS CHAR CHARACTER SET ascii)")
#define COLS "r.id, r.sheet_id, r.number, r.cells, " ORIGIN_SENT_BY_COLS " " FROM
#define SENT_AT		4

/* What the text is within a JSON text, for LIKE. */
static char *
pattern_of(const char *words)
{
	own_json json_t		*text = json_string(words);
	own_str char		*quoted = json_dumps(text, JSON_ENCODE_ANY);
	own_buf struct buf	 out = { 0 };

	buf_putc(&out, '%');
	for (size_t i = 1; quoted != NULL && quoted[i + 1] != '\0'; i++) {
		if (strchr("%_\\", quoted[i]) != NULL)
			buf_putc(&out, '\\');
		buf_putc(&out, quoted[i]);
	}
	buf_putc(&out, '%');
	return mem_dup(buf_str(&out));
}

/* Puts what is asked for behind "WHERE s.id = ? AND s.company_id = ?"; pattern outlives it. */
static void
put_where(struct db_build *b, int64_t company_id, int64_t sheet_id,
    const struct origin_sent_ask *ask, const char *pattern)
{
	db_build_add(b, "WHERE s.id = ? AND s.company_id = ? ",
	    DB_ARGS(db_int(sheet_id), db_int(company_id)));
	if (pattern != NULL)
		db_build_add(b, "AND r.cells LIKE ? ",
		    DB_ARGS(db_str(pattern)));
	origin_sent_where(b, ask);
	if (ask->ids != NULL)
		db_build_add(b, "AND r.id IN (SELECT j.id FROM JSON_TABLE(?, "
		    "'$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j) ",
		    DB_ARGS(db_str(ask->ids)));
}

int
table_line_list(struct db *db, int64_t company_id, int64_t sheet_id,
    const struct origin_sent_ask *ask, int64_t after_id, int64_t offset,
    int64_t limit, struct db_rows **rows, struct err *err)
{
	own_str char			*pattern = ask->words == NULL ? NULL :
					    pattern_of(ask->words);
	own_db_build struct db_build	 b = { 0 };

	db_build_add(&b, "SELECT " COLS, DB_NONE);
	put_where(&b, company_id, sheet_id, ask, pattern);
	db_build_add(&b, "AND r.id > ? ORDER BY r.id LIMIT ? OFFSET ?",
	    DB_ARGS(db_int(after_id), db_int(limit), db_int(offset)));
	return db_build_query(db, &b, rows, err);
}

int
table_line_count(struct db *db, int64_t company_id, int64_t sheet_id,
    const struct origin_sent_ask *ask, int64_t *out, struct err *err)
{
	own_str char			*pattern = ask->words == NULL ? NULL :
					    pattern_of(ask->words);
	own_db_build struct db_build	 b = { 0 };

	db_build_add(&b, "SELECT 1 " FROM, DB_NONE);
	put_where(&b, company_id, sheet_id, ask, pattern);
	return db_build_count(db, &b, out, err);
}

bool
table_line_next(struct db_rows *rows, struct table_line *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct table_line){
		.id = db_col_int(rows, 0),
		.sheet_id = db_col_int(rows, 1),
		.number = db_col_int(rows, 2),
		.cells = db_col_str(rows, 3),
	};
	origin_sent_read_by(rows, SENT_AT, &out->sent);
	return true;
}

int
table_line_get(struct db *db, int64_t company_id, int64_t sheet_id,
    int64_t id, struct db_rows **rows, struct table_line *out,
    struct err *err)
{
	if (db_query(db, "SELECT " COLS "WHERE r.id = ? AND s.company_id = ? "
	    "AND (? = 0 OR s.id = ?)", DB_ARGS(db_int(id), db_int(company_id),
	    db_int(sheet_id), db_int(sheet_id)), rows, err) == -1)
		return -1;
	return table_line_next(*rows, out) ? 0 : err_code(err, ERR_ABSENT,
	    "table.gone", "%lld", (long long)id);
}
