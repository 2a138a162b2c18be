#include "notion/row.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "contact/store.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"
#include "io/secret.h"
#include "notion/api.h"
#include "notion/notion.h"
#include "notion/page.h"

#define FROM "FROM notion_row r " ORIGIN_SENT_JOIN("r.company_id", NOTION_ITEM, \
	"r.page_id")
#define COLS "r.id, r.connection_id, r.edited_at, r.page_id, r.name, r.url, "	\
	"r.fields, r.people, r.has_file, " ORIGIN_SENT_BY_COLS " " FROM
#define SENT_AT		9

/* --- reading --- */

/* What is asked for, behind "WHERE ". */
static void
put_where(struct db_build *b, int64_t company_id, int64_t connection_id,
    const struct origin_sent_ask *ask)
{
	db_build_add(b, "r.company_id = ? AND r.connection_id = ? ",
	    DB_ARGS(db_int(company_id), db_int(connection_id)));
	if (ask->words != NULL)
		db_build_add(b, "AND INSTR(CONCAT(r.name, ' ', "
		    "JSON_EXTRACT(r.fields, '$[*].display')), ?) > 0 ",
		    DB_ARGS(db_str(ask->words)));
	origin_sent_where(b, ask);
	if (ask->ids != NULL)
		db_build_add(b, "AND r.page_id IN (SELECT j.id FROM "
		    "JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(40) CHARACTER "
		    "SET ascii PATH '$')) j) ", DB_ARGS(db_str(ask->ids)));
}

int
notion_row_list(struct db *db, int64_t company_id, int64_t connection_id,
    const struct origin_sent_ask *ask, int64_t after_id, int64_t offset,
    int64_t limit, struct db_rows **rows, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };

	db_build_add(&b, "SELECT " COLS "WHERE ", DB_NONE);
	put_where(&b, company_id, connection_id, ask);
	db_build_add(&b, "AND r.id > ? ORDER BY r.id LIMIT ? OFFSET ?",
	    DB_ARGS(db_int(after_id), db_int(limit), db_int(offset)));
	return db_build_query(db, &b, rows, err);
}

int
notion_row_count(struct db *db, int64_t company_id, int64_t connection_id,
    const struct origin_sent_ask *ask, int64_t *out, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "SELECT 1 " FROM "WHERE ", DB_NONE);
	put_where(&b, company_id, connection_id, ask);
	return db_build_count(db, &b, out, err);
}

int
notion_row_newest(struct db *db, int64_t company_id, int64_t connection_id,
    int64_t limit, struct db_rows **rows, struct err *err)
{
	return db_query(db, "SELECT " COLS "WHERE r.company_id = ? AND "
	    "r.connection_id = ? ORDER BY r.edited_at DESC, r.id DESC LIMIT ?",
	    DB_ARGS(db_int(company_id), db_int(connection_id), db_int(limit)),
	    rows, err);
}

bool
notion_row_next(struct db_rows *rows, struct notion_row *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct notion_row){
		.id = db_col_int(rows, 0),
		.connection_id = db_col_int(rows, 1),
		.edited_at = db_col_time(rows, 2),
		.page_id = db_col_str(rows, 3),
		.name = db_col_str(rows, 4),
		.url = db_col_str(rows, 5),
		.fields = db_col_str(rows, 6),
		.people = db_col_str(rows, 7),
		.has_file = db_col_int(rows, 8) != 0,
	};
	origin_sent_read_by(rows, SENT_AT, &out->sent);
	return true;
}

int
notion_row_get(struct db *db, int64_t company_id, int64_t connection_id,
    const char *page_id, struct db_rows **rows, struct notion_row *out,
    struct err *err)
{
	if (db_query(db, "SELECT " COLS "WHERE r.company_id = ? AND "
	    "r.page_id = ? AND (? = 0 OR r.connection_id = ?) ORDER BY r.id "
	    "LIMIT 1", DB_ARGS(db_int(company_id), db_str(page_id),
	    db_int(connection_id), db_int(connection_id)), rows, err) == -1)
		return -1;
	return notion_row_next(*rows, out) ? 0 : err_code(err, ERR_ABSENT,
	    "notion.gone", "%s", page_id);
}

/* --- writing --- */

static bool
has_file(const struct notion_page *page)
{
	return json_array_size(page->files) > 0;
}

