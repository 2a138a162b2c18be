/* confine: what a process can no longer do, and what it still can; each in a process of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/confine.h"

#define OWNER	12345	/* of the configuration, when root makes it */

/* What one thing gives after confine: 0 or an errno. */
typedef int deed(void);

static int
result(long rc)
{
	return rc == -1 ? errno : 0;
}

static int
run_true(void)
{
	int	 status;
	pid_t	 pid = fork();

	if (pid == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(errno);
	}
	return pid == -1 || waitpid(pid, &status, 0) == -1 ? errno :
	    WEXITSTATUS(status);
}

static int
mount_it(void)
{
	return result(mount("none", "/tmp", "tmpfs", 0, NULL));
}

static int
change_root(void)
{
	return result(chroot("/"));
}

static int
load_module(void)
{
	return result(syscall(SYS_finit_module, -1, "", 0));
}

static int
new_namespace(void)
{
	return result(unshare(CLONE_NEWUSER));
}

static int
clone_namespace(void)
{
	long	 pid = syscall(SYS_clone, CLONE_NEWNET | SIGCHLD, NULL, NULL,
	    NULL, NULL);

	if (pid == 0)
		_exit(0);
	return result(pid);
}

static int
read_another(void)
{
	return result(syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL,
	    0, 0));
}

static int
become_root(void)
{
	return result(setuid(0));
}

static int
raw_socket(void)
{
	return result(socket(AF_PACKET, SOCK_RAW, 0));
}

static int
odd_socket(void)
{
	return result(socket(AF_VSOCK, SOCK_STREAM, 0));
}

static int
unix_socket(void)
{
	return result(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int
inet_socket(void)
{
	return result(socket(AF_INET6, SOCK_STREAM, 0)) == EAFNOSUPPORT ? 0 :
	    result(socket(AF_INET, SOCK_STREAM, 0));
}

static int
written_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;
}

static int
later_code(void)
{
	void	*page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return result(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

static void *
nothing(void *arg)
{
	return arg;
}

static int
start_thread(void)
{
	pthread_t	 thread;
	int		 rc = pthread_create(&thread, NULL, nothing, NULL);

	return rc != 0 ? rc : pthread_join(thread, NULL);
}

static int
keep_limits(void)
{
	struct rlimit	 core, files;

	if (getrlimit(RLIMIT_CORE, &core) == -1 ||
	    getrlimit(RLIMIT_NOFILE, &files) == -1)
		return errno;
	return core.rlim_max == 0 && files.rlim_max <= 256 ? 0 : ERANGE;
}

static int
have_nothing(void)
{
	struct __user_cap_header_struct	head = {
		.version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct	cap[2];

	if (syscall(SYS_capget, &head, cap) == -1)
		return errno;
	return cap[0].effective == 0 && cap[0].permitted == 0 &&
	    cap[1].permitted == 0 && prctl(PR_CAPBSET_READ, CAP_SYS_ADMIN,
	    0, 0, 0) == 0 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 &&
	    prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == 2 ? 0 : ERANGE;
}

static const struct { const char *name; deed *deed; bool children; int want; }
cases[] = {
	{ "another program", run_true, false, EPERM },
	{ "another program, as its work", run_true, true, 0 },
	{ "a mount", mount_it, true, EPERM },
	{ "a root", change_root, false, EPERM },
	{ "a module", load_module, false, EPERM },
	{ "a namespace", new_namespace, false, EPERM },
	{ "a namespace by clone", clone_namespace, false, EPERM },
	{ "another process", read_another, false, EPERM },
	{ "another user", become_root, false, EPERM },
	{ "packets", raw_socket, false, EPERM },
	{ "another family", odd_socket, false, EPERM },
	{ "code that was written", written_code, false, EPERM },
	{ "code made of data", later_code, false, EPERM },
	{ "a unix socket", unix_socket, false, 0 },
	{ "the internet", inet_socket, false, 0 },
	{ "a thread", start_thread, false, 0 },
	{ "limits", keep_limits, false, 0 },
	{ "capabilities", have_nothing, false, 0 },
};

static void
each_is_refused_or_goes_on(void **state)
{
	const struct conf	*conf = *state;

	for (size_t i = 0; i < nitems(cases); i++) {
		int	 status = 0;
		pid_t	 pid = fork();

		if (pid == 0) {
			struct err	 err = { 0 };

			if (confine(conf, cases[i].children, &err) == -1) {
				fprintf(stderr, "%s\n", err.text);
				_exit(255);
			}
			_exit(cases[i].deed());
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		if (!WIFEXITED(status) || WEXITSTATUS(status) != cases[i].want)
			fail_msg("%s: %x", cases[i].name, (unsigned)status);
	}
}

/* Root becomes the owner of the configuration; anybody else stays who they are. */
static void
root_becomes_the_owner(void **state)
{
	const uid_t	 uid = geteuid() == 0 ? OWNER : geteuid();
	int		 status = 0;
	pid_t		 pid = fork();

	if (pid == 0) {
		struct err	 err = { 0 };

		_exit(confine(*state, false, &err) == 0 && getuid() == uid &&
		    setuid(0) == -1 ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static char	path[] = "/tmp/hw-confine-XXXXXX";

static int
open_conf(void **state)
{
	struct err	 err = { 0 };
	int		 fd = mkstemp(path);

	if (fd == -1 || (geteuid() == 0 && fchown(fd, OWNER, OWNER) == -1))
		return -1;
	close(fd);
	setenv("HIREWIRE_CONF", path, 1);
	return (*state = conf_open(&err)) == NULL ? -1 : 0;
}

static int
close_conf(void **state)
{
	unlink(path);
	conf_close(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(each_is_refused_or_goes_on),
		cmocka_unit_test(root_becomes_the_owner),
	};

	return cmocka_run_group_tests(tests, open_conf, close_conf);
}
