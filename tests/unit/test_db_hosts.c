/* db, with several hosts in its address: two servers of the test's own, killed, stopped and back,
 * and one that greets and does not serve. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"
#include "step.h"

#define START_MS	60000
#define GREETING_MS	1000
#define BACK_S		1
#define BACK_MS		(BACK_S * 1000)
#define SLOW_MS		3500	/* longer than a server that hangs is given */
#define HANG_MS		10000	/* far less than the connector itself would wait */

struct server {
	char		 folder[100];
	unsigned	 port;
	pid_t		 pid;		/* 0: down */
};

static struct server	first, second;

/* --- servers --- */

static int
bound(struct sockaddr_in *at)
{
	socklen_t	size = sizeof(*at);
	int		fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	*at = (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	assert_int_not_equal(fd, -1);
	assert_int_equal(bind(fd, (struct sockaddr *)at, size), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)at, &size), 0);
	return fd;
}

/* A port takes lines before its server has a word for them. */
static bool
greets(unsigned port)
{
	struct sockaddr_in	at = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int			fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct pollfd		word = { fd, POLLIN, 0 };
	char			c;
	bool			is = connect(fd, (struct sockaddr *)&at,
				    sizeof(at)) == 0 &&
				    poll(&word, 1, GREETING_MS) == 1 &&
				    recv(fd, &c, 1, 0) == 1;

	close(fd);
	return is;
}

static void
become(const struct server *s)
{
	const struct passwd	*me = getpwuid(getuid());
	own_str char		*user = mem_fmt("--user=%s", me->pw_name);
	own_str char		*data = mem_fmt("--datadir=%s", s->folder);
	own_str char		*socket = mem_fmt("--socket=%s/s", s->folder);
	own_str char		*pid = mem_fmt("--pid-file=%s/pid", s->folder);
	own_str char		*init = mem_fmt("--init-file=%s/init", s->folder);
	own_str char		*port = mem_fmt("--port=%u", s->port);
	own_str char		*log = mem_fmt("%s/log", s->folder);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (freopen(log, "a", stdout) == NULL ||
	    dup2(fileno(stdout), STDERR_FILENO) == -1)
		_exit(125);
	execl("/usr/sbin/mariadbd", "mariadbd", "--no-defaults", user, data,
	    socket, pid, init, port, "--bind-address=127.0.0.1",
	    "--skip-grant-tables", "--skip-name-resolve", "--skip-log-bin",
	    "--innodb-log-file-size=4M", "--innodb-buffer-pool-size=8M",
	    "--innodb-undo-tablespaces=0", "--performance-schema=OFF",
	    "--key-buffer-size=1M", "--aria-pagecache-buffer-size=8M",
	    (char *)NULL);
	_exit(127);
}

static void
start(struct server *s)
{
	const int64_t	end = clock_mono_ms() + START_MS;

	if (s->pid != 0)
		kill(s->pid, SIGCONT);
	else if ((s->pid = fork()) == 0)
		become(s);
	while (!greets(s->port)) {
		if (waitpid(s->pid, NULL, WNOHANG) != 0 ||
		    clock_mono_ms() > end)
			fail_msg("no server: see %s/log", s->folder);
		clock_sleep_ms(20);
	}
}

static void
kill_server(struct server *s)
{
	if (s->pid == 0)
		return;
	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	s->pid = 0;
}

/* Signals take their time: a server that is about to stop may answer once more. */
static void
stop_server(const struct server *s)
{
	int	status;

	kill(s->pid, SIGSTOP);
	assert_int_equal(waitpid(s->pid, &status, WUNTRACED), s->pid);
	assert_true(WIFSTOPPED(status));
}

static void
make(struct server *s)
{
	struct sockaddr_in	 at;
	own_str char		*path = NULL;
	FILE			*init;

	snprintf(s->folder, sizeof(s->folder), "%s/hosts-XXXXXX",
	    getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(s->folder));
	path = mem_fmt("%s/init", s->folder);
	init = fopen(path, "w");
	assert_non_null(init);
	fputs("CREATE DATABASE IF NOT EXISTS t;\n"
	    "CREATE TABLE IF NOT EXISTS t.t (n INT) ENGINE=InnoDB;\n", init);
	fclose(init);
	close(bound(&at));
	s->port = ntohs(at.sin_port);
	start(s);
}

