#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "io/db_my.h"

#define CONNECT_S	3
#define ANOTHER_S	1	/* where there is another host to go to */
#define GRACE_S		5	/* the server stops a statement before we give up */
#define DOWN_RETRY_S	2
#define FRESH_MS	50	/* so soon after an answer a line is not asked whether it lives */
#define SILENT_MS	1000	/* so long nothing is asked of a server that does not answer */
#define LOOKS		12	/* who is away looks so often meanwhile */
#define GLANCE_MS	50	/* one that is well has greeted by then */

void
db_line_begin(struct db *db, const struct conf *conf)
{
	const bool	many = db->url.nhosts > 1;

	db->connect_s = many ? ANOTHER_S : CONNECT_S;
	db->back_ms = 1000 * conf_int(conf, "DATABASE_BACK_S", 60);
	/* A host that hangs is as bad as one that is down, when another one would answer. */
	db->hurry = many;
}

static void
close_my(MYSQL **my)
{
	if (*my != NULL)
		mysql_close(*my);
	*my = NULL;
}

/* mysql_close first: it cuts the statements loose, so that closing them sends
 * nothing over a dead line. */
void
db_line_drop(struct db *db)
{
	close_my(&db->my);
	db_lock_forget(db);
	db->committed = false;
	while (db->nstmts > 0)
		db_stmt_close(&db->stmts[--db->nstmts]);
}

unsigned
db_line_s(const struct db *db)
{
	return db->timeout_s > 0 ? db->timeout_s + GRACE_S : 0;
}

