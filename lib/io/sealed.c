#include "io/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/proc.h"
#include "io/seal.h"

#define PIECE		65536
#define FILES_MAX	32
#define GRACE_MS	1000

enum { IN, OUT, SAID, ENDS };

/* A run: our ends of the three, -1 once closed. */
struct run {
	const struct sealed	*what;
	struct sealed_result	*got;
	int			 fd[ENDS];
	size_t			 sent, said_len;
	pid_t			 pid;
	bool			 cut, slow;
};

void
sealed_result_clear(struct sealed_result *r)
{
	buf_clear(&r->out);
}

static void
bound(int what, rlim_t soft, rlim_t hard)
{
	const struct rlimit	r = { soft, hard };

	if (setrlimit(what, &r) == -1)
		_exit(125);
}

/* In the child: nothing is open but the three, little may be used, and the environment is new. */
static void
become(const struct sealed *what, const int ends[ENDS], char *const *argv,
    char *const *env)
{
	const rlim_t	memory = (rlim_t)what->memory_mb << 20;
	const rlim_t	seconds = (rlim_t)(what->wall_ms + 999) / 1000;
	sigset_t	none;

	sigemptyset(&none);
	if (setsid() == -1 || sigprocmask(SIG_SETMASK, &none, NULL) == -1 ||
	    dup2(ends[IN], STDIN_FILENO) == -1 ||
	    dup2(ends[OUT], STDOUT_FILENO) == -1 ||
	    dup2(ends[SAID], STDERR_FILENO) == -1 ||
	    close_range(3, ~0U, 0) == -1)
		_exit(125);
	bound(RLIMIT_CORE, 0, 0);
	bound(RLIMIT_FSIZE, 0, 0);
	bound(RLIMIT_NOFILE, FILES_MAX, FILES_MAX);
	bound(RLIMIT_CPU, seconds, seconds + 1);
	/* A sanitiser maps terabytes; foreign programs have none. */
	if (!MEM_SANITISED || what->argv[0][0] == '/')
		bound(RLIMIT_AS, memory, memory);
	execve(argv[0], argv, env);
	_exit(127);
}

static void
close_end(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

/* The three: ours in fd, the child's in theirs. */
static int
open_ends(int fd[ENDS], int theirs[ENDS], struct err *err)
{
	for (int i = 0; i < ENDS; i++) {
		int	pair[2];

		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0,
		    pair) == -1)
			return err_set(err, ERR_INTERNAL, "sealed: %s",
			    strerror(errno));
		fd[i] = pair[0];
		theirs[i] = pair[1];
		if (fcntl(fd[i], F_SETFL, O_NONBLOCK) == -1)
			return err_set(err, ERR_INTERNAL, "sealed: %s",
			    strerror(errno));
	}
	return 0;
}

static int
start(const struct conf *conf, struct run *run, struct err *err)
{
	const char *const *argv = run->what->argv;
	const bool	 foreign = argv[0][0] == '/';
	own_str char	*path = foreign ? mem_dup(argv[0]) : proc_path(conf,
			    argv[0]);
	own_str char	*seal = proc_path(conf, "seal.so");
	own_str char	*preload = mem_fmt("LD_PRELOAD=%s", seal);
	char		*lang = (char[]){ "LC_ALL=C.UTF-8" };
	char *const	 env[] = { lang, foreign ? preload : NULL, NULL };
	char		*args[16] = { path };
	int		 theirs[ENDS] = { -1, -1, -1 };
	int		 rc = open_ends(run->fd, theirs, err);

	for (size_t i = 1; argv[i] != NULL && i < nitems(args) - 1; i++)
		args[i] = (char *)(uintptr_t)argv[i];
	if (rc == 0 && (access(path, X_OK) == -1 ||
	    access(seal, R_OK) == -1 || (run->pid = fork()) == -1))
		rc = err_set(err, ERR_INTERNAL, "start %s: %s", argv[0],
		    strerror(errno));
	else if (rc == 0 && run->pid == 0)
		become(run->what, theirs, args, env);
	for (int i = 0; i < ENDS; i++)
		close_end(&theirs[i]);
	return rc;
}

