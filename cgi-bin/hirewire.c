/* hirewire: the command line of the house: people, sign-in links, API keys,
 * tables, the keyring, a check of the installation. */
#include <errno.h>
#include <getopt.h>
#include <glob.h>
#include <jansson.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "account/audit.h"
#include "account/caller.h"
#include "account/login_link.h"
#include "account/session.h"
#include "account/token.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "clickup/settings.h"
#include "io/db.h"
#include "io/fetch.h"
#include "io/field.h"
#include "io/secret.h"
#include "service/connection.h"
#include "service/profile.h"

#define LINE_MAX_BYTES	8192

/* What every command works with. */
struct shell {
	struct conf	*conf;
	struct db	*db;
	int		 argc;		/* operands and options after the command */
	char		**argv;
};
typedef int command(struct shell *, struct err *);

static command create_admin, make_link, make_token, migrate, rotate_key,
    connect_services, doctor, print_messages;

static const struct {
	const char	*name, *usage;
	command		*run;
	bool		 bare;		/* needs no configuration and no database */
} commands[] = {
	{ "create-admin", "EMAIL [--name NAME] [--company NAME] "
	    "[--password-file FILE|-]\n"
	    "\tAn administrator (made, or raised to one); prints a sign-in "
	    "link.", create_admin, false },
	{ "login-link", "EMAIL\n"
	    "\tPrints a link that signs this person in once.", make_link, false },
	{ "token", "EMAIL [--name NAME] [--scopes read,write]\n"
	    "\tPrints a new API key of this person (read only by default).",
	    make_token, false },
	{ "connect", "EMAIL < FILE\n"
	    "\tSets keys and the task list from KEY=VALUE lines: "
	    "clickup_api_key,\n\thuntflow_prod_url, huntflow_prod_api_key, "
	    "huntflow_prod_refresh_token,\n\thuntflow_sandbox_..., "
	    "active_system, team_id, space_id, folder_id,\n\tlist_id, "
	    "max_tasks, auto_sync, sync_interval, include_closed, subtasks.\n"
	    "\tCLICKUP_API_KEY of the environment serves where the file has "
	    "no key.",
	    connect_services, false },
	{ "migrate", "\n\tBrings the tables up to date.", migrate, false },
	{ "rotate-key", "\n\tSeals the stored keys anew after SECRET_KEY "
	    "was changed\n\t(the former one as SECRET_KEY_OLD).",
	    rotate_key, false },
	{ "doctor", "[--remote]\n\tChecks the installation line by line; "
	    "--remote also asks the services.", doctor, false },
	{ "messages", "CODE...\n\tPrints messages for people: code, Russian, "
	    "English, by tabs.", print_messages, true },
};

static int
usage(FILE *out)
{
	fprintf(out, "usage: hirewire COMMAND ...\n\n");
	for (size_t i = 0; i < nitems(commands); i++)
		fprintf(out, "  hirewire %s %s\n", commands[i].name,
		    commands[i].usage);
	fprintf(out, "\nThe configuration is read from HIREWIRE_CONF, else "
	    ".run/hirewire.conf,\nelse /etc/hirewire/hirewire.conf; the "
	    "environment overrides it.\n");
	return out == stdout ? 0 : 2;
}

/* The message for people, then the technical line. */
static void
tell(const struct err *err)
{
	char	 text[700];

	text_put(text, sizeof(text), "en", err->code, err->text);
	fprintf(stderr, "hirewire: %s\n", text);
	if (strcmp(text, err->text) != 0 && err->text[0] != '\0' &&
	    err->nfields == 0)
		fprintf(stderr, "hirewire: (%s)\n", err->text);
	for (int i = 0; i < err->nfields; i++) {
		own_str char	*code = mem_fmt("field.%s",
				    err->field[i].code);

		text_put(text, sizeof(text), "en", code, err->field[i].text);
		fprintf(stderr, "hirewire: %s: %s\n", err->field[i].path,
		    text);
	}
}

