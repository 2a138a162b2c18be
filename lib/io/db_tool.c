#include "io/db_tool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/db.h"
#include "io/db_int.h"
#include "io/db_my.h"

#define ARGS_MAX	40
#define OPTIONS_FD	3

struct db *
db_open_named(const struct conf *conf, const char *name, struct err *err)
{
	own_db struct db	*db = db_open(conf, err);

	if (db == NULL)
		return NULL;
	mem_put(&db->url.name, mem_dup(name));
	return give(db);
}

const char *
db_name(const struct db *db)
{
	return db->url.name;
}

/* --- who we are, as an option file --- */

static void
option(struct buf *out, const char *name, const char *value)
{
	if (value == NULL)
		return;
	buf_fmt(out, "%s=\"", name);
	for (; *value != '\0'; value++) {
		if (*value == '\\' || *value == '"')
			buf_putc(out, '\\');
		buf_putc(out, *value);
	}
	buf_puts(out, "\"\n");
}

static void
options(const struct db_url *url, size_t host, struct buf *out)
{
	const struct db_host	*h = &url->hosts[host];
	const char		*socket = db_url_socket(url, host);

	buf_puts(out, "[client]\ndefault-character-set=utf8mb4\n");
	option(out, "user", url->user);
	option(out, "password", url->password);
	option(out, "socket", socket);
	if (socket == NULL)
		option(out, "host", h->name);
	if (socket == NULL && h->port != 0)
		buf_fmt(out, "port=%u\nprotocol=tcp\n", h->port);
	if (url->tls) {
		buf_puts(out, "ssl\nssl-verify-server-cert\n");
		option(out, "ssl-ca", url->tls_ca);
	}
}

static int
write_options(const struct db *db, int *fd, struct err *err)
{
	own_buf struct buf	text = { 0 };

	options(&db->url, db->host, &text);
	*fd = memfd_create("options", MFD_CLOEXEC);
	/* one that others may write to is ignored */
	if (*fd == -1 || fchmod(*fd, 0600) == -1 || write(*fd, text.data, text.len) !=
	    (ssize_t)text.len || lseek(*fd, 0, SEEK_SET) == -1)
		return err_set(err, ERR_INTERNAL, "options: %s",
		    strerror(errno));
	return 0;
}

/* --- running --- */

struct ends {
	int	options, said, ours, theirs;
};

static void
close_end(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

/* In the child: the three, and the options. It ends with us, and a write of ours that nobody reads
 * is its own fault. */
static void
become(const struct ends *e, char *const *argv, bool writes)
{
	const int	other = open("/dev/null", writes ? O_RDONLY : O_WRONLY);

	signal(SIGPIPE, SIG_DFL);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || other == -1 ||
	    dup2(writes ? other : e->theirs, STDIN_FILENO) == -1 ||
	    dup2(writes ? e->theirs : other, STDOUT_FILENO) == -1 ||
	    dup2(e->said, STDERR_FILENO) == -1)
		_exit(125);
	/* it may be that very number already, and closes itself then */
	if (e->options == OPTIONS_FD ? fcntl(e->options, F_SETFD, 0) == -1 :
	    dup2(e->options, OPTIONS_FD) == -1)
		_exit(125);
	close_range(OPTIONS_FD + 1, ~0U, 0);
	execvp(argv[0], argv);
	_exit(errno == ENOENT ? 127 : 126);
}

static int
open_ends(struct ends *e, bool writes, struct err *err)
{
	int	pair[2];

	e->said = memfd_create("said", MFD_CLOEXEC);
	if (e->said == -1 || pipe2(pair, O_CLOEXEC) == -1)
		return err_set(err, ERR_INTERNAL, "pipe: %s", strerror(errno));
	e->ours = pair[writes ? 0 : 1];
	e->theirs = pair[writes ? 1 : 0];
	return 0;
}

static int
start(const struct db *db, char *const *argv, bool writes,
    struct ends *e, struct db_tool *out, struct err *err)
{
	pid_t	pid;

	if (write_options(db, &e->options, err) == -1 ||
	    open_ends(e, writes, err) == -1)
		return -1;
	if ((pid = fork()) == -1)
		return err_set(err, ERR_INTERNAL, "fork: %s", strerror(errno));
	if (pid == 0)
		become(e, argv, writes);
	*out = (struct db_tool){ pid, e->ours, e->said };
	e->ours = e->said = -1;
	return 0;
}

int
db_tool_start(const struct db *db, const char *const *argv, bool writes,
    struct db_tool *out, struct err *err)
{
	static char	 where[] = "--defaults-file=/proc/self/fd/3";
	char		*args[ARGS_MAX] = { (char *)(uintptr_t)argv[0], where };
	struct ends	 e = { -1, -1, -1, -1 };
	int		 rc;

	for (size_t i = 1; argv[i] != NULL; i++) {
		if (i + 2 >= nitems(args))
			return err_set(err, ERR_INTERNAL, "%s: arguments",
			    argv[0]);
		args[i + 1] = (char *)(uintptr_t)argv[i];
	}
	rc = start(db, args, writes, &e, out, err);
	close_end(&e.options);
	close_end(&e.said);
	close_end(&e.ours);
	close_end(&e.theirs);
	return rc;
}

static int
wait_for(struct db_tool *tool)
{
	int	status = 0;

	while (waitpid(tool->pid, &status, 0) == -1 && errno == EINTR)
		;
	tool->pid = 0;
	return status;
}

int
db_tool_end(struct db_tool *tool, struct err *err)
{
	char		said[DB_TOOL_SAID] = "";
	ssize_t		n;
	int		status;

	close_end(&tool->fd);
	status = wait_for(tool);
	n = pread(tool->said, said, sizeof(said) - 1, 0);
	close_end(&tool->said);
	if (status == 0)
		return 0;
	while (n > 0 && (said[n - 1] == '\n' || said[n - 1] == ' '))
		said[--n] = '\0';
	if (WIFSIGNALED(status))
		return err_set(err, ERR_INTERNAL, "ended by signal %d",
		    WTERMSIG(status));
	return err_set(err, ERR_INTERNAL, "%s", WEXITSTATUS(status) == 127 ?
	    "not installed" : said[0] != '\0' ? said : "ended");
}

void
db_tool_kill(struct db_tool *tool)
{
	if (tool->pid == 0)
		return;
	close_end(&tool->fd);
	kill(tool->pid, SIGKILL);
	wait_for(tool);
	close_end(&tool->said);
}
