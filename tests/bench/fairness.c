/*
 * fairness: 1000 connections synced by themselves, in virtual time: the real tables, queue, claims
 * and due times under a clock of our own (SET timestamp); only the calls are a model: LATENCY_MS
 * each, CALLS_A_MINUTE a key. An hour in the middle nothing runs at all (an outage).
 *	fairness HOURS	with DATABASE_URL; prints figures as JSON
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/sync.h"
#include "io/db.h"
#include "service/connection.h"
#include "service/sync_run.h"

#define CONNECTIONS	1000
#define WORKERS		4	/* SYNC_WORKERS */
#define LONG		16	/* SYNC_LONG */
#define LONG_MS		20000
#define CRON_MS		60000
#define STEP_MS		5000	/* leases are kept at least so often */
#define LATENCY_MS	400
#define CALLS_A_MINUTE	100
#define DAY_MS		INT64_C(86400000)
#define OUTAGE_MS	INT64_C(3600000)

struct connected {
	int64_t	id, interval_ms, tasks, full_at;
	int64_t	free_at;	/* since then it waits: its last run's end */
};
struct worker {
	bool			 busy, lasting;
	struct sync_run		 run;
	struct connected	*of;
	int64_t			 began_at, ends_at, beat_at;
};
struct world {
	struct db		*db;
	struct connected	 all[CONNECTIONS];
	struct worker		 worker[WORKERS + LONG];
	int64_t			 now, first_id, busy_ms, longest_ms;
	double			 worst;		/* intervals */
	size_t			 runs, fulls, late;
};

static void
die(const struct err *err)
{
	fprintf(stderr, "fairness: %s\n", err->text);
	exit(1);
}

static void
must(int rc, const struct err *err)
{
	if (rc == -1)
		die(err);
}

/* The same each time. */
static int64_t
dice(int64_t below)
{
	return random() % below;
}

static void
set_clock(struct world *w, int64_t at_ms)
{
	struct err	err = { 0 };

	w->now = at_ms;
	must(db_exec(w->db, "SET timestamp = ?",
	    DB_ARGS(db_real((double)at_ms / 1000)), NULL, &err), &err);
}

static void
make_connections(struct world *w)
{
	static const int	minutes[] = { 5, 10, 15, 30, 60 };
	struct err		err = { 0 };
	int64_t			company;

	must(db_exec(w->db, "INSERT INTO company (name) VALUES ('fairness')",
	    DB_NONE, NULL, &err), &err);
	company = db_last_id(w->db);
	for (int i = 0; i < CONNECTIONS; i++) {
		struct connected	*c = &w->all[i];
		const int		 every = minutes[i % 5];

		c->interval_ms = every * 60000;
		c->tasks = i % 100 == 0 ? 100000 : i % 10 == 0 ? 10000 :
		    100 + dice(2000);
		c->full_at = w->now - dice(DAY_MS);
		c->free_at = w->now;
		must(db_exec(w->db, "INSERT INTO connection (company_id, "
		    "owner_id, provider, settings, auto_sync, sync_interval, "
		    "next_run_at) VALUES (?, ?, 'clickup', "
		    "'{\"list_id\":\"1\",\"max_tasks\":1000000}', 1, ?, ?)",
		    DB_ARGS(db_int(company), db_int(1000000 + i),
		    db_int(every), db_time(w->now + dice(c->interval_ms))),
		    NULL, &err), &err);
		c->id = db_last_id(w->db);
	}
}

static struct connected *
find(struct world *w, int64_t id)
{
	for (int i = 0; i < CONNECTIONS; i++)
		if (w->all[i].id == id)
			return &w->all[i];
	return NULL;
}

/* A whole pass each day, else the page of changes; so many calls as the key has, no faster. */
static int64_t
duration_of(struct world *w, struct connected *c)
{
	int64_t	calls = 1 + (dice(10) == 0), ms, limited;

	if (w->now - c->full_at >= DAY_MS) {
		calls = c->tasks / 100 + 1;
		c->full_at = w->now;
		w->fulls++;
	}
	ms = calls * LATENCY_MS;
	limited = (calls - 1) / CALLS_A_MINUTE * 60000;
	return ms > limited ? ms : limited;
}

static void
note_wait(struct world *w, const struct connected *c)
{
	const int64_t	waited = w->now - c->free_at;
	const double	in_intervals = (double)waited /
			    (double)c->interval_ms;

	w->late += in_intervals > 2;
	if (in_intervals > w->worst)
		w->worst = in_intervals;
	if (waited - c->interval_ms > w->longest_ms)
		w->longest_ms = waited - c->interval_ms;
}

