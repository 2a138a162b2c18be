#include "backup/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/lines.h"
#include "backup/place.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_lock.h"
#include "io/db_int.h"
#include "io/db_schema.h"
#include "io/db_tool.h"

#define LOCK		"restore"
#define CONF_MAX	(1 << 20)

void
restored_clear(struct restored *r)
{
	buf_clear(&r->lost);
	buf_clear(&r->added);
	buf_clear(&r->kept);
}

/* --- may it begin? --- */

static int
check_fits(struct db *db, const struct read_about *about, struct err *err)
{
	struct db_schema	s;

	if (db_schema_read(db, &s, err) == -1)
		return -1;
	return about->schema <= s.built ? 0 : err_code(err, ERR_INPUT,
	    "backup.newer", "%s", about->version);
}

static int
check_unused(struct db *db, bool replace, struct err *err)
{
	const char	*table = NULL;

	if (place_used(db, &table, err) == -1)
		return -1;
	return table == NULL || replace ? 0 : err_code(err, ERR_CONFLICT,
	    "backup.used", "%s", table);
}

static int
read_conf(const char *path, struct buf *out, struct err *err)
{
	const int	fd = open(path, O_RDONLY | O_CLOEXEC);
	char		piece[8192];
	ssize_t		n = -1;

	while (fd != -1 && out->len < CONF_MAX &&
	    (n = read(fd, piece, sizeof(piece))) > 0)
		buf_add(out, piece, (size_t)n);
	if (fd != -1)
		close(fd);
	return n != -1 ? 0 : err_code(err, ERR_INTERNAL, "backup.read",
	    "%s: %s", path, strerror(errno));
}

/* The lines that are to come; they need a file that we may write. */
static int
choose_lines(const struct conf *conf, struct buf *theirs,
    struct restored *out, struct err *err)
{
	own_buf struct buf	 here = { 0 };
	const char		*path = conf_path(conf);
	own_str char		*folder = mem_dup(path);

	if (path == NULL)
		return 0;
	if (read_conf(path, &here, err) == -1)
		return -1;
	lines_to_add(buf_str(&here), buf_str(theirs), &out->added, &out->kept);
	return out->added.len == 0 || access(dirname(folder), W_OK) == 0 ? 0 :
	    err_code(err, ERR_DENIED, "backup.conf", "%s", path);
}

/* --- into the one beside ours --- */

struct loading {
	struct db	*db;		/* holds the lock */
	int		*fd;
};

static int
take_text(void *arg, const void *data, size_t len, struct err *err)
{
	const struct loading	*l = arg;
	const char		*at = data;

	while (len > 0) {
		const ssize_t	n = write(*l->fd, at, len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_code(err, ERR_INTERNAL, "backup.load", "%s",
			    strerror(errno));
		at += n;
		len -= (size_t)n;
	}
	return db_lock_keep(l->db, err);
}

static bool
is_full(const char *said)
{
	return strstr(said, "is full") != NULL ||
	    strstr(said, "No space left") != NULL ||
	    strstr(said, "Errcode: 28") != NULL;
}

/* When it ended early, why is what it says. */
static int
load(struct db *db, struct read *from, struct backup_made *made,
    struct err *err)
{
	own_db_tool struct db_tool	 tool = { 0 };
	own_str char			*beside = place_beside(db);
	const char *const		 argv[] = { "mariadb", "--sandbox",
		"--batch", "--max-allowed-packet=64M", "--database", beside,
		NULL };
	struct loading			 l = { db, &tool.fd };
	struct flow			 to = { take_text, &l };
	struct err			 why = { 0 };

	if (db_tool_start(db, argv, false, &tool, err) == -1)
		return -1;
	if (read_dump(from, &to, made, err) == -1 &&
	    strcmp(err->code, "backup.load") != 0)
		return -1;
	if (db_tool_end(&tool, &why) == 0)
		return err->kind == ERR_NONE ? 0 : -1;
	return err_code(err, ERR_INTERNAL, is_full(why.text) ?
	    "backup.disk_full" : "backup.load", "mariadb: %s", why.text);
}

/* The keys of the backup open for as long as this process lives. */
static int
rotate(struct db *beside, const struct conf *conf,
    const struct restore_sealed *sealed, const char *theirs,
    struct restored *out, struct err *err)
{
	static const char *const names[] = { "SECRET_KEY_OLD", "SECRET_KEY" };

	for (size_t i = 0; i < nitems(names); i++) {
		own_str char	*key = lines_value(theirs, names[i]);

		out->failed = 0;
		if (key != NULL && setenv("SECRET_KEY_OLD", key, 1) == -1)
			return err_set(err, ERR_INTERNAL, "restore: %s",
			    strerror(errno));
		for (size_t j = 0; sealed[j].rotate != NULL; j++)
			if (sealed[j].rotate(beside, conf, &out->rotated,
			    &out->failed, err) == -1)
				return -1;
	}
	return 0;
}

static int
drop_lost(struct db *beside, const struct restore_sealed *sealed,
    struct restored *out, struct err *err)
{
	for (size_t i = 0; sealed[i].lost != NULL; i++)
		if (sealed[i].lost(beside, &out->lost, err) == -1)
			return -1;
	return 0;
}

/* As this release wants it. */
static int
finish(struct db *db, const struct conf *conf, const struct restore_wish *wish,
    struct buf *theirs, struct restored *out, struct err *err)
{
	own_str char	*name = place_beside(db);
	own_db struct db *beside = db_open_named(conf, name, err);

	if (beside == NULL ||
	    db_migrate(beside, wish->sql_folder, NULL, err) == -1)
		return -1;
	return out->about.keys ? rotate(beside, conf, wish->sealed,
	    buf_str(theirs), out, err) : drop_lost(beside, wish->sealed, out,
	    err);
}

/* --- in its place --- */

static int
write_all(int fd, const struct buf *text)
{
	for (size_t at = 0; at < text->len;) {
		const ssize_t	n = write(fd, text->data + at, text->len - at);

		if (n == -1 && errno != EINTR)
			return -1;
		at += n > 0 ? (size_t)n : 0;
	}
	return fsync(fd);
}

/* Whose it was, it stays; it is never there half written. */
static int
put_file(const char *path, const char *fresh, const struct buf *text)
{
	struct stat	st;
	const int	fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC |
			    O_CLOEXEC | O_NOFOLLOW, 0600);
	int		rc = -1;

	if (fd == -1)
		return -1;
	if (stat(path, &st) == 0 && fchown(fd, st.st_uid, st.st_gid) == 0 &&
	    fchmod(fd, st.st_mode & 0777) == 0)
		rc = write_all(fd, text);
	close(fd);
	return rc == 0 ? rename(fresh, path) : -1;
}

