#include <mysqld_error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db_lock.h"
#include "io/db_my.h"
#include "io/db_note.h"

#define LOCK_STEP_S	10	/* one GET_LOCK waits less than the read timeout */
#define LEASE_S		120	/* of one whose node lives and nobody looked after it */
#define LOOK_MS		100	/* so often who waits looks at the row of another node */
#define SWEEP_ROWS	500

/*
 * Within a node GET_LOCK says who has it: it costs one round trip, and ends with its holder.
 * Other nodes do not see it. So a member of a cluster takes a row besides, after it: two that
 * insert or change one row at two nodes are told apart when they commit, and one of them loses.
 *
 * A row is free when nobody owns it; when it is of our own node, since its holder would have the
 * GET_LOCK that we have now; when it was not renewed in time; or when its node left the cluster.
 *
 * It goes by rows whenever the server is in a cluster, however many nodes there are: the others may
 * be on their way back.
 */
#define TAKE	"node = ?, owner = ?, fence = fence + 1, "		\
	"until = NOW(3) + INTERVAL ? SECOND"

/* --- names --- */

/* With the database's name, since locks are the whole server's; hashed, since their names are
 * short. */
static void
key_of(const struct db *db, const char *name, char out[SECRET_HASH_SIZE])
{
	own_str char	*whole = mem_fmt("%s.%s", db->url.name, name);

	secret_sha256_hex(whole, strlen(whole), out);
}

/* What it is called within the node. */
static void
node_key(const struct db *db, const char *key, char out[SECRET_HASH_SIZE])
{
	own_str char	*whole = mem_fmt("%s%s", key, db->locks.forced != NULL ?
			    db->locks.forced : "");

	if (db->locks.forced == NULL)
		memcpy(out, key, SECRET_HASH_SIZE);
	else
		secret_sha256_hex(whole, strlen(whole), out);
}

void
db_lock_as_node(struct db *db, const char *node, int lease_s)
{
	db->locks.forced = node;
	db->locks.lease_s = lease_s;
}

static int
lease_of(const struct db *db)
{
	return db->locks.forced != NULL ? db->locks.lease_s : LEASE_S;
}

/* --- is it a cluster? --- */

/*
 * A statement that selects one number, and with it whether the server is in a cluster: sql with a
 * second column @@wsrep_on, plain without, for a server that does not know that.
 */
static int
ask_node(struct db *db, const char *sql, const char *plain,
    struct db_args args, int64_t *number, bool *member, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct err		 why = { 0 };

	if (!db->locks.no_wsrep && db_query(db, sql, args, &rows, &why) == -1) {
		if (db->number != ER_UNKNOWN_SYSTEM_VARIABLE) {
			*err = why;
			return -1;
		}
		db->locks.no_wsrep = true;
	}
	if (db->locks.no_wsrep && db_query(db, plain, args, &rows, err) == -1)
		return -1;
	if (db_one(rows, err) == -1)
		return -1;
	*number = db_col_int(rows, 0);
	*member = db->locks.forced != NULL || (!db->locks.no_wsrep &&
	    db_col_int(rows, 1) != 0);
	return 0;
}

/* Its name changes when it comes back to its cluster. */
static int
read_node(struct db *db, struct err *err)
{
	struct db_locks		*l = &db->locks;
	own_rows struct db_rows	*rows = NULL;

	if (l->owner[0] == '\0')
		secret_token(l->owner);
	if (l->forced != NULL) {
		snprintf(l->node, sizeof(l->node), "%s", l->forced);
		return 0;
	}
	if (db_query(db, "SELECT VARIABLE_VALUE FROM "
	    "information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = "
	    "'WSREP_GCOMM_UUID'", DB_NONE, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	snprintf(l->node, sizeof(l->node), "%s", db_col_str(rows, 0));
	return 0;
}

/* --- what is held --- */

static struct db_lease *
held(const struct db_locks *l, const char *key)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->held[i].key, key) == 0)
			return &l->held[i];
	return NULL;
}

static void
hold(struct db *db, const char *key)
{
	struct db_locks	*l = &db->locks;

	if (l->n == l->room) {
		l->room = l->room * 2 + 4;
		l->held = mem_grow(l->held, l->room, sizeof(*l->held));
	}
	l->held[l->n] = (struct db_lease){ .times = 1 };
	memcpy(l->held[l->n].key, key, SECRET_HASH_SIZE);
	if (l->n++ == 0)
		l->renewed_ms = clock_mono_ms();
}

