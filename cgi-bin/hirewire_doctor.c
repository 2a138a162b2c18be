/* hirewire doctor: the installation checked, a line a thing, OK or FAIL. */
#include "hirewire.h"

#include <errno.h>
#include <glob.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "backup/nightly.h"
#include "backup/place.h"
#include "backup/record.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "bot/person.h"
#include "io/db.h"
#include "io/db_schema.h"
#include "io/pool.h"
#include "service/connection.h"
#include "service/profile.h"
#include "team/followed.h"
#include "telegram/api.h"

#define DISK_LEAST_MB	32

int
doctor_line(bool ok, const char *what, const char *text)
{
	printf("%-4s  %-12s %s\n", ok ? "OK" : "FAIL", what, text);
	return ok ? 0 : 1;
}

static int
check_err(const char *what, const struct err *err)
{
	return doctor_line(false, what, err->text);
}

/* The file holds SECRET_KEY: nobody else may read it. */
static int
check_file(void)
{
	static const char *const places[] = { ".run/hirewire.conf",
		"/etc/hirewire/hirewire.conf" };
	const char	*path = getenv("HIREWIRE_CONF");
	own_str char	*text = NULL;
	struct stat	 st;

	for (size_t i = 0; path == NULL && i < nitems(places); i++)
		if (access(places[i], F_OK) == 0)
			path = places[i];
	if (path == NULL)
		return doctor_line(true, "config", "no file, the environment alone");
	if (stat(path, &st) == -1) {
		text = mem_fmt("%s: %s", path, strerror(errno));
		return doctor_line(false, "config", text);
	}
	text = mem_fmt("%s, mode %04o%s", path, st.st_mode & 07777,
	    (st.st_mode & 007) != 0 ? ": others may read it; chmod 600" : "");
	return doctor_line((st.st_mode & 007) == 0, "config", text);
}

static int
check_values(const struct conf *conf)
{
	const char	*key = conf_get(conf, "SECRET_KEY", "");
	const char	*url = conf_get(conf, "WEB_BASE_URL", "");
	int		 bad;

	bad = doctor_line(strlen(key) >= 16, "SECRET_KEY", strlen(key) >= 16 ?
	    "set" : "missing or shorter than 16 characters");
	return bad + doctor_line(strncmp(url, "http", 4) == 0, "WEB_BASE_URL",
	    url[0] != '\0' ? url : "not set: links lead to localhost");
}

/* The tokens of Telegram: none is well, a wrong one is not. */
static int
check_bots(const struct conf *conf)
{
	const char	*bot = conf_get(conf, "TELEGRAM_BOT_TOKEN", "");
	const char	*outside = conf_get(conf, "SYSTEM_BOT_TOKEN", "");
	const bool	 fits = *bot == '\0' || telegram_token_id(bot) != 0;
	const bool	 is_long = strlen(outside) >= BOT_TOKEN_LEAST;

	return doctor_line(fits, "TELEGRAM_BOT_TOKEN", *bot == '\0' ?
	    "not set: no bot" : fits ? "set" : "does not look like a token: "
	    "123456789:AAE...") + doctor_line(*outside == '\0' || is_long,
	    "SYSTEM_BOT_TOKEN", *outside == '\0' ? "not set: /api/bot/ "
	    "answers 503" : is_long ? "set" : "shorter than 32 characters: "
	    "/api/bot/ answers 503");
}

static int
check_bot_address(const struct conf *conf)
{
	const char	*url = conf_get(conf, "TELEGRAM_API_URL", TELEGRAM_URL);
	own_str char	*text = NULL;
	struct err	 err = { 0 };

	if (remote_fits(conf, "telegram", url, &err) == 0)
		return doctor_line(true, "TELEGRAM_API_URL", url);
	text = mem_fmt("%s: %s", url, err.text);
	return doctor_line(false, "TELEGRAM_API_URL", text);
}

static int
check_figures(const struct conf *conf)
{
	static const struct { const char *key; int64_t least, most; } all[] = {
		{ "PORT", 1, 65535 }, { "TICK_EVERY", 0, 86400 },
		{ "DATABASE_BACK_S", 0, 86400 },
		{ "DATABASE_TIMEOUT_S", 0, 86400 },
		{ "DISK_LOW_MB", 0, 1 << 30 }, { "DISK_FULL_MB", 0, 1 << 30 },
		{ "FETCH_TIMEOUT_MS", 1, 600000 },
		{ "CLICKUP_LIMIT", 0, 1 << 30 },
		{ "HUNTFLOW_LIMIT", 0, 1 << 30 },
		{ "TELEGRAM_LIMIT", 0, 1 << 30 },
		{ "IMPORT_WORKERS", 1, 64 }, { "SYNC_WORKERS", 1, 64 },
		{ "HOOK_WORKERS", 1, 64 }, { "TELEGRAM_WORKERS", 1, 64 },
		{ "INBOX_WORKERS", 1, 64 }, { "BOARD_SYNC_WORKERS", 1, 64 },
		{ "SAVED_SEARCH_WORKERS", 1, 64 },
	};
	struct err	 err = { 0 };
	int64_t		 n;

	for (size_t i = 0; i < nitems(all); i++)
		if (conf_figure(conf, all[i].key, all[i].least, all[i].least,
		    all[i].most, &n, &err) == -1)
			return check_err("figures", &err);
	return doctor_line(true, "figures", "each is one");
}

