#include <errmsg.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "io/db_my.h"

#define CELL_START	256	/* first room of a text column; grows as needed */

/* Where the connector writes one column of the row being read. */
struct slot {
	char		*text;
	unsigned long	 cap, len;
	int64_t		 i;
	double		 r;
	MYSQL_TIME	 t;
	my_bool		 null;
};

void
db_stmt_close(struct stmt *st)
{
	for (unsigned i = 0; i < st->ncols; i++)
		free(st->slots[i].text);
	free(st->slots);
	free(st->cols);
	if (st->h != NULL)
		mysql_stmt_close(st->h);
	free(st->sql);
	*st = (struct stmt){ 0 };
}

/* FNV-1a */
static uint64_t
hash_text(const char *s)
{
	uint64_t	 h = 14695981039346656037ULL;

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211ULL;
	return h;
}

/* A node whose cluster was lost while it committed says so in words: nothing was done (1180), as by
 * one that is not ready. */
unsigned
db_failed(struct db *db, unsigned number, const char *text)
{
	if (number == ER_ERROR_DURING_COMMIT &&
	    strstr(text, "Not connected to Primary Component") != NULL)
		number = ER_UNKNOWN_COM_ERROR;
	snprintf(db->why, sizeof(db->why), "%s", text);
	db->number = number != 0 ? number : CR_UNKNOWN_ERROR;
	return db->number;
}

static unsigned
stmt_failed(struct db *db, MYSQL_STMT *h)
{
	return db_failed(db, mysql_stmt_errno(h), mysql_stmt_error(h));
}

/* How we want to read a column of this type. */
static enum enum_field_types
reading_type(enum enum_field_types type)
{
	switch (type) {
	case MYSQL_TYPE_TINY:
	case MYSQL_TYPE_SHORT:
	case MYSQL_TYPE_INT24:
	case MYSQL_TYPE_LONG:
	case MYSQL_TYPE_LONGLONG:
	case MYSQL_TYPE_YEAR:
		return MYSQL_TYPE_LONGLONG;
	case MYSQL_TYPE_FLOAT:
	case MYSQL_TYPE_DOUBLE:
		return MYSQL_TYPE_DOUBLE;
	case MYSQL_TYPE_DATE:
	case MYSQL_TYPE_NEWDATE:
	case MYSQL_TYPE_DATETIME:
	case MYSQL_TYPE_TIMESTAMP:
		return MYSQL_TYPE_DATETIME;
	default:
		return MYSQL_TYPE_STRING;
	}
}

static void
bind_slot(MYSQL_BIND *bind, struct slot *slot)
{
	bind->is_null = &slot->null;
	bind->length = &slot->len;
	switch (bind->buffer_type) {
	case MYSQL_TYPE_LONGLONG:
		bind->buffer = &slot->i;
		bind->buffer_length = sizeof(slot->i);
		break;
	case MYSQL_TYPE_DOUBLE:
		bind->buffer = &slot->r;
		bind->buffer_length = sizeof(slot->r);
		break;
	case MYSQL_TYPE_DATETIME:
		bind->buffer = &slot->t;
		bind->buffer_length = sizeof(slot->t);
		break;
	default:
		bind->buffer = slot->text;
		bind->buffer_length = slot->cap;
	}
}

static int
bind_columns(struct stmt *st)
{
	for (unsigned i = 0; i < st->ncols; i++)
		bind_slot(&st->cols[i], &st->slots[i]);
	return mysql_stmt_bind_result(st->h, st->cols);
}

static unsigned
prepare_columns(struct db *db, struct stmt *st)
{
	MYSQL_RES	*meta = mysql_stmt_result_metadata(st->h);
	MYSQL_FIELD	*fields;

	if (meta == NULL)
		return mysql_stmt_errno(st->h) == 0 ? 0 :
		    stmt_failed(db, st->h);
	st->ncols = mysql_num_fields(meta);
	st->cols = mem_zero(st->ncols * sizeof(*st->cols));
	st->slots = mem_zero(st->ncols * sizeof(*st->slots));
	fields = mysql_fetch_fields(meta);
	for (unsigned i = 0; i < st->ncols; i++) {
		st->cols[i].buffer_type = reading_type(fields[i].type);
		st->cols[i].is_unsigned =
		    (fields[i].flags & UNSIGNED_FLAG) != 0;
		if (st->cols[i].buffer_type != MYSQL_TYPE_STRING)
			continue;
		st->slots[i].cap = CELL_START;
		st->slots[i].text = mem_zero(CELL_START);
	}
	mysql_free_result(meta);
	return bind_columns(st) == 0 ? 0 : stmt_failed(db, st->h);
}

