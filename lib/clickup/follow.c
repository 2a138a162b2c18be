#include "clickup/follow.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/disk.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "clickup/cache.h"
#include "clickup/doc.h"
#include "index/store.h"
#include "index/write.h"
#include "io/db.h"

#define CHUNK		200	/* rows that are read at once: each may be 200 KB */
#define PART		4000	/* documents that are put at once: that costs far less */
#define GONE_PART	5000	/* removed rows; a rev has fewer */
#define PATIENCE_MS	1000	/* of one who asks, or who has written */
#define AT_ONCE		2000	/* documents that one who asks puts himself */
#define RETRY_S		2

/*
 * A position {rev, id}: rows are in up to this one by (rev, id); id END: all of that rev. While an
 * index is made of all rows, {-rev, id}: rows are in up to this id, as they were at that rev or
 * later.
 */
#define END		INT64_MAX

static bool
reaches(const struct index_position *at, int64_t rev)
{
	return at->rev > 0 && at->rev >= rev && at->id == END;
}

/* --- a part of the rows --- */

struct part {
	struct index_position	 seen, from, to;	/* seen: in the index now */
	bool			 anew, full;	/* full: more rows may follow */
	struct index_doc	*docs;
	size_t			 ndocs;
	int64_t			*gone;
	size_t			 ngone;
};

static void
part_clear(struct part *p)
{
	for (size_t i = 0; i < p->ndocs; i++)
		index_doc_clear(&p->docs[i]);
	free(p->docs);
	free(p->gone);
}
#define own_part cleanup(part_clear)