static int
set_up_all(void **state)
{
	(void)state;
	make(&first);
	make(&second);
	return 0;
}

static int
tear_down_all(void **state)
{
	struct server *const	all[] = { &first, &second };

	(void)state;
	for (size_t i = 0; i < nitems(all); i++) {
		own_str char	*drop = mem_fmt("rm -rf '%s'", all[i]->folder);

		kill_server(all[i]);
		assert_int_equal(system(drop), 0);
	}
	return 0;
}

static int
set_up(void **state)
{
	(void)state;
	start(&first);
	start(&second);
	return 0;
}

static struct db *
open_db(unsigned one, unsigned other)
{
	own_str char	*was = mem_dup(getenv("DATABASE_URL"));
	own_str char	*url = mem_fmt("mysql://root@127.0.0.1:%u,127.0.0.1:%u/t",
			    one, other);
	char		 back[20];
	struct db	*db;

	snprintf(back, sizeof(back), "%d", BACK_S);
	setenv("DATABASE_URL", url, 1);
	setenv("DATABASE_BACK_S", back, 1);
	db = step_db();
	setenv("DATABASE_URL", was, 1);
	unsetenv("DATABASE_BACK_S");
	return db;
}

/* The port of the server that answers; 0: none does. */
static unsigned
who(struct db *db)
{
	struct err	err = { 0 };
	int64_t		port;

	return db_number(db, "SELECT @@port", DB_NONE, &port, &err) == -1 ? 0 :
	    (unsigned)port;
}

static int
add(struct db *db, struct err *err)
{
	return db_exec(db, "INSERT INTO t (n) VALUES (1)", DB_NONE, NULL, err);
}

/* --- tests --- */

static void
the_next_serves_when_the_first_is_killed(void **state)
{
	own_db struct db	*db = open_db(first.port, second.port);
	struct err		 err = { 0 };

	(void)state;
	assert_int_equal(who(db), first.port);
	kill_server(&first);
	assert_int_equal(who(db), second.port);
	OK(add(db, &err));
	kill_server(&second);
	assert_int_equal(add(db, &err), -1);
	assert_int_equal(err.kind, ERR_DOWN);
	assert_int_equal(err.retry_after_s, 2);
	start(&second);
	memset(&err, 0, sizeof(err));
	OK(add(db, &err));
	assert_int_equal(who(db), second.port);
}

static int
killed_on_the_way(struct db *db, void *arg, struct err *err)
{
	int	*tries = arg;

	if (add(db, err) == -1)
		return -1;
	if ((*tries)++ == 0)
		kill_server(&first);
	return add(db, err);
}

static void
a_transaction_of_a_killed_server_is_done_by_the_next(void **state)
{
	own_db struct db	*db = open_db(first.port, second.port);
	struct err		 err = { 0 };
	int64_t			 before, after;
	int			 tries = 0;

	(void)state;
	assert_int_equal(who(db), first.port);
	{
		own_db struct db	*there = open_db(second.port, first.port);

		OK(db_number(there, "SELECT COUNT(*) FROM t", DB_NONE, &before,
		    &err));
	}
	OK(db_tx_run(db, killed_on_the_way, &tries, &err));
	assert_int_equal(tries, 2);
	assert_int_equal(who(db), second.port);
	OK(db_number(db, "SELECT COUNT(*) FROM t", DB_NONE, &after, &err));
	assert_int_equal(after - before, 2);
}

static int
killed_at_the_end(struct db *db, void *arg, struct err *err)
{
	int	*tries = arg;

	if (add(db, err) == -1)
		return -1;
	if ((*tries)++ == 0)
		kill_server(&first);
	return 0;
}

static void
a_commit_without_an_answer_is_not_repeated(void **state)
{
	own_db struct db	*db = open_db(first.port, second.port);
	struct err		 err = { 0 };
	int			 tries = 0;

	(void)state;
	assert_int_equal(db_tx_run(db, killed_at_the_end, &tries, &err), -1);
	assert_int_equal(err.kind, ERR_DOWN);
	assert_int_equal(tries, 1);
	assert_int_equal(who(db), second.port);
}

