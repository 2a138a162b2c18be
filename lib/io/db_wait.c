#include "io/db_wait.h"

#include <errmsg.h>
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "io/db_my.h"

#define SILENT_MS	2000
#define SILENT_MANY_MS	1000	/* where another host may answer */
#define GREETING_S	2

void
db_hurry(struct db *db)
{
	if (db->hurry)		/* with several hosts it always is */
		return;
	db->connect_s = GREETING_S;
	db->hurry = true;
}

/* Any word of the server will do, a refusal too. */
static bool
greets(const struct db *db, size_t host)
{
	MYSQL		*my = mysql_init(NULL);
	unsigned	 why;

	if (my == NULL)
		return true;
	why = db_dial(db, host, my) ? 0 : mysql_errno(my);
	mysql_close(my);
	return why < CR_MIN_ERROR || why > CR_MAX_ERROR;
}

/* A server that does not greet is slow, or hangs: who knows. It is left for one that greets, not
 * for one that is away; where it is the only one, it is left. */
static bool
is_left(const struct db *db)
{
	if (greets(db, db->host))
		return false;
	for (size_t i = 0; i < db->url.nhosts; i++)
		if (i != db->host && greets(db, i))
			return true;
	return db->url.nhosts == 1;
}

static short
events_of(int status)
{
	return (short)(((status & MYSQL_WAIT_READ) != 0 ? POLLIN : 0) |
	    ((status & MYSQL_WAIT_WRITE) != 0 ? POLLOUT : 0) |
	    ((status & MYSQL_WAIT_EXCEPT) != 0 ? POLLPRI : 0));
}

int
db_wait_poll(MYSQL *my, int status, int ms)
{
	struct pollfd	fd = { mysql_get_socket(my), events_of(status), 0 };

	return poll(&fd, 1, ms) > 0 ? status & ~MYSQL_WAIT_TIMEOUT : 0;
}

/* What the connector waits for has come, or does not come any more. */
static int
await(struct db *db, int status)
{
	struct pollfd	 fd = { mysql_get_socket(db->my), events_of(status), 0 };
	const int64_t	 most_ms = db_line_s(db) * INT64_C(1000);
	const int64_t	 began = clock_mono_ms();

	for (;;) {
		const int	n = poll(&fd, 1, db->url.nhosts > 1 ?
				    SILENT_MANY_MS : SILENT_MS);

		if (n > 0)
			return status & ~MYSQL_WAIT_TIMEOUT;
		if (n == -1 && errno != EINTR)
			return MYSQL_WAIT_TIMEOUT;
		if (most_ms > 0 && clock_mono_ms() - began >= most_ms)
			return MYSQL_WAIT_TIMEOUT;
		if (n == 0 && is_left(db)) {
			db_line_silent(db);
			return MYSQL_WAIT_TIMEOUT;
		}
	}
}

static int
query(struct db *db, const char *sql)
{
	int	 rc, status;

	if (!db->hurry)
		return mysql_real_query(db->my, sql, strlen(sql));
	status = mysql_real_query_start(&rc, db->my, sql, strlen(sql));
	while (status != 0)
		status = mysql_real_query_cont(&rc, db->my, await(db, status));
	return rc;
}

int
db_wait_query(struct db *db, const char *sql)
{
	const int64_t	began_us = meter_now_us();
	const int	rc = query(db, sql);

	db_meter_time(db, began_us);
	return rc;
}

int
db_wait_prepare(struct db *db, MYSQL_STMT *h, const char *sql)
{
	int	 rc, status;

	if (!db->hurry)
		return mysql_stmt_prepare(h, sql, strlen(sql));
	status = mysql_stmt_prepare_start(&rc, h, sql, strlen(sql));
	while (status != 0)
		status = mysql_stmt_prepare_cont(&rc, h, await(db, status));
	return rc;
}

static int
execute(struct db *db, MYSQL_STMT *h)
{
	int	 rc, status;

	if (!db->hurry)
		return mysql_stmt_execute(h);
	status = mysql_stmt_execute_start(&rc, h);
	while (status != 0)
		status = mysql_stmt_execute_cont(&rc, h, await(db, status));
	return rc;
}

int
db_wait_execute(struct db *db, MYSQL_STMT *h)
{
	const int64_t	began_us = meter_now_us();
	const int	rc = execute(db, h);

	db_meter_time(db, began_us);
	return rc;
}
