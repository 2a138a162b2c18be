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
#include "io/version.h"

static command print_messages, print_version;

static const struct command_row commands[] = {
	{ "create-admin",
	    "EMAIL [--name NAME] [--company NAME] [--password-file FILE|-]",
	    "An administrator (made, or raised to one); prints a sign-in link.",
	    create_admin, 0 },
	{ "admins", "",
	    "The e-mails of those who may administer, oldest first.",
	    list_admins, COMMAND_ALONE },
	{ "login-link", "EMAIL",
	    "Prints a link that signs this person in once.", make_link, 0 },
	{ "reset-password", "EMAIL",
	    "Takes the password, the second factor and the passkeys of this "
	    "person away, ends all sessions and API keys, prints a link that "
	    "signs in once.", reset_password, 0 },
	{ "token", "EMAIL [--name NAME] [--scopes read,write] [--days N]",
	    "Prints a new API key of this person (read only, for 365 days by "
	    "default; 0: it never ends).", make_token, 0 },
	{ "connect", "EMAIL < FILE",
	    "Sets keys and the task list from KEY=VALUE lines: "
	    "clickup_api_key, huntflow_prod_url, huntflow_prod_api_key, "
	    "huntflow_prod_refresh_token, huntflow_sandbox_..., "
	    "active_system, team_id, space_id, folder_id, list_id, max_tasks, "
	    "auto_sync, sync_interval, include_closed, subtasks. "
	    "CLICKUP_API_KEY of the environment serves where the file has no "
	    "key.", connect_services, 0 },
	{ "migrate", "[--plan|--contract]",
	    "Brings the tables up to date. --plan changes nothing: it tells "
	    "each statement that waits, over how many rows it goes and whether "
	    "people can work meanwhile. --contract also drops what the release "
	    "before needed, which does not serve these tables any more then.",
	    migrate_command, 0 },
	{ "rotate-key", "",
	    "Seals the stored keys anew after SECRET_KEY was changed (the "
	    "former one as SECRET_KEY_OLD).", rotate_key, COMMAND_ALONE },
	{ "bot", "[check|webhook|polling]",
	    "The Telegram bot of the configuration: how it fares; its updates "
	    "by webhook (WEB_BASE_URL must be https), or by polling. Nothing "
	    "is lost between them.", bot_command, 0 },
	{ "doctor", "[--remote] [--mend]",
	    "Checks the installation line by line and says what to do; "
	    "--remote also asks the services, --mend brings the tables up to "
	    "date, also those of a migration that stopped half way.",
	    doctor, 0 },
	{ "export-bitrix24", "ACCOUNT FILE.zip",
	    "All users, departments, tasks and events of a Bitrix24 account (its "
	    "number) as CSV and JSON; one that was broken off goes on.",
	    export_bitrix, 0 },
	{ "backup", "FILE [--with-keys] [--public-key KEY] | --verify FILE "
	    "[--key FILE] | --new-key FILE",
	    "One sealed file with the database, all files in it and the "
	    "configuration, while people work. It is sealed by a passphrase "
	    "(HIREWIRE_PASSPHRASE, or asked for) or for a public key "
	    "(BACKUP_PUBLIC_KEY). Without --with-keys no key, password or "
	    "token is in it. --verify reads all of one; --new-key makes a pair "
	    "of keys: the secret one goes into FILE, which belongs elsewhere.",
	    backup, COMMAND_BARE },
	{ "restore", "FILE [--replace] [--key FILE]",
	    "Puts a backup in the place of what is here: of nothing but a new "
	    "installation, or with --replace of everything. Until all of it "
	    "is ready, what is here stays and works. Says which keys must be "
	    "entered again.", restore, 0 },
	{ "settings", "",
	    "Names what the configuration sets and nothing reads.", settings,
	    COMMAND_ALONE },
	{ "messages", "CODE...",
	    "Prints messages for people: code, Russian, English, by tabs.",
	    print_messages, COMMAND_BARE },
	{ "version", "", "Prints the version.", print_version,
	    COMMAND_BARE | COMMAND_ALONE },
	{ "help", "[man|words]",
	    "This text; as the manual page; the names of all commands.", help,
	    COMMAND_BARE },
	{ 0 }
};

/* The message for people, then the technical line where that says more. */
static void
print_error(const struct err *err)
{
	char	 text[700];

	text_put(text, sizeof(text), "en", err->code, err->text);
	fprintf(stderr, "hirewire: %s\n", text);
	if (strstr(text, err->text) == NULL && err->nfields == 0)
		fprintf(stderr, "hirewire: (%s)\n", err->text);
	for (int i = 0; i < err->nfields; i++) {
		text_field(text, sizeof(text), "en", err->field[i].code,
		    err->field[i].text);
		fprintf(stderr, "hirewire: %s: %s\n", err->field[i].path,
		    text);
	}
}

/* With what it works on: the configuration and the database, unless it needs none. */
static int
run(const struct command_row *row, struct shell *sh, struct err *err)
{
	if ((row->flags & COMMAND_ALONE) != 0 && sh->argc > 1) {
		fprintf(stderr, "hirewire: %s takes no arguments\n", row->name);
		return 2;
	}
	if ((row->flags & COMMAND_BARE) == 0 &&
	    ((sh->conf = conf_open(err)) == NULL ||
	    (sh->db = db_open(sh->conf, err)) == NULL))
		return -1;
	return row->run(sh, err);
}

int
main(int argc, char **argv)
{
	struct shell	 sh = { .rows = commands, .argc = argc - 1,
			    .argv = argv + 1 };
	struct err	 err = { 0 };
	const char	*name = argc < 2 ? "" : argv[1];

	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		name = "help";
	else if (strcmp(name, "--version") == 0)
		name = "version";
	log_open("hirewire");
	for (const struct command_row *row = commands; row->name != NULL;
	    row++) {
		int	 rc;

		if (strcmp(name, row->name) != 0)
			continue;
		rc = run(row, &sh, &err);
		if (rc == -1)
			print_error(&err);
		db_close(sh.db);
		conf_close(sh.conf);
		return rc == -1 ? 1 : rc;
	}
	if (name[0] != '\0')
		fprintf(stderr, "hirewire: no command %s\n", name);
	help_print(stderr, commands);
	return 2;
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

static int
print_version(struct shell *sh, struct err *err)
{
	(void)sh, (void)err;
	puts(version_hirewire);
	return 0;
}