void
db_lock_forget(struct db *db)
{
	db->locks.n = 0;
	db->locks.owner[0] = '\0';
}

static int
lost(struct db *db, struct err *err)
{
	db_line_drop(db);
	snprintf(db->why, sizeof(db->why), "a lock went to another node");
	return db_down(db, err);
}

/* A lock is no deed of the request in hand: nothing is noted with it. */
static int
row_exec(struct db *db, const char *sql, struct db_args args,
    int64_t *changed, struct err *err)
{
	int	rc;

	db_note_apart(db, true);
	rc = db_exec(db, sql, args, changed, err);
	db_note_apart(db, false);
	return rc;
}

/* All of this connection, or they are lost. */
static int
renew(struct db *db, struct err *err)
{
	struct db_locks	*l = &db->locks;
	const int64_t	 began = clock_mono_ms();
	int64_t		 n = 0;

	if (row_exec(db, "UPDATE lock_lease SET node = ?, beat = beat + 1, "
	    "until = NOW(3) + INTERVAL ? SECOND WHERE owner = ?",
	    DB_ARGS(db_str(l->node), db_int(lease_of(db)), db_str(l->owner)), &n,
	    err) == -1)
		return -1;
	/* more: of one that could not be freed */
	if ((size_t)n < l->n)
		return lost(db, err);
	l->renewed_ms = began;
	return 0;
}

bool
db_lock_due(const struct db *db)
{
	return db->locks.n > 0 && !db->in_tx &&
	    clock_mono_ms() - db->locks.renewed_ms > lease_of(db) * 1000 / 3;
}

int
db_lock_renew(struct db *db, struct err *err)
{
	/* The statements of the renewal itself want none. */
	db->locks.renewed_ms = clock_mono_ms();
	return read_node(db, err) == -1 ? -1 : renew(db, err);
}

int
db_lock_keep(struct db *db, struct err *err)
{
	return db_lock_due(db) ? db_lock_renew(db, err) : 0;
}

/* In the transaction itself: one that takes the row at another node meanwhile makes it fail. */
int
db_lock_guard(struct db *db, struct err *err)
{
	return db->locks.n == 0 || !(db->tx_wrote || db->later.sql.len > 0) ?
	    0 : renew(db, err);
}

/* --- a row over nodes --- */

int
db_lock_make(struct db *db, struct err *err)
{
	/* owner NULL: free; fence: how often it was taken; beat: renewed */
	return db_plain(db, "CREATE TABLE IF NOT EXISTS lock_lease ("
	    " k CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL"
	    " PRIMARY KEY,"
	    " node VARCHAR(63) CHARACTER SET ascii NOT NULL,"
	    " owner VARCHAR(43) CHARACTER SET ascii COLLATE ascii_bin NULL,"
	    " fence BIGINT UNSIGNED NOT NULL DEFAULT 1,"
	    " beat INT UNSIGNED NOT NULL DEFAULT 0,"
	    " until DATETIME(3) NOT NULL,"
	    " KEY by_owner (owner), KEY by_node (node), KEY by_until (until))",
	    NULL, err);
}

/* The node of a row that left the cluster; "": it did not, or we may not know. */
static int
gone_node(struct db *db, const char *key, char out[64], struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct err		 why = { 0 };

	out[0] = '\0';
	if (db->locks.no_members || db->locks.forced != NULL)
		return 0;
	if (db_query(db, "SELECT l.node FROM lock_lease l WHERE l.k = ? AND "
	    "EXISTS (SELECT 1 FROM mysql.wsrep_cluster_members m WHERE "
	    "BINARY m.node_uuid = BINARY ?) AND NOT EXISTS (SELECT 1 FROM "
	    "mysql.wsrep_cluster_members m WHERE BINARY m.node_uuid = "
	    "BINARY l.node)", DB_ARGS(db_str(key), db_str(db->locks.node)),
	    &rows, &why) == 0) {
		if (db_rows_next(rows))
			snprintf(out, 64, "%s", db_col_str(rows, 0));
		return 0;
	}
	if (db->number == ER_TABLEACCESS_DENIED_ERROR ||
	    db->number == ER_NO_SUCH_TABLE) {
		db->locks.no_members = true;
		return 0;
	}
	*err = why;
	return -1;
}

