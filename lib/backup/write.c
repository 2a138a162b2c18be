#include "backup/write.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "backup/blank.h"
#include "backup/lines.h"
#include "backup/vault.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_lock.h"
#include "io/db_schema.h"
#include "io/db_tool.h"
#include "io/version.h"

#define CONF_MAX	(1 << 20)
#define LOCK_WAIT_S	120

/* Whoever changes the shape of tables waits for these: a dump in one transaction cannot read a
 * table that was changed since it began. */
static const char *const locks[] = { "migrate", "tick-calls" };

/* What lasts for minutes, or what whoever restores must not bring back: who is signed in. */
static const char *const left_out[] = { "session", "login_token", "login_try",
	"passkey_challenge", "platform_sign_in", "lock_lease" };

struct writing {
	int		 fd;
	const char	*path;
	char		*part;
	bool		 held[nitems(locks)];
	struct db	*db;
	struct vault_out *vault;
	struct blank	 blank;
};

static int
failed(struct err *err, const char *path)
{
	return err_code(err, ERR_INTERNAL, "backup.write", "%s: %s", path,
	    strerror(errno));
}

static int
exists(struct err *err, const char *path)
{
	return err_code(err, ERR_CONFLICT, "backup.exists", "%s", path);
}

static void
end_writing(struct writing *w)
{
	vault_out_close(&w->vault);
	for (size_t i = 0; i < nitems(locks); i++)
		if (w->held[i])
			db_unlock(w->db, locks[i]);
	if (w->fd != -1 && w->part != NULL)
		unlink(w->part);
	if (w->fd != -1)
		close(w->fd);
	mem_free_str(&w->part);
}

/* A file that nobody holds was left by one who was killed. */
static int
open_part(struct writing *w, struct err *err)
{
	if (access(w->path, F_OK) == 0)
		return exists(err, w->path);
	w->part = mem_fmt("%s.part", w->path);
	w->fd = open(w->part, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
	    0600);
	if (w->fd == -1)
		return failed(err, w->part);
	if (flock(w->fd, LOCK_EX | LOCK_NB) == -1) {
		close(w->fd);
		w->fd = -1;
		return err_code(err, ERR_CONFLICT, "backup.busy", "%s",
		    w->part);
	}
	return ftruncate(w->fd, 0) == -1 ? failed(err, w->part) : 0;
}

static int
hold_shapes(struct writing *w, struct err *err)
{
	for (size_t i = 0; i < nitems(locks); i++) {
		if (db_lock(w->db, locks[i], LOCK_WAIT_S, err) == -1)
			return -1;
		w->held[i] = true;
	}
	return 0;
}

static int
take_piece(void *vault, const void *data, size_t len, struct err *err)
{
	return vault_put(vault, PIECE_DUMP, data, len, err);
}

static int
take_dump(void *pack, const void *data, size_t len, struct err *err)
{
	return flow_pack_add(pack, data, len, err);
}

/* --- what it is --- */

static int
put_about(struct writing *w, bool with_keys, struct err *err)
{
	own_buf struct buf	about = { 0 };
	struct db_schema	schema;

	if (db_schema_read(w->db, &schema, err) == -1)
		return -1;
	emit_open(&about, NULL, '{');
	emit_int(&about, "schema", schema.newest);
	emit_str(&about, "version", version_hirewire);
	emit_time(&about, "made_at", clock_ms());
	emit_bool(&about, "keys", with_keys);
	emit_close(&about, '}');
	return vault_put(w->vault, PIECE_ABOUT, about.data, about.len, err);
}

static int
read_conf(const char *path, struct buf *out, struct err *err)
{
	FILE	*f = fopen(path, "re");
	char	 piece[8192];
	size_t	 n;

	if (f == NULL)
		return err_code(err, ERR_INTERNAL, "backup.read", "%s: %s",
		    path, strerror(errno));
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0 &&
	    out->len < CONF_MAX)
		buf_add(out, piece, n);
	fclose(f);
	return 0;
}

