#include "bitrix/link.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "bitrix/filter.h"
#include "bitrix/project.h"
#include "bitrix/task_copy.h"
#include "io/cursor.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/secret.h"

#define COLS "SELECT id, IFNULL(external_id, 0), task_id, changed_at, "	\
	"IFNULL(mark, ''), state, ours, theirs, bitrix_project_id, "	\
	"IFNULL(sent_at > NOW(3) - INTERVAL " BITRIX_SENT_S " SECOND, 0) "	\
	"FROM bitrix_task WHERE "

static const char *const	states[] = { "new", "linked", "unlinked" };

void
bitrix_link_clear(struct bitrix_link *l)
{
	json_decref(l->ours);
	json_decref(l->theirs);
	memset(l, 0, sizeof(*l));
}

void
bitrix_link_mark(char out[BITRIX_MARK_SIZE])
{
	char	token[SECRET_TOKEN_SIZE];

	secret_token(token);
	snprintf(out, BITRIX_MARK_SIZE, "%s%.*s", BITRIX_MARK,
	    BITRIX_MARK_SIGNS, token);
}

bool
bitrix_link_next(struct db_rows *rows, struct bitrix_link *out)
{
	const char	*state;

	if (!db_rows_next(rows))
		return false;
	*out = (struct bitrix_link){
		.id = db_col_int(rows, 0), .external_id = db_col_int(rows, 1),
		.task_id = db_col_int(rows, 2),
		.changed_at = db_col_time(rows, 3),
		.ours = json_loads(db_col_str(rows, 6), 0, NULL),
		.theirs = json_loads(db_col_str(rows, 7), 0, NULL),
		.mapping_id = db_col_int(rows, 8),
		.sent = db_col_int(rows, 9) != 0,
	};
	snprintf(out->mark, sizeof(out->mark), "%s", db_col_str(rows, 4));
	state = db_col_str(rows, 5);
	while (strcmp(states[out->state], state) != 0)
		out->state++;
	return true;
}

/* The row of a statement that gives one, or none. */
static int
only(struct db *db, const char *sql, struct db_args args,
    struct bitrix_link *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, sql, args, &rows, err) == -1)
		return -1;
	if (!bitrix_link_next(rows, out))
		*out = (struct bitrix_link){ 0 };
	return 0;
}

int
bitrix_link_external(struct db *db, int64_t account_id, int64_t external_id,
    struct bitrix_link *out, struct err *err)
{
	return only(db, COLS "connection_id = ? AND external_id = ?",
	    DB_ARGS(db_int(account_id), db_int(external_id)), out, err);
}

int
bitrix_link_task(struct db *db, int64_t account_id, int64_t task_id,
    struct bitrix_link *out, struct err *err)
{
	return only(db, COLS "connection_id = ? AND task_id = ?",
	    DB_ARGS(db_int(account_id), db_int(task_id)), out, err);
}

int
bitrix_link_marked(struct db *db, int64_t account_id, const char *mark,
    struct bitrix_link *out, struct err *err)
{
	return only(db, COLS "connection_id = ? AND mark = ?",
	    DB_ARGS(db_int(account_id), db_str(mark)), out, err);
}

int
bitrix_link_save(struct db *db, const struct bitrix_project *p,
    struct bitrix_link *l, struct err *err)
{
	own_str char	*ours = json_dumps(l->ours, JSON_COMPACT);
	own_str char	*theirs = json_dumps(l->theirs, JSON_COMPACT);

	if (l->id != 0)
		return db_exec(db, "UPDATE bitrix_task SET external_id = ?, "
		    "state = ?, ours = ?, theirs = ?, changed_at = ?, "
		    "sent_at = IF(?, NOW(3), NULL), comments_due = 1 "
		    "WHERE id = ?",
		    DB_ARGS(db_id(l->external_id), db_str(states[l->state]),
		    db_str(ours), db_str(theirs), db_time(l->changed_at),
		    db_int(l->sent), db_int(l->id)), NULL, err);
	if (db_exec(db, "INSERT INTO bitrix_task (company_id, connection_id, "
	    "bitrix_project_id, external_id, task_id, mark, state, ours, "
	    "theirs, changed_at, sent_at, comments_due) VALUES (?, ?, ?, ?, "
	    "?, NULLIF(?, ''), ?, ?, ?, ?, IF(?, NOW(3), NULL), 1)",
	    DB_ARGS(db_int(p->company_id), db_int(p->account_id),
	    db_int(p->id), db_id(l->external_id), db_int(l->task_id),
	    db_str(l->mark), db_str(states[l->state]), db_str(ours),
	    db_str(theirs), db_time(l->changed_at), db_int(l->sent)), NULL,
	    err) == -1)
		return -1;
	l->id = db_last_id(db);
	return 0;
}

int
bitrix_link_new(struct db *db, const struct bitrix_project *p,
    int64_t after_id, int64_t limit, struct db_rows **rows, struct err *err)
{
	return db_query(db, COLS "bitrix_project_id = ? AND state = 'new' "
	    "AND id > ? ORDER BY id LIMIT ?", DB_ARGS(db_int(p->id),
	    db_int(after_id), db_int(limit)), rows, err);
}

