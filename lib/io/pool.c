#include "io/pool.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/confine.h"

#define WORKERS_MAX	256
#define BACKLOG		1024
#define AGAIN_MS	1000	/* between two starts in one place */
#define SOUND_S		10	/* for a new program to say its routes */
#define ASKED_MS	5000	/* for one of before to end; then the others are asked, too */

/* pid 0: to be started, not before due_ms. */
struct place {
	pid_t	 pid;
	int64_t	 began_ms, due_ms;
};

struct pool {
	char		**argv;
	struct place	 *places;
	size_t		  n;
	pid_t		 *former;	/* workers of the program before, nformer of them */
	size_t		  nformer;
	pid_t		  asked;	/* which of them was asked to end; 0: none */
	int64_t		  asked_ms;
	bool		  ending;
	int		  signals;
};

static void
close_conf(struct conf **conf)
{
	conf_close(*conf);
}

static void
pool_clear(struct pool *p)
{
	free(p->places);
	free(p->former);
	if (p->signals != -1)
		close(p->signals);
	*p = (struct pool){ .signals = -1 };
}
#define own_pool cleanup(pool_clear)

/* It replaces one of that name when it listens: nobody meets one that does not. */
static int
make_socket(const char *path, struct err *err)
{
	struct sockaddr_un	at = { .sun_family = AF_UNIX };
	int			fd, n;

	n = snprintf(at.sun_path, sizeof(at.sun_path), "%s.new", path);
	if (n < 0 || (size_t)n >= sizeof(at.sun_path))
		return err_set(err, ERR_INTERNAL, "too long: %s", path);
	unlink(at.sun_path);
	if ((fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) == -1 ||
	    bind(fd, (struct sockaddr *)&at, sizeof(at)) == -1 ||
	    chmod(at.sun_path, 0660) == -1 || listen(fd, BACKLOG) == -1 ||
	    dup2(fd, STDIN_FILENO) == -1 || rename(at.sun_path, path) == -1) {
		err_set(err, ERR_INTERNAL, "%s: %s", path, strerror(errno));
		if (fd != -1)
			close(fd);
		return -1;
	}
	close(fd);
	return 0;
}

/* POOL_CLICKUP_REMOTE for .../clickup_remote.sock. */
static char *
size_key(const char *socket)
{
	const char	*name = strrchr(socket, '/');
	char		*key;

	name = name != NULL ? name + 1 : socket;
	key = mem_fmt("POOL_%.*s", (int)strcspn(name, "."), name);
	for (char *c = key; *c != '\0'; c++)
		*c = *c == '-' ? '_' : (char)toupper((unsigned char)*c);
	return key;
}

int
pool_size(const struct conf *conf, const char *socket, int64_t usual,
    size_t *out, struct err *err)
{
	own_str char	*key = size_key(socket);
	int64_t		 n;

	if (conf_figure(conf, key, usual, 1, WORKERS_MAX, &n, err) == -1)
		return -1;
	*out = (size_t)n;
	return 0;
}

/* As the configuration is now. */
static int
read_size(char **argv, size_t *out, struct err *err)
{
	cleanup(close_conf) struct conf	*conf = conf_open(err);

	return conf == NULL ? -1 : pool_size(conf, argv[2],
	    strtol(argv[3], NULL, 10), out, err);
}

/* What a change of the user takes away: that it ends with whoever started it. */
static int
give_up_rights(struct err *err)
{
	struct conf	*conf = conf_open(err);
	int		 with_parent = 0, rc;

	if (conf == NULL)
		return -1;
	prctl(PR_GET_PDEATHSIG, &with_parent, 0, 0, 0);
	rc = confine(conf, true, err);
	prctl(PR_SET_PDEATHSIG, with_parent, 0, 0, 0);
	conf_close(conf);
	return rc;
}

/* Did this process execute itself anew? Then it has a socket, and fewer rights, already. */
static bool
is_renewed(void)
{
	const char	*id = getenv("HIREWIRE_POOL");

	return id != NULL && strtol(id, NULL, 10) == getpid();
}

static int
begin(struct pool *p, struct err *err)
{
	char	 id[24];

	if (make_socket(p->argv[2], err) == -1 || give_up_rights(err) == -1)
		return -1;
	snprintf(id, sizeof(id), "%d", (int)getpid());
	setenv("HIREWIRE_POOL", id, 1);
	return 0;
}

static int
read_former(struct pool *p, struct err *err)
{
	char	 path[64];
	FILE	*f;
	int	 pid;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children",
	    (int)getpid());
	if ((f = fopen(path, "re")) == NULL)
		return err_set(err, ERR_INTERNAL, "%s: %s", path,
		    strerror(errno));
	while (fscanf(f, "%d", &pid) == 1) {
		p->former = mem_grow(p->former, p->nformer + 1,
		    sizeof(*p->former));
		p->former[p->nformer++] = pid;
	}
	fclose(f);
	return 0;
}

/* Signals are read between two steps of the pool, and wait meanwhile, also while it is renewed. */
static int
open_signals(struct pool *p, struct err *err)
{
	sigset_t	 set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	p->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return p->signals != -1 ? 0 : err_set(err, ERR_INTERNAL,
	    "signalfd: %s", strerror(errno));
}

static int
pool_open(struct pool *p, char **argv, struct err *err)
{
	p->argv = argv;
	if (read_size(argv, &p->n, err) == -1)
		return -1;
	p->places = mem_zero(p->n * sizeof(*p->places));
	if ((is_renewed() ? read_former(p, err) : begin(p, err)) == -1)
		return -1;
	return open_signals(p, err);
}

