/* health: is the house well? */
#include "account/auth.h"
#include "account/session.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "import/job.h"
#include "io/db.h"
#include "io/web.h"
#include "service/connection.h"
#include "service/sync_run.h"

#define VERSION		"0.1.0"

static web_handler show_health, show_metrics;

static const struct web_route routes[] = {
	{ "GET", "/health", show_health, ROLE_NONE, WEB_PUBLIC },
	{ "GET", "/metrics", show_metrics, ROLE_NONE, WEB_PUBLIC | WEB_LOCAL },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "health", routes, &gate);
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

/* GET /health -> 200 {"status": "ok", ...} | 503 degraded */
static int
show_health(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	bool	 up = database_up(db);

	(void)req;
	(void)err;
	res->json = json_pack("{s:s, s:s, s:s}", "status", up ? "ok" :
	    "degraded", "database", up ? "ok" : "down", "version", VERSION);
	web_header_add(res, "Cache-Control", "no-store");
	if (!up)
		web_header_add(res, "Retry-After", "5");
	return up ? 200 : 503;
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
	    import_job_open },
	{ "hirewire_import_items_left", "Tasks these imports have left.",
	    import_job_left },
};

/* GET /metrics -> 200 text for Prometheus; a database that is down is a number, too */
static int
show_metrics(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	bool	 up = database_up(db);

	(void)req;
	buf_fmt(&res->body, "# HELP hirewire_info The version.\n"
	    "# TYPE hirewire_info gauge\nhirewire_info{version=\"%s\"} 1\n"
	    "# HELP hirewire_database_up Does the database answer?\n"
	    "# TYPE hirewire_database_up gauge\nhirewire_database_up %d\n",
	    VERSION, up);
	for (size_t i = 0; up && i < nitems(gauges); i++) {
		int64_t	 n;

		if (gauges[i].read(db, &n, err) == -1)
			return -1;
		buf_fmt(&res->body, "# HELP %s %s\n# TYPE %s gauge\n%s %lld\n",
		    gauges[i].name, gauges[i].help, gauges[i].name,
		    gauges[i].name, (long long)n);
	}
	res->type = "text/plain; version=0.0.4; charset=utf-8";
	return 200;
}