/* What sealed the values may be known to the environment alone. */
static void
put_environment(const struct conf *conf, struct buf *lines)
{
	static const char *const names[] = { "SECRET_KEY", "SECRET_KEY_OLD" };

	for (size_t i = 0; i < nitems(names); i++)
		if (conf_get(conf, names[i], NULL) != NULL)
			buf_fmt(lines, "%s=%s\n", names[i],
			    conf_get(conf, names[i], NULL));
}

static int
put_conf(struct writing *w, const struct conf *conf, bool with_keys,
    struct err *err)
{
	own_buf struct buf	text = { 0 }, lines = { 0 };

	if (conf_path(conf) != NULL &&
	    read_conf(conf_path(conf), &text, err) == -1)
		return -1;
	lines_for_backup(buf_str(&text), with_keys, &lines);
	if (with_keys)
		put_environment(conf, &lines);
	for (size_t at = 0; at < lines.len; at += VAULT_PIECE)
		if (vault_put(w->vault, PIECE_CONF, lines.data + at,
		    lines.len - at < VAULT_PIECE ? lines.len - at :
		    VAULT_PIECE, err) == -1)
			return -1;
	return 0;
}

/* --- the database --- */

/* Columns that hold sealed values have one name in all tables. A generated one is not dumped. */
static int
find_sealed(struct writing *w, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(w->db, "SELECT c.TABLE_NAME, (SELECT COUNT(*) "
	    "FROM information_schema.COLUMNS b WHERE b.TABLE_SCHEMA = "
	    "c.TABLE_SCHEMA AND b.TABLE_NAME = c.TABLE_NAME AND "
	    "b.ORDINAL_POSITION < c.ORDINAL_POSITION AND "
	    "b.GENERATION_EXPRESSION IS NULL) "
	    "FROM information_schema.COLUMNS c WHERE c.TABLE_SCHEMA = "
	    "DATABASE() AND c.COLUMN_NAME = 'cipher'", DB_NONE, &rows,
	    err) == -1)
		return -1;
	if (db_rows_count(rows) > BLANK_COLUMNS)
		return err_set(err, ERR_INTERNAL, "backup: over %d sealed "
		    "columns", BLANK_COLUMNS);
	while (db_rows_next(rows)) {
		struct blank_column	*c = &w->blank.columns[w->blank.n++];

		snprintf(c->table, sizeof(c->table), "%s", db_col_str(rows, 0));
		c->at = (size_t)db_col_int(rows, 1);
	}
	return 0;
}

/* Where the binary log is kept, the dump tells its place there: that of its snapshot. */
static int
keeps_log(struct db *db, bool *out, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT COUNT(*) FROM "
	    "information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = "
	    "'BINLOG_SNAPSHOT_FILE' AND VARIABLE_VALUE <> ''", DB_NONE, &n,
	    err) == -1)
		return -1;
	*out = n > 0;
	return 0;
}

static int
start_dump(const struct writing *w, struct db_tool *tool, struct err *err)
{
	const char	*name = db_name(w->db);
	char		*ignored[nitems(left_out)];
	const char	*argv[40] = { "mariadb-dump", "--single-transaction",
		"--skip-lock-tables", "--quick", "--hex-blob",
		"--no-tablespaces", "--skip-triggers", "--skip-add-drop-table",
		"--skip-add-locks", "--skip-disable-keys", "--skip-dump-date",
		"--max-allowed-packet=64M" };
	size_t		 n = 12;
	bool		 log;
	int		 rc;

	if (keeps_log(w->db, &log, err) == -1)
		return -1;
	if (log)
		argv[n++] = "--master-data=2";
	for (size_t i = 0; i < nitems(left_out); i++)
		argv[n++] = ignored[i] = mem_fmt("--ignore-table-data=%s.%s",
		    name, left_out[i]);
	argv[n++] = "--";
	argv[n++] = name;
	rc = db_tool_start(w->db, argv, true, tool, err);
	for (size_t i = 0; i < nitems(left_out); i++)
		mem_free_str(&ignored[i]);
	return rc;
}

