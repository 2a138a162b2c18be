#include "inbox/item.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "contact/store.h"
#include "document/document.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"
#include "io/web.h"
#include "live/audience.h"

#define TEXT_SIZE	600

const char *const inbox_states[] = { "new", "kept", "rejected", "failed",
	NULL };
const char *const inbox_kinds[] = { "file", "link", NULL };

const struct live_audience inbox_audience = { "inbox",
	"SELECT i.id AS thing_id, i.company_id, u.id AS user_id "
	"FROM inbox_item i JOIN user u ON u.company_id = i.company_id "
	"AND u.active AND (u.role >= 3 OR (u.role >= 2 AND EXISTS (SELECT 1 "
	"FROM inbox_sending m WHERE m.item_id = i.id "
	"AND m.user_id = u.id)))" };

struct inbox_who
inbox_who_of(const struct web_req *req)
{
	return (struct inbox_who){ req->who->company_id, req->who->user_id,
	    req->who->role >= ROLE_RECRUITER, req->conf };
}

/* --- which --- */

#define STATE	"IF(i.arrival = 'failed' AND i.state <> 'rejected', 'failed', " \
	"i.state)"

static void
put_seen(struct db_build *b, const struct inbox_who *who)
{
	db_build_add(b, " WHERE i.company_id = ?",
	    DB_ARGS(db_int(who->company_id)));
	if (!who->all)
		db_build_add(b, " AND EXISTS (SELECT 1 FROM inbox_sending m "
		    "WHERE m.item_id = i.id AND m.user_id = ?)",
		    DB_ARGS(db_int(who->user_id)));
}

static void
put_state(struct db_build *b, const char *state)
{
	if (strcmp(state, "failed") == 0)
		db_build_add(b, " AND i.arrival = 'failed' "
		    "AND i.state <> 'rejected'", DB_NONE);
	else if (strcmp(state, "rejected") == 0)
		db_build_add(b, " AND i.state = 'rejected'", DB_NONE);
	else
		db_build_add(b, " AND i.state = ? AND i.arrival <> 'failed'",
		    DB_ARGS(db_str(state)));
}

static void
put_filter(struct db_build *b, const struct inbox_filter *f)
{
	if (f->state != NULL)
		put_state(b, f->state);
	if (f->kind != NULL)
		db_build_add(b, " AND i.kind = ?", DB_ARGS(db_str(f->kind)));
	if (f->sender_id != 0)
		db_build_add(b, " AND EXISTS (SELECT 1 FROM inbox_sending f "
		    "WHERE f.item_id = i.id AND f.user_id = ?)",
		    DB_ARGS(db_int(f->sender_id)));
	if (f->q != NULL)
		db_build_add(b, " AND (LOCATE(?, i.name) > 0 "
		    "OR LOCATE(?, i.url) > 0 OR EXISTS (SELECT 1 "
		    "FROM inbox_sending q WHERE q.item_id = i.id "
		    "AND (LOCATE(?, q.caption) > 0 "
		    "OR LOCATE(?, q.origin) > 0)))", DB_ARGS(db_str(f->q),
		    db_str(f->q), db_str(f->q), db_str(f->q)));
}

/* --- reading --- */

/* Twenty senders at most, and what they wrote in brief. */
#define SENDERS "(SELECT JSON_ARRAYAGG(JSON_OBJECT('user', s.user_id, "	\
	"'user_name', IF(su.name <> '', su.name, su.email), 'via', s.via, "	\
	"'name', s.name, 'origin', s.origin, 'caption', LEFT(s.caption, 1000), "	\
	"'at', CONCAT(LEFT(DATE_FORMAT(s.created_at, '%Y-%m-%dT%H:%i:%s.%f'), "	\
	"23), 'Z')) ORDER BY s.id LIMIT 20) FROM inbox_sending s "			\
	"LEFT JOIN user su ON su.id = s.user_id WHERE s.item_id = i.id)"