int
bitrix_link_between(struct db *db, const struct bitrix_project *p,
    int64_t after_external, int64_t until_external, struct db_rows **rows,
    struct err *err)
{
	return db_query(db, COLS "bitrix_project_id = ? AND state = 'linked' "
	    "AND external_id > ? AND external_id <= ? ORDER BY external_id",
	    DB_ARGS(db_int(p->id), db_int(after_external),
	    db_int(until_external)), rows, err);
}

int
bitrix_link_talk(struct db *db, const struct bitrix_link *l, int64_t comments,
    struct err *err)
{
	return db_exec(db, "UPDATE bitrix_task t SET comments_due = 1 "
	    "WHERE id = ? AND comments_due = 0 AND (? <> 0 OR EXISTS "
	    "(SELECT 1 FROM bitrix_comment c WHERE c.bitrix_task_id = t.id "
	    "AND c.state <> 'unlinked'))", DB_ARGS(db_int(l->id),
	    db_int(comments)), NULL, err);
}

int
bitrix_link_due(struct db *db, const struct bitrix_project *p,
    int64_t after_id, struct bitrix_link *out, size_t size, size_t *n,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	*n = 0;
	if (db_query(db, COLS "bitrix_project_id = ? AND comments_due = 1 "
	    "AND state = 'linked' AND id > ? ORDER BY id LIMIT ?",
	    DB_ARGS(db_int(p->id), db_int(after_id),
	    db_int((int64_t)size)), &rows, err) == -1)
		return -1;
	while (*n < size && bitrix_link_next(rows, &out[*n]))
		++*n;
	return 0;
}

int
bitrix_link_heard(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE bitrix_task SET comments_due = 0 "
	    "WHERE id = ?", DB_ARGS(db_int(id)), NULL, err);
}

int
bitrix_link_people(struct db *db, int64_t account_id, json_t **out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT external_id, user_id FROM employee WHERE "
	    "connection_id = ? AND user_id IS NOT NULL",
	    DB_ARGS(db_int(account_id)), &rows, err) == -1)
		return -1;
	*out = json_object();
	while (db_rows_next(rows)) {
		char	id[24];

		snprintf(id, sizeof(id), "%lld", (long long)db_col_int(rows,
		    0));
		json_object_set_new(*out, id, json_integer(db_col_int(rows,
		    1)));
	}
	return 0;
}

/* --- what the API lists --- */

static void
put_listed(struct db_build *b, const struct bitrix_filter *f)
{
	db_build_add(b, "FROM bitrix_task t WHERE t.company_id = ? AND "
	    "t.external_id IS NOT NULL ", DB_ARGS(db_int(f->company_id)));
	if (f->account_id != 0)
		db_build_add(b, "AND t.connection_id = ? ",
		    DB_ARGS(db_int(f->account_id)));
	if (f->updated_since != 0)
		db_build_add(b, "AND t.changed_at >= ? ",
		    DB_ARGS(db_time(f->updated_since)));
	if (f->from != 0)
		db_build_add(b, "AND JSON_VALUE(t.theirs, '$.due_date') >= "
		    "DATE_FORMAT(?, '%Y-%m-%dT%H:%i:%s') ",
		    DB_ARGS(db_time(f->from)));
	if (f->to != 0)
		db_build_add(b, "AND JSON_VALUE(t.theirs, '$.due_date') < "
		    "DATE_FORMAT(?, '%Y-%m-%dT%H:%i:%s') ",
		    DB_ARGS(db_time(f->to)));
	if (f->projects != NULL)
		db_build_add(b, "AND FIND_IN_SET(t.bitrix_project_id, ?) > 0 ",
		    DB_ARGS(db_str(f->projects)));
}

int
bitrix_link_list(struct db *db, const struct bitrix_filter *f,
    const struct cursor *after, int64_t limit, int64_t skip,
    struct db_rows **rows, struct err *err)
{
	own_db_build struct db_build	b = { 0 };
	const struct db_arg		at = db_time(after->number);

	db_build_add(&b, "SELECT t.external_id, t.connection_id, t.task_id, "
	    "t.state, t.theirs, t.changed_at, t.id ", DB_NONE);
	put_listed(&b, f);
	if (after->id != 0)
		db_build_add(&b, "AND (t.changed_at < ? OR "
		    "(t.changed_at = ? AND t.id < ?)) ",
		    DB_ARGS(at, at, db_int(after->id)));
	db_build_add(&b, "ORDER BY t.changed_at DESC, t.id DESC LIMIT ? "
	    "OFFSET ?", DB_ARGS(db_int(limit), db_int(skip)));
	return db_build_query(db, &b, rows, err);
}

int
bitrix_link_count(struct db *db, const struct bitrix_filter *f,
    int64_t *out, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "SELECT 1 ", DB_NONE);
	put_listed(&b, f);
	return db_build_count(db, &b, out, err);
}

void
bitrix_link_emit(struct buf *b, const struct db_rows *rows,
    struct cursor *last)
{
	emit_open(b, NULL, '{');
	emit_int(b, "id", db_col_int(rows, 0));
	emit_int(b, "account_id", db_col_int(rows, 1));
	emit_int(b, "task_id", db_col_int(rows, 2));
	emit_str(b, "state", db_col_str(rows, 3));
	emit_json(b, "fields", db_col_str(rows, 4));
	emit_time(b, "changed_at", db_col_time(rows, 5));
	emit_close(b, '}');
	last->number = db_col_time(rows, 5);
	last->id = db_col_int(rows, 6);
}
