/* hirewire: the command line of the house: the commands, tables; people, the keyring and the
 * check of the installation are in hirewire_*.c. */
#include "hirewire.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"

static command migrate, print_messages;

#define BARE	1u	/* needs no configuration and no database */
#define ALONE	2u	/* takes no arguments */

static const struct {
	const char	*name, *usage;
	command		*run;
	unsigned	 flags;
} commands[] = {
	{ "create-admin", "EMAIL [--name NAME] [--company NAME] "
	    "[--password-file FILE|-]\n"
	    "\tAn administrator (made, or raised to one); prints a sign-in "
	    "link.", create_admin, 0 },
	{ "admins", "\n\tThe e-mails of those who may administer, oldest first.",
	    list_admins, ALONE },
	{ "login-link", "EMAIL\n"
	    "\tPrints a link that signs this person in once.", make_link, 0 },
	{ "reset-password", "EMAIL\n"
	    "\tTakes the password, the second factor and the passkeys of this "
	    "person away,\n\tends all sessions and API keys, prints a link that "
	    "signs in once.",
	    reset_password, 0 },
	{ "token", "EMAIL [--name NAME] [--scopes read,write] [--days N]\n"
	    "\tPrints a new API key of this person (read only, for 365 days by "
	    "default;\n\t0: it never ends).",
	    make_token, 0 },
	{ "connect", "EMAIL < FILE\n"
	    "\tSets keys and the task list from KEY=VALUE lines: "
	    "clickup_api_key,\n\thuntflow_prod_url, huntflow_prod_api_key, "
	    "huntflow_prod_refresh_token,\n\thuntflow_sandbox_..., "
	    "active_system, team_id, space_id, folder_id,\n\tlist_id, "
	    "max_tasks, auto_sync, sync_interval, include_closed, subtasks.\n"
	    "\tCLICKUP_API_KEY of the environment serves where the file has "
	    "no key.",
	    connect_services, 0 },
	{ "migrate", "\n\tBrings the tables up to date.", migrate,
	    ALONE },
	{ "rotate-key", "\n\tSeals the stored keys anew after SECRET_KEY "
	    "was changed\n\t(the former one as SECRET_KEY_OLD).",
	    rotate_key, ALONE },
	{ "bot", "[check|webhook|polling]\n\tThe Telegram bot of the "
	    "configuration: how it fares; its updates by webhook\n\t(WEB_BASE_URL "
	    "must be https), or by polling. Nothing is lost between them.",
	    bot_command, 0 },
	{ "doctor", "[--remote] [--mend]\n\tChecks the installation line by "
	    "line and says what to do; --remote also asks\n\tthe services, "
	    "--mend brings the tables up to date, also those of a migration\n"
	    "\tthat stopped half way.", doctor, 0 },
	{ "settings", "\n\tNames what the configuration sets and nothing "
	    "reads.", settings, ALONE },
	{ "messages", "CODE...\n\tPrints messages for people: code, Russian, "
	    "English, by tabs.", print_messages, BARE },
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
print_error(const struct err *err)
{
	char	 text[700];

	text_put(text, sizeof(text), "en", err->code, err->text);
	fprintf(stderr, "hirewire: %s\n", text);
	if (strcmp(text, err->text) != 0 && err->text[0] != '\0' &&
	    err->nfields == 0)
		fprintf(stderr, "hirewire: (%s)\n", err->text);
	for (int i = 0; i < err->nfields; i++) {
		text_field(text, sizeof(text), "en", err->field[i].code,
		    err->field[i].text);
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
		if ((commands[i].flags & ALONE) != 0 && argc > 2) {
			fprintf(stderr, "hirewire: %s takes no arguments\n",
			    argv[1]);
			return 2;
		}
		if ((commands[i].flags & BARE) == 0 &&
		    ((sh.conf = conf_open(&err)) == NULL ||
		    (sh.db = db_open(sh.conf, &err)) == NULL))
			rc = -1;
		else
			rc = commands[i].run(&sh, &err);
		if (rc == -1)
			print_error(&err);
		db_close(sh.db);
		conf_close(sh.conf);
		return rc == -1 ? 1 : rc;
	}
	fprintf(stderr, "hirewire: no command %s\n", argv[1]);
	return usage(stderr);
}

/* --- tables --- */

/* SQL_DIR, else beside the program: in the source folder or installed. */
char *
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