#define COLS "i.id, i.company_id, i.kind, " STATE ", i.site, i.url, "	\
	"i.name, i.type, i.size, i.error_code, i.error_text, "			\
	"i.arrival IN ('waiting', 'working'), i.decided_at, i.created_at, "	\
	"IF(u.name <> '', u.name, u.email), " SENDERS ", "			\
	"i.kind = 'file' AND i.arrival = 'done', i.document_id, "		\
	"d.candidate_id, d.state <> 'read', d.problem, TRIM(CONCAT_WS(' ', "	\
	"JSON_VALUE(d.guess, '$.last_name'), "					\
	"JSON_VALUE(d.guess, '$.first_name'))), "				\
	"IFNULL(JSON_VALUE(d.guess, '$.current_position'), ''), "		\
	"i.kind = 'link' AND d.state = 'read'"
#define FROM	" FROM inbox_item i LEFT JOIN user u ON u.id = i.decided_by "	\
	"LEFT JOIN document d ON d.id = i.document_id"

bool
inbox_item_next(struct db_rows *rows, struct inbox_item *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct inbox_item){
		.id = db_col_int(rows, 0),
		.company_id = db_col_int(rows, 1),
		.kind = db_col_str(rows, 2),
		.state = db_col_str(rows, 3),
		.site = db_col_str(rows, 4),
		.url = db_col_str(rows, 5),
		.name = db_col_str(rows, 6),
		.type = db_col_str(rows, 7),
		.size = db_col_int(rows, 8),
		.error_code = db_col_str(rows, 9),
		.error_text = db_col_str(rows, 10),
		.fetching = db_col_int(rows, 11) != 0,
		.decided_at = db_col_time(rows, 12),
		.created_at = db_col_time(rows, 13),
		.decided_name = db_col_str(rows, 14),
		.senders = db_col_str(rows, 15),
		.stored = db_col_int(rows, 16) != 0,
		.document_id = db_col_int(rows, 17),
		.candidate_id = db_col_int(rows, 18),
		.reading = db_col_int(rows, 19) != 0,
		.problem = db_col_str(rows, 20),
		.person = db_col_str(rows, 21),
		.position = db_col_str(rows, 22),
		.somebody = db_col_int(rows, 23) != 0 ||
		    db_col_str(rows, 21)[0] != '\0',
	};
	return true;
}

int
inbox_item_list(struct db *db, const struct inbox_who *who,
    const struct inbox_filter *f, int64_t limit, struct db_rows **rows,
    struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "SELECT " COLS FROM, DB_NONE);
	put_seen(&b, who);
	put_filter(&b, f);
	if (f->before_id != 0)
		db_build_add(&b, " AND i.id < ?",
		    DB_ARGS(db_int(f->before_id)));
	db_build_add(&b, " ORDER BY i.id DESC LIMIT ?",
	    DB_ARGS(db_int(limit)));
	return db_build_query(db, &b, rows, err);
}

int
inbox_item_get(struct db *db, const struct inbox_who *who, int64_t id,
    struct db_rows **rows, struct inbox_item *out, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "SELECT " COLS FROM, DB_NONE);
	put_seen(&b, who);
	db_build_add(&b, " AND i.id = ?", DB_ARGS(db_int(id)));
	if (db_build_query(db, &b, rows, err) == -1)
		return -1;
	return inbox_item_next(*rows, out) ? 0 :
	    err_set(err, ERR_ABSENT, "item %lld", (long long)id);
}

int
inbox_item_count(struct db *db, const struct inbox_who *who,
    const struct inbox_filter *f, int64_t *n, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "SELECT 1 FROM inbox_item i", DB_NONE);
	put_seen(&b, who);
	put_filter(&b, f);
	return db_build_count(db, &b, n, err);
}

int
inbox_item_counts(struct db *db, const struct inbox_who *who,
    struct buf *out, struct err *err)
{
	int64_t	n;

	emit_open(out, NULL, '{');
	for (size_t i = 0; inbox_states[i] != NULL; i++) {
		if (inbox_item_count(db, who, &(struct inbox_filter){
		    .state = inbox_states[i] }, &n, err) == -1)
			return -1;
		emit_int(out, inbox_states[i], n);
	}
	emit_close(out, '}');
	return 0;
}

