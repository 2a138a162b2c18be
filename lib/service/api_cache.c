#include "service/api_cache.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"

#define PART		1000	/* rows of one statement: short locks */
#define COMPANY_MAX	20000	/* entries of one company */
#define KEPT_MINUTES	60	/* expired ones can be looked at for a while */

/* Both counters in one statement; the person's first hit of all has no row yet. */
static int
count_hit(struct db *db, const struct api_cache_owner *owner, int64_t id,
    struct err *err)
{
	int64_t	 changed;

	if (db_exec(db, "UPDATE api_cache c LEFT JOIN api_cache_count n"
	    " ON n.user_id = ? SET c.hits = c.hits + 1, n.hits = n.hits + 1"
	    " WHERE c.id = ?", DB_ARGS(db_int(owner->user_id), db_int(id)),
	    &changed, err) == -1)
		return -1;
	return changed == 1 ? api_cache_note(db, owner, true, err) : 0;
}

int
api_cache_get(struct db *db, const struct api_cache_owner *owner,
    const struct api_cache_key *key, char **data, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 id;

	if (db_query(db, "SELECT id, data FROM api_cache WHERE connection_id ="
	    " ? AND cache_key = ? AND expires_at > NOW(3)",
	    DB_ARGS(db_int(owner->connection_id), db_str(key->name)), &rows,
	    err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	id = db_col_int(rows, 0);
	*data = db_col_dup(rows, 1);
	if (count_hit(db, owner, id, err) == -1) {
		mem_free_str(data);
		return -1;
	}
	return 1;
}

int
api_cache_put(struct db *db, const struct api_cache_owner *owner,
    const struct api_cache_key *key, const char *data, int64_t ttl_s,
    struct err *err)
{
	if (strlen(data) > API_CACHE_DATA)
		return api_cache_drop(db, owner, key, err);
	return db_exec(db, "INSERT INTO api_cache (company_id, user_id,"
	    " connection_id, cache_key, path, data, expires_at) VALUES"
	    " (?, ?, ?, ?, ?, ?, NOW(3) + INTERVAL ? SECOND)"
	    " ON DUPLICATE KEY UPDATE data = VALUES(data),"
	    " path = VALUES(path), expires_at = VALUES(expires_at),"
	    " updated_at = NOW(3)",
	    DB_ARGS(db_int(owner->company_id), db_int(owner->user_id),
	    db_int(owner->connection_id), db_str(key->name),
	    db_str(key->path), db_str(data), db_int(ttl_s)), NULL, err);
}

int
api_cache_find(struct db *db, const struct api_cache_owner *owner,
    const char *prefix, const char *suffix, char **name, char **data,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT cache_key, data FROM api_cache WHERE "
	    "connection_id = ? AND user_id = ? AND cache_key >= ? AND "
	    "cache_key < CONCAT(?, '~') AND RIGHT(cache_key, "
	    "CHAR_LENGTH(?)) = ? ORDER BY updated_at DESC LIMIT 1",
	    DB_ARGS(db_int(owner->connection_id), db_int(owner->user_id),
	    db_str(prefix), db_str(prefix), db_str(suffix), db_str(suffix)),
	    &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	*name = db_col_dup(rows, 0);
	*data = db_col_dup(rows, 1);
	return 1;
}

int
api_cache_drop(struct db *db, const struct api_cache_owner *owner,
    const struct api_cache_key *key, struct err *err)
{
	return db_exec(db, "DELETE FROM api_cache WHERE connection_id = ?"
	    " AND cache_key = ?", DB_ARGS(db_int(owner->connection_id),
	    db_str(key->name)), NULL, err);
}

/* '0' follows '/' in ASCII: all that lies below is one range of the index. */
int
api_cache_forget_path(struct db *db, int64_t company_id, const char *path,
    struct err *err)
{
	own_str char	*from = mem_fmt("%s/", path), *to = mem_fmt("%s0", path);

	if (db_exec(db, "DELETE FROM api_cache WHERE company_id = ?"
	    " AND path = ?", DB_ARGS(db_int(company_id), db_str(path)), NULL,
	    err) == -1)
		return -1;
	return db_exec(db, "DELETE FROM api_cache WHERE company_id = ?"
	    " AND path >= ? AND path < ?", DB_ARGS(db_int(company_id),
	    db_str(from), db_str(to)), NULL, err);
}

int
api_cache_drop_path(struct db *db, int64_t company_id, const char *path,
    struct err *err)
{
	if (db_exec(db, "INSERT INTO api_cache_drop (company_id, path, times) "
	    "VALUES (?, ?, 1) ON DUPLICATE KEY UPDATE times = times + 1",
	    DB_ARGS(db_int(company_id), db_str(path)), NULL, err) == -1)
		return -1;
	return api_cache_forget_path(db, company_id, path, err);
}

/* The first n names of a path: "/accounts/1/vacancies" of 3. NULL: it has less. */
static char *
path_head(const char *path, int n)
{
	size_t	 len = 0;

	for (int i = 0; i < n; i++) {
		if (path[len] != '/')
			return NULL;
		len += 1 + strcspn(path + len + 1, "/");
	}
	return mem_ndup(path, len);
}

int
api_cache_dropped(struct db *db, int64_t company_id, const char *path,
    int64_t *times, struct err *err)
{
	own_str char	*one = path_head(path, 1), *two = path_head(path, 2),
			*three = path_head(path, 3);

	return db_number(db, "SELECT CAST(COALESCE(SUM(times), 0) AS SIGNED) "
	    "FROM api_cache_drop WHERE company_id = ? AND path IN "
	    "(?, ?, ?)", DB_ARGS(db_int(company_id), db_str(one),
	    db_str(two), db_str(three)), times, err);
}

/* The same statement until it finds less than it may take. */
static int
drop_all(struct db *db, const char *sql, int64_t whose, int64_t *removed,
    struct err *err)
{
	int64_t	 n, all = 0;

	do {
		if (db_exec(db, sql, DB_ARGS(db_int(whose), db_int(PART)), &n,
		    err) == -1)
			return -1;
		all += n;
	} while (n == PART);
	*removed = all;
	return 0;
}

int
api_cache_clear(struct db *db, int64_t company_id, int64_t user_id,
    int64_t *removed, struct err *err)
{
	return user_id == 0 ?
	    drop_all(db, "DELETE FROM api_cache WHERE company_id = ? LIMIT ?",
	    company_id, removed, err) :
	    drop_all(db, "DELETE FROM api_cache WHERE user_id = ? LIMIT ?",
	    user_id, removed, err);
}

int
api_cache_remove(struct db *db, int64_t company_id, int64_t user_id,
    int64_t id, struct err *err)
{
	int64_t	 n;

	if (db_exec(db, "DELETE FROM api_cache WHERE id = ? AND company_id = ?"
	    " AND (? = 0 OR user_id = ?)", DB_ARGS(db_int(id),
	    db_int(company_id), db_int(user_id), db_int(user_id)), &n,
	    err) == -1)
		return -1;
	return n == 0 ? err_set(err, ERR_ABSENT, "no such entry") : 0;
}

/* --- figures --- */

int
api_cache_note(struct db *db, const struct api_cache_owner *owner, bool hit,
    struct err *err)
{
	return db_exec(db, "INSERT INTO api_cache_count (user_id, company_id,"
	    " hits, misses) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE"
	    " hits = hits + VALUES(hits), misses = misses + VALUES(misses)",
	    DB_ARGS(db_int(owner->user_id), db_int(owner->company_id),
	    db_int(hit), db_int(!hit)), NULL, err);
}

int
api_cache_entries(struct db *db, int64_t company_id, int64_t user_id,
    int64_t *entries, int64_t *expired, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, user_id == 0 ?
	    "SELECT COUNT(*), CAST(COALESCE(SUM(expires_at <= NOW(3)), 0) AS"
	    " SIGNED) FROM api_cache FORCE INDEX (by_company_expires)"
	    " WHERE company_id = ?" :
	    "SELECT COUNT(*), CAST(COALESCE(SUM(expires_at <= NOW(3)), 0) AS"
	    " SIGNED) FROM api_cache FORCE INDEX (by_user_expires)"
	    " WHERE user_id = ?",
	    DB_ARGS(db_int(user_id == 0 ? company_id : user_id)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	*entries = db_col_int(rows, 0);
	*expired = db_col_int(rows, 1);
	return 0;
}

int
api_cache_figures(struct db *db, int64_t company_id, int64_t user_id,
    struct api_cache_figures *out, struct err *err)
{
	own_rows struct db_rows	*counts = NULL;

	if (db_query(db, "SELECT CAST(COALESCE(SUM(hits), 0) AS SIGNED),"
	    " CAST(COALESCE(SUM(misses), 0) AS SIGNED) FROM api_cache_count"
	    " WHERE company_id = ? AND (? = 0 OR user_id = ?)",
	    DB_ARGS(db_int(company_id), db_int(user_id), db_int(user_id)),
	    &counts, err) == -1 || db_one(counts, err) == -1 ||
	    api_cache_entries(db, company_id, user_id, &out->entries,
	    &out->expired, err) == -1)
		return -1;
	out->hits = db_col_int(counts, 0);
	out->misses = db_col_int(counts, 1);
	return 0;
}

/* --- lists --- */

const char *const api_cache_orders[] = { "created_at", "-created_at",
    "updated_at", "-updated_at", "expires_at", "-expires_at", NULL };

/* The columns and their reader are neighbours. */
#define CACHE_COLS "id, user_id, cache_key, data, hits, created_at, " \
	"updated_at, expires_at, expires_at <= NOW(3), " \
	"TIMESTAMPDIFF(MICROSECOND, updated_at, NOW(3)) DIV 1000"
#define CACHE_SORTED	10	/* the column it was sorted by follows */

static void
read_entry(const struct db_rows *rows, struct api_cache *out)
{
	*out = (struct api_cache){
		.id = db_col_int(rows, 0),
		.user_id = db_col_int(rows, 1),
		.key = db_col_str(rows, 2),
		.data = db_col_str(rows, 3),
		.hits = db_col_int(rows, 4),
		.created_at = db_col_time(rows, 5),
		.updated_at = db_col_time(rows, 6),
		.expires_at = db_col_time(rows, 7),
		.expired = db_col_int(rows, 8) != 0,
		.age_ms = db_col_int(rows, 9),
	};
}

/* A condition without a value falls away before the server plans. */
#define CACHE_FILTER " AND (? IS NULL OR cache_key = ?)" \
	" AND (? IS NULL OR INSTR(LOWER(cache_key), LOWER(?)) > 0)" \
	" AND (? = 0 OR expires_at <= NOW(3))"
#define CACHE_ARGS(a) db_int((a)->company_id), db_int((a)->user_id),	\
	db_str((a)->key), db_str((a)->key), db_str((a)->search),	\
	db_str((a)->search), db_int((a)->expired)

/* One statement for each owner, column and direction: each reads its index in order. */
#define CACHE_LIST(owner, other, index, col, than, dir)			\
	"SELECT " CACHE_COLS ", " col " FROM api_cache FORCE INDEX (" index \
	") WHERE " owner " AND " other CACHE_FILTER			\
	" AND (? = 0 OR (" col ", id) " than " (?, ?))"			\
	" ORDER BY " col " " dir ", id " dir " LIMIT ?"
#define CACHE_BOTH(index, col)						\
	{ { CACHE_LIST("company_id = ?", "? = 0", "by_company_" index,	\
	    col, ">", "ASC"),						\
	    CACHE_LIST("company_id = ?", "? = 0", "by_company_" index,	\
	    col, "<", "DESC") },					\
	  { CACHE_LIST("company_id = ?", "user_id = ?", "by_user_" index, \
	    col, ">", "ASC"),						\
	    CACHE_LIST("company_id = ?", "user_id = ?", "by_user_" index, \
	    col, "<", "DESC") } }
static const char *const lists[3][2][2] = {
	CACHE_BOTH("created", "created_at"),
	CACHE_BOTH("updated", "updated_at"),
	CACHE_BOTH("expires", "expires_at"),
};

static const char *
list_for(const struct api_cache_ask *ask)
{
	const char	*order = ask->order != NULL ? ask->order :
			    "-created_at";
	const bool	 down = *order == '-';
	const int	 col = order[down] == 'c' ? 0 : order[down] == 'u' ?
			    1 : 2;

	return lists[col][ask->user_id != 0][down];
}

int
api_cache_list(struct db *db, const struct api_cache_ask *ask,
    struct db_rows **out, struct err *err)
{
	const char	*sql = list_for(ask);

	return db_query(db, sql, DB_ARGS(CACHE_ARGS(ask),
	    db_int(ask->after_id), db_time(ask->after_at),
	    db_int(ask->after_id), db_int(ask->limit)), out, err);
}

bool
api_cache_next(struct db_rows *rows, struct api_cache *out)
{
	if (!db_rows_next(rows))
		return false;
	read_entry(rows, out);
	out->sorted_at = db_col_time(rows, CACHE_SORTED);
	return true;
}

int
api_cache_count(struct db *db, const struct api_cache_ask *ask, int64_t *n,
    struct err *err)
{
	const char		*sql = ask->user_id == 0 ?
	    "SELECT COUNT(*) FROM (SELECT 1 FROM api_cache"
	    " FORCE INDEX (by_company_expires) WHERE company_id = ? AND ? = 0"
	    CACHE_FILTER " LIMIT 10001) counted" :
	    "SELECT COUNT(*) FROM (SELECT 1 FROM api_cache"
	    " FORCE INDEX (by_user_expires) WHERE company_id = ?"
	    " AND user_id = ?" CACHE_FILTER " LIMIT 10001) counted";

	return db_number(db, sql, DB_ARGS(CACHE_ARGS(ask)), n, err);
}

int
api_cache_one(struct db *db, int64_t company_id, int64_t user_id, int64_t id,
    struct db_rows **rows, struct api_cache *out, struct err *err)
{
	own_rows struct db_rows	*got = NULL;

	if (db_query(db, "SELECT " CACHE_COLS " FROM api_cache WHERE id = ?"
	    " AND company_id = ? AND (? = 0 OR user_id = ?)",
	    DB_ARGS(db_int(id), db_int(company_id), db_int(user_id),
	    db_int(user_id)), &got, err) == -1 || db_one(got, err) == -1)
		return -1;
	read_entry(got, out);
	*rows = give(got);
	return 0;
}

/* --- expiry --- */

/* The entry after which a company's are too many; all up to it go. */
static int
drop_surplus(struct db *db, int64_t company_id, int64_t *removed,
    struct err *err)
{
	return db_exec(db, "DELETE FROM api_cache WHERE company_id = ?"
	    " ORDER BY updated_at LIMIT ?",
	    DB_ARGS(db_int(company_id), db_int(PART)), removed, err);
}

int
api_cache_expire(struct db *db, int64_t *removed, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 n, all = 0;

	if (db_exec(db, "DELETE FROM api_cache WHERE expires_at < NOW(3)"
	    " - INTERVAL ? MINUTE LIMIT ?", DB_ARGS(db_int(KEPT_MINUTES),
	    db_int(PART)), &all, err) == -1 ||
	    db_query(db, "SELECT company_id FROM api_cache GROUP BY company_id"
	    " HAVING COUNT(*) > ?", DB_ARGS(db_int(COMPANY_MAX)), &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		if (drop_surplus(db, db_col_int(rows, 0), &n, err) == -1)
			return -1;
		all += n;
	}
	*removed = all;
	return 0;
}

const struct db_deadline api_cache_deadlines[] = {
	{ "api_cache", "expires_at" },
	{ 0 }
};
