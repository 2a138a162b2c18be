#include "notice/bell.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "contact/store.h"
#include "io/db.h"
#include "io/rota.h"
#include "notice/source.h"
#include "notice/words.h"

#define ROUNDS		50	/* looks at one page, each of which removed something */
#define LOOK_MAX	101
#define SUBJECT_SIZE	21
#define EXPIRE_PART	1000

#define COLS	"id, kind, about, text, href, subject, subject_id, moment, " \
	"read_at, created_at, many"
/* Parts of a list; each flag that is 0 turns its condition off. */
#define THEIRS	" FROM notice WHERE user_id = ? AND bell = 1 " \
	"AND (? = 0 OR read_at IS NULL) AND (? = 0 OR id < ?) "
#define ONE	" FROM notice WHERE user_id = ? AND id = ? "
#define THEIRS_ARGS(b, unread)	db_int((b)->user_id), db_int(unread),	\
	db_int((b)->before_id), db_int((b)->before_id)

/* --- what they may not see any more --- */

struct look {
	struct notice_ask	ask[LOOK_MAX];
	struct notice_fact	fact[LOOK_MAX];
	int64_t			id[LOOK_MAX];
	char			subject[LOOK_MAX][SUBJECT_SIZE];
	size_t			n;
};

static void
look_take(struct db_rows *rows, const struct bell *b, struct look *look)
{
	for (look->n = 0; look->n < LOOK_MAX && db_rows_next(rows); look->n++) {
		look->id[look->n] = db_col_int(rows, 0);
		snprintf(look->subject[look->n], SUBJECT_SIZE, "%s",
		    db_col_str(rows, 1));
		look->ask[look->n] = (struct notice_ask){
		    db_col_int(rows, 2), b->user_id };
	}
}

static int
look_read(struct db *db, const struct bell *b, bool unread, int64_t limit,
    struct look *look, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id, subject, subject_id" THEIRS
	    "ORDER BY id DESC LIMIT ? OFFSET ?", DB_ARGS(THEIRS_ARGS(b, unread),
	    db_int(limit), db_int(b->skip)), &rows, err) == -1)
		return -1;
	look_take(rows, b, look);
	return 0;
}

static int
look_one(struct db *db, const struct bell *b, int64_t id, struct look *look,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id, subject, subject_id" ONE, DB_ARGS(
	    db_int(b->user_id), db_int(id)), &rows, err) == -1)
		return -1;
	look_take(rows, b, look);
	return 0;
}

/* Adds to ids those of one kind of things that are gone for this person. */
static int
find_hidden(struct db *db, const struct notice_source *source,
    const struct bell *b, struct look *look, struct buf *ids, struct err *err)
{
	struct notice_ask	 ask[LOOK_MAX];
	size_t			 at[LOOK_MAX], n = 0;
	int			 rc;

	for (size_t i = 0; i < look->n; i++)
		if (strcmp(look->subject[i], source->subject) == 0) {
			at[n] = i;
			ask[n++] = look->ask[i];
		}
	if (n == 0)
		return 0;
	memset(look->fact, 0, sizeof(look->fact));
	rc = source->facts(db, b->company_id, ask, n, look->fact, err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (look->fact[i].user_id == 0)
			emit_int(ids, NULL, look->id[at[i]]);
	notice_facts_clear(look->fact, n);
	return rc;
}

/* Removes those of the look that may not be seen; *n: how many. */
static int
remove_hidden(struct db *db, const struct notice_source *sources,
    const struct bell *b, struct look *look, int64_t *n, struct err *err)
{
	own_buf struct buf	ids = { 0 };

	*n = 0;
	emit_open(&ids, NULL, '[');
	for (; sources->subject != NULL; sources++)
		if (find_hidden(db, sources, b, look, &ids, err) == -1)
			return -1;
	emit_close(&ids, ']');
	return ids.len == strlen("[]") ? 0 : db_exec(db, "DELETE n FROM "
	    "notice n JOIN JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) "
	    "j ON j.id = n.id WHERE n.user_id = ?", DB_ARGS(
	    db_str(buf_str(&ids)), db_int(b->user_id)), n, err);
}

/* From what would be listed next, until nothing of it is hidden. */
static int
tidy(struct db *db, const struct notice_source *sources, const struct bell *b,
    bool unread, int64_t limit, struct err *err)
{
	struct look	look;
	int64_t		n = 1;

	for (int i = 0; n > 0 && i < ROUNDS; i++)
		if (look_read(db, b, unread, limit, &look, err) == -1 ||
		    remove_hidden(db, sources, b, &look, &n, err) == -1)
			return -1;
	return 0;
}

/* --- lists --- */

int
bell_list(struct db *db, const struct notice_source *sources,
    const struct bell *b, struct db_rows **out, struct err *err)
{
	if (tidy(db, sources, b, b->unread, b->limit, err) == -1)
		return -1;
	return db_query(db, "SELECT " COLS THEIRS "ORDER BY id DESC LIMIT ? "
	    "OFFSET ?", DB_ARGS(THEIRS_ARGS(b, b->unread), db_int(b->limit),
	    db_int(b->skip)), out, err);
}

int
bell_find(struct db *db, const struct notice_source *sources,
    const struct bell *b, int64_t id, struct db_rows **out, struct err *err)
{
	struct look	look;
	int64_t		n;

	if (look_one(db, b, id, &look, err) == -1 ||
	    remove_hidden(db, sources, b, &look, &n, err) == -1)
		return -1;
	return db_query(db, "SELECT " COLS ONE, DB_ARGS(db_int(b->user_id),
	    db_int(id)), out, err);
}

int
bell_get(struct db *db, const struct notice_source *sources,
    const struct bell *b, int64_t id, struct db_rows **out, struct err *err)
{
	struct look	look;
	int64_t		n;

	if (look_one(db, b, id, &look, err) == -1 ||
	    remove_hidden(db, sources, b, &look, &n, err) == -1)
		return -1;
	return db_query(db, "SELECT " COLS ONE "AND bell", DB_ARGS(
	    db_int(b->user_id), db_int(id)), out, err);
}

bool
bell_next(struct db_rows *rows, struct bell_line *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct bell_line){
		.id = db_col_int(rows, 0),
		.kind = db_col_str(rows, 1),
		.about = db_col_str(rows, 2),
		.text = db_col_str(rows, 3),
		.href = db_col_str(rows, 4),
		.subject = db_col_str(rows, 5),
		.subject_id = db_col_int(rows, 6),
		.moment = db_col_time(rows, 7),
		.read_at = db_col_time(rows, 8),
		.created_at = db_col_time(rows, 9),
		.many = db_col_int(rows, 10),
	};
	return true;
}