int
main(int argc, char **argv)
{
	struct shell	 sh = { .argc = argc - 1, .argv = argv + 1 };
	struct err	 err = { 0 };
	int		 rc = 2;

	if (argc < 2)
		return usage(stderr);
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
	    strcmp(argv[1], "-h") == 0)
		return usage(stdout);
	log_open("hirewire");
	for (size_t i = 0; i < nitems(commands); i++) {
		if (strcmp(argv[1], commands[i].name) != 0)
			continue;
		if (!commands[i].bare &&
		    ((sh.conf = conf_open(&err)) == NULL ||
		    (sh.db = db_open(sh.conf, &err)) == NULL))
			rc = -1;
		else
			rc = commands[i].run(&sh, &err);
		if (rc == -1)
			tell(&err);
		db_close(sh.db);
		conf_close(sh.conf);
		return rc == -1 ? 1 : rc;
	}
	fprintf(stderr, "hirewire: no command %s\n", argv[1]);
	return usage(stderr);
}

/* --- operands --- */

/* NULL-ended names of options that take a value; out in the same order. */
static int
read_options(struct shell *sh, const char *const *names, const char **out,
    const char **operand, struct err *err)
{
	struct option	 longs[8] = { 0 };
	int		 c;

	for (size_t i = 0; names[i] != NULL; i++)
		longs[i] = (struct option){ names[i], required_argument, NULL,
		    (int)i + 256 };
	opterr = 0;
	while ((c = getopt_long(sh->argc, sh->argv, "", longs, NULL)) != -1) {
		if (c == '?')
			return err_code(err, ERR_INPUT, "usage", "%s: option %s",
			    sh->argv[0], sh->argv[optind - 1]);
		out[c - 256] = optarg;
	}
	if (optind != sh->argc - 1)
		return err_code(err, ERR_INPUT, "usage",
		    "%s: one e-mail is needed", sh->argv[0]);
	*operand = sh->argv[optind];
	return 0;
}

static int
find_person(struct shell *sh, const char *given, struct user *out,
    struct err *err)
{
	char	 email[PERSON_EMAIL_SIZE];

	if (user_email(given, email, err) == -1)
		return -1;
	if (user_find(sh->db, email, out, err) == 0)
		return 0;
	return err->kind != ERR_ABSENT ? -1 : err_code(err, ERR_ABSENT,
	    "usage", "%s: no such person; create-admin makes one", email);
}

static void
audit(struct shell *sh, const struct user *user, const char *action)
{
	audit_add(sh->db, &(struct audit){ .company_id = user->company_id,
	    .action = action, .object = user->email });
}

/* --- people --- */

/* The first line of a file, "-" the standard input. */
static int
read_password(const char *path, char out[256], struct err *err)
{
	FILE	*f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	bool	 got;

	if (f == NULL)
		return err_code(err, ERR_INPUT, "usage", "%s: %s", path,
		    strerror(errno));
	got = fgets(out, 256, f) != NULL;
	if (f != stdin)
		fclose(f);
	if (!got)
		return err_code(err, ERR_INPUT, "usage", "%s: empty", path);
	out[strcspn(out, "\r\n")] = '\0';
	if (strlen(out) < 10)
		return err_field(err, "password", "length", "10..255");
	return 0;
}

static int
store_password(struct shell *sh, int64_t user_id, const char *path,
    struct err *err)
{
	char	 plain[256], hash[SECRET_PASSWORD_SIZE];

	if (path == NULL)
		return 0;
	if (read_password(path, plain, err) == -1 ||
	    secret_password(plain, hash, err) == -1 ||
	    user_set_password(sh->db, user_id, hash, err) == -1)
		return -1;
	return session_end_others(sh->db, user_id, 0, err);
}

static int
print_link(struct shell *sh, const struct user *user, struct err *err)
{
	own_str char	*link = NULL;

	if (!user->active)
		return err_code(err, ERR_CONFLICT, "user_inactive", "%s",
		    user->email);
	if (login_link_make(sh->db, sh->conf, user->id, &link, err) == -1)
		return -1;
	puts(link);
	return 0;
}

