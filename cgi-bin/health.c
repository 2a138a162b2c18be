/* health: is the house well? */
#include <libgen.h>
#include <string.h>

#include "account/auth.h"
#include "account/user.h"
#include "admin/metric.h"
#include "backup/record.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/disk.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_schema.h"
#include "io/field.h"
#include "io/version.h"
#include "io/web.h"

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

/* GET /metrics -> 200 text for Prometheus; a database that is down is a number, too */
static int
show_metrics(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const bool	up = database_up(db);

	metric_emit_machine(db, req->conf, &res->body);
	buf_fmt(&res->body, "# HELP hirewire_database_up Does the database "
	    "answer?\n# TYPE hirewire_database_up gauge\n"
	    "hirewire_database_up %d\n", up);
	if (up && metric_emit_house(db, req->conf, &res->body, err) == -1)
		return -1;
	res->type = "text/plain; version=0.0.4; charset=utf-8";
	return 200;
}
