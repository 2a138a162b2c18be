#include "table/sheet.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "contact/store.h"
#include "io/db.h"
#include "io/db_lock.h"
#include "io/db_note.h"
#include "io/field.h"
#include "io/rota.h"
#include "table/past.h"
#include "table/read.h"

#define BATCH		500	/* rows in one statement */
#define COLS_A_ROW	4
#define EXPIRE_PART	5	/* tables in one go: each has many rows */
#define LOCK_WAIT_S	20
#define DAY_MS		INT64_C(86400000)

/* Its rows come, or go; the ids of those that go may be kept (table/past.h). */
enum { COMES = 1, GOES = 2, GOES_KEPT = 3 };
#define WHOLE	"s.stage = 0"

/* --- reading --- */

#define COLS "s.id, (SELECT COUNT(*) FROM sheet_row r WHERE r.sheet_id = s.id), "	\
	"s.created_at, s.name, s.kind, s.sheet, s.sheets, s.columns, s.mapping, "	\
	"u.name, s.encoding FROM sheet s LEFT JOIN user u ON u.id = s.user_id "

static void
read_sheet(const struct db_rows *rows, struct table_sheet *out)
{
	*out = (struct table_sheet){
		.id = db_col_int(rows, 0),
		.rows = db_col_int(rows, 1),
		.created_at = db_col_time(rows, 2),
		.expires_at = db_col_time(rows, 2) + TABLE_DAYS * DAY_MS,
		.name = db_col_str(rows, 3),
		.kind = db_col_str(rows, 4),
		.sheet = db_col_str(rows, 5),
		.sheets = db_col_str(rows, 6),
		.columns = db_col_str(rows, 7),
		.mapping = db_col_str(rows, 8),
		.by = db_col_str(rows, 9),
		.encoding = db_col_str(rows, 10),
	};
}

int
table_sheet_get(struct db *db, int64_t company_id, int64_t id,
    struct db_rows **rows, struct table_sheet *out, struct err *err)
{
	if (db_query(db, "SELECT " COLS "WHERE s.id = ? AND s.company_id = ? AND "
	    WHOLE,
	    DB_ARGS(db_int(id), db_int(company_id)), rows, err) == -1)
		return -1;
	return table_sheet_next(*rows, out) ? 0 : err_code(err, ERR_ABSENT,
	    "table.absent", "%lld", (long long)id);
}

int
table_sheet_list(struct db *db, int64_t company_id, int64_t before_id,
    int64_t offset, int64_t limit, struct db_rows **rows, struct err *err)
{
	return db_query(db, "SELECT " COLS "WHERE s.company_id = ? AND "
	    WHOLE " AND "
	    "(? = 0 OR s.id < ?) ORDER BY s.id DESC LIMIT ? OFFSET ?",
	    DB_ARGS(db_int(company_id), db_int(before_id), db_int(before_id),
	    db_int(limit), db_int(offset)), rows, err);
}

bool
table_sheet_next(struct db_rows *rows, struct table_sheet *out)
{
	if (!db_rows_next(rows))
		return false;
	read_sheet(rows, out);
	return true;
}

int
table_sheet_count(struct db *db, int64_t company_id, int64_t *out,
    struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM sheet s WHERE "
	    "s.company_id = ? AND " WHOLE, DB_ARGS(db_int(company_id)), out, err);
}

void
table_sheet_emit(struct buf *b, const struct table_sheet *s)
{
	emit_open(b, NULL, '{');
	emit_int(b, "id", s->id);
	emit_str(b, "name", s->name);
	emit_str(b, "kind", s->kind);
	emit_str(b, "sheet", *s->sheet != '\0' ? s->sheet : NULL);
	emit_json(b, "sheets", s->sheets);
	emit_str(b, "encoding", s->encoding);
	emit_int(b, "rows", s->rows);
	emit_str(b, "created_by", s->by);
	emit_time(b, "created_at", s->created_at);
	emit_time(b, "expires_at", s->expires_at);
}

/* --- a part of it at a time --- */

struct going {
	int64_t	id, stage, upto;
};

static int
drop_rows(struct db *db, void *arg, struct err *err)
{
	const struct going	*g = arg;

	return (g->stage == GOES_KEPT && table_past_keep(db, g->id, g->upto,
	    err) == -1) || db_exec(db, "DELETE FROM sheet_row WHERE "
	    "sheet_id = ? AND id <= ?", DB_ARGS(db_int(g->id),
	    db_int(g->upto)), NULL, err) == -1 ? -1 : 0;
}