/* Made, or raised: whoever has the shell is the administrator's master. */
static int
ensure_admin(struct shell *sh, const char *email, const char *name,
    const char *company, struct user *out, struct err *err)
{
	own_user struct user	 user = { 0 };
	struct err		 why = { 0 };
	int64_t			 company_id, id;

	if (user_find(sh->db, email, &user, &why) == 0) {
		user.role = ROLE_ADMIN;
		user.active = true;
		if (user_change(sh->db, &user, err) == -1)
			return -1;
		*out = give(user);
		return 0;
	}
	if (why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	if (user_company(sh->db, company, &company_id, err) == -1 ||
	    user_add(sh->db, company_id, email, name, ROLE_ADMIN, "ru", &id,
	    err) == -1)
		return -1;
	return user_get(sh->db, id, out, err);
}

static int
create_admin(struct shell *sh, struct err *err)
{
	static const char *const names[] = { "name", "company",
		"password-file", NULL };
	own_user struct user	 user = { 0 };
	const char		*opt[3] = { "", "Hirewire", NULL };
	const char		*given = NULL;
	char			 email[PERSON_EMAIL_SIZE];

	if (read_options(sh, names, opt, &given, err) == -1 ||
	    user_email(given, email, err) == -1 ||
	    ensure_admin(sh, email, opt[0], opt[1], &user, err) == -1 ||
	    store_password(sh, user.id, opt[2], err) == -1)
		return -1;
	audit(sh, &user, "user.create_admin");
	return print_link(sh, &user, err);
}

static int
make_link(struct shell *sh, struct err *err)
{
	static const char *const names[] = { NULL };
	own_user struct user	 user = { 0 };
	const char		*none[1], *given = NULL;

	if (read_options(sh, names, none, &given, err) == -1 ||
	    find_person(sh, given, &user, err) == -1)
		return -1;
	audit(sh, &user, "user.login_link");
	return print_link(sh, &user, err);
}

static int
make_token(struct shell *sh, struct err *err)
{
	static const char *const names[] = { "name", "scopes", NULL };
	own_user struct user	 user = { 0 };
	const char		*opt[2] = { "command line", "read" };
	const char		*given = NULL;
	char			 plain[TOKEN_SIZE];
	int64_t			 id;

	if (read_options(sh, names, opt, &given, err) == -1)
		return -1;
	if (strcmp(opt[1], "read") != 0 && strcmp(opt[1], "write") != 0 &&
	    strcmp(opt[1], "read,write") != 0)
		return err_field(err, "--scopes", "choice",
		    "read; read,write");
	if (strlen(opt[0]) == 0 || strlen(opt[0]) > 100)
		return err_field(err, "--name", "length", "1..100");
	if (find_person(sh, given, &user, err) == -1 ||
	    token_make(sh->db, user.id, opt[0], strcmp(opt[1], "read") == 0 ?
	    "read" : "read,write", 0, &id, plain, err) == -1)
		return -1;
	audit(sh, &user, "token.create");
	puts(plain);
	return 0;
}

/* --- connect --- */

static bool
is_of_list(const char *key)
{
	static const char *const keys[] = { "team_id", "space_id",
		"folder_id", "list_id", "max_tasks", "auto_sync",
		"sync_interval", "include_closed", "subtasks" };

	for (size_t i = 0; i < nitems(keys); i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

/* Where the lines have no key. */
static int
take_environment(json_t *profile, struct err *err)
{
	const char	*key = getenv("CLICKUP_API_KEY");

	if (key != NULL && json_object_get(profile, "clickup_api_key") == NULL &&
	    json_object_set_new(profile, "clickup_api_key",
	    json_string(key)) == -1)
		return err_field(err, "CLICKUP_API_KEY", "utf8", "%s", "");
	return 0;
}

/* KEY=VALUE lines, as two forms: the profile's and the list's. */
static int
read_lines(json_t *profile, json_t *list, struct err *err)
{
	char	 line[LINE_MAX_BYTES], *value;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		if ((value = strchr(line, '=')) == NULL)
			return err_code(err, ERR_INPUT, "usage",
			    "connect: a line is not KEY=VALUE");
		*value++ = '\0';
		if (json_object_set_new(is_of_list(line) ? list : profile,
		    line, json_string(value)) == -1)
			return err_field(err, line, "utf8", "%s", "");
	}
	return 0;
}

static int
connect_services(struct shell *sh, struct err *err)
{
	static const char *const names[] = { NULL };
	own_user struct user	 user = { 0 };
	own_json json_t		*profile = json_object();
	own_json json_t		*list = json_object();
	struct caller		 who = { sh->db, sh->conf, 0, 0, "en" };
	const char		*none[1], *given = NULL;

	field_form(profile);
	if (read_options(sh, names, none, &given, err) == -1 ||
	    find_person(sh, given, &user, err) == -1 ||
	    read_lines(profile, list, err) == -1 ||
	    take_environment(profile, err) == -1 ||
	    profile_patch(sh->db, sh->conf, user.id, true, profile,
	    err) == -1)
		return -1;
	audit(sh, &user, "profile.change");
	if (json_object_size(list) == 0)
		return 0;
	field_form(list);
	who.company_id = user.company_id;
	who.user_id = user.id;
	return clickup_settings_save(&who, list, err);
}

/* --- tables, keys --- */

/* SQL_DIR, else beside the program: in the source folder or installed. */
static char *
sql_folder(const struct conf *conf)
{
	static const char *const places[] = { "/../sql",
		"/../share/hirewire/sql", "/../../sql" };
	const char	*set = conf_get(conf, "SQL_DIR", NULL);
	char		 self[PATH_MAX];
	ssize_t		 len = readlink("/proc/self/exe", self,
			    sizeof(self) - 1);
	const char	*dir;

	if (set != NULL)
		return mem_dup(set);
	if (len <= 0)
		return mem_dup("sql");
	self[len] = '\0';
	dir = dirname(self);
	for (size_t i = 0; i < nitems(places); i++) {
		own_str char	*path = mem_fmt("%s%s", dir, places[i]);

		if (access(path, R_OK) == 0)
			return give(path);
	}
	return mem_dup("sql");
}

static int
migrate(struct shell *sh, struct err *err)
{
	own_str char	*folder = sql_folder(sh->conf);
	int		 applied = 0;

	if (db_migrate(sh->db, folder, &applied, err) == -1)
		return -1;
	printf("%d applied from %s\n", applied, folder);
	return 0;
}

static int
rotate_key(struct shell *sh, struct err *err)
{
	int64_t	 done, failed;

	if (connection_rotate(sh->db, sh->conf, &done, &failed, err) == -1)
		return -1;
	printf("%lld sealed anew, %lld do not open\n", (long long)done,
	    (long long)failed);
	return failed == 0 ? 0 : 1;
}

static int
print_messages(struct shell *sh, struct err *err)
{
	for (int i = 1; i < sh->argc; i++) {
		const char	*ru = text_get("ru", sh->argv[i]);

		if (ru == NULL)
			return err_code(err, ERR_ABSENT, "usage",
			    "no message %s", sh->argv[i]);
		printf("%s\t%s\t%s\n", sh->argv[i], ru,
		    text_get("en", sh->argv[i]));
	}
	return 0;
}

/* --- doctor: one line a thing, OK or FAIL --- */

static int
check(bool ok, const char *what, const char *text)
{
	printf("%-4s  %-12s %s\n", ok ? "OK" : "FAIL", what, text);
	return ok ? 0 : 1;
}

static int
check_err(const char *what, const struct err *err)
{
	return check(false, what, err->text);
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
		return check(true, "config", "no file, the environment alone");
	if (stat(path, &st) == -1) {
		text = mem_fmt("%s: %s", path, strerror(errno));
		return check(false, "config", text);
	}
	text = mem_fmt("%s, mode %04o%s", path, st.st_mode & 07777,
	    (st.st_mode & 007) != 0 ? ": others may read it; chmod 600" : "");
	return check((st.st_mode & 007) == 0, "config", text);
}

static int
check_values(const struct conf *conf)
{
	const char	*key = conf_get(conf, "SECRET_KEY", "");
	const char	*url = conf_get(conf, "WEB_BASE_URL", "");
	int		 bad;

	bad = check(strlen(key) >= 16, "SECRET_KEY", strlen(key) >= 16 ?
	    "set" : "missing or shorter than 16 characters");
	return bad + check(strncmp(url, "http", 4) == 0, "WEB_BASE_URL",
	    url[0] != '\0' ? url : "not set: links lead to localhost");
}

static int
check_database(struct db *db)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*text = NULL;
	struct err		 err = { 0 };

	if (db_query(db, "SELECT VERSION(), @@time_zone, @@sql_mode", DB_NONE,
	    &rows, &err) == -1 || db_one(rows, &err) == -1)
		return check_err("database", &err);
	text = mem_fmt("%s, time zone %s", db_col_str(rows, 0),
	    db_col_str(rows, 1));
	return check(strstr(db_col_str(rows, 2), "STRICT_") != NULL,
	    "database", text);
}

/* How many of the folder's files this database has seen. */
static int
check_tables(struct db *db, const struct conf *conf)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*folder = sql_folder(conf), *text = NULL;
	own_str char		*pattern = mem_fmt("%s/[0-9]*-*.sql", folder);
	struct err		 err = { 0 };
	glob_t			 found = { 0 };
	long long		 have, want;

	want = glob(pattern, 0, NULL, &found) == 0 ?
	    (long long)found.gl_pathc : 0;
	globfree(&found);
	if (db_query(db, "SELECT COUNT(*) FROM schema_migration "
	    "WHERE done_at IS NOT NULL", DB_NONE, &rows, &err) == -1 ||
	    db_one(rows, &err) == -1)
		return check_err("tables", &err);
	have = db_col_int(rows, 0);
	text = mem_fmt("%lld of %lld migrations%s", have, want,
	    have < want ? ": run hirewire migrate" : "");
	return check(want > 0 && have >= want, "tables", text);
}