void
bell_put(struct buf *out, const struct bell_line *line, const char *lang,
    const char *zone)
{
	const struct notice_said	said = { line->kind, line->about,
					    line->text, line->moment,
					    line->many };
	char				title[NOTICE_TITLE_SIZE],
					text[NOTICE_TEXT_SIZE];

	notice_title(title, &said, lang, zone);
	notice_text(text, &said, lang);
	emit_open(out, NULL, '{');
	emit_int(out, "id", line->id);
	emit_str(out, "kind", line->kind);
	emit_str(out, "title", title);
	emit_str(out, "text", text);
	emit_str(out, "href", line->href);
	if (strcmp(line->subject, "task") == 0)
		emit_int(out, "task", line->subject_id);
	else
		emit_null(out, "task");
	emit_time(out, "read_at", line->read_at);
	emit_time(out, "created_at", line->created_at);
	emit_close(out, '}');
}

int
bell_count(struct db *db, const struct bell *b, int64_t *all, struct err *err)
{
	const struct bell	whole = { .user_id = b->user_id };

	return db_number(db, "SELECT COUNT(*) FROM (SELECT 1" THEIRS
	    "LIMIT 10001) c", DB_ARGS(THEIRS_ARGS(&whole, b->unread)), all,
	    err);
}

int
bell_unread(struct db *db, const struct notice_source *sources,
    const struct bell *b, int64_t *n, struct err *err)
{
	const struct bell	whole = { .company_id = b->company_id,
				    .user_id = b->user_id };

	if (tidy(db, sources, &whole, true, BELL_COUNT_MAX, err) == -1)
		return -1;
	return db_number(db, "SELECT COUNT(*) FROM (SELECT 1" THEIRS
	    "LIMIT ?) c", DB_ARGS(THEIRS_ARGS(&whole, true),
	    db_int(BELL_COUNT_MAX)), n, err);
}

/* --- reading --- */

int
bell_read(struct db *db, int64_t user_id, int64_t id, struct err *err)
{
	int64_t	n;

	if (db_exec(db, "UPDATE notice SET read_at = NOW(3) WHERE user_id = ? "
	    "AND id = ? AND bell AND read_at IS NULL", DB_ARGS(
	    db_int(user_id), db_int(id)), NULL, err) == -1 ||
	    db_number(db, "SELECT COUNT(*) FROM notice WHERE user_id = ? "
	    "AND id = ? AND bell", DB_ARGS(db_int(user_id), db_int(id)), &n,
	    err) == -1)
		return -1;
	return n == 1 ? 0 : err_set(err, ERR_ABSENT, "notice");
}

int
bell_read_all(struct db *db, int64_t user_id, int64_t *n, struct err *err)
{
	return db_exec(db, "UPDATE notice SET read_at = NOW(3) "
	    "WHERE user_id = ? AND bell = 1 AND read_at IS NULL",
	    DB_ARGS(db_int(user_id)), n, err);
}

static const struct rota_old	old_notices = { { "old notices", ROTA_OLD(
	ROTA_ANYONE, "(SELECT created_at FROM notice FORCE INDEX (oldest_of) "
	"WHERE company_id = o.id ORDER BY created_at LIMIT 1)") },
	"DELETE FROM notice WHERE company_id = ? AND created_at < NOW(3) - "
	"INTERVAL ? DAY ORDER BY created_at LIMIT ?" };

int
bell_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	return rota_drop_old(db, &old_notices, days, EXPIRE_PART, removed, err);
}

const struct contact_store	bell_store = {
	.place = { "notice", "id", "CONCAT_WS(' ', about, text)" },
	.title = "text", .told = "text", .at = "created_at",
	.tables = "notice", .where = "company_id = ?",
	.blank = "SET about = '', text = ''", .judged = true,
};
