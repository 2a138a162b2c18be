#include "document/document.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "contact/store.h"
#include "document/guess.h"
#include "document/read.h"
#include "document/text.h"
#include "file/store.h"
#include "io/db.h"
#include "io/field.h"
#include "io/rota.h"

#define EXPIRE_PART	100	/* rows in one go */
#define DAY_MS		INT64_C(86400000)

/* --- reading --- */

const struct file_home	document_files = {
	.name = "document",
	.put = "INSERT INTO document_part (document_id, part, data) "
	    "VALUES (?, ?, ?)",
	.read = "SELECT data FROM document_part WHERE document_id = ? "
	    "ORDER BY part",
	.drop = "DELETE FROM document_part WHERE document_id = ?",
	.part = "SELECT data FROM document_part WHERE document_id = ? AND "
	    "part = ?",
	.rota = { "documents", ROTA(ROTA_COMPANIES, "(SELECT created_at "
	    "FROM document FORCE INDEX (waits_of) WHERE company_id = o.id AND "
	    "in_rows = TRUE ORDER BY id LIMIT 1)") },
	.waiting = "SELECT id FROM document FORCE INDEX (waits_of) "
	    "WHERE company_id = ? AND in_rows = TRUE ORDER BY id LIMIT ?",
	.stored = "UPDATE document SET in_rows = FALSE WHERE id = ?",
	.gone = FILE_GONE("document"),
};

#define COLS "d.id, d.size, d.pages, d.candidate_id, d.created_at, d.name, "	\
	"d.state, d.kind, d.problem, d.guess, d.cut, d.inbox_item_id IS NOT NULL"

int
document_get(struct db *db, int64_t company_id, int64_t id,
    struct db_rows **rows, struct document *out, struct err *err)
{
	if (db_query(db, "SELECT " COLS " FROM document d WHERE d.id = ? "
	    "AND d.company_id = ?", DB_ARGS(db_int(id), db_int(company_id)),
	    rows, err) == -1 || db_one(*rows, err) == -1)
		return -1;
	*out = (struct document){
		.id = db_col_int(*rows, 0),
		.size = db_col_int(*rows, 1),
		.pages = db_col_int(*rows, 2),
		.candidate_id = db_col_int(*rows, 3),
		.created_at = db_col_time(*rows, 4),
		.name = db_col_str(*rows, 5),
		.state = db_col_str(*rows, 6),
		.kind = db_col_str(*rows, 7),
		.problem = db_col_str(*rows, 8),
		.guess = db_col_str(*rows, 9),
		.cut = db_col_int(*rows, 10) != 0,
		.held = db_col_int(*rows, 11) != 0,
	};
	return 0;
}

