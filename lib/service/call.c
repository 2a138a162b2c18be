#include "service/call.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "contact/store.h"
#include "io/db.h"
#include "io/db_note.h"
#include "io/db_build.h"
#include "io/fetch_call.h"
#include "service/call_int.h"
#include "service/call_sum.h"

#define ENDPOINT_MAX	500	/* characters, as the columns */
#define ERROR_MAX	1000

static bool
has_failed(const struct fetch_call *call)
{
	return call->error != NULL || call->status == 0 ||
	    (call->status >= 400 && !call->missed);
}

/* HuntflowLog's five types; a failure is ERROR whatever the verb was. */
static const char *
log_type(const struct fetch_call *call)
{
	if (has_failed(call))
		return "ERROR";
	if (strcmp(call->method, "PUT") == 0)
		return "PATCH";
	if (strcmp(call->method, "POST") == 0 ||
	    strcmp(call->method, "PATCH") == 0 ||
	    strcmp(call->method, "DELETE") == 0)
		return call->method;
	return "GET";
}

static struct db_arg
cut(const char *text, size_t max)
{
	return db_strn(text, utf8_cut(text, max));
}

static const char *
why_failed(const struct fetch_call *call, char status[32])
{
	if (call->error != NULL)
		return call->error;
	snprintf(status, 32, "HTTP %d", call->status);
	return has_failed(call) ? status : "";
}

/* A byte written as %XX, or -1. */
static int
escaped_byte(const char *s)
{
	char	 digits[3] = { 0 };

	if (*s != '%' || !isxdigit((unsigned char)s[1]) ||
	    !isxdigit((unsigned char)s[2]))
		return -1;
	memcpy(digits, s + 1, 2);
	return (int)strtol(digits, NULL, 16);
}

/* Are these bytes letters, whole ones? */
static bool
is_whole(const char *s)
{
	while (*s != '\0')
		if (utf8_next(&s) == UTF8_BAD)
			return false;
	return true;
}

/* The letters of other languages as people read and look for them; what else is escaped stays. */
static char *
readable(const char *endpoint)
{
	own_buf struct buf	 out = { 0 };
	const char		*s = endpoint;

	while (*s != '\0') {
		own_buf struct buf	 run = { 0 };
		const char		*from = s;

		for (int byte; (byte = escaped_byte(s)) >= 0x80; s += 3)
			buf_putc(&run, (char)byte);
		if (run.len > 0 && is_whole(buf_str(&run)))
			buf_add(&out, run.data, run.len);
		else if (run.len > 0)
			buf_add(&out, from, (size_t)(s - from));
		else
			buf_putc(&out, *s++);
	}
	return mem_dup(buf_str(&out));
}

struct entry {
	const struct fetch_call	*call;
	const char		*source, *type;
	int64_t			 id;
};

/* The row and the sums of it, or neither. */
static int
add_entry(struct db *db, void *arg, struct err *err)
{
	struct entry		*e = arg;
	const struct fetch_call	*call = e->call;
	own_str char		*endpoint = readable(call->endpoint);
	char			 status[32];
	const struct call_sum	 sum = {
		.company_id = call->company_id, .user_id = call->user_id,
		.provider = call->provider, .log_type = e->type,
		.method = call->method, .endpoint = call->endpoint,
		.status = call->status, .duration_ms = call->duration_ms,
	};

	if (db_exec(db, "INSERT INTO api_call (company_id, user_id,"
	    " connection_id, provider, source, log_type, method, endpoint,"
	    " status_code, answer, duration_ms, request_data, response_data,"
	    " error_message)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(call->company_id), db_id(call->user_id),
	    db_id(call->connection_id), cut(call->provider, 20),
	    db_str(e->source), db_str(e->type), cut(call->method, 10),
	    cut(endpoint, ENDPOINT_MAX), db_id(call->status),
	    db_int(call->status), call->duration_ms < 0 ? db_str(NULL) : db_int(call->duration_ms),
	    db_str(call->request_body), db_str(call->response_body),
	    cut(why_failed(call, status), ERROR_MAX)), NULL, err) == -1)
		return -1;
	e->id = db_last_id(db);
	return call_sum_add(db, &sum, err);
}

void
call_record(struct db *db, const struct fetch_call *call)
{
	struct entry	 e = { call, "call", log_type(call), 0 };
	struct err	 err = { 0 };

	if (db == NULL)
		return;
	db_note_apart(db, true);
	if (db_tx_run(db, add_entry, &e, &err) == -1)
		log_err(LOG_WARN, "call: not recorded", &err);
	db_note_apart(db, false);
}

int
call_note(struct db *db, const struct fetch_call *call, const char *type,
    int64_t *id, struct err *err)
{
	struct entry	 e = { call, "manual", type, 0 };

	if (db_tx_run(db, add_entry, &e, err) == -1)
		return -1;
	*id = e.id;
	return 0;
}

void
call_read(const struct db_rows *rows, bool bodies, struct call *out)
{
	*out = (struct call){
		.id = db_col_int(rows, 0),
		.user_id = db_col_int(rows, 1),
		.connection_id = db_col_int(rows, 2),
		.provider = db_col_str(rows, 3),
		.source = db_col_str(rows, 4),
		.log_type = db_col_str(rows, 5),
		.method = db_col_str(rows, 6),
		.endpoint = db_col_str(rows, 7),
		.status_code = (int)db_col_int(rows, 8),
		.duration_ms = db_col_null(rows, 9) ? -1 : db_col_int(rows, 9),
		.created_at = db_col_time(rows, 10),
		.error_message = db_col_str(rows, 11),
		.user_name = db_col_str(rows, 12),
		.user_email = db_col_str(rows, 13),
		.bodies = bodies,
		.request_data = bodies ? db_col_str(rows, 14) : NULL,
		.response_data = bodies ? db_col_str(rows, 15) : NULL,
	};
}

