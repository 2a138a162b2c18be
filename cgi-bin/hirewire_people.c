/* hirewire: people on the command line: administrators, sign-in links, API tokens, the keys of
 * services. */
#include "hirewire.h"

#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/audit.h"
#include "account/caller.h"
#include "account/factor.h"
#include "account/login_link.h"
#include "account/session.h"
#include "account/password_rule.h"
#include "account/token.h"
#include "account/user.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/settings.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "io/web.h"
#include "live/channel.h"
#include "notice/hours.h"
#include "service/profile.h"

#define LINE_MAX_BYTES	8192

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
			return err_code(err, ERR_INPUT, "usage",
			    "%s: option %s is unknown or lacks its value",
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
	return 0;
}

static int
store_password(struct shell *sh, const struct user *user, const char *path,
    struct err *err)
{
	char	 plain[256], hash[SECRET_PASSWORD_SIZE];

	if (path == NULL)
		return 0;
	if (read_password(path, plain, err) == -1 ||
	    password_rule(user, "password", plain, err) == -1 ||
	    secret_password(plain, hash, err) == -1)
		return -1;
	return user_set_password(sh->db, &(struct user_password){
	    .user_id = user->id, .hash = hash }, err);
}

static int
print_link(struct shell *sh, const struct user *user, struct err *err)
{
	own_str char	*link = NULL;

	if (!user->active)
		return err_code(err, ERR_CONFLICT, "account.user_inactive", "%s",
		    user->email);
	if (login_link_make(sh->db, sh->conf, user->id, SESSION_LINK_MINUTES,
	    &link, err) == -1)
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
		const struct user_change	raise = { .id = user.id,
		    .company_id = user.company_id, .role = ROLE_ADMIN,
		    .active = &(bool){ true } };

		return user_change(sh->db, &raise, err) == -1 ? -1 :
		    user_get(sh->db, user.id, out, err);
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

int
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
	    store_password(sh, &user, opt[2], err) == -1)
		return -1;
	live_channel_close(sh->db, sh->conf, user.id);
	audit(sh, &user, "user.create_admin");
	return print_link(sh, &user, err);
}

int
list_admins(struct shell *sh, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (user_admins(sh->db, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		puts(db_col_str(rows, 0));
	return 0;
}

int
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

int
reset_password(struct shell *sh, struct err *err)
{
	static const char *const names[] = { NULL };
	own_user struct user	 user = { 0 };
	const char		*none[1], *given = NULL;

	if (read_options(sh, names, none, &given, err) == -1 ||
	    find_person(sh, given, &user, err) == -1 ||
	    user_set_password(sh->db, &(struct user_password){
	    .user_id = user.id, .hash = "" }, err) == -1 ||
	    factor_drop(sh->db, user.id, err) == -1)
		return -1;
	live_channel_close(sh->db, sh->conf, user.id);
	audit(sh, &user, "user.reset_password");
	return print_link(sh, &user, err);
}

int
make_token(struct shell *sh, struct err *err)
{
	static const char *const names[] = { "name", "scopes", "days", NULL };
	own_user struct user	 user = { 0 };
	const char		*opt[3] = { "command line", "read", "365" };
	const char		*given = NULL;
	char			 plain[TOKEN_SIZE];
	int64_t			 id, ends = 0;
	int			 days;

	if (read_options(sh, names, opt, &given, err) == -1)
		return -1;
	if (strcmp(opt[1], "read") != 0 && strcmp(opt[1], "write") != 0 &&
	    strcmp(opt[1], "read,write") != 0)
		return err_field(err, "--scopes", "choice",
		    "read; read,write");
	if (strlen(opt[0]) == 0 || strlen(opt[0]) > 100)
		return err_field(err, "--name", "length", "1..100");
	if (sscanf(opt[2], "%5d", &days) != 1 || days < 0)
		return err_field(err, "--days", "range", "0..99999");
	if (days > 0)
		ends = clock_ms() + days * INT64_C(86400000);
	if (find_person(sh, given, &user, err) == -1 ||
	    token_make(sh->db, user.id, opt[0], strcmp(opt[1], "read") == 0 ?
	    "read" : "read,write", ends, &id, plain, err) == -1)
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

int
connect_services(struct shell *sh, struct err *err)
{
	static const char *const names[] = { NULL };
	own_user struct user	 user = { 0 };
	own_json json_t		*profile = json_object();
	own_json json_t		*list = json_object();
	struct caller		 who = { .db = sh->db, .conf = sh->conf,
				    .lang = "en" };
	const char		*none[1], *given = NULL;

	field_form(profile);
	if (read_options(sh, names, none, &given, err) == -1 ||
	    find_person(sh, given, &user, err) == -1 ||
	    read_lines(profile, list, err) == -1 ||
	    take_environment(profile, err) == -1 ||
	    profile_patch(sh->db, sh->conf, user.id, true, profile,
	    err) == -1 || notice_hours_moved(sh->db, user.id, err) == -1)
		return -1;
	audit(sh, &user, "profile.change");
	if (json_object_size(list) == 0)
		return 0;
	field_form(list);
	who.company_id = user.company_id;
	who.user_id = user.id;
	who.zone = user.time_zone;
	return clickup_settings_save(&who, list, err);
}