static unsigned
prepare(struct db *db, const char *sql, struct stmt *st)
{
	if ((st->h = mysql_stmt_init(db->my)) == NULL)
		return db_failed(db, mysql_errno(db->my), mysql_error(db->my));
	if (db_wait_prepare(db, st->h, sql) != 0)
		return stmt_failed(db, st->h);
	return prepare_columns(db, st);
}

/* A free place in the cache; the statement unused for longest makes room. */
static struct stmt *
free_place(struct db *db)
{
	struct stmt	*oldest = &db->stmts[0];

	if (db->nstmts < STMTS_MAX)
		return &db->stmts[db->nstmts++];
	for (size_t i = 1; i < STMTS_MAX; i++)
		if (db->stmts[i].used < oldest->used)
			oldest = &db->stmts[i];
	db_stmt_close(oldest);
	return oldest;
}

static unsigned
cached_stmt(struct db *db, const char *sql, struct stmt **out)
{
	uint64_t	 hash = hash_text(sql);
	struct stmt	 st = { 0 };
	unsigned	 why;

	for (size_t i = 0; i < db->nstmts; i++)
		if (db->stmts[i].hash == hash &&
		    strcmp(db->stmts[i].sql, sql) == 0) {
			*out = &db->stmts[i];
			(*out)->used = ++db->clock;
			return 0;
		}
	if ((why = prepare(db, sql, &st)) != 0) {
		db_stmt_close(&st);
		return why;
	}
	st.sql = mem_dup(sql);
	st.hash = hash;
	st.used = ++db->clock;
	*out = free_place(db);
	**out = st;
	return 0;
}

static void
forget_stmt(struct db *db, struct stmt *st)
{
	db_stmt_close(st);
	*st = db->stmts[--db->nstmts];
	db->stmts[db->nstmts] = (struct stmt){ 0 };
}

static int64_t
ms_of_time(const MYSQL_TIME *t)
{
	struct tm	 tm = {
		.tm_year = (int)t->year - 1900, .tm_mon = (int)t->month - 1,
		.tm_mday = (int)t->day, .tm_hour = (int)t->hour,
		.tm_min = (int)t->minute, .tm_sec = (int)t->second,
	};

	return (int64_t)timegm(&tm) * 1000 + (int64_t)(t->second_part / 1000);
}

static void
time_of_ms(int64_t at_ms, MYSQL_TIME *t)
{
	int64_t		 ms = ((at_ms % 1000) + 1000) % 1000;
	time_t		 s = (time_t)((at_ms - ms) / 1000);
	struct tm	 tm = { 0 };

	gmtime_r(&s, &tm);
	*t = (MYSQL_TIME){
		.year = (unsigned)tm.tm_year + 1900,
		.month = (unsigned)tm.tm_mon + 1,
		.day = (unsigned)tm.tm_mday, .hour = (unsigned)tm.tm_hour,
		.minute = (unsigned)tm.tm_min, .second = (unsigned)tm.tm_sec,
		.second_part = (unsigned long)ms * 1000,
		.time_type = MYSQL_TIMESTAMP_DATETIME,
	};
}

static void
bind_arg(MYSQL_BIND *bind, const struct db_arg *arg, MYSQL_TIME *at)
{
	switch (arg->type) {
	case DB_NULL:
		bind->buffer_type = MYSQL_TYPE_NULL;
		break;
	case DB_INT:
		bind->buffer_type = MYSQL_TYPE_LONGLONG;
		bind->buffer = (void *)(uintptr_t)&arg->i;
		break;
	case DB_REAL:
		bind->buffer_type = MYSQL_TYPE_DOUBLE;
		bind->buffer = (void *)(uintptr_t)&arg->r;
		break;
	case DB_TIME:
		time_of_ms(arg->i, at);
		bind->buffer_type = MYSQL_TYPE_DATETIME;
		bind->buffer = at;
		break;
	case DB_STR:
	case DB_BLOB:
		bind->buffer_type = arg->type == DB_STR ? MYSQL_TYPE_STRING :
		    MYSQL_TYPE_BLOB;
		bind->buffer = (void *)(uintptr_t)arg->s;
		bind->buffer_length = arg->len;
		break;
	}
}