static int
check_keys(struct db *db, const struct conf *conf)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*text = NULL;
	struct err		 err = { 0 };
	long long		 n = 0, bad = 0;

	if (db_query(db, "SELECT connection_id, name FROM secret", DB_NONE,
	    &rows, &err) == -1)
		return check_err("keys", &err);
	for (; db_rows_next(rows); n++) {
		own_str char	*plain = NULL;
		struct err	 why = { 0 };

		if (connection_secret(db, conf, db_col_int(rows, 0),
		    db_col_str(rows, 1), &plain, &why) == -1)
			bad++;
	}
	text = mem_fmt("%lld stored, %lld do not open", n, bad);
	return check(bad == 0, "keys", text);
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

/* The pools' sockets lie beside the one that takes events. */
static int
check_sockets(const struct conf *conf)
{
	const char	*push = conf_get(conf, "PUSH_SOCKET", "");
	own_str char	*copy = mem_dup(push), *pattern = NULL;
	glob_t		 found = { 0 };
	int		 bad = 0;

	if (push[0] == '\0')
		return check(false, "sockets", "PUSH_SOCKET is not set");
	pattern = mem_fmt("%s/*.sock", dirname(copy));
	if (glob(pattern, 0, NULL, &found) != 0 || found.gl_pathc == 0) {
		globfree(&found);
		return check(false, "sockets", "none: the house is not "
		    "running");
	}
	for (size_t i = 0; i < found.gl_pathc; i++)
		bad += check(answers(found.gl_pathv[i]), "socket",
		    found.gl_pathv[i]);
	globfree(&found);
	return bad;
}