static int
check_settings(const struct conf *conf)
{
	own_str char	*unread = settings_unread(conf);
	own_str char	*text = unread == NULL ? NULL :
			    mem_fmt("%s: nothing reads it", unread);

	return doctor_line(unread == NULL, "settings", unread == NULL ?
	    "each is read" : text);
}

static int
check_database(struct db *db)
{
	struct err	 err = { 0 };
	char		 about[200];
	bool		 strict;

	return db_server(db, about, sizeof(about), &strict, &err) == -1 ?
	    check_err("database", &err) : doctor_line(strict, "database", about);
}

/* How many of the folder's files this database has seen; mend: those that are missing are applied,
 * and one that stopped half way goes on. */
static int
check_tables(struct db *db, const struct conf *conf, bool mend)
{
	own_str char		*folder = sql_folder(conf), *text = NULL;
	struct db_schema_state	 s;
	struct err		 err = { 0 };

	if ((mend && db_migrate(db, folder, NULL, &err) == -1) ||
	    db_schema_state(db, folder, &s, &err) == -1)
		return check_err("tables", &err);
	if (s.half[0] != '\0')
		text = mem_fmt("%s stopped half way, %lld statements of it "
		    "were done%s%s; free what stopped it, then hirewire doctor "
		    "--mend goes on behind them", s.half,
		    s.statements < 0 ? 0LL : (long long)s.statements,
		    s.error[0] != '\0' ? ": " : "", s.error);
	else
		text = mem_fmt("%lld of %lld migrations%s", (long long)s.done,
		    (long long)s.files, s.done < s.files ?
		    ": hirewire doctor --mend applies the others" : "");
	return doctor_line(s.half[0] == '\0' && s.files > 0 && s.done >= s.files,
	    "tables", text);
}

/* May this program serve the database, and its like? */
static int
check_schema(struct db *db)
{
	own_str char		*text = NULL;
	struct db_schema	 s;
	struct err		 err = { 0 };

	if (db_schema_read(db, &s, &err) == -1)
		return check_err("schema", &err);
	text = mem_fmt("this program knows %04lld, the database has %04lld and "
	    "serves from %04lld on%s", (long long)s.built,
	    (long long)s.newest, (long long)s.oldest, s.oldest > s.built ?
	    ": install the newer release" : "");
	return doctor_line(s.oldest <= s.built, "schema", text);
}

static int
check_disk(struct db *db)
{
	own_str char	*text = NULL;
	struct err	 err = { 0 };
	int64_t		 mb;

	if (db_disk_mb(db, &mb, &err) == -1)
		return check_err("disk", &err);
	if (mb < 0)
		return doctor_line(true, "disk", "the data are on another machine");
	text = mem_fmt("%lld MB are left for the data", (long long)mb);
	return doctor_line(mb >= DISK_LEAST_MB, "disk", text);
}

static int
check_keys(struct db *db, const struct conf *conf)
{
	own_str char	*text = NULL;
	struct err	 err = { 0 };
	int64_t		 n, bad;

	if (connection_secrets_check(db, conf, &n, &bad, &err) == -1)
		return check_err("keys", &err);
	text = mem_fmt("%lld stored, %lld do not open", (long long)n,
	    (long long)bad);
	return doctor_line(bad == 0, "keys", text);
}

/* As the owner of its folder: what root makes there, the house cannot open. */
static int
read_behind(struct db *db, const struct conf *conf, const struct stat *folder,
    int64_t *n, struct err *err)
{
	const bool	root = geteuid() == 0;
	int		rc;

	if (root && (setegid(folder->st_gid) == -1 ||
	    seteuid(folder->st_uid) == -1))
		return err_set(err, ERR_INTERNAL, "%s", strerror(errno));
	rc = index_follow_behind(followed, db, conf, n, err);
	if (root && (seteuid(0) == -1 || setegid(0) == -1))
		return err_set(err, ERR_INTERNAL, "%s", strerror(errno));
	return rc;
}

/* A house of less than two days may do without one. */
static int
check_backup(struct db *db, const struct conf *conf)
{
	own_str char		*text = NULL;
	const char		*each = nightly_wanted(conf) ? "" : "; BACKUP_DIR "
				    "and BACKUP_PUBLIC_KEY make one each night";
	struct record_last	 last;
	struct err		 err = { 0 };

	if (record_last(db, &last, &err) == -1)
		return check_err("backup", &err);
	text = last.ended_at == 0 ? mem_fmt("there was none yet: hirewire "
	    "backup FILE%s", each) : mem_fmt("the last good one is %lld hours "
	    "old%s", (long long)(last.age_s / 3600), each);
	return doctor_line(strcmp(record_state(&last), "old") != 0, "backup", text);
}