/* One that nobody sees any more, or not yet. Whoever dies in it, the next one goes on. */
static int
let_go(struct db *db, int64_t id, struct err *err)
{
	struct going	g = { .id = id };

	if (db_number(db, "SELECT COALESCE((SELECT stage FROM sheet WHERE "
	    "id = ?), 0)", DB_ARGS(db_int(id)), &g.stage, err) == -1)
		return -1;
	for (; g.stage != 0 && g.upto < INT64_MAX;)
		if (db_number(db, "SELECT COALESCE((SELECT id FROM sheet_row "
		    "WHERE sheet_id = ? ORDER BY id LIMIT 1 OFFSET ?), ?)",
		    DB_ARGS(db_int(id), db_int(BATCH - 1), db_int(INT64_MAX)),
		    &g.upto, err) == -1 ||
		    db_tx_run(db, drop_rows, &g, err) == -1)
			return -1;
	return db_exec(db, "DELETE FROM sheet WHERE id = ? AND stage <> 0",
	    DB_ARGS(db_int(id)), NULL, err);
}

/* --- storing --- */

/* Rows that are stored together: of each the id that it had (0: none), its number and its cells as
 * JSON. */
struct batch {
	int64_t	 sheet_id, id[BATCH], number[BATCH];
	char	*cells[BATCH];
	size_t	 n;
};

static void
batch_clear(struct batch *b)
{
	while (b->n > 0)
		mem_free_str(&b->cells[--b->n]);
}

static int
batch_write(struct db *db, void *arg, struct err *err)
{
	const struct batch	*b = arg;
	struct db_arg		 args[BATCH * COLS_A_ROW];

	for (size_t i = 0; i < b->n; i++) {
		args[i * COLS_A_ROW] = db_id(b->id[i]);
		args[i * COLS_A_ROW + 1] = db_int(b->sheet_id);
		args[i * COLS_A_ROW + 2] = db_int(b->number[i]);
		args[i * COLS_A_ROW + 3] = db_str(b->cells[i]);
	}
	return db_exec_rows(db, "INSERT INTO sheet_row (id, sheet_id, number, "
	    "cells) VALUES ", "", args, COLS_A_ROW, b->n, NULL, err);
}

static int
batch_store(struct db *db, struct batch *b, struct err *err)
{
	const int	rc = b->n == 0 ? 0 : db_tx_run(db, batch_write, b, err);

	batch_clear(b);
	return rc;
}

static int
store_rows(struct db *db, const struct table_sheet_new *new, int64_t id,
    struct err *err)
{
	cleanup(batch_clear) struct batch	b = { .sheet_id = id };
	struct table_text			text = *new->text;
	own_rows struct db_rows			*past = NULL;
	json_t					*row;
	int64_t					 at = 0;

	if (table_past_rows(db, new->company_id, new->digest, &past,
	    err) == -1)
		return -1;
	while ((row = table_text_next(&text)) != NULL) {
		b.number[b.n] = json_integer_value(json_array_get(row, 0));
		b.id[b.n] = table_past_row(past, b.number[b.n], &at);
		json_array_remove(row, 0);
		b.cells[b.n++] = json_dumps(row, JSON_COMPACT);
		json_decref(row);
		if (b.n == BATCH && batch_store(db, &b, err) == -1)
			return -1;
	}
	return batch_store(db, &b, err);
}

json_t *
table_sheet_columns(const json_t *names)
{
	json_t		*list = json_array();
	const json_t	*name;
	size_t		 i;

	json_array_foreach(names, i, name)
		json_array_append_new(list, json_pack("{s:o, s:s?}", "id",
		    json_sprintf("c%zu", i + 1), "name",
		    json_string_value(name)));
	return list;
}

/* The company's table with this digest; id 0: there is none. */
static int
find_same(struct db *db, const struct table_sheet_new *new, int64_t *id,
    int64_t *stage, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id, stage FROM sheet WHERE company_id = ? "
	    "AND digest = ?", DB_ARGS(db_int(new->company_id),
	    db_str(new->digest)), &rows, err) == -1)
		return -1;
	*id = *stage = 0;
	if (db_rows_next(rows)) {
		*id = db_col_int(rows, 0);
		*stage = db_col_int(rows, 1);
	}
	return 0;
}

/* Nobody sees it before its last row is there. */
static int
store(struct db *db, const struct table_sheet_new *new, int64_t *id,
    struct err *err)
{
	const json_t	*head = new->text->head;
	const char	*sheet = field_str(head, "sheet");
	own_str char	*sheets = json_dumps(json_object_get(head, "sheets"),
			    JSON_COMPACT);
	int64_t		 past;

	if (table_past_sheet(db, new->company_id, new->digest, &past,
	    err) == -1 ||
	    db_exec(db, "INSERT INTO sheet (id, company_id, user_id, name, "
	    "kind, sheet, sheets, columns, digest, encoding, stage) VALUES (?, "
	    "?, ?, LEFT(?, 255), ?, LEFT(?, 255), ?, ?, ?, ?, ?)", DB_ARGS(
	    db_id(past), db_int(new->company_id), db_id(new->user_id),
	    db_str(new->name), db_str(field_str(head, "kind")),
	    db_str(sheet != NULL ? sheet : ""), db_str(sheets != NULL ?
	    sheets : "[]"), db_str(new->columns), db_str(new->digest),
	    db_str(field_str(head, "encoding")), db_int(COMES)), NULL,
	    err) == -1)
		return -1;
	*id = past != 0 ? past : db_last_id(db);
	return store_rows(db, new, *id, err);
}