/* Any answer will do: without a key the services refuse, but they are there. */
static int
check_remote(const struct conf *conf, const char *what, const char *url)
{
	const struct fetch_conf	 fc = { .conf = conf, .provider = what,
		.base_url = url };
	const struct fetch_req	 rq = { .timeout_ms = 10000 };
	own_fetch struct fetch	*link = NULL;
	own_res struct fetch_res res = { 0 };
	own_str char		*text = NULL;
	struct err		 err = { 0 };

	if ((link = fetch_open(&fc, &err)) == NULL ||
	    (fetch_do(link, &rq, &res, &err) == -1 &&
	    err.remote_status == 0))
		return check_err(what, &err);
	text = mem_fmt("%s answers %d", url, res.status != 0 ? res.status :
	    err.remote_status);
	return check(true, what, text);
}

static int
doctor(struct shell *sh, struct err *err)
{
	bool	 remote = sh->argc == 2 &&
		    strcmp(sh->argv[1], "--remote") == 0;
	int	 bad;

	if (sh->argc > 1 && !remote)
		return err_code(err, ERR_INPUT, "usage",
		    "doctor: only --remote");
	bad = check_file() + check_values(sh->conf);
	bad += check_database(sh->db);
	bad += check_tables(sh->db, sh->conf);
	bad += check_keys(sh->db, sh->conf);
	bad += check_sockets(sh->conf);
	if (remote) {
		bad += check_remote(sh->conf, "clickup", conf_get(sh->conf,
		    "CLICKUP_API_URL", "https://api.clickup.com/api/v2"));
		bad += check_remote(sh->conf, "huntflow", PROFILE_PROD_URL);
	}
	return bad == 0 ? 0 : 1;
}
