/*
 * bare: the yardstick: the same SQL, and nothing else, in a loop over libmariadb.
 *	bare SOCKET DATABASE PROCESSES SECONDS < statements
 * One statement a line; a blank line ends the statements of one request. The processes have requests
 * of their own when their number divides that of the requests. Prints
 * requests per second of all processes together, and the CPU of a request here, ms.
 */
#include <mysql.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define STATEMENTS_MAX	512

struct request {
	size_t	 first, n;
};

struct work {
	char		*sql[STATEMENTS_MAX];
	struct request	 request[STATEMENTS_MAX];
	size_t		 nsql, nrequests;
};

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "bare: %s: %s\n", what, why);
	exit(1);
}

static void
read_work(struct work *w)
{
	char	*line = NULL;
	size_t	 size = 0;
	ssize_t	 len;

	while ((len = getline(&line, &size, stdin)) != -1) {
		if (len > 0 && line[len - 1] == '\n')
			line[len - 1] = '\0';
		if (*line == '\0') {
			w->nrequests += w->request[w->nrequests].n > 0;
			continue;
		}
		if (w->nsql == STATEMENTS_MAX)
			die("too many statements", line);
		if (w->request[w->nrequests].n++ == 0)
			w->request[w->nrequests].first = w->nsql;
		w->sql[w->nsql++] = strdup(line);
	}
	w->nrequests += w->request[w->nrequests].n > 0;
	free(line);
	if (w->nrequests == 0)
		die("stdin", "no statements");
}

/* Prepared once; the results are read as they come, into buffers of their own. */
struct ready {
	MYSQL_STMT	*stmt;
	unsigned	 ncols;
	MYSQL_BIND	*cols;
};

#define CELL_SIZE	16384

static void
prepare(MYSQL *db, const char *sql, struct ready *out)
{
	MYSQL_RES	*meta;

	out->stmt = mysql_stmt_init(db);
	if (mysql_stmt_prepare(out->stmt, sql, strlen(sql)) != 0)
		die(sql, mysql_stmt_error(out->stmt));
	if ((meta = mysql_stmt_result_metadata(out->stmt)) == NULL)
		return;
	out->ncols = mysql_num_fields(meta);
	out->cols = calloc(out->ncols, sizeof(*out->cols));
	for (unsigned i = 0; i < out->ncols; i++) {
		out->cols[i].buffer_type = MYSQL_TYPE_STRING;
		out->cols[i].buffer = malloc(CELL_SIZE);
		out->cols[i].buffer_length = CELL_SIZE;
	}
	mysql_free_result(meta);
}

static void
run(struct ready *r)
{
	if (mysql_stmt_execute(r->stmt) != 0)
		die("execute", mysql_stmt_error(r->stmt));
	if (r->ncols == 0)
		return;
	mysql_stmt_bind_result(r->stmt, r->cols);
	mysql_stmt_store_result(r->stmt);
	while (mysql_stmt_fetch(r->stmt) == 0)
		;
	mysql_stmt_free_result(r->stmt);
}

static double
now(void)
{
	struct timespec	 ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void
loop(const struct work *w, char *argv[], int number, int processes,
    double seconds, long *count)
{
	static struct ready	 ready[STATEMENTS_MAX];
	MYSQL			*db = mysql_init(NULL);
	double			 end;
	size_t			 at = (size_t)number;

	/* The database's owner comes in by the socket, without a password. */
	if (mysql_real_connect(db, NULL, getpwuid(geteuid())->pw_name, NULL,
	    argv[2], 0, argv[1], 0) == NULL)
		die(argv[1], mysql_error(db));
	mysql_set_character_set(db, "utf8mb4");
	for (size_t i = 0; i < w->nsql; i++)
		prepare(db, w->sql[i], &ready[i]);
	for (end = now() + seconds; now() < end; (*count)++, at += (size_t)processes) {
		const struct request *rq = &w->request[at % w->nrequests];

		for (size_t i = 0; i < rq->n; i++)
			run(&ready[rq->first + i]);
	}
}

static double
ms_of(const struct timeval *tv)
{
	return (double)tv->tv_sec * 1e3 + (double)tv->tv_usec / 1e3;
}

int
main(int argc, char *argv[])
{
	static struct work	 work;
	int			 processes, status, bad = 0;
	double			 seconds;
	long			*counts, sum = 0;
	struct rusage		 used;

	if (argc != 5)
		die("usage", "bare SOCKET DATABASE PROCESSES SECONDS");
	processes = atoi(argv[3]);
	seconds = atof(argv[4]);
	if (processes < 1 || processes > 64 || seconds <= 0)
		die("usage", "1 to 64 processes");
	read_work(&work);
	counts = mmap(NULL, 64 * sizeof(long), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (int i = 0; i < processes; i++)
		if (fork() == 0) {
			loop(&work, argv, i, processes, seconds, &counts[i]);
			_exit(0);
		}
	while (wait(&status) > 0)
		bad += status != 0;
	for (int i = 0; i < processes; i++)
		sum += counts[i];
	getrusage(RUSAGE_CHILDREN, &used);
	printf("%.0f %.4f\n", (double)sum / seconds, sum == 0 ? 0 :
	    (ms_of(&used.ru_utime) + ms_of(&used.ru_stime)) / (double)sum);
	return bad != 0;
}