static int
take_of_gone(struct db *db, const char *key, int64_t *changed,
    struct err *err)
{
	const struct db_locks	*l = &db->locks;
	char			 node[64];

	if (gone_node(db, key, node, err) == -1)
		return -1;
	return node[0] == '\0' ? 0 : row_exec(db, "UPDATE lock_lease SET " TAKE
	    " WHERE k = ? AND node = ?", DB_ARGS(db_str(l->node),
	    db_str(l->owner), db_int(lease_of(db)), db_str(key), db_str(node)),
	    changed, err);
}

/* 1: ours; 0: it is another node's; or -1. */
static int
take_row(struct db *db, const char *key, struct err *err)
{
	const struct db_locks	*l = &db->locks;
	int64_t			 changed = 0;

	if (row_exec(db, "UPDATE lock_lease SET " TAKE " WHERE k = ? AND "
	    "(owner IS NULL OR node = ? OR until < NOW(3))",
	    DB_ARGS(db_str(l->node), db_str(l->owner), db_int(lease_of(db)),
	    db_str(key), db_str(l->node)), &changed, err) == -1)
		return -1;
	if (changed == 0 && row_exec(db, "INSERT INTO lock_lease (k, node, "
	    "owner, until) VALUES (?, ?, ?, NOW(3) + INTERVAL ? SECOND) "
	    "ON DUPLICATE KEY UPDATE k = k", DB_ARGS(db_str(key),
	    db_str(l->node), db_str(l->owner), db_int(lease_of(db))), &changed,
	    err) == -1)
		return -1;
	if (changed == 0 && take_of_gone(db, key, &changed, err) == -1)
		return -1;
	return changed != 0;
}

/* Who has it within the node gets it over all of them, until then. As take_row. */
static int
take_over_nodes(struct db *db, const char *key, int64_t end, struct err *err)
{
	struct db_lease	*again = held(&db->locks, key);
	int		 rc;

	if (again != NULL) {
		again->times++;
		return 1;
	}
	if (db->in_tx)
		return err_set(err, ERR_INTERNAL, "a lock over nodes is taken "
		    "within a transaction");
	if (read_node(db, err) == -1)
		return -1;
	rc = take_row(db, key, err);
	/* A database that was never migrated is restored under a lock. */
	if (rc == -1 && db->number == ER_NO_SUCH_TABLE) {
		*err = (struct err){ 0 };
		rc = db_lock_make(db, err) == -1 ? -1 : take_row(db, key, err);
	}
	while (rc == 0 && clock_mono_ms() < end &&
	    clock_sleep_ms(LOOK_MS) == 0)
		rc = take_row(db, key, err);
	if (rc == 1)
		hold(db, key);
	return rc;
}

static void
free_row(struct db *db, const char *key)
{
	struct db_locks	*l = &db->locks;
	struct db_lease	*lease = held(l, key);
	struct err	 err = { 0 };

	if (lease == NULL || --lease->times > 0)
		return;
	/* One that stays is our node's: it is taken here at once, elsewhere in time. */
	row_exec(db, "UPDATE lock_lease SET owner = NULL, until = NOW(3) "
	    "WHERE k = ? AND owner = ?", DB_ARGS(db_str(key),
	    db_str(l->owner)), NULL, &err);
	/* The connection may have been lost by this. */
	if (l->n > 0 && (lease = held(l, key)) != NULL)
		*lease = l->held[--l->n];
	if (l->n == 0)
		l->owner[0] = '\0';
}

/* --- locks --- */

static void
leave_node(struct db *db, const char *key)
{
	char		within[SECRET_HASH_SIZE];
	struct err	err = { 0 };

	/* No lock is left where the connection was lost: before, or by this. */
	node_key(db, key, within);
	db_exec(db, "DO RELEASE_LOCK(?)", DB_ARGS(db_str(within)), NULL, &err);
	db->nlocks--;
}

/* 1: had, and member says whether that is enough; 0: not in time; or -1. */
static int
take_within_node(struct db *db, const char *key, int wait_s, bool *member,
    struct err *err)
{
	char	within[SECRET_HASH_SIZE];
	int64_t	got;