int
document_text(struct db *db, int64_t id, struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT said FROM document WHERE id = ?",
	    DB_ARGS(db_int(id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	buf_puts(out, db_col_str(rows, 0));
	return 0;
}

int
document_bytes(struct db *db, const struct conf *conf, int64_t id,
    struct buf *out, struct err *err)
{
	return file_read(db, conf, &document_files, id, out, err);
}

void
document_emit_problem(struct buf *b, const char *name, const char *code,
    const char *lang)
{
	char	text[400];

	if (code == NULL) {
		emit_null(b, name);
		return;
	}
	text_put(text, sizeof(text), lang, code, "");
	emit_open(b, name, '{');
	emit_str(b, "code", code);
	emit_str(b, "detail", text);
	emit_close(b, '}');
}

void
document_emit(struct buf *b, const char *name, const struct document *d,
    const char *lang, json_t *duplicates)
{
	own_json json_t	*list = duplicates;
	char		*text = list != NULL ? json_dumps(list, JSON_COMPACT) :
			    NULL;

	emit_open(b, name, '{');
	emit_int(b, "id", d->id);
	emit_str(b, "name", d->name);
	emit_int(b, "size", d->size);
	emit_str(b, "state", strcmp(d->state, "read") == 0 ? "read" :
	    "waiting");
	emit_str(b, "kind", d->kind);
	if (d->pages > 0)
		emit_int(b, "pages", d->pages);
	else
		emit_null(b, "pages");
	emit_bool(b, "cut", d->cut);
	document_emit_problem(b, "problem", d->problem, lang);
	emit_json(b, "found", d->guess);
	emit_json(b, "duplicates", text != NULL ? text : "[]");
	emit_id(b, "candidate_id", d->candidate_id);
	emit_time(b, "created_at", d->created_at);
	emit_time(b, "expires_at", d->candidate_id != 0 || d->held ? 0 :
	    d->created_at + DOCUMENT_DAYS * DAY_MS);
	emit_close(b, '}');
	mem_free_str(&text);
}

/* --- storing --- */

struct addition {
	const struct document_file	*file;
	int64_t				 id;
};

static int
add(struct db *db, void *arg, struct err *err)
{
	struct addition			*a = arg;
	const struct document_file	*f = a->file;

	if (db_exec(db, "INSERT INTO document (company_id, user_id, name, "
	    "size, inbox_item_id) VALUES (?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(f->company_id), db_id(f->user_id),
	    db_str(field_blank(f->name) ? "CV" : f->name),
	    db_int((int64_t)f->len), db_id(f->inbox_item_id)), NULL,
	    err) == -1)
		return -1;
	a->id = db_last_id(db);
	return file_put(db, &document_files, a->id, f->data, f->len, err);
}

int
document_add(struct db *db, const struct document_file *file, int64_t *id,
    struct err *err)
{
	struct addition	a = { .file = file };

	if (file->len == 0)
		return err_field(err, "file", "required", "%s", "");
	if (file->len > DOCUMENT_SIZE_MAX)
		return err_field(err, "file", "document.size", "%s", "");
	if (db_tx_run(db, add, &a, err) == -1)
		return -1;
	*id = a.id;
	return 0;
}

/* mine: nobody else reads it; whoever began long ago has died. */
static int
claim(struct db *db, int64_t id, bool *mine, struct err *err)
{
	int64_t	n = 0;

	if (db_exec(db, "UPDATE document SET state = 'reading', "
	    "begun_at = NOW(3) WHERE id = ? AND (state = 'waiting' OR "
	    "(state = 'reading' AND begun_at < NOW(3) - INTERVAL ? SECOND))",
	    DB_ARGS(db_int(id), db_int(DOCUMENT_READING_S)), &n, err) == -1)
		return -1;
	*mine = n == 1;
	return 0;
}

static int
store(struct db *db, int64_t id, struct document_text *t, struct err *err)
{
	own_json json_t	*guess = guess_cv(buf_str(&t->text), clock_ms());
	char		*text = json_dumps(guess, JSON_COMPACT |
			    JSON_REAL_PRECISION(4));
	int		 rc;

	rc = db_exec(db, "UPDATE document SET state = 'read', kind = ?, "
	    "pages = ?, cut = ?, problem = ?, said = ?, guess = ? "
	    "WHERE id = ?", DB_ARGS(db_str(document_kind_word(t->kind)),
	    db_int(t->pages), db_int(t->cut), db_str(t->problem),
	    db_str(t->text.data), db_str(text), db_int(id)), NULL, err);
	mem_free_str(&text);
	return rc;
}

int
document_understand(struct db *db, const struct conf *conf, int64_t id,
    struct err *err)
{
	own_document_text struct document_text	t = { 0 };
	own_buf struct buf			bytes = { 0 };
	bool					mine;

	if (claim(db, id, &mine, err) == -1)
		return -1;
	if (!mine)
		return 0;
	return document_bytes(db, conf, id, &bytes, err) == -1 ||
	    document_read(conf, bytes.data, bytes.len, &t, err) == -1 ||
	    store(db, id, &t, err) == -1 ? -1 : 0;
}

/* --- what becomes of it --- */

int
document_take(struct db *db, int64_t company_id, int64_t id,
    int64_t candidate_id, struct err *err)
{
	return db_exec(db, "UPDATE document SET candidate_id = ? "
	    "WHERE id = ? AND company_id = ?", DB_ARGS(db_id(candidate_id),
	    db_int(id), db_int(company_id)), NULL, err);
}

int
document_drop(struct db *db, int64_t company_id, int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct document		 d;

	if (document_get(db, company_id, id, &rows, &d, err) == -1)
		return -1;
	if (d.candidate_id != 0)
		return err_code(err, ERR_CONFLICT, "document.taken", "%lld",
		    (long long)d.candidate_id);
	if (d.held)
		return err_code(err, ERR_CONFLICT, "document.held", "%s", "");
	return db_exec(db, "DELETE FROM document WHERE id = ? "
	    "AND candidate_id IS NULL", DB_ARGS(db_int(id)), NULL, err);
}

int
document_release(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "DELETE FROM document WHERE id = ? "
	    "AND candidate_id IS NULL", DB_ARGS(db_int(id)), NULL,
	    err) == -1 || db_exec(db, "UPDATE document SET "
	    "inbox_item_id = NULL WHERE id = ?", DB_ARGS(db_int(id)), NULL,
	    err) == -1 ? -1 : 0;
}

#define LOOSE	"candidate_id IS NULL AND inbox_item_id IS NULL "

static const struct rota_old	old_documents = { { "old documents", ROTA_OLD(
	ROTA_COMPANIES, "(SELECT created_at FROM document "
	"FORCE INDEX (loose_of) WHERE company_id = o.id AND " LOOSE
	"ORDER BY created_at LIMIT 1)") }, "DELETE FROM document WHERE "
	"company_id = ? AND " LOOSE "AND created_at < NOW(3) - "
	"INTERVAL ? DAY ORDER BY created_at LIMIT ?" };

int
document_expire(struct db *db, int64_t days, int64_t *removed, struct err *err)
{
	return rota_drop_old(db, &old_documents, days, EXPIRE_PART, removed,
	    err);
}

const struct contact_store	document_store = {
	.place = { "document", "id", "CONCAT_WS(' ', name, said, guess)" },
	.title = "name", .told = "CONCAT_WS('\n', name, said)",
	.at = "created_at", .tables = "document",
	.where = "company_id = ? AND candidate_id IS NULL AND "
	    "inbox_item_id IS NULL",
	.judged = true,
};

int
document_drop_of(struct db *db, int64_t candidate_id, struct err *err)
{
	return db_exec(db, "DELETE FROM document WHERE candidate_id = ?",
	    DB_ARGS(db_int(candidate_id)), NULL, err);
}