static void
a_lock_does_not_move_to_the_next(void **state)
{
	own_db struct db	*db = open_db(first.port, second.port);
	struct err		 err = { 0 };
	int			 tries = 1;

	(void)state;
	OK(db_lock(db, "l", 0, &err));
	kill_server(&first);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(add(db, &err), -1);
		assert_int_equal(err.kind, ERR_DOWN);
	}
	assert_int_equal(db_tx_run(db, killed_on_the_way, &tries, &err), -1);
	assert_int_equal(who(db), 0);
	db_unlock(db, "l");
	assert_int_equal(who(db), second.port);
}

static void
a_first_that_hangs_is_left_soon(void **state)
{
	own_db struct db	*db = open_db(first.port, second.port);
	own_db struct db	*late = open_db(first.port, second.port);
	int64_t			 began = clock_mono_ms();

	(void)state;
	assert_int_equal(who(db), first.port);
	stop_server(&first);
	began = clock_mono_ms();
	assert_int_equal(who(db), second.port);
	assert_true(clock_mono_ms() - began < HANG_MS);
	began = clock_mono_ms();
	assert_int_equal(who(late), second.port);	/* had no line yet */
	assert_true(clock_mono_ms() - began < HANG_MS);
	for (began = clock_mono_ms(); clock_mono_ms() - began < BACK_MS;)
		assert_int_equal(who(db), second.port);
	kill(first.pid, SIGCONT);
}

/* A busy server answers late, and there is nobody to go to. */
static void
one_that_is_slow_is_waited_for_where_no_other_serves(void **state)
{
	own_db struct db	*db = open_db(first.port, second.port);
	pid_t			 later;

	(void)state;
	kill_server(&first);
	assert_int_equal(who(db), second.port);
	stop_server(&second);
	if ((later = fork()) == 0) {
		clock_sleep_ms(SLOW_MS);
		kill(second.pid, SIGCONT);
		_exit(0);
	}
	assert_int_equal(who(db), second.port);
	waitpid(later, NULL, 0);
}

static void
the_first_serves_again_when_it_is_well_for_long(void **state)
{
	own_db struct db	*db = open_db(first.port, second.port);
	int64_t			 up_at, end;

	(void)state;
	assert_int_equal(who(db), first.port);
	kill_server(&first);
	assert_int_equal(who(db), second.port);
	for (end = clock_mono_ms() + BACK_MS; clock_mono_ms() < end;)
		assert_int_equal(who(db), second.port);
	start(&first);
	up_at = clock_mono_ms();
	end = clock_mono_ms() + START_MS;
	while (who(db) != first.port && clock_mono_ms() < end)
		clock_sleep_ms(5);
	assert_int_equal(who(db), first.port);
	assert_true(clock_mono_ms() - up_at >= BACK_MS);
}

static void
nobody_is_moved_within_a_transaction_or_with_a_lock(void **state)
{
	own_db struct db	*writer = open_db(first.port, second.port);
	own_db struct db	*holder = open_db(first.port, second.port);
	own_tx struct db_tx	 tx = { 0 };
	struct err		 err = { 0 };
	int64_t			 end;

	(void)state;
	kill_server(&first);
	assert_int_equal(who(writer), second.port);
	assert_int_equal(who(holder), second.port);
	start(&first);
	OK(db_begin(writer, &tx, &err));
	OK(db_lock(holder, "l", 0, &err));
	for (end = clock_mono_ms() + 2 * BACK_MS; clock_mono_ms() < end;) {
		assert_int_equal(who(writer), second.port);
		assert_int_equal(who(holder), second.port);
	}
	OK(db_commit(&tx, &err));
	db_unlock(holder, "l");
	end = clock_mono_ms() + START_MS;
	while ((who(writer) != first.port || who(holder) != first.port) &&
	    clock_mono_ms() < end)
		clock_sleep_ms(5);
	assert_int_equal(who(writer), first.port);
	assert_int_equal(who(holder), first.port);
}

/* --- a node that is not ready --- */

static const uint8_t	greeting[] = "\x0a" "10.11.0-MariaDB\0" "\1\0\0\0"
	"12345678\0" "\x0a\x82" "\x2d" "\x02\0" "\x08\0" "\x15"
	"\0\0\0\0\0\0\0\0\0\0" "123456789012\0" "mysql_native_password";