static void
tell(const struct pool *p, int signal)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->places[i].pid != 0)
			kill(p->places[i].pid, signal);
	for (size_t i = 0; i < p->nformer; i++)
		kill(p->former[i], signal);
}

/* Does the program in the file run at all? It is asked for its routes. */
static bool
is_sound(const struct pool *p)
{
	int	 null, status;
	pid_t	 pid = fork();

	if (pid == 0) {
		if ((null = open("/dev/null", O_WRONLY | O_CLOEXEC)) == -1 ||
		    dup2(null, STDOUT_FILENO) == -1)
			_exit(126);
		alarm(SOUND_S);		/* lasts over the next line */
		execl(p->argv[0], p->argv[0], "--routes", (char *)NULL);
		_exit(127);
	}
	return pid != -1 && waitpid(pid, &status, 0) == pid &&
	    WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* On success this program is no more; its workers go on meanwhile. */
static void
renew(const struct pool *p)
{
	struct err	 err = { 0 };
	size_t		 size;

	if (!is_sound(p)) {
		log_line(LOG_ERROR, "%s does not run; the former program goes on",
		    p->argv[0]);
		return;
	}
	if (read_size(p->argv, &size, &err) == -1) {
		log_err(LOG_ERROR, "pool: not reloaded", &err);
		return;
	}
	execv(p->argv[0], p->argv);
	log_line(LOG_ERROR, "%s: %s; the former program goes on", p->argv[0],
	    strerror(errno));
}

static void
read_signals(struct pool *p)
{
	struct signalfd_siginfo	 s;

	while (read(p->signals, &s, sizeof(s)) == sizeof(s)) {
		if (s.ssi_signo == SIGUSR1 && !p->ending)
			renew(p);
		if (s.ssi_signo == SIGTERM || s.ssi_signo == SIGINT) {
			p->ending = true;
			tell(p, SIGTERM);
		}
	}
}

static void
note_end(struct pool *p, pid_t pid)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->places[i].pid == pid) {
			p->places[i].pid = 0;
			p->places[i].due_ms = p->places[i].began_ms + AGAIN_MS;
		}
	for (size_t i = 0; i < p->nformer; i++)
		if (p->former[i] == pid)
			p->former[i] = p->former[--p->nformer];
	if (p->asked == pid)
		p->asked = 0;
}

/* False: there are no children. */
static bool
reap(struct pool *p)
{
	int	 status;
	pid_t	 pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		note_end(p, pid);
		if (WIFSIGNALED(status) && !p->ending)
			log_line(LOG_WARN, "worker %d ended by signal %d",
			    (int)pid, WTERMSIG(status));
	}
	return pid == 0;
}

/* A worker's place has a number, under which its successors are counted as well (meter.h). */
static void
name_worker(const struct pool *p, const struct place *at)
{
	char	number[24];

	snprintf(number, sizeof(number), "%zu", (size_t)(at - p->places) + 1);
	setenv("HIREWIRE_WORKER", number, 1);
}

/* True: this process is the new worker. */
static bool
start_due(struct pool *p)
{
	const int64_t	 now = clock_mono_ms();

	for (struct place *at = p->places; at < p->places + p->n; at++) {
		if (at->pid != 0 || at->due_ms > now)
			continue;
		at->began_ms = now;
		at->due_ms = now + AGAIN_MS;
		if ((at->pid = fork()) == 0) {
			name_worker(p, at);
			return true;
		}
		if (at->pid == -1) {
			at->pid = 0;
			log_line(LOG_ERROR, "fork: %s", strerror(errno));
		}
	}
	return false;
}

/* One after the other; one that does not end must not keep the others at work for good. */
static void
ask_former(struct pool *p)
{
	const int64_t	 now = clock_mono_ms();

	if (p->nformer == 0 || (p->asked != 0 && now < p->asked_ms + ASKED_MS))
		return;
	for (size_t i = 0; i < (p->asked == 0 ? 1 : p->nformer); i++)
		kill(p->former[i], SIGUSR1);
	p->asked = p->former[0];
	p->asked_ms = now;
}

/* How long to wait for a signal until a worker is due; -1: until one comes. */
static int
patience(const struct pool *p)
{
	const int64_t	 now = clock_mono_ms();
	int64_t		 least = p->nformer > 0 ? ASKED_MS : -1;

	for (const struct place *at = p->places; at < p->places + p->n; at++) {
		int64_t	 left = at->due_ms > now ? at->due_ms - now : 0;

		if (at->pid == 0 && (least == -1 || left < least))
			least = left;
	}
	return p->ending ? -1 : (int)least;
}

/* True: this process is a worker. */
static bool
watch(struct pool *p)
{
	struct pollfd	 fd = { p->signals, POLLIN, 0 };

	for (;;) {
		if (!reap(p) && p->ending)
			return false;
		if (!p->ending && start_due(p))
			return true;
		ask_former(p);
		poll(&fd, 1, patience(p));
		read_signals(p);
	}
}

bool
pool_run(char **argv, int *status)
{
	own_pool struct pool	p = { .signals = -1 };
	struct err		err = { 0 };
	sigset_t		none;

	*status = 1;
	if (pool_open(&p, argv, &err) == -1) {
		log_err(LOG_ERROR, "pool", &err);
		return false;
	}
	*status = 0;
	if (!watch(&p))
		return false;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	return true;
}