/* --- showing --- */

bool
inbox_item_final(const char *error_code)
{
	own_str char	*quoted = mem_fmt("'%s'", error_code);

	return strstr(INBOX_FINAL, quoted) != NULL;
}

static void
emit_rights(struct buf *b, const struct inbox_item *it)
{
	const bool	failed = strcmp(it->state, "failed") == 0;

	emit_open(b, "rights", '[');
	if (!failed && strcmp(it->state, "kept") != 0)
		emit_str(b, NULL, "keep");
	if (strcmp(it->state, "rejected") != 0)
		emit_str(b, NULL, "reject");
	if (strcmp(it->state, "new") != 0 &&
	    !inbox_item_final(it->error_code))
		emit_str(b, NULL, "restore");
	emit_str(b, NULL, "delete");
	emit_close(b, ']');
}

static void
emit_error(struct buf *b, const struct inbox_item *it, const char *lang)
{
	char	text[TEXT_SIZE];

	if (it->error_code[0] == '\0') {
		emit_null(b, "error");
		return;
	}
	text_put(text, sizeof(text), lang, it->error_code, it->error_text);
	emit_open(b, "error", '{');
	emit_str(b, "code", it->error_code);
	emit_str(b, "detail", text);
	emit_close(b, '}');
}

void
inbox_item_emit(struct buf *b, const struct inbox_item *it,
    const json_t *known, const char *lang)
{
	own_str char	*text = known == NULL ? NULL : json_dumps(known,
			    JSON_COMPACT);
	own_str char	*href = it->stored ? mem_fmt(
			    "/api/v1/inbox/%lld/file/", (long long)it->id) :
			    NULL;

	emit_int(b, "id", it->id);
	emit_str(b, "kind", it->kind);
	emit_str(b, "state", it->state);
	emit_bool(b, "fetching", it->fetching);
	emit_str(b, "site", it->site[0] != '\0' ? it->site : NULL);
	emit_str(b, "url", it->url[0] != '\0' ? it->url : NULL);
	emit_str(b, "name", it->name);
	emit_str(b, "type", it->type[0] != '\0' ? it->type : NULL);
	emit_int(b, "size", it->size);
	emit_str(b, "href", href);
	emit_error(b, it, lang);
	emit_json(b, "senders", it->senders != NULL ? it->senders : "[]");
	emit_str(b, "decided_by_name", it->decided_name);
	emit_time(b, "decided_at", it->decided_at);
	emit_time(b, "created_at", it->created_at);
	emit_json(b, "known", text);
	emit_rights(b, it);
	emit_bool(b, "reading", it->reading);
	emit_str(b, "person", it->person[0] != '\0' ? it->person : NULL);
	emit_str(b, "position", it->position[0] != '\0' ? it->position :
	    NULL);
	document_emit_problem(b, "problem", it->problem, lang);
	emit_id(b, "candidate_id", it->candidate_id);
}

/* A file goes with its item. */
static int
erase_one(struct db *db, int64_t id, struct err *err)
{
	int64_t	document_id;

	return db_number(db, "SELECT document_id FROM inbox_item WHERE "
	    "id = ?", DB_ARGS(db_int(id)), &document_id, err) == -1 ||
	    db_exec(db, "DELETE FROM inbox_item WHERE id = ?",
	    DB_ARGS(db_int(id)), NULL, err) == -1 ? -1 :
	    document_release(db, document_id, err);
}

/* What people wrote with it, and what the file says. */
const struct contact_store	inbox_item_store = {
	.place = { "inbox", "id", "CONCAT_WS(' ', name, url, "
	    "(SELECT GROUP_CONCAT(s.name, ' ', s.caption) "
	    "FROM inbox_sending s WHERE s.item_id = inbox_item.id), "
	    "(SELECT CONCAT_WS(' ', d.said, d.guess) FROM document d WHERE "
	    "d.id = inbox_item.document_id))" },
	.title = "IF(name <> '', name, url)", .at = "created_at",
	.tables = "inbox_item", .where = "company_id = ?",
	.erase = erase_one, .judged = true,
};