static const uint8_t	okay[] = { 0, 0, 0, 2, 0, 0, 0 };
static const uint8_t	not_ready[] = "\xff\x17\x04#08S01"
	"WSREP has not yet prepared node for application use";
/* Of one that lost its cluster while it committed. */
static const uint8_t	cut_off[] = "\xff\x9c\x04#HY000"
	"Error while appending streaming replication fragment(provider "
	"status: Not connected to Primary Component)";

static void
put_packet(int fd, uint8_t seq, const uint8_t *data, size_t len)
{
	const uint8_t	head[4] = { (uint8_t)len, 0, 0, seq };

	if (write(fd, head, 4) != 4 || write(fd, data, len) != (ssize_t)len)
		_exit(1);
}

/* What was asked, its NUL behind it; false: no more. */
static bool
read_packet(int fd, char *out, size_t size)
{
	uint8_t	head[4];
	size_t	len;

	if (recv(fd, head, 4, MSG_WAITALL) != 4)
		return false;
	len = (size_t)head[0] | (size_t)head[1] << 8;
	if (len >= size || recv(fd, out, len, MSG_WAITALL) != (ssize_t)len)
		return false;
	out[len] = '\0';
	return true;
}

/* Greets, lets in, takes SET, and refuses all else: so does a node that waits for its cluster. cut:
 * the first line seems to serve, and is cut off at what it is asked first. */
static void
refuse_all(int fd, bool cut)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int n = 0;; n++) {
		const int	line = accept(fd, NULL, NULL);
		const bool	serves = cut && n == 0;
		char		said[2000];

		put_packet(line, 0, greeting, sizeof(greeting));
		if (read_packet(line, said, sizeof(said)))
			put_packet(line, 2, okay, sizeof(okay));
		while (read_packet(line, said, sizeof(said)))
			if (strncmp(said + 1, "SET ", 4) == 0 || (serves &&
			    strstr(said + 1, "schema_migration") != NULL))
				put_packet(line, 1, okay, sizeof(okay));
			else if (serves)
				put_packet(line, 1, cut_off,
				    sizeof(cut_off) - 1);
			else
				put_packet(line, 1, not_ready,
				    sizeof(not_ready) - 1);
		close(line);
	}
}

static void
passed_over(bool cut)
{
	struct sockaddr_in	at;
	const int		fd = bound(&at);
	const unsigned		port = ntohs(at.sin_port);
	pid_t			pid;

	assert_int_equal(listen(fd, 8), 0);
	if ((pid = fork()) == 0)
		refuse_all(fd, cut);
	{
		own_db struct db	*db = open_db(port, second.port);
		const int64_t		 end = clock_mono_ms() + 2 * BACK_MS;
		struct err		 err = { 0 };

		OK(add(db, &err));
		while (clock_mono_ms() < end)
			assert_int_equal(who(db), second.port);
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(fd);
}

static void
a_node_that_is_not_ready_is_passed_over(void **state)
{
	(void)state;
	passed_over(false);
}

static void
a_node_that_is_cut_off_is_passed_over(void **state)
{
	(void)state;
	passed_over(true);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test_setup(the_next_serves_when_the_first_is_killed,
		    set_up),
		cmocka_unit_test_setup(
		    a_transaction_of_a_killed_server_is_done_by_the_next, set_up),
		cmocka_unit_test_setup(a_commit_without_an_answer_is_not_repeated,
		    set_up),
		cmocka_unit_test_setup(a_lock_does_not_move_to_the_next, set_up),
		cmocka_unit_test_setup(a_first_that_hangs_is_left_soon, set_up),
		cmocka_unit_test_setup(
		    one_that_is_slow_is_waited_for_where_no_other_serves,
		    set_up),
		cmocka_unit_test_setup(
		    the_first_serves_again_when_it_is_well_for_long, set_up),
		cmocka_unit_test_setup(
		    nobody_is_moved_within_a_transaction_or_with_a_lock, set_up),
		cmocka_unit_test_setup(a_node_that_is_not_ready_is_passed_over,
		    set_up),
		cmocka_unit_test_setup(a_node_that_is_cut_off_is_passed_over,
		    set_up),
	};

	return cmocka_run_group_tests(tests, set_up_all, tear_down_all);
}
