#include "live/front.h"

#include <unistd.h>

#include "base/conf.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"

#define KEPT_S		600	/* a front that was away for longer begins with what comes */
#define LIST_PART	100
#define SOON_MS		6000	/* whoever is started now waits so long for the one before */
#define SHARED(conf)	(*conf_get((conf), "REDIS_URL", "") != '\0')

/* Two of one machine differ by their sockets. */
static void
name_of(const struct conf *conf, char out[SECRET_HASH_SIZE])
{
	char		 host[65] = "";
	own_str char	*text = NULL;

	(void)gethostname(host, sizeof(host) - 1);
	text = mem_fmt("%s %s", host, conf_get(conf, "PUSH_SOCKET", ""));
	secret_hash(text, out);
}

#define OTHERS "f.name <> ? AND f.seen_at > NOW(3) - INTERVAL ? SECOND"

int
live_front_tell(struct db *db, const struct conf *conf,
    const struct live_relay *relay, struct err *err)
{
	char	name[SECRET_HASH_SIZE];

	if (SHARED(conf))
		return 0;
	name_of(conf, name);
	return db_exec(db, "INSERT INTO live_relay (front, event_id, user_id, "
	    "channel, message) SELECT f.name, ?, ?, ?, ? FROM live_front f "
	    "WHERE " OTHERS, DB_ARGS(db_int(relay->event_id),
	    db_int(relay->user_id), db_str(relay->channel != NULL ?
	    relay->channel : ""), db_str(relay->message), db_str(name),
	    db_int(KEPT_S)), NULL, err);
}

int
live_front_tell_posts(struct db *db, const struct conf *conf,
    const char *ids, struct err *err)
{
	char	name[SECRET_HASH_SIZE];

	if (SHARED(conf))
		return 0;
	name_of(conf, name);
	return db_exec(db, "INSERT INTO live_relay (front, event_id) "
	    "SELECT STRAIGHT_JOIN f.name, p.seq FROM live_front f "
	    "JOIN JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j "
	    "JOIN live_post p ON p.id = j.id WHERE " OTHERS
	    " ORDER BY p.seq", DB_ARGS(db_str(ids), db_str(name),
	    db_int(KEPT_S)), NULL, err);
}

int
live_front_beat(struct db *db, const struct conf *conf, bool *due,
    struct err *err)
{
	char	name[SECRET_HASH_SIZE];
	int64_t	n = 0;

	*due = false;
	if (SHARED(conf))
		return 0;
	name_of(conf, name);
	if (db_exec(db, "INSERT INTO live_front (name, seen_at) "
	    "VALUES (?, NOW(3)) ON DUPLICATE KEY UPDATE seen_at = "
	    "IF(seen_at < NOW(3) - INTERVAL 1 MINUTE, NOW(3), seen_at)",
	    DB_ARGS(db_str(name)), NULL, err) == -1 ||
	    db_number(db, "SELECT COUNT(*) FROM live_front f JOIN live_front o "
	    "ON o.name = ? WHERE " OTHERS " AND o.relayed_until < NOW(3) + "
	    "INTERVAL ? MICROSECOND", DB_ARGS(db_str(name), db_str(name),
	    db_int(KEPT_S), db_int(SOON_MS * 1000)), &n, err) == -1)
		return -1;
	*due = n > 0;
	return 0;
}

int
live_front_promise(struct db *db, const struct conf *conf, int64_t ms,
    struct err *err)
{
	char	name[SECRET_HASH_SIZE];

	name_of(conf, name);
	return db_exec(db, "INSERT INTO live_front (name, seen_at, "
	    "relayed_until) VALUES (?, NOW(3), NOW(3) + INTERVAL ? "
	    "MICROSECOND) ON DUPLICATE KEY UPDATE seen_at = NOW(3), "
	    "relayed_until = VALUES(relayed_until)", DB_ARGS(db_str(name),
	    db_int(ms * 1000)), NULL, err);
}

char *
live_front_lock(const struct conf *conf)
{
	char	name[SECRET_HASH_SIZE];

	name_of(conf, name);
	name[16] = '\0';
	return mem_fmt("relay-%s", name);
}

int
live_front_list(struct db *db, const struct conf *conf, struct db_rows **out,
    struct err *err)
{
	char	name[SECRET_HASH_SIZE];

	name_of(conf, name);
	return db_query(db, "SELECT r.id, r.event_id, r.user_id, r.channel, "
	    "r.message, e.created_at, e.type, e.data FROM live_relay r "
	    "LEFT JOIN event_log e ON e.id = r.event_id WHERE r.front = ? "
	    "ORDER BY r.id LIMIT ?", DB_ARGS(db_str(name),
	    db_int(LIST_PART)), out, err);
}

bool
live_front_next(struct db_rows *rows, struct live_relay *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct live_relay){
		.id = db_col_int(rows, 0),
		.event_id = db_col_int(rows, 1),
		.user_id = db_col_int(rows, 2),
		.channel = db_col_str(rows, 3),
		.message = db_col_str(rows, 4),
		.at = db_col_time(rows, 5),
		.type = db_col_str(rows, 6),
		.data = db_col_str(rows, 7),
	};
	if (*out->channel == '\0')
		out->channel = NULL;
	return true;
}

int
live_front_brought(struct db *db, const struct conf *conf, int64_t id,
    struct err *err)
{
	char	name[SECRET_HASH_SIZE];

	name_of(conf, name);
	return db_exec(db, "DELETE FROM live_relay WHERE front = ? AND id = ?",
	    DB_ARGS(db_str(name), db_int(id)), NULL, err);
}

int
live_front_expire(struct db *db, struct err *err)
{
	return db_exec(db, "DELETE FROM live_relay WHERE created_at < NOW(3) - "
	    "INTERVAL ? SECOND LIMIT 2000", DB_ARGS(db_int(KEPT_S)), NULL,
	    err) == -1 || db_exec(db, "DELETE FROM live_front WHERE "
	    "seen_at < NOW(3) - INTERVAL 1 DAY", DB_NONE, NULL, err) == -1 ?
	    -1 : 0;
}

const struct db_deadline live_front_deadlines[] = {
	{ "live_front", "relayed_until" },
	{ 0 }
};