/* Where it goes on, and the newest rev. */
static int
begin_part(struct db *db, int64_t connection_id, struct part *p, int64_t *rev,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const int64_t		 at = p->seen.rev < 0 ? -p->seen.rev :
				    p->seen.rev;

	if (db_query(db, "SELECT rev, forgotten FROM clickup_total "
	    "WHERE connection_id = ?", DB_ARGS(db_int(connection_id)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	*rev = db_col_int(rows, 0);
	p->from = p->to = p->seen;
	p->anew = at == 0 || at > *rev || at < db_col_int(rows, 1);
	if (p->anew)
		p->from = p->to = (struct index_position){ -*rev, 0 };
	return 0;
}

static void
read_docs(struct db_rows *rows, struct part *p, struct index_position *last)
{
	size_t	n = 0;

	p->docs = mem_grow(p->docs, p->ndocs + CHUNK, sizeof(*p->docs));
	memset(p->docs + p->ndocs, 0, CHUNK * sizeof(*p->docs));
	for (; n < CHUNK && db_rows_next(rows); n++) {
		clickup_doc_read(rows, &p->docs[p->ndocs]);
		last->id = p->docs[p->ndocs++].id;
		last->rev = db_col_int(rows, CLICKUP_DOC_NCOLS);
	}
	p->full = n == CHUNK;
}

#define ROWS "SELECT " CLICKUP_DOC_COLS ", t.rev FROM clickup_task t "
#define SENT " LEFT JOIN transfer x ON x.id = t.transfer_id "

static int
read_all(struct db *db, int64_t connection_id, struct part *p, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct index_position	 last = { 0 };

	if (db_query(db, ROWS "FORCE INDEX (by_id)" SENT
	    "WHERE t.connection_id = ? "
	    "AND t.id > ? ORDER BY t.id LIMIT ?", DB_ARGS(
	    db_int(connection_id), db_int(p->to.id), db_int(CHUNK)), &rows,
	    err) == -1)
		return -1;
	read_docs(rows, p, &last);
	p->to = p->full ? (struct index_position){ p->from.rev, last.id } :
	    (struct index_position){ -p->from.rev, END };
	return 0;
}

/* Ids are given once: a row that is gone stays so, whatever part tells of it. */
static int
read_gone(struct db *db, int64_t connection_id, struct part *p, int64_t *rev,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 last = 0;

	if (db_query(db, "SELECT id, rev FROM clickup_gone "
	    "WHERE connection_id = ? AND rev >= ? AND rev <= ? "
	    "ORDER BY rev, id LIMIT ?", DB_ARGS(db_int(connection_id),
	    db_int(p->from.rev + (p->from.id == END)), db_int(*rev),
	    db_int(GONE_PART)), &rows, err) == -1)
		return -1;
	p->gone = mem_grow(NULL, GONE_PART, sizeof(*p->gone));
	while (p->ngone < GONE_PART && db_rows_next(rows)) {
		p->gone[p->ngone++] = db_col_int(rows, 0);
		last = db_col_int(rows, 1);
	}
	if (p->ngone == GONE_PART)
		*rev = last - 1;
	return 0;
}

static int
read_changes(struct db *db, int64_t connection_id, struct part *p, int64_t rev,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct index_position	 last = { 0 };

	if (db_query(db, ROWS "FORCE INDEX (by_rev)" SENT
	    "WHERE t.connection_id = ? "
	    "AND t.rev >= ? AND t.rev <= ? AND (t.rev > ? OR t.id > ?) "
	    "ORDER BY t.rev, t.id LIMIT ?", DB_ARGS(db_int(connection_id),
	    db_int(p->to.rev), db_int(rev), db_int(p->to.rev),
	    db_int(p->to.id), db_int(CHUNK)), &rows, err) == -1)
		return -1;
	read_docs(rows, p, &last);
	p->to = p->full ? last : (struct index_position){ rev, END };
	return 0;
}

/* As one moment of the database has them. */
static int
read_part(struct db *db, int64_t connection_id, struct part *p,
    struct err *err)
{
	own_tx struct db_tx	tx = { 0 };
	int64_t			rev;

	if (db_begin(db, &tx, err) == -1 ||
	    begin_part(db, connection_id, p, &rev, err) == -1 ||
	    (p->from.rev > 0 &&
	    read_gone(db, connection_id, p, &rev, err) == -1))
		return -1;
	do {
		if ((p->from.rev < 0 ? read_all(db, connection_id, p, err) :
		    read_changes(db, connection_id, p, rev, err)) == -1)
			return -1;
	} while (p->full && p->ndocs < PART);
	return db_commit(&tx, err);
}

/* Nothing, when another went on from there meanwhile. */
static int
put_part(struct index_store *store, int64_t collection, const struct part *p,
    struct err *err)
{
	own_index_write struct index_write	*w = NULL;
	struct index_position			 now;

	if (index_write_begin(store, &clickup_doc_shape, collection, &w,
	    err) == -1)
		return -1;
	index_write_position(w, &now);
	if (now.rev != p->seen.rev || now.id != p->seen.id)
		return 0;
	if (p->anew && index_write_clear(w, err) == -1)
		return -1;
	for (size_t i = 0; i < p->ndocs; i++)
		if (index_write_put(w, &p->docs[i], err) == -1)
			return -1;
	for (size_t i = 0; i < p->ngone; i++)
		if (index_write_drop(w, p->gone[i], err) == -1)
			return -1;
	return index_write_commit(w, &p->to, err);
}

static int
follow_part(struct db *db, struct index_store *store,
    const struct clickup_home *home, const struct index_position *seen,
    struct err *err)
{
	own_part struct part	p = { .seen = *seen };

	if (read_part(db, home->connection_id, &p, err) == -1)
		return -1;
	return put_part(store, home->collection, &p, err);
}

/* --- who asks --- */

/* One for the process, kept to its end: LMDB must not open a file twice. */
static struct index_store	*opened;

static int
open_store(const struct conf *conf, struct index_store **out, struct err *err)
{
	if (opened == NULL && index_store_open(conf, &opened, err) == -1)
		return -1;
	*out = opened;
	return 0;
}

static int
open_read(const struct conf *conf, const struct clickup_home *home,
    struct index_store **store, struct index_read **out,
    struct index_position *at, struct err *err)
{
	if (open_store(conf, store, err) == -1 ||
	    index_read_begin(*store, &clickup_doc_shape, home->collection, out,
	    err) == -1)
		return -1;
	index_read_position(*out, at);
	return 0;
}

/* Another process goes on with it. */
static int
put_off(const struct conf *conf, const struct clickup_home *home, int64_t has,
    struct err *err)
{
	const int64_t	tasks = home->tasks > has ? home->tasks : has + 1;
	struct err	late = { 0 };

	if (disk_free_mb(conf_get(conf, "INDEX_PATH", ".run/index")) == 0)
		return err_code(err, ERR_DOWN, "index.full", "no room");
	/* Where it may not be started, cron does it. */
	(void)proc_start(conf, "tick",
	    (const char *const[]){ "index", NULL }, &late);
	err->retry_after_s = RETRY_S;
	return err_code(err, ERR_DOWN, "clickup.indexing", "%lld",
	    (long long)(has * 100 / tasks));
}

/*
 * 1: the index is no older than home says. Further than that it is by a writer that came between,
 * or because an older database was put back: then the rows' newest rev of now is lower too.
 */
static int
is_there(struct db *db, const struct clickup_home *home,
    const struct index_position *at, struct err *err)
{
	struct clickup_home	now;

	if (!reaches(at, home->rev))
		return 0;
	if (at->rev == home->rev)
		return 1;
	return clickup_cache_home_at(db, home->connection_id, &now, err) == -1 ?
	    -1 : at->rev <= now.rev;
}

int
clickup_follow_read(struct db *db, const struct conf *conf,
    const struct clickup_home *home, struct index_read **out, struct err *err)
{
	const int64_t	until = clock_mono_ms() + PATIENCE_MS;

	for (;;) {
		own_index_read struct index_read	*r = NULL;
		struct index_store			*store;
		struct index_position			 at;
		int64_t					 has;
		int					 there;

		if (open_read(conf, home, &store, &r, &at, err) == -1 ||
		    (there = is_there(db, home, &at, err)) == -1)
			return -1;
		if (there == 1) {
			*out = give(r);
			return 0;
		}
		has = index_read_count(r);
		index_read_close(&r);
		if ((at.rev <= 0 && home->tasks - has > AT_ONCE) ||
		    clock_mono_ms() > until)
			return put_off(conf, home, has, err);
		if (follow_part(db, store, home, &at, err) == -1)
			return -1;
	}
}

/* --- who writes --- */

/*
 * Up to a time (clock_mono_ms). The position is read before the rows' newest rev: one that is
 * further is of a database that was put back, and its index is made anew.
 */
static int
follow_list(struct db *db, const struct conf *conf, int64_t connection_id,
    int64_t until, struct err *err)
{
	struct clickup_home	home;

	if (clickup_cache_home_at(db, connection_id, &home, err) == -1)
		return -1;
	while (home.collection != 0 && clock_mono_ms() < until) {
		own_index_read struct index_read	*r = NULL;
		struct index_store			*store;
		struct index_position			 at;

		if (open_read(conf, &home, &store, &r, &at, err) == -1)
			return -1;
		index_read_close(&r);
		if (clickup_cache_home_at(db, connection_id, &home,
		    err) == -1)
			return -1;
		if (reaches(&at, home.rev) && at.rev == home.rev)
			return 0;
		if (follow_part(db, store, &home, &at, err) == -1)
			return -1;
	}
	return 0;
}

void
clickup_follow_written(struct db *db, const struct conf *conf,
    int64_t connection_id)
{
	struct err	err = { 0 };

	if (follow_list(db, conf, connection_id, clock_mono_ms() +
	    PATIENCE_MS, &err) == -1)
		log_err(LOG_WARN, "index: follow", &err);
}

/* --- tick --- */

/* Lists of connections that are gone leave the index. */
static int
drop_others(const struct conf *conf, const int64_t *lists, size_t n,
    struct err *err)
{
	struct index_store	*store;

	return open_store(conf, &store, err) == -1 ? -1 :
	    index_store_keep(store, &clickup_doc_shape, lists, n, err);
}

static int
each_list(struct db *db, const struct conf *conf, int64_t until,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			*lists = NULL;
	size_t			 n = 0, room = 0;
	int			 rc = 0;

	if (db_query(db, "SELECT connection_id, collection FROM clickup_total",
	    DB_NONE, &rows, err) == -1)
		return -1;
	while (rc == 0 && db_rows_next(rows)) {
		if (n == room) {
			room = room * 2 + 64;
			lists = mem_grow(lists, room, sizeof(*lists));
		}
		lists[n++] = db_col_int(rows, 1);
		rc = follow_list(db, conf, db_col_int(rows, 0), until, err);
		if (rc == -1 && err->kind == ERR_ABSENT) {	/* removed meanwhile */
			*err = (struct err){ 0 };
			rc = 0;
		}
	}
	if (rc == 0)
		rc = drop_others(conf, lists, n, err);
	free(lists);
	return rc;
}

/* Named after the machine: each has an index of its own. */
static char *
lock_name(void)
{
	char	host[65] = "";

	(void)gethostname(host, sizeof(host) - 1);
	return mem_fmt("index-%.40s", host);
}

int
clickup_follow_all(struct db *db, const struct conf *conf, int64_t lasts_ms,
    struct err *err)
{
	own_str char	*lock = lock_name();
	int		 rc;

	if (db_lock(db, lock, 0, err) == -1) {
		if (err->kind != ERR_BUSY)
			return -1;
		*err = (struct err){ 0 };
		return 0;
	}
	rc = each_list(db, conf, lasts_ms == 0 ? INT64_MAX :
	    clock_mono_ms() + lasts_ms, err);
	db_unlock(db, lock);
	return rc;
}

int
clickup_follow_behind(struct db *db, const struct conf *conf, int64_t *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct clickup_home	 home;

	*out = 0;
	if (db_query(db, "SELECT connection_id, tasks, rev, collection "
	    "FROM clickup_total WHERE tasks > 0", DB_NONE, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		own_index_read struct index_read	*r = NULL;
		struct index_store			*store;
		struct index_position			 at;
		int64_t					 left;

		home = (struct clickup_home){ .collection = db_col_int(rows, 3) };
		if (open_read(conf, &home, &store, &r, &at, err) == -1)
			return -1;
		left = reaches(&at, db_col_int(rows, 2)) ? 0 :
		    db_col_int(rows, 1) - index_read_count(r);
		if (left > *out)
			*out = left;
	}
	return 0;
}