/* A process looks for work; false: there is none. */
static bool
begin(struct world *w, struct worker *worker)
{
	struct err	err = { 0 };
	int		rc = sync_run_claim(w->db, 0, SYNC_OF_LISTS, &worker->run,
			    &err);

	must(rc, &err);
	if (rc == 0)
		return false;
	worker->busy = true;
	worker->lasting = false;
	worker->of = find(w, worker->run.connection_id);
	worker->began_at = worker->beat_at = w->now;
	note_wait(w, worker->of);
	worker->ends_at = w->now + duration_of(w, worker->of);
	w->busy_ms += worker->ends_at - w->now;
	return true;
}

static int
count(const struct world *w, bool lasting)
{
	int	n = 0;

	for (size_t i = 0; i < nitems(w->worker); i++)
		n += w->worker[i].busy && w->worker[i].lasting == lasting;
	return n;
}

/* As many as there are places for the short ones. */
static void
fill(struct world *w)
{
	for (size_t i = 0; i < nitems(w->worker); i++)
		if (!w->worker[i].busy && (count(w, false) >= WORKERS ||
		    !begin(w, &w->worker[i])))
			return;
}

static void
end(struct world *w, struct worker *worker)
{
	struct err	err = { 0 };

	snprintf(worker->run.status, sizeof(worker->run.status), "success");
	must(sync_run_finish(w->db, &worker->run, &err), &err);
	must(connection_synced(w->db, worker->of->id, w->now, &err), &err);
	worker->of->free_at = w->now;
	worker->busy = false;
	w->runs++;
	if (!worker->lasting)
		begin(w, worker);
}

static void
advance(struct world *w, struct worker *worker)
{
	struct err	err = { 0 };

	if (worker->ends_at <= w->now) {
		end(w, worker);
		return;
	}
	if (w->now == worker->beat_at)	/* it would change nothing */
		return;
	worker->beat_at = w->now;
	must(sync_run_beat(w->db, &worker->run, &err), &err);
	if (!worker->lasting && w->now - worker->began_at >= LONG_MS &&
	    count(w, true) < LONG) {
		worker->lasting = true;
		fill(w);
	}
}

static int64_t
next_moment(const struct world *w, int64_t cron_at)
{
	int64_t	at = w->now + STEP_MS < cron_at ? w->now + STEP_MS : cron_at;

	for (size_t i = 0; i < nitems(w->worker); i++)
		if (w->worker[i].busy && w->worker[i].ends_at < at)
			at = w->worker[i].ends_at;
	return at;
}

static void
live(struct world *w, int64_t until)
{
	struct err	err = { 0 };
	int64_t		cron_at = w->now;

	while (w->now < until) {
		set_clock(w, next_moment(w, cron_at));
		for (size_t i = 0; i < nitems(w->worker); i++)
			if (w->worker[i].busy)
				advance(w, &w->worker[i]);
		if (w->now < cron_at)
			continue;
		cron_at += CRON_MS;
		must(sync_queue_due(w->db, &err), &err);
		fill(w);
	}
}

/* The machine is off; who waits, waits from its return on. */
static void
outage(struct world *w)
{
	for (size_t i = 0; i < nitems(w->worker); i++)
		w->worker[i].busy = false;
	set_clock(w, w->now + OUTAGE_MS);
	for (int i = 0; i < CONNECTIONS; i++)
		w->all[i].free_at = w->now;
}

int
main(int argc, char **argv)
{
	const int64_t	 half = (argc > 1 ? atoi(argv[1]) : 2) *
			    INT64_C(1800000);
	struct err	 err = { 0 };
	struct conf	*conf = conf_open(&err);
	struct world	*w = mem_zero(sizeof(*w));

	srandom(7);
	if (conf == NULL || (w->db = db_open(conf, &err)) == NULL)
		die(&err);
	set_clock(w, clock_ms());
	make_connections(w);
	live(w, w->now + half);
	outage(w);
	live(w, w->now + half);
	printf("{\"runs\": %zu, \"fulls\": %zu, \"late\": %zu, \"worst\": "
	    "%.2f, \"longest_s\": %.0f, \"busy\": %.2f}\n", w->runs, w->fulls,
	    w->late, w->worst, (double)w->longest_ms / 1000,
	    (double)w->busy_ms / (double)(2 * half));
	db_close(w->db);
	conf_close(conf);
	free(w);
	return 0;
}
