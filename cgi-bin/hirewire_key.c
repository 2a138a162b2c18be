/* hirewire rotate-key: the stored keys sealed anew, when all running programs know the new one. */
#include "hirewire.h"

#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account/factor.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "service/connection.h"
#include "telegram/bot.h"

#define ENVIRON_MAX	(1 << 20)

/* Running programs of this configuration that would seal under another key. */
struct strangers {
	int	 environment;	/* with another SECRET_KEY in their environment */
	int	 former;	/* of a build that was replaced: it may not look at the file */
};

/* The program of a process in ours' folder, cgi-bin/NAME; false: it is none. */
static bool
is_program(const char *pid, bool *replaced)
{
	own_str char	*link = mem_fmt("/proc/%s/exe", pid);
	char		 path[PATH_MAX + 20];
	ssize_t		 len = readlink(link, path, sizeof(path) - 1);

	if (len <= 0)
		return false;
	path[len] = '\0';
	*replaced = strstr(path, " (deleted)") != NULL;
	return strstr(path, "/cgi-bin/") != NULL;
}

static void
read_environ(const char *pid, struct buf *out)
{
	own_str char	*path = mem_fmt("/proc/%s/environ", pid);
	FILE		*f = fopen(path, "re");
	char		 piece[8192];
	size_t		 n;

	while (f != NULL && out->len < ENVIRON_MAX &&
	    (n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_add(out, piece, n);
	if (f != NULL)
		fclose(f);
	buf_putc(out, '\0');
}

/* The value of a NAME=value pair, pairs apart by NUL; NULL: there is none. */
static const char *
value_of(const struct buf *pairs, const char *name)
{
	const size_t	 len = strlen(name);

	for (size_t at = 0; at < pairs->len; at += strlen(pairs->data + at) + 1)
		if (strncmp(pairs->data + at, name, len) == 0 &&
		    pairs->data[at + len] == '=')
			return pairs->data + at + len + 1;
	return NULL;
}

static void
look_at(const char *pid, const char *key, struct strangers *out)
{
	own_buf struct buf	 pairs = { 0 };
	const char		*ours = getenv("HIREWIRE_CONF"), *theirs, *own;
	bool			 replaced;

	if (!is_program(pid, &replaced))
		return;
	read_environ(pid, &pairs);
	theirs = value_of(&pairs, "HIREWIRE_CONF");
	if (ours == NULL ? theirs != NULL : theirs == NULL ||
	    strcmp(ours, theirs) != 0)
		return;
	own = value_of(&pairs, "SECRET_KEY");
	out->environment += own != NULL && strcmp(own, key) != 0;
	out->former += replaced;
}

/* Programs read SECRET_KEY from the file whenever they need it; not from there when their
 * environment has it. */
static int
check_running(const struct conf *conf, struct err *err)
{
	const char		*key = conf_get(conf, "SECRET_KEY", "");
	DIR			*proc = opendir("/proc");
	const struct dirent	*entry;
	struct strangers	 found = { 0, 0 };

	while (proc != NULL && (entry = readdir(proc)) != NULL)
		if (isdigit((unsigned char)entry->d_name[0]))
			look_at(entry->d_name, key, &found);
	if (proc != NULL)
		closedir(proc);
	if (found.environment > 0)
		return err_code(err, ERR_CONFLICT, "usage", "rotate-key: %d "
		    "running programs have another SECRET_KEY in their "
		    "environment and would open nothing; start them anew with "
		    "this one first", found.environment);
	if (found.former > 0)
		return err_code(err, ERR_CONFLICT, "usage", "rotate-key: %d "
		    "running programs are of a former build; reload first "
		    "(nginx/start reload, or systemctl reload)", found.former);
	return 0;
}

int
rotate_key(struct shell *sh, struct err *err)
{
	int64_t	 done = 0, failed = 0;

	if (check_running(sh->conf, err) == -1 ||
	    connection_rotate(sh->db, sh->conf, &done, &failed, err) == -1 ||
	    factor_rotate(sh->db, sh->conf, &done, &failed, err) == -1 ||
	    telegram_bot_rotate(sh->db, sh->conf, &done, &failed, err) == -1)
		return -1;
	printf("%lld sealed anew, %lld do not open\n", (long long)done,
	    (long long)failed);
	return failed == 0 ? 0 : 1;
}
