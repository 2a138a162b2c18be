#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"

#define ARGS_MAX	16

char *
proc_path(const struct conf *conf, const char *name)
{
	const char	*dir = conf_get(conf, "BIN_DIR", NULL);
	char		 self[PATH_MAX];
	ssize_t		 len;

	if (dir != NULL)
		return mem_fmt("%s/%s", dir, name);
	len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (len <= 0)
		return mem_dup(name);
	self[len] = '\0';
	return mem_fmt("%s/%s", dirname(self), name);
}

/* In the grandchild: nothing of ours stays open but stderr. */
static void
run(const char *path, char *const *argv)
{
	int	null = open("/dev/null", O_RDWR);

	if (null == -1 || dup2(null, 0) == -1 || dup2(null, 1) == -1 ||
	    close_range(3, ~0U, 0) == -1)
		_exit(126);
	execv(path, argv);
	_exit(127);
}

/* In the child: a session of its own, and a parent that does not wait. */
static void
split(const char *path, char *const *argv)
{
	sigset_t	none;
	pid_t		pid;

	sigemptyset(&none);
	if (setsid() == -1 || sigprocmask(SIG_SETMASK, &none, NULL) == -1)
		_exit(125);
	if ((pid = fork()) == 0)
		run(path, argv);
	_exit(pid == -1 ? 125 : 0);
}

static int
wait_for(pid_t pid, int *status)
{
	pid_t	got;

	do
		got = waitpid(pid, status, 0);
	while (got == -1 && errno == EINTR);
	return got == -1 ? -1 : 0;
}

int
proc_start(const struct conf *conf, const char *name, const char *const *args,
    struct err *err)
{
	own_str char	*path = proc_path(conf, name);
	char		*argv[ARGS_MAX + 2] = { path };
	int		 status = 0;
	pid_t		 pid;

	for (int i = 0; args != NULL && args[i] != NULL; i++) {
		if (i == ARGS_MAX)
			return err_set(err, ERR_INTERNAL, "%s: arguments", name);
		argv[i + 1] = (char *)(uintptr_t)args[i];
	}
	if (access(path, X_OK) == -1)
		return err_set(err, ERR_INTERNAL, "start %s: %s", name,
		    strerror(errno));
	if ((pid = fork()) == -1)
		return err_set(err, ERR_INTERNAL, "start %s: %s", name,
		    strerror(errno));
	if (pid == 0)
		split(path, argv);
	if (wait_for(pid, &status) == -1 || status != 0)
		return err_set(err, ERR_INTERNAL, "start %s: status %d", name,
		    status);
	return 0;
}