/* Few arguments are bound on the stack, the many of db_exec_rows on the heap. */
#define FEW	24

static unsigned
execute(struct db *db, struct stmt *st, struct db_args args)
{
	MYSQL_BIND	 few[FEW], *binds = few;
	MYSQL_TIME	 few_at[FEW], *at = few_at;
	unsigned	 why = 0;

	if (mysql_stmt_param_count(st->h) != args.n)
		return db_failed(db, CR_PARAMS_NOT_BOUND,
		    "as many arguments as '?' are needed");
	if (args.n > FEW) {
		binds = mem_grow(NULL, args.n, sizeof(*binds));
		at = mem_grow(NULL, args.n, sizeof(*at));
	}
	memset(binds, 0, args.n * sizeof(*binds));
	for (size_t i = 0; i < args.n; i++)
		bind_arg(&binds[i], &args.v[i], &at[i]);
	if ((args.n > 0 && mysql_stmt_bind_param(st->h, binds) != 0) ||
	    db_wait_execute(db, st->h) != 0)
		why = stmt_failed(db, st->h);
	if (binds != few) {
		free(binds);
		free(at);
	}
	return why;
}

/* A text longer than its room: more room, and the same column again. */
static unsigned
read_long(struct db *db, struct stmt *st, unsigned col)
{
	struct slot	*slot = &st->slots[col];

	slot->cap = slot->len + slot->len / 4;
	slot->text = mem_grow(slot->text, slot->cap, 1);
	bind_slot(&st->cols[col], slot);
	return mysql_stmt_fetch_column(st->h, &st->cols[col], col, 0) == 0 ?
	    0 : stmt_failed(db, st->h);
}

static void
keep_cell(struct db_rows *rows, struct db_cell *cell, const struct slot *slot,
    enum enum_field_types type)
{
	if (slot->null)
		return;
	switch (type) {
	case MYSQL_TYPE_LONGLONG:
		cell->type = CELL_INT;
		cell->i = slot->i;
		break;
	case MYSQL_TYPE_DOUBLE:
		cell->type = CELL_REAL;
		cell->r = slot->r;
		break;
	case MYSQL_TYPE_DATETIME:
		cell->type = CELL_TIME;
		cell->i = ms_of_time(&slot->t);
		break;
	default:
		cell->type = CELL_TEXT;
		cell->len = (uint32_t)slot->len;
		cell->off = db_rows_room(rows, slot->len);
		if (slot->text != NULL)
			memcpy(rows->text + cell->off, slot->text, slot->len);
	}
}

static unsigned
keep_row(struct db *db, struct stmt *st, struct db_rows *rows)
{
	struct db_cell	*cells = db_rows_add(rows);
	bool		 grown = false;
	unsigned	 why;

	for (unsigned i = 0; i < st->ncols; i++) {
		struct slot	*slot = &st->slots[i];

		if (slot->text != NULL && !slot->null &&
		    slot->len > slot->cap) {
			if ((why = read_long(db, st, i)) != 0)
				return why;
			grown = true;
		}
		keep_cell(rows, &cells[i], slot, st->cols[i].buffer_type);
	}
	return grown && bind_columns(st) != 0 ? stmt_failed(db, st->h) : 0;
}

static unsigned
keep_rows(struct db *db, struct stmt *st, struct db_rows **out)
{
	own_rows struct db_rows	*rows = db_rows_open(st->ncols);
	unsigned		 why = 0;
	int			 rc;

	while (why == 0 && (rc = mysql_stmt_fetch(st->h)) != MYSQL_NO_DATA)
		why = rc == 1 ? stmt_failed(db, st->h) :
		    keep_row(db, st, rows);
	mysql_stmt_free_result(st->h);
	if (why == 0)
		*out = give(rows);
	return why;
}

unsigned
db_run_prepared(struct db *db, struct work *w)
{
	struct stmt	*st = NULL;
	unsigned	 why;

	if ((why = cached_stmt(db, w->sql, &st)) != 0)
		return why;
	if ((why = execute(db, st, w->args)) == 0 && st->ncols > 0)
		why = keep_rows(db, st, &w->rows);
	else if (why == 0) {
		w->changed = (int64_t)mysql_stmt_affected_rows(st->h);
		db->last_id = (int64_t)mysql_stmt_insert_id(st->h);
	}
	if (w->once || (why != 0 && st->ncols > 0))
		forget_stmt(db, st);
	return why;
}