/* What the program writes, until it has written all. */
static int
follow(struct writing *w, struct db_tool *tool, struct err *err)
{
	static char	piece[FLOW_PIECE];

	for (;;) {
		const ssize_t	n = read(tool->fd, piece, sizeof(piece));

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_set(err, ERR_INTERNAL, "backup: %s",
			    strerror(errno));
		if (n == 0)
			return blank_end(&w->blank, err);
		if (blank_add(&w->blank, piece, (size_t)n, err) == -1 ||
		    db_lock_keep(w->db, err) == -1)
			return -1;
	}
}

static int
dumped(struct db_tool *tool, const struct blank *blank, struct err *err)
{
	struct err	why = { 0 };

	if (db_tool_end(tool, &why) == -1)
		return err_code(err, ERR_INTERNAL, "backup.dump",
		    "mariadb-dump: %s", why.text);
	return blank->complete && blank->tables > 0 ? 0 : err_code(err,
	    ERR_INTERNAL, "backup.dump", "mariadb-dump: it is not whole");
}

static int
put_dump(struct writing *w, struct err *err)
{
	const struct flow		 to_vault = { take_piece, w->vault };
	own_flow_pack struct flow_pack	*pack = flow_pack_open(&to_vault);
	own_db_tool struct db_tool	 tool = { 0 };

	w->blank.to = (struct flow){ take_dump, pack };
	if (start_dump(w, &tool, err) == -1 ||
	    follow(w, &tool, err) == -1)
		return -1;
	return dumped(&tool, &w->blank, err) == -1 ? -1 :
	    flow_pack_end(pack, err);
}

static int
put_sum(struct writing *w, struct err *err)
{
	own_buf struct buf	sum = { 0 };

	emit_open(&sum, NULL, '{');
	emit_int(&sum, "bytes", w->blank.bytes);
	emit_int(&sum, "tables", w->blank.tables);
	emit_close(&sum, '}');
	return vault_finish(w->vault, PIECE_SUM, sum.data, sum.len, err);
}

/* --- the whole --- */

/* Never over a file that came meanwhile. */
static int
name_it(struct writing *w, struct err *err)
{
	own_str char	*copy = mem_dup(w->path);
	int		 folder;

	if (renameat2(AT_FDCWD, w->part, AT_FDCWD, w->path,
	    RENAME_NOREPLACE) == -1)
		return errno == EEXIST ? exists(err, w->path) :
		    failed(err, w->path);
	mem_free_str(&w->part);
	folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder == -1 || fsync(folder) == -1)
		log_line(LOG_WARN, "backup: the folder of %s: %s", w->path,
		    strerror(errno));
	if (folder != -1)
		close(folder);
	return 0;
}

int
backup_write(struct db *db, const struct conf *conf, const char *path,
    const struct vault_key *key, bool with_keys, struct backup_made *out,
    struct err *err)
{
	const int64_t	began = clock_mono_ms();
	cleanup(end_writing) struct writing	w = { .fd = -1, .path = path,
		.db = db };

	/* Files that outgrow a limit are an error of a write, as a full disk is. */
	signal(SIGXFSZ, SIG_IGN);
	if (vault_key_check(key, err) == -1 || open_part(&w, err) == -1 ||
	    hold_shapes(&w, err) == -1 ||
	    (!with_keys && find_sealed(&w, err) == -1) ||
	    (w.vault = vault_create(w.fd, key, err)) == NULL ||
	    put_about(&w, with_keys, err) == -1 ||
	    put_conf(&w, conf, with_keys, err) == -1 ||
	    put_dump(&w, err) == -1 || put_sum(&w, err) == -1 ||
	    name_it(&w, err) == -1)
		return -1;
	*out = (struct backup_made){ .bytes = vault_written(w.vault),
		.dump_bytes = w.blank.bytes, .tables = w.blank.tables,
		.took_ms = clock_mono_ms() - began,
		.log_at = w.blank.log_at };
	memcpy(out->log_file, w.blank.log_file, sizeof(out->log_file));
	return 0;
}