/* A restore takes them away itself, unless it was killed. */
static int
check_left(struct db *db)
{
	own_buf struct buf	names = { 0 };
	struct err		err = { 0 };

	if (place_left(db, &names, &err) == -1)
		return doctor_line(false, "restore", err.text);
	if (names.len == 0)
		return doctor_line(true, "restore", "left nothing behind");
	buf_puts(&names, ": left by a restore that was ended; when none runs: "
	    "mariadb -e 'DROP DATABASE NAME' of each, as root (NAME_before is "
	    "what was here before it)");
	return doctor_line(false, "restore", buf_str(&names));
}

/* The folder is made by who asks first, but not what it lies in. */
static int
check_unmade(const char *path)
{
	own_str char	*text = NULL, *of = mem_dup(path);
	const char	*parent = dirname(of);

	if (access(parent, X_OK) == 0)
		return doctor_line(true, "index", "not made yet");
	text = mem_fmt("%s cannot be made: %s: %s", path, parent,
	    strerror(errno));
	return doctor_line(false, "index", text);
}

/* Lists wait while much is missing; tick, each minute, goes on with it. */
static int
check_index(struct db *db, const struct conf *conf)
{
	const char	*path = conf_get(conf, "INDEX_PATH", ".run/index");
	own_str char	*text = NULL;
	struct stat	 folder;
	struct err	 err = { 0 };
	int64_t		 n = 0;

	if (stat(path, &folder) == -1)
		return check_unmade(path);
	if (read_behind(db, conf, &folder, &n, &err) == -1)
		return check_err("index", &err);
	text = mem_fmt("%lld tasks of a list are not in it yet", (long long)n);
	return doctor_line(n == 0, "index", n == 0 ? "holds all tasks" : text);
}

static bool
answers(const char *path)
{
	struct sockaddr_un	 to = { .sun_family = AF_UNIX };
	int			 fd;
	bool			 ok;

	if (strlen(path) >= sizeof(to.sun_path) ||
	    (fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) == -1)
		return false;
	memcpy(to.sun_path, path, strlen(path) + 1);
	ok = connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0;
	close(fd);
	return ok;
}

static int
check_socket(const struct conf *conf, const char *path)
{
	struct err	 err = { 0 };
	size_t		 n;

	return pool_size(conf, path, 1, &n, &err) == -1 ?
	    check_err("pool", &err) : doctor_line(answers(path), "socket", path);
}

/* The pools' sockets lie beside the one that takes events. */
static int
check_sockets(const struct conf *conf)
{
	const char	*push = conf_get(conf, "PUSH_SOCKET", "");
	own_str char	*copy = mem_dup(push), *pattern = NULL;
	glob_t		 found = { 0 };
	int		 bad = 0;

	if (push[0] == '\0')
		return doctor_line(false, "sockets", "PUSH_SOCKET is not set");
	pattern = mem_fmt("%s/*.sock", dirname(copy));
	if (glob(pattern, 0, NULL, &found) != 0 || found.gl_pathc == 0) {
		globfree(&found);
		return doctor_line(false, "sockets", "none: the house is not "
		    "running");
	}
	for (size_t i = 0; i < found.gl_pathc; i++)
		bad += check_socket(conf, found.gl_pathv[i]);
	globfree(&found);
	return bad;
}

static int
check_remote(const struct conf *conf, const char *what, const char *url)
{
	own_str char	*text = NULL;
	struct err	 err = { 0 };
	int		 status;

	if (remote_status(conf, what, url, false, &status, &err) == -1)
		return check_err(what, &err);
	text = mem_fmt("%s answers %d", url, status);
	return doctor_line(true, what, text);
}

int
doctor(struct shell *sh, struct err *err)
{
	bool	 remote = false, mend = false;
	int	 bad;

	for (int i = 1; i < sh->argc; i++) {
		if (strcmp(sh->argv[i], "--remote") == 0)
			remote = true;
		else if (strcmp(sh->argv[i], "--mend") == 0)
			mend = true;
		else
			return err_code(err, ERR_INPUT, "usage",
			    "doctor: only --remote and --mend");
	}
	bad = check_file() + check_values(sh->conf) + check_bots(sh->conf);
	bad += check_bot_address(sh->conf);
	bad += check_figures(sh->conf) + check_settings(sh->conf);
	bad += check_database(sh->db);
	bad += check_tables(sh->db, sh->conf, mend);
	bad += check_schema(sh->db);
	bad += check_disk(sh->db);
	bad += check_backup(sh->db, sh->conf);
	bad += check_left(sh->db);
	bad += check_keys(sh->db, sh->conf);
	bad += check_index(sh->db, sh->conf);
	bad += check_sockets(sh->conf);
	bad += doctor_watch(sh->db, sh->conf);
	if (remote) {
		bad += check_remote(sh->conf, "clickup", conf_get(sh->conf,
		    "CLICKUP_API_URL", "https://api.clickup.com/api/v2"));
		bad += check_remote(sh->conf, "huntflow", PROFILE_PROD_URL);
		bad += doctor_site(sh->conf) + doctor_bots(sh->db, sh->conf);
	}
	return bad == 0 ? 0 : 1;
}
