#include "table/line.h"

#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"

const char *const table_line_transfers[] = { "done", "none", NULL };

/* The newest transfer of r, wherever it went. */
#define SENT "LEFT JOIN transfer x ON x.id = (SELECT MAX(y.id) FROM transfer y "	\
	"WHERE y.company_id = s.company_id AND y.kind = '" TABLE_ITEM "' AND "	\
	"y.task_id = CAST(r.id AS CHAR CHARACTER SET ascii) AND "		\
	"y.state <> 'removed') "
#define FROM "FROM sheet s JOIN sheet_row r ON r.sheet_id = s.id " SENT
#define COLS "r.id, r.sheet_id, r.number, r.cells, x.state, x.account_id, "	\
	"x.applicant_id, x.created_at, x.url, u.name " FROM			\
	"LEFT JOIN user u ON u.id = x.user_id "

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
    const struct table_line_ask *ask, const char *pattern)
{
	db_build_add(b, "WHERE s.id = ? AND s.company_id = ? ",
	    DB_ARGS(db_int(sheet_id), db_int(company_id)));
	if (pattern != NULL)
		db_build_add(b, "AND r.cells LIKE ? ",
		    DB_ARGS(db_str(pattern)));
	if (ask->transfer != NULL)
		db_build_add(b, strcmp(ask->transfer, "done") == 0 ?
		    "AND x.state = 'done' " :
		    "AND NOT x.state <=> 'done' ", DB_NONE);
	if (ask->ids != NULL)
		db_build_add(b, "AND r.id IN (SELECT j.id FROM JSON_TABLE(?, "
		    "'$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j) ",
		    DB_ARGS(db_str(ask->ids)));
}

int
table_line_list(struct db *db, int64_t company_id, int64_t sheet_id,
    const struct table_line_ask *ask, int64_t after_id, int64_t offset,
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
    const struct table_line_ask *ask, int64_t *out, struct err *err)
{
	own_str char			*pattern = ask->words == NULL ? NULL :
					    pattern_of(ask->words);
	own_rows struct db_rows		*rows = NULL;
	own_db_build struct db_build	 b = { 0 };

	db_build_add(&b, "SELECT COUNT(*) " FROM, DB_NONE);
	put_where(&b, company_id, sheet_id, ask, pattern);
	if (db_build_query(db, &b, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = db_col_int(rows, 0);
	return 0;
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
		.state = db_col_str(rows, 4),
		.account_id = db_col_int(rows, 5),
		.applicant_id = db_col_int(rows, 6),
		.sent_at = db_col_time(rows, 7),
		.url = db_col_str(rows, 8),
		.by = db_col_str(rows, 9),
	};
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