/* A condition without a value falls away before the server plans. */
#define CALL_WHERE " WHERE c.company_id = ? AND c.id < ?" \
	" AND (? = 0 OR c.user_id = ?)" \
	" AND (? = 0 OR c.connection_id = ?)" \
	" AND (? IS NULL OR c.provider = ?)" \
	" AND (? IS NULL OR c.log_type = ?)" \
	" AND (? IS NULL OR c.method = ?)" \
	" AND (? = 0 OR c.status_code = ?)"
#define CALL_ARGS(f) db_int((f)->company_id),				\
	db_int((f)->before_id > 0 ? (f)->before_id : INT64_MAX),	\
	db_int((f)->user_id), db_int((f)->user_id),			\
	db_int((f)->connection_id), db_int((f)->connection_id),		\
	db_str((f)->provider), db_str((f)->provider),			\
	db_str((f)->log_type), db_str((f)->log_type),			\
	db_str((f)->method), db_str((f)->method),			\
	db_int((f)->status_code), db_int((f)->status_code)

/*
 * One statement for each index. Left to itself the server reads every newer
 * row to reach a deep page.
 */
#define CALL_LIST(index) "SELECT " CALL_COLS " FROM api_call c FORCE INDEX (" \
	index ")" CALL_USER CALL_WHERE " ORDER BY c.id DESC LIMIT ?"
#define CALL_COUNT(index) "SELECT COUNT(*) FROM (SELECT 1 FROM api_call c" \
	" FORCE INDEX (" index ")" CALL_WHERE " LIMIT 10001) counted"

enum call_index { NEWEST, BY_USER, BY_TYPE };
static const char *const lists[] = { CALL_LIST("newest"), CALL_LIST("by_user"),
    CALL_LIST("by_type") };
static const char *const counts[] = { CALL_COUNT("newest"),
    CALL_COUNT("by_user"), CALL_COUNT("by_type") };

static enum call_index
index_for(const struct call_filter *filter)
{
	return filter->user_id != 0 ? BY_USER :
	    filter->log_type != NULL ? BY_TYPE : NEWEST;
}

int
call_list(struct db *db, const struct call_filter *filter, int64_t limit,
    struct db_rows **out, struct err *err)
{
	return db_query(db, lists[index_for(filter)],
	    DB_ARGS(CALL_ARGS(filter), db_int(limit)), out, err);
}

int
call_during(struct db *db, const struct call_filter *filter, int64_t from_ms,
    int64_t to_ms, int64_t limit, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT " CALL_COLS " FROM api_call c" CALL_USER
	    " WHERE c.company_id = ? AND c.user_id = ? AND c.provider = ?"
	    " AND c.created_at >= ? AND c.created_at <= COALESCE(?, NOW(3))"
	    " ORDER BY c.created_at DESC, c.id DESC LIMIT ?",
	    DB_ARGS(db_int(filter->company_id), db_int(filter->user_id),
	    db_str(filter->provider), db_time(from_ms), db_time(to_ms),
	    db_int(limit)), out, err);
}

bool
call_next(struct db_rows *rows, struct call *out)
{
	if (!db_rows_next(rows))
		return false;
	call_read(rows, false, out);
	return true;
}

int
call_count(struct db *db, const struct call_filter *filter, int64_t *n,
    struct err *err)
{
	const struct call_whose	 whose = { filter->company_id, filter->user_id,
				    filter->provider };

	if (filter->connection_id == 0 && filter->method == NULL &&
	    filter->status_code == 0)
		return call_sum_count(db, &whose, filter->log_type, n, err);
	return db_number(db, counts[index_for(filter)],
	    DB_ARGS(CALL_ARGS(filter)), n, err);
}

int
call_get(struct db *db, int64_t company_id, int64_t user_id, int64_t id,
    struct db_rows **rows, struct call *out, struct err *err)
{
	own_rows struct db_rows	*got = NULL;

	if (db_query(db, "SELECT " CALL_COLS CALL_BODIES " FROM api_call c"
	    CALL_USER " WHERE c.company_id = ? AND c.id = ?"
	    " AND (? = 0 OR c.user_id = ?)",
	    DB_ARGS(db_int(company_id), db_int(id), db_int(user_id),
	    db_int(user_id)), &got, err) == -1 || db_one(got, err) == -1)
		return -1;
	call_read(got, true, out);
	*rows = give(got);
	return 0;
}

const struct contact_store	call_store = {
	.place = { "call", "id", "CONCAT_WS(' ', endpoint, request_data, "
	    "response_data, error_message)" },
	.title = "CONCAT(method, ' ', SUBSTRING_INDEX(endpoint, '?', 1))",
	.told = "CONCAT(method, ' ', SUBSTRING_INDEX(endpoint, '?', 1))",
	.at = "created_at", .tables = "api_call", .where = "company_id = ?",
	.blank = "SET request_data = NULL, response_data = NULL, "
	    "error_message = '', "
	    "endpoint = SUBSTRING_INDEX(endpoint, '?', 1)",
	.by_name = true,
};