static int
add_lines(const struct conf *conf, struct restored *r, struct err *err)
{
	const char		*path = conf_path(conf);
	own_str char		*fresh = NULL;
	own_buf struct buf	 text = { 0 };

	if (r->added.len == 0)
		return 0;
	if (read_conf(path, &text, err) == -1)
		return -1;
	buf_fmt(&text, "%s# From the backup of %s:\n%s", text.len > 0 &&
	    text.data[text.len - 1] != '\n' ? "\n" : "", r->about.made_at,
	    buf_str(&r->added));
	fresh = mem_fmt("%s.new", path);
	return put_file(path, fresh, &text) == 0 ? 0 : err_code(err,
	    ERR_INTERNAL, "backup.write", "%s: %s", path, strerror(errno));
}

/* The index of lists is of the tables that were here; it is made anew when it is lost. */
static void
forget_index(const struct conf *conf)
{
	own_str char	*path = mem_fmt("%s/data.mdb", conf_get(conf,
			    "INDEX_PATH", ".run/index"));

	if (unlink(path) == -1 && errno != ENOENT)
		log_line(LOG_WARN, "restore: %s: %s", path, strerror(errno));
}

static int
restore(struct db *db, const struct conf *conf,
    const struct restore_wish *wish, struct buf *theirs, struct restored *out,
    struct err *err)
{
	if (load(db, wish->from, &out->made, err) == -1 ||
	    finish(db, conf, wish, theirs, out, err) == -1)
		return -1;
	forget_index(conf);
	if (place_swap(db, err) == -1)
		return -1;
	forget_index(conf);
	return place_pour(db, err);
}

int
restore_run(struct db *db, const struct conf *conf,
    const struct restore_wish *wish, struct restored *out, struct err *err)
{
	own_buf struct buf		theirs = { 0 };
	own_restored struct restored	r = { 0 };
	int				rc;

	/* A child that ends early is an error of a write. */
	signal(SIGPIPE, SIG_IGN);
	if (read_begin(wish->from, wish->key, &r.about, &theirs, err) == -1 ||
	    check_fits(db, &r.about, err) == -1 ||
	    check_unused(db, wish->replace, err) == -1 ||
	    choose_lines(conf, &theirs, &r, err) == -1)
		return -1;
	db_no_limit(db);
	if (db_lock(db, LOCK, 0, err) == -1)
		return err->kind == ERR_BUSY ? err_code(err, ERR_CONFLICT,
		    "backup.busy", "restore") : -1;
	if ((rc = place_make(db, err)) == 0) {
		rc = restore(db, conf, wish, &theirs, &r, err);
		place_drop(db);
	}
	db_unlock(db, LOCK);
	if (rc == -1 || add_lines(conf, &r, err) == -1)
		return -1;
	*out = give(r);
	return 0;
}