static void
set_options(MYSQL *my, const struct db *db, size_t host)
{
	const struct db_url	*url = &db->url;
	const unsigned		 line_s = db_line_s(db);
	unsigned		 local_infile = 0, tcp = MYSQL_PROTOCOL_TCP;
	my_bool			 yes = 1;
	char			 init[300];

	snprintf(init, sizeof(init), "SET NAMES utf8mb4"
	    " COLLATE utf8mb4_unicode_520_ci, sql_mode = 'TRADITIONAL',"
	    " time_zone = '+00:00', innodb_lock_wait_timeout = 10,"
	    " max_statement_time = %u"
	    " /*M!101108 , innodb_snapshot_isolation = ON */",
	    db->timeout_s);

	mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(my, MYSQL_INIT_COMMAND, init);
	mysql_options(my, MYSQL_OPT_LOCAL_INFILE, &local_infile);
	mysql_options(my, MYSQL_OPT_CONNECT_TIMEOUT, &db->connect_s);
	if (db->hurry)
		mysql_options(my, MYSQL_OPT_NONBLOCK, 0);
	if (line_s > 0) {
		mysql_options(my, MYSQL_OPT_READ_TIMEOUT, &line_s);
		mysql_options(my, MYSQL_OPT_WRITE_TIMEOUT, &line_s);
	}
	if (db_url_socket(url, host) == NULL && url->hosts[host].port != 0)
		mysql_options(my, MYSQL_OPT_PROTOCOL, &tcp);
	if (url->tls) {
		mysql_options(my, MYSQL_OPT_SSL_ENFORCE, &yes);
		mysql_options(my, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
		if (url->tls_ca != NULL)
			mysql_options(my, MYSQL_OPT_SSL_CA, url->tls_ca);
	}
}

int
db_down(struct db *db, struct err *err)
{
	err_set(err, ERR_DOWN, "database: %s", db->why);
	err->retry_after_s = DOWN_RETRY_S;
	return -1;
}

/* An idle line that has something to read was closed, or is being closed, by the
 * server: found out before anything is sent over it. */
static bool
line_dead(MYSQL *my)
{
	struct pollfd	 fd = { mysql_get_socket(my), POLLIN, 0 };

	return poll(&fd, 1, 0) != 0;
}

bool
db_dial(const struct db *db, size_t host, MYSQL *my)
{
	const struct db_url	*u = &db->url;
	const struct db_host	*h = &u->hosts[host];
	const char		*socket = db_url_socket(u, host);

	set_options(my, db, host);
	return mysql_real_connect(my, socket != NULL ? NULL : h->name,
	    u->user, u->password, u->name, h->port, socket, 0) != NULL;
}

/* Where there are several: does it serve tables? A node of a cluster that is not ready says no
 * (1047); any other complaint is of us, and would be the same elsewhere. */
static bool
serves(const struct db *db, MYSQL *my)
{
	static const char	ask[] = "SELECT 1 FROM schema_migration LIMIT 0";

	if (db->url.nhosts == 1)
		return true;
	if (mysql_real_query(my, ask, sizeof(ask) - 1) == 0)
		mysql_free_result(mysql_store_result(my));
	return !db_is_lost(mysql_errno(my));
}

/* --- to one of several --- */

/* It was found not to answer a moment ago. */
static bool
is_silent(const struct db *db, size_t host)
{
	const int64_t	at = db->seen[host].silent_ms;

	return at != 0 && clock_mono_ms() - at < SILENT_MS;
}

static bool
was_bad(const struct db *db, size_t host)
{
	const int64_t	at = db->seen[host].bad_ms;

	return at != 0 && clock_mono_ms() - at < db->back_ms;
}

void
db_line_silent(struct db *db)
{
	db->seen[db->host].bad_ms = db->seen[db->host].silent_ms =
	    clock_mono_ms();
}

/* Who is in a hurry does not wait for each greeting that does not come. */
static void
note_bad(struct db *db, size_t host, int64_t began)
{
	const int64_t	now = clock_mono_ms();

	db->seen[host].bad_ms = now;
	if (host == 0)
		db->well_ms = 0;
	if (db->hurry && now - began >= db->connect_s * 1000LL)
		db->seen[host].silent_ms = now;
}

static bool
dial(struct db *db, size_t host, bool last)
{
	const int64_t	began = clock_mono_ms();
	const unsigned	usual_s = db->connect_s;
	bool		is;

	if ((db->my = mysql_init(NULL)) == NULL)
		return false;
	db->host = host;
	/* Where none is left to go to, there is no hurry. */
	if (last && usual_s < CONNECT_S && db->url.nhosts > 1)
		db->connect_s = CONNECT_S;
	is = db_dial(db, host, db->my) && serves(db, db->my);
	db->connect_s = usual_s;
	if (is)
		return true;
	snprintf(db->why, sizeof(db->why), "%s", mysql_error(db->my));
	db_line_drop(db);
	note_bad(db, host, began);
	return false;
}

/* The nearest that serves; those that did not a short while ago are asked last. */
static bool
dial_any(struct db *db)
{
	bool	bad[DB_HOSTS_MAX] = { false };
	size_t	order[DB_HOSTS_MAX], n = 0;

	for (size_t i = 0; i < db->url.nhosts; i++)
		bad[i] = was_bad(db, i);
	for (int late = 0; late < 2; late++)
		for (size_t i = 0; i < db->url.nhosts; i++)
			if (bad[i] == (late == 1) && !is_silent(db, i))
				order[n++] = i;
	for (size_t i = 0; i < n; i++)
		if (dial(db, order[i], i == n - 1))
			return true;
	return false;
}

/* --- and back to the first --- */

/* A greeting that is waited for comes to its end, as one that timed out. */
static void
end_look(struct db *db)
{
	MYSQL	*got;

	while (db->look_status != 0)
		db->look_status = mysql_real_connect_cont(&got, db->look,
		    MYSQL_WAIT_TIMEOUT);
	close_my(&db->look);
}

static void
begin_look(struct db *db)
{
	const struct db_url	*u = &db->url;
	const char		*socket = db_url_socket(u, 0);

	db->looked_ms = clock_mono_ms();
	db->look_status = 0;
	db->look_got = NULL;
	if ((db->look = mysql_init(NULL)) == NULL)
		return;
	set_options(db->look, db, 0);
	db->look_status = mysql_real_connect_start(&db->look_got, db->look,
	    socket != NULL ? NULL : u->hosts[0].name, u->user, u->password,
	    u->name, u->hosts[0].port, socket, 0);
}

/* One that nobody came back to in time says nothing of the host. */
static void
go_on_looking(struct db *db, int wait_ms)
{
	const int64_t	late_ms = db->looked_ms + db->connect_s * 1000LL;
	int		came = 0;

	while (db->look_status != 0 && (came = db_wait_poll(db->look,
	    db->look_status, wait_ms)) != 0 && clock_mono_ms() < late_ms)
		db->look_status = mysql_real_connect_cont(&db->look_got,
		    db->look, came);
	if (db->look_status == 0 || clock_mono_ms() < late_ms)
		return;
	if (came == 0)
		note_bad(db, 0, db->looked_ms);
	end_look(db);
}

/* There is a line to the first host, or there can be none. */
static void
end_of_look(struct db *db)
{
	const int64_t	now = clock_mono_ms();

	if (db->look_got == NULL || !serves(db, db->look))
		note_bad(db, 0, now);
	else if (db->well_ms == 0)
		db->well_ms = now;
	else if (now - db->well_ms >= db->back_ms) {
		db_line_drop(db);
		db->my = give(db->look);
		db->host = 0;
		db->well_ms = 0;
		return;
	}
	close_my(&db->look);
}

/* Nobody waits for a first host that is slow to answer: the line to it is made meanwhile, between
 * the statements. */
static void
look_at_first(struct db *db)
{
	if (db->look == NULL) {
		if (clock_mono_ms() - db->looked_ms < db->back_ms / LOOKS)
			return;
		begin_look(db);
		go_on_looking(db, GLANCE_MS);
	} else
		go_on_looking(db, 0);
	if (db->look != NULL && db->look_status == 0)
		end_of_look(db);
}

void
db_line_close(struct db *db)
{
	end_look(db);
	db_line_drop(db);
}

/* Makes sure of a connection. A transaction or a lock that has lost its own must
 * not go on over another. */
int
db_line_ready(struct db *db, struct err *err)
{
	const bool	free = !db->in_tx && db->nlocks == 0;

	if (db->my != NULL && free) {
		if (clock_mono_ms() - db->heard_ms > FRESH_MS &&
		    line_dead(db->my))
			db_line_drop(db);
		else if (db->host != 0)
			look_at_first(db);
	}
	if (db->my != NULL)
		return 0;
	return free && dial_any(db) ? 0 : db_down(db, err);
}
