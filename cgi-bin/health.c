/* health: is the house well? */
#include <libgen.h>
#include <string.h>

#include "account/auth.h"
#include "account/session.h"
#include "account/user.h"
#include "backup/record.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/disk.h"
#include "base/err.h"
#include "base/mem.h"
#include "import/queue.h"
#include "io/db.h"
#include "io/db_schema.h"
#include "io/field.h"
#include "io/version.h"
#include "io/web.h"
#include "service/connection.h"
#include "service/sync_run.h"
#include "team/followed.h"

#define DISK_LOW_MB	512
#define DISK_FULL_MB	32

static web_handler show_health, show_metrics;

static const struct web_route routes[] = {
	{ "GET", "/health", show_health, ROLE_NONE, WEB_PUBLIC | WEB_ALWAYS },
	{ "GET", "/metrics", show_metrics, ROLE_NONE, WEB_PUBLIC | WEB_LOCAL |
	    WEB_ALWAYS },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "health", routes, &auth);
}

/* Why it is not well goes to the log, not to whoever asks. */
static bool
database_up(struct db *db)
{
	struct err	 err = { 0 };
	char		 about[200];
	bool		 strict;

	return db_server(db, about, sizeof(about), &strict, &err) == 0;
}

/* "ok", "low", "full": of the data's file system, and of that which logs and uploads go to. */
static const char *
disk_state(struct db *db, const struct conf *conf)
{
	own_str char	*folder = mem_dup(conf_get(conf, "PUSH_SOCKET", "/"));
	struct err	 err = { 0 };
	int64_t		 data = -1, mb = disk_free_mb(dirname(folder));

	if (db_disk_mb(db, &data, &err) == 0 && data >= 0 &&
	    (mb < 0 || data < mb))
		mb = data;
	return mb < 0 || mb >= conf_int(conf, "DISK_LOW_MB", DISK_LOW_MB) ?
	    "ok" : mb >= conf_int(conf, "DISK_FULL_MB", DISK_FULL_MB) ?
	    "low" : "full";
}

/* "ok", or "newer": this program is older than the oldest that the database serves. */
static const char *
schema_state(struct db *db)
{
	struct err		 err = { 0 };
	struct db_schema	 s;

	return db_schema_read(db, &s, &err) == 0 && s.oldest > s.built ?
	    "newer" : "ok";
}

/* For those who keep the house; others, and nobody's faults, get nothing. */
static void
put_backup(struct db *db, const struct web_req *req, json_t *out)
{
	struct web_who		 who = { 0 };
	struct record_last	 last;
	struct err		 err = { 0 };
	bool			 keeps;

	if (auth.who(db, req, &who, &err) == -1 || who.role < ROLE_ADMIN ||
	    user_keeps_house(db, who.company_id, &keeps, &err) == -1 ||
	    !keeps || record_last(db, &last, &err) == -1)
		return;
	json_object_set_new(out, "backup", json_pack("{s:s, s:o, s:I}",
	    "state", record_state(&last), "last_at",
	    field_time(last.ended_at), "age_s", (json_int_t)last.age_s));
}

/* GET /health -> 200 {"status": "ok", ...} | 503 degraded */
static int
show_health(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const bool	 up = database_up(db);
	const char	*disk = disk_state(db, req->conf);
	const char	*schema = schema_state(db);
	const bool	 well = up && strcmp(disk, "full") != 0 &&
			    strcmp(schema, "ok") == 0;

	(void)err;
	res->json = json_pack("{s:s, s:s, s:s, s:s, s:s}", "status", well ?
	    "ok" : "degraded", "database", up ? "ok" : "down", "schema",
	    schema, "disk", disk, "version",
	    version_hirewire);
	if (up)
		put_backup(db, req, res->json);
	web_header_add(res, "Cache-Control", "no-store");
	if (!well)
		web_header_add(res, "Retry-After", "%d", up ? 60 : 5);
	return well ? 200 : 503;
}

typedef int gauge(struct db *, int64_t *, struct err *);

/* Each is served by an index; the counts are of what runs or waits. */
static const struct {
	const char	*name, *help;
	gauge		*read;
} gauges[] = {
	{ "hirewire_sessions", "Signed in browsers.", session_count },
	{ "hirewire_sync_waiting", "Sync runs queued or at work.",
	    sync_run_open },
	{ "hirewire_sync_lost", "Sync runs whose worker went away.",
	    sync_run_lost },
	{ "hirewire_sync_overdue", "Automatic syncs late by five minutes.",
	    connection_overdue },
	{ "hirewire_import_running", "Bulk imports queued or running.",
	    import_queue_open },
	{ "hirewire_import_items_left", "Tasks these imports have left.",
	    import_queue_left },
	{ "hirewire_backup_age_seconds", "Since the last good backup; "
	    "without one, since the house began.", record_age },
};

static void
put_gauge(struct buf *b, const char *name, const char *help, int64_t n)
{
	buf_fmt(b, "# HELP %s %s\n# TYPE %s gauge\n%s %lld\n", name, help, name,
	    name, (long long)n);
}

/* GET /metrics -> 200 text for Prometheus; a database that is down is a number, too */
static int
show_metrics(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	bool	 up = database_up(db);
	int64_t	 n;

	buf_fmt(&res->body, "# HELP hirewire_info The version.\n"
	    "# TYPE hirewire_info gauge\nhirewire_info{version=\"%s\"} 1\n"
	    "# HELP hirewire_database_up Does the database answer?\n"
	    "# TYPE hirewire_database_up gauge\nhirewire_database_up %d\n",
	    version_hirewire, up);
	for (size_t i = 0; up && i < nitems(gauges); i++) {
		if (gauges[i].read(db, &n, err) == -1)
			return -1;
		put_gauge(&res->body, gauges[i].name, gauges[i].help, n);
	}
	if (up && index_follow_behind(followed, db, req->conf, &n, err) == -1)
		return -1;
	if (up)
		put_gauge(&res->body, "hirewire_index_behind", "Tasks of a "
		    "list that its index on this machine does not hold yet.", n);
	res->type = "text/plain; version=0.0.4; charset=utf-8";
	return 200;
}