static void
hash_page(const struct notion_page *page, char out[SECRET_HASH_SIZE])
{
	own_buf struct buf	 text = { 0 };

	buf_fmt(&text, "%lld %d %s\n%s\n%s\n%s", (long long)page->edited_at,
	    has_file(page), page->name, page->url, page->people, page->fields);
	secret_hash(buf_str(&text), out);
}

/* {"page's id": its hash} of those that are stored. */
static int
read_hashes(struct db *db, int64_t connection_id,
    const struct notion_page *pages, size_t n, json_t *known, struct err *err)
{
	own_json json_t		*ids = json_array();
	own_str char		*text = NULL;
	own_rows struct db_rows	*rows = NULL;

	for (size_t i = 0; i < n; i++)
		json_array_append_new(ids, json_string(pages[i].id));
	text = json_dumps(ids, JSON_COMPACT);
	if (db_query(db, "SELECT r.page_id, r.content_hash FROM JSON_TABLE(?, "
	    "'$[*]' COLUMNS (id VARCHAR(40) CHARACTER SET ascii PATH '$')) j "
	    "JOIN notion_row r ON r.connection_id = ? AND r.page_id = j.id",
	    DB_ARGS(db_str(text), db_int(connection_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		json_object_set_new(known, db_col_str(rows, 0),
		    json_string(db_col_str(rows, 1)));
	return 0;
}

static int
put_one(struct db *db, int64_t company_id, int64_t connection_id,
    int64_t pass, const struct notion_page *page, const char *hash,
    struct err *err)
{
	return db_exec(db, "INSERT INTO notion_row (company_id, connection_id, "
	    "page_id, name, url, people, fields, has_file, content_hash, "
	    "edited_at, pass) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE name = VALUES(name), url = VALUES(url), "
	    "people = VALUES(people), fields = VALUES(fields), "
	    "has_file = VALUES(has_file), content_hash = VALUES(content_hash), "
	    "edited_at = VALUES(edited_at), pass = VALUES(pass)",
	    DB_ARGS(db_int(company_id), db_int(connection_id),
	    db_str(page->id), db_str(page->name), db_str(page->url),
	    db_str(page->people), db_str(page->fields),
	    db_int(has_file(page)), db_str(hash), db_time(page->edited_at),
	    db_int(pass)), NULL, err);
}

/* Met again as it was. */
static int
touch(struct db *db, int64_t connection_id, int64_t pass, const json_t *same,
    struct err *err)
{
	own_str char	*ids = json_dumps(same, JSON_COMPACT);

	return pass == 0 || json_array_size(same) == 0 ? 0 : db_exec(db,
	    "UPDATE notion_row r JOIN JSON_TABLE(?, '$[*]' COLUMNS (id "
	    "VARCHAR(40) CHARACTER SET ascii PATH '$')) j ON r.page_id = j.id "
	    "SET r.pass = ? WHERE r.connection_id = ?", DB_ARGS(db_str(ids),
	    db_int(pass), db_int(connection_id)), NULL, err);
}

int
notion_row_put(struct db *db, int64_t company_id, int64_t connection_id,
    int64_t pass, const struct notion_page *pages, size_t n,
    int64_t *created, int64_t *updated, struct err *err)
{
	own_json json_t	*known = json_object(), *same = json_array();

	if (read_hashes(db, connection_id, pages, n, known, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const char	*before = field_str(known, pages[i].id);
		char		 hash[SECRET_HASH_SIZE];

		hash_page(&pages[i], hash);
		if (before != NULL && strcmp(before, hash) == 0) {
			json_array_append_new(same, json_string(pages[i].id));
			continue;
		}
		if (put_one(db, company_id, connection_id, pass, &pages[i],
		    hash, err) == -1)
			return -1;
		*(before == NULL ? created : updated) += 1;
	}
	return touch(db, connection_id, pass, same, err);
}

int
notion_row_sweep(struct db *db, int64_t connection_id, int64_t pass,
    int64_t *removed, struct err *err)
{
	return db_exec(db, "DELETE FROM notion_row WHERE connection_id = ? AND "
	    "pass <> ?", DB_ARGS(db_int(connection_id), db_int(pass)), removed,
	    err);
}

int
notion_row_drop(struct db *db, int64_t connection_id, struct err *err)
{
	return db_exec(db, "DELETE FROM notion_row WHERE connection_id = ?",
	    DB_ARGS(db_int(connection_id)), NULL, err);
}

const struct contact_store	notion_row_store = {
	.place = { "notion", "id", "CONCAT(name, ' ', fields)" },
	.title = "name", .at = "edited_at",
	.tables = "notion_row", .where = "company_id = ?", .by_name = true,
};