static bool
is_sealed(const struct run *run)
{
	return run->said_len >= sizeof(SEAL_SAID) - 1 && memcmp(
	    run->got->said, SEAL_SAID, sizeof(SEAL_SAID) - 1) == 0;
}

/* It may end before it has read all. */
static void
hand_over(struct run *run)
{
	const ssize_t	n = send(run->fd[IN], run->what->in + run->sent,
			    run->what->in_len - run->sent, MSG_NOSIGNAL);

	if (n > 0)
		run->sent += (size_t)n;
	if (run->sent == run->what->in_len || (n == -1 && errno != EAGAIN &&
	    errno != EINTR))
		close_end(&run->fd[IN]);
}

static void
take(struct run *run, int which)
{
	char		 piece[PIECE];
	ssize_t		 n = read(run->fd[which], piece, sizeof(piece));
	struct buf	*out = &run->got->out;
	size_t		 room = which == OUT ? run->what->out_max - out->len :
			    sizeof(run->got->said) - 1 - run->said_len;

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		close_end(&run->fd[which]);
		return;
	}
	if (which == OUT) {
		run->cut = (size_t)n > room;
		buf_add(out, piece, run->cut ? room : (size_t)n);
		return;
	}
	room = (size_t)n < room ? (size_t)n : room;
	memcpy(run->got->said + run->said_len, piece, room);
	run->said_len += room;
}

/* Until it has written all, too much, or for too long. */
static void
follow(struct run *run)
{
	const int64_t	until = clock_mono_ms() + run->what->wall_ms;

	while (!run->cut && (run->fd[OUT] != -1 || run->fd[SAID] != -1)) {
		struct pollfd	p[ENDS];
		const int64_t	left = until - clock_mono_ms();

		for (int i = 0; i < ENDS; i++)
			p[i] = (struct pollfd){ .fd = run->fd[i],
			    .events = i == IN ? POLLOUT : POLLIN };
		if (!is_sealed(run))
			p[IN].fd = -1;
		if (left <= 0) {
			run->slow = true;
			return;
		}
		if (poll(p, ENDS, (int)left) <= 0)
			continue;
		if (p[IN].revents != 0)
			hand_over(run);
		for (int i = OUT; i < ENDS; i++)
			if (p[i].revents != 0)
				take(run, i);
	}
}

/* Whoever has written all ends at once, or is ended. */
static int
wait_for(const struct run *run)
{
	struct pollfd	p = { .fd = pidfd_open(run->pid, 0), .events = POLLIN };
	int		status = 0;

	if (run->cut || run->slow || p.fd == -1 || poll(&p, 1, GRACE_MS) <= 0)
		kill(run->pid, SIGKILL);
	close_end(&p.fd);
	while (waitpid(run->pid, &status, 0) == -1 && errno == EINTR)
		;
	return status;
}

static enum sealed_end
end_of(const struct run *run, int status)
{
	if (run->cut)
		return SEALED_CUT;
	if (run->slow || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
		return SEALED_SLOW;
	return WIFSIGNALED(status) ? SEALED_KILLED : SEALED_DONE;
}

int
sealed_run(const struct conf *conf, const struct sealed *what,
    struct sealed_result *out, struct err *err)
{
	own_sealed struct sealed_result	got = { 0 };
	struct run	run = { .what = what, .got = &got,
		.fd = { -1, -1, -1 }, .pid = -1 };
	int		rc = start(conf, &run, err), status;

	if (rc == 0)
		follow(&run);
	for (int i = 0; i < ENDS; i++)
		close_end(&run.fd[i]);
	if (rc == -1)
		return -1;
	status = wait_for(&run);
	if (!is_sealed(&run) && !run.slow)
		return err_set(err, ERR_INTERNAL, "%s: not sealed: %s",
		    what->argv[0], got.said);
	got.end = end_of(&run, status);
	got.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	*out = give(got);
	return 0;
}
