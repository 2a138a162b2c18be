#include "admin/metric.h"

#include <libgen.h>

#include "account/session.h"
#include "admin/alarm.h"
#include "admin/queue.h"
#include "backup/record.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "import/queue.h"
#include "io/backlog.h"
#include "io/budget.h"
#include "io/certificate.h"
#include "io/db.h"
#include "io/db_clock.h"
#include "io/db_meter.h"
#include "io/meter.h"
#include "io/version.h"
#include "live/publish.h"
#include "service/connection.h"
#include "service/sync_run.h"
#include "team/followed.h"

#define POOLS_MAX	256

static void
put_head(struct buf *b, const char *name, const char *help)
{
	buf_fmt(b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void
put_gauge(struct buf *b, const char *name, const char *help, int64_t n)
{
	put_head(b, name, help);
	buf_fmt(b, "%s %lld\n", name, (long long)n);
}

static void
put_of(struct buf *b, const char *name, const char *label, const char *of,
    int64_t n)
{
	buf_fmt(b, "%s{%s=\"%s\"} %lld\n", name, label, of, (long long)n);
}

/* --- the machine --- */

/* A kernel that does not tell leaves them out. */
static void
put_backlog(const char *folder, struct buf *b)
{
	struct backlog	pools[POOLS_MAX];
	struct err	err = { 0 };
	size_t		n;

	if (backlog_list(folder, pools, nitems(pools), &n, &err) == -1) {
		log_err(LOG_DEBUG, "metrics", &err);
		return;
	}
	put_head(b, "hirewire_pool_backlog", "Requests that wait for a worker.");
	for (size_t i = 0; i < n; i++)
		put_of(b, "hirewire_pool_backlog", "program", pools[i].name,
		    pools[i].waiting);
}

static void
put_certificate(const struct conf *conf, struct buf *b)
{
	const char	*path = conf_get(conf, "TLS_CERT", "");
	struct err	 err = { 0 };
	int64_t		 end;

	if (*path != '\0' && certificate_end(path, &end, &err) == 0)
		put_gauge(b, "hirewire_certificate_seconds", "Until the "
		    "site's certificate ends.", end - clock_now());
}

static void
put_sockets(const struct conf *conf, struct buf *b)
{
	struct publish_open	open;
	struct err		err = { 0 };

	if (publish_count(conf, &open, &err) == -1) {
		log_err(LOG_DEBUG, "metrics", &err);
		return;
	}
	put_gauge(b, "hirewire_connections", "Connections that nginx holds.",
	    open.connections);
	put_gauge(b, "hirewire_sockets", "Pages and programs that listen for "
	    "events.", open.sockets);
}

static void
put_disks(struct db *db, const struct conf *conf, struct buf *b)
{
	struct alarm_disk	disks[ALARM_DISKS];
	const size_t		n = alarm_disks(db, conf, disks);

	put_head(b, "hirewire_disk_free_bytes", "Free where it lies.");
	for (size_t i = 0; i < n; i++)
		put_of(b, "hirewire_disk_free_bytes", "disk", disks[i].name,
		    disks[i].free_bytes);
	put_head(b, "hirewire_disk_size_bytes", "All of it there.");
	for (size_t i = 0; i < n; i++)
		put_of(b, "hirewire_disk_size_bytes", "disk", disks[i].name,
		    disks[i].size_bytes);
}

void
metric_emit_machine(struct db *db, const struct conf *conf, struct buf *b)
{
	own_str char		*push = mem_dup(conf_get(conf, "PUSH_SOCKET",
				    "/"));

	buf_fmt(b, "# HELP hirewire_info The version.\n"
	    "# TYPE hirewire_info gauge\nhirewire_info{version=\"%s\"} 1\n",
	    version_hirewire);
	meter_emit(db_meter(db), b);
	put_backlog(dirname(push), b);
	put_sockets(conf, b);
	put_certificate(conf, b);
	put_disks(db, conf, b);
}

/* --- the house --- */

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
	{ "hirewire_tick_age_seconds", "Since the last round of what is due; "
	    "-1: there was none.", db_clock_age },
};

static int
put_queues(struct db *db, struct buf *b, struct err *err)
{
	struct queue_state	q[QUEUES];

	if (queue_states(db, q, err) == -1)
		return -1;
	put_head(b, "hirewire_queue_depth", "What could be done now and waits.");
	for (size_t i = 0; i < QUEUES; i++)
		put_of(b, "hirewire_queue_depth", "queue", q[i].name,
		    q[i].depth);
	put_head(b, "hirewire_queue_age_seconds", "Since the first of it "
	    "waits; of imports, since something of the slowest was done.");
	for (size_t i = 0; i < QUEUES; i++)
		put_of(b, "hirewire_queue_age_seconds", "queue", q[i].name,
		    q[i].age_s);
	return 0;
}

static int
put_budgets(struct db *db, struct buf *b, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_buf struct buf	 waits = { 0 };
	struct budget_state	 s;

	if (budget_states(db, &rows, err) == -1)
		return -1;
	put_head(b, "hirewire_budget_waiting", "Keys whose service asked us to "
	    "wait.");
	put_head(&waits, "hirewire_budget_wait_seconds", "How long the last of "
	    "them does.");
	while (budget_state_next(rows, &s)) {
		put_of(b, "hirewire_budget_waiting", "service", s.provider,
		    s.waiting);
		put_of(&waits, "hirewire_budget_wait_seconds", "service",
		    s.provider, s.longest_s);
	}
	buf_add(b, waits.data, waits.len);
	return 0;
}

int
metric_emit_house(struct db *db, const struct conf *conf, struct buf *b,
    struct err *err)
{
	int64_t	n;

	for (size_t i = 0; i < nitems(gauges); i++) {
		if (gauges[i].read(db, &n, err) == -1)
			return -1;
		put_gauge(b, gauges[i].name, gauges[i].help, n);
	}
	if (put_queues(db, b, err) == -1 || put_budgets(db, b, err) == -1 ||
	    index_follow_behind(followed, db, conf, &n, err) == -1)
		return -1;
	put_gauge(b, "hirewire_index_behind", "Tasks of a list that its index "
	    "on this machine does not hold yet.", n);
	return 0;
}