static int
show(struct db *db, void *arg, struct err *err)
{
	const int64_t	*id = arg;

	return db_exec_one(db, "UPDATE sheet SET stage = 0, "
	    "created_at = NOW(3) WHERE id = ? AND stage = 1",
	    DB_ARGS(db_int(*id)), "sheet", err);
}

/* Alone with this file. One that is not whole was left by a program that died, or is going. */
static int
add(struct db *db, const struct table_sheet_new *new, int64_t *id,
    bool *created, struct err *err)
{
	int64_t	stage = 0;
	int	rc;

	if (find_same(db, new, id, &stage, err) == -1)
		return -1;
	*created = *id == 0 || stage != 0;
	if (!*created)
		return 0;
	db_note_apart(db, true);
	rc = (*id != 0 && let_go(db, *id, err) == -1) ||
	    store(db, new, id, err) == -1 ? -1 : 0;
	db_note_apart(db, false);
	return rc == -1 || db_tx_run(db, show, id, err) == -1 ? -1 :
	    table_past_drop(db, new->company_id, new->digest, err);
}

int
table_sheet_add(struct db *db, const struct table_sheet_new *new, int64_t *id,
    bool *created, struct err *err)
{
	own_str char	*lock = mem_fmt("sheet-%lld-%.32s",
			    (long long)new->company_id, new->digest);
	int		 rc;

	if (db_lock(db, lock, LOCK_WAIT_S, err) == -1)
		return -1;
	rc = add(db, new, id, created, err);
	db_unlock(db, lock);
	return rc;
}

int
table_sheet_map(struct db *db, int64_t company_id, int64_t id,
    const char *mapping, struct err *err)
{
	return db_exec(db, "UPDATE sheet SET mapping = ? WHERE id = ? AND "
	    "company_id = ?", DB_ARGS(db_str(mapping), db_int(id),
	    db_int(company_id)), NULL, err);
}

/* --- what becomes of it --- */

int
table_sheet_drop(struct db *db, int64_t company_id, int64_t id,
    struct err *err)
{
	int64_t	n = 0;

	if (db_exec(db, "UPDATE sheet SET stage = IF(" TABLE_PAST_KEPT
	    ", 3, 2) WHERE id = ? AND company_id = ? AND stage = 0",
	    DB_ARGS(db_int(id), db_int(company_id)), &n, err) == -1)
		return -1;
	return n == 0 ? err_code(err, ERR_ABSENT, "table.absent", "%lld",
	    (long long)id) : let_go(db, id, err);
}

/* One that is not whole and that nobody goes on with. */
static int
drop_left(struct db *db, int64_t *removed, struct err *err)
{
	int64_t	id = 0;

	if (db_number(db, "SELECT COALESCE((SELECT id FROM sheet WHERE "
	    "stage > 1 OR (stage = 1 AND created_at < NOW(3) - INTERVAL 1 DAY) "
	    "LIMIT 1), 0)", DB_NONE, &id, err) == -1)
		return -1;
	*removed = id != 0;
	return id == 0 ? 0 : let_go(db, id, err);
}

static const struct rota	old_sheets = { "old sheets", ROTA_OLD(
	ROTA_COMPANIES, "(SELECT s.created_at FROM sheet s "
	"FORCE INDEX (oldest_of) WHERE s.company_id = o.id "
	"ORDER BY s.created_at LIMIT 1)") };

struct expiry {
	int64_t	days, removed;
};

/* Somebody was quicker. */
static bool
is_gone(struct err *err)
{
	const bool	gone = err->kind == ERR_ABSENT;

	if (gone)
		*err = (struct err){ 0 };
	return gone;
}

static int
expire_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct expiry		*e = arg;

	if (db_query(db, "SELECT id FROM sheet WHERE company_id = ? AND "
	    "stage = 0 AND created_at < NOW(3) - INTERVAL ? DAY ORDER BY created_at "
	    "LIMIT ?", DB_ARGS(db_int(company_id), db_int(e->days),
	    db_int(EXPIRE_PART)), &rows, err) == -1)
		return -1;
	for (; db_rows_next(rows); e->removed++)
		if (table_sheet_drop(db, company_id, db_col_int(rows, 0),
		    err) == -1 && !is_gone(err))
			return -1;
	return e->removed > 0;
}

int
table_sheet_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	struct expiry	e = { .days = days };

	if (drop_left(db, removed, err) == -1 ||
	    rota_take_old(db, &old_sheets, days, expire_of, &e, err) == -1)
		return -1;
	*removed += e.removed;
	return 0;
}

const struct contact_store	table_sheet_store = {
	.place = { "table", "id", "cells" },
	.title = "cells", .at = "(SELECT s.created_at FROM sheet s WHERE "
	    "s.id = sheet_row.sheet_id)",
	.tables = "sheet_row",
	.where = "sheet_id IN (SELECT id FROM sheet WHERE company_id = ?)",
	.by_name = true,
};