	node_key(db, key, within);
	for (int left = wait_s;; left -= LOCK_STEP_S) {
		const int	step = left < LOCK_STEP_S ? left : LOCK_STEP_S;

		if (ask_node(db, "SELECT GET_LOCK(?, ?), @@wsrep_on",
		    "SELECT GET_LOCK(?, ?)", DB_ARGS(db_str(within),
		    db_int(step)), &got, member, err) == -1)
			return -1;
		if (got == 1 || left <= LOCK_STEP_S)
			return got == 1;
	}
}

int
db_lock(struct db *db, const char *name, int wait_s, struct err *err)
{
	const int64_t	end = clock_mono_ms() + wait_s * INT64_C(1000);
	char		key[SECRET_HASH_SIZE];
	bool		member;
	int		rc;

	key_of(db, name, key);
	if ((rc = take_within_node(db, key, wait_s, &member, err)) == 1) {
		db->nlocks++;
		if (member && (rc = take_over_nodes(db, key, end, err)) != 1)
			leave_node(db, key);
	}
	return rc == 1 ? 0 : rc == -1 ? -1 :
	    err_set(err, ERR_BUSY, "lock %s is held", name);
}

void
db_unlock(struct db *db, const char *name)
{
	char	key[SECRET_HASH_SIZE];

	if (db->nlocks == 0)
		return;
	key_of(db, name, key);
	free_row(db, key);
	leave_node(db, key);
}

int
db_lock_tx_run(struct db *db, const char *name, int wait_s,
    int (*work)(struct db *, void *, struct err *), void *arg, struct err *err)
{
	int	rc;

	if (db_lock(db, name, wait_s, err) == -1)
		return -1;
	rc = db_tx_run(db, work, arg, err);
	db_unlock(db, name);
	return rc;
}

int
db_lock_held(struct db *db, const char *name, bool *out, struct err *err)
{
	char	key[SECRET_HASH_SIZE], within[SECRET_HASH_SIZE];
	int64_t	n;
	bool	member;

	key_of(db, name, key);
	node_key(db, key, within);
	if (ask_node(db, "SELECT IS_USED_LOCK(?) IS NOT NULL, @@wsrep_on",
	    "SELECT IS_USED_LOCK(?) IS NOT NULL", DB_ARGS(db_str(within)), &n,
	    &member, err) == -1)
		return -1;
	if (n == 0 && member && (read_node(db, err) == -1 || db_number(db,
	    "SELECT COUNT(*) FROM lock_lease WHERE k = ? AND owner IS NOT NULL "
	    "AND until >= NOW(3) AND node <> ?", DB_ARGS(db_str(key),
	    db_str(db->locks.node)), &n, err) == -1))
		return -1;
	*out = n != 0;
	return 0;
}

/* --- what was left --- */

/* Rows of our node whose holder is dead: nobody has their lock here. */
static int
free_dead(struct db *db, struct err *err)
{
	const struct db_locks	*l = &db->locks;
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT k, owner FROM lock_lease WHERE node = ? AND "
	    "owner IS NOT NULL LIMIT ?", DB_ARGS(db_str(l->node),
	    db_int(SWEEP_ROWS)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		char	within[SECRET_HASH_SIZE];
		int64_t	free_now;

		node_key(db, db_col_str(rows, 0), within);
		if (db_number(db, "SELECT IS_FREE_LOCK(?)",
		    DB_ARGS(db_str(within)), &free_now, err) == -1 ||
		    (free_now == 1 && row_exec(db, "UPDATE lock_lease SET "
		    "owner = NULL, until = NOW(3) WHERE k = ? AND owner = ?",
		    DB_ARGS(db_str(db_col_str(rows, 0)),
		    db_str(db_col_str(rows, 1))), NULL, err) == -1))
			return -1;
	}
	return 0;
}

int
db_lock_sweep(struct db *db, const struct conf *conf, struct err *err)
{
	int64_t	one;
	bool	member;

	(void)conf;
	if (ask_node(db, "SELECT 1, @@wsrep_on", "SELECT 1", DB_NONE, &one,
	    &member, err) == -1)
		return -1;
	if (!member)
		return 0;
	return read_node(db, err) == -1 || free_dead(db, err) == -1 ? -1 :
	    row_exec(db, "DELETE FROM lock_lease WHERE owner IS NULL AND "
	    "until < NOW(3) - INTERVAL 1 DAY LIMIT ?",
	    DB_ARGS(db_int(SWEEP_ROWS)), NULL, err);
}

const struct db_deadline db_lock_deadlines[] = {
	{ "lock_lease", "until" },
	{ 0 }
};
