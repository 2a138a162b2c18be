#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/meter_int.h"

static const struct {
	const char	*name, *type, *help;
} kinds[] = {
	[METER_REQUEST] = { "hirewire_request_seconds", "histogram",
	    "Requests that a program answered, by route and status." },
	[METER_WAIT] = { "hirewire_pool_wait_seconds", "histogram",
	    "How long requests waited for a worker of the pool." },
	[METER_DATABASE] = { "hirewire_database_seconds", "histogram",
	    "Statements at the database." },
	[METER_REMOTE] = { "hirewire_remote_seconds", "histogram",
	    "Calls to services, each try, by outcome." },
	[METER_DUTY] = { "hirewire_duty_seconds", "histogram",
	    "What the rounds did, by duty." },
	[METER_TAKEOVER] = { "hirewire_lease_takeovers_total", "counter",
	    "What a worker that went away had in hand and another took over." },
};

static int64_t
value(const _Atomic int64_t *v)
{
	return atomic_load_explicit(v, memory_order_relaxed);
}

static void
put_seconds(struct buf *b, int64_t us)
{
	buf_fmt(b, "%lld.%06lld", (long long)(us / 1000000),
	    (long long)(us % 1000000));
}

/* count last: whoever adds to it meanwhile must not make a bucket greater than the whole. */
static void
put_histogram(struct buf *b, const char *name, const struct meter_place *p)
{
	int64_t	sum_us = value(&p->sum_us), below = 0;

	for (size_t i = 0; i < METER_BUCKETS; i++) {
		below += value(&p->buckets[i]);
		buf_fmt(b, "%s_bucket{%s,le=\"", name, p->key);
		if (i < nitems(meter_limits_us))
			buf_fmt(b, "%g", (double)meter_limits_us[i] / 1e6);
		else
			buf_puts(b, "+Inf");
		buf_fmt(b, "\"} %lld\n", (long long)below);
	}
	buf_fmt(b, "%s_sum{%s} ", name, p->key);
	put_seconds(b, sum_us);
	buf_fmt(b, "\n%s_count{%s} %lld\n", name, p->key, (long long)below);
}

static void
put_place(struct buf *b, enum meter_kind kind, const struct meter_place *p)
{
	if (strcmp(kinds[kind].type, "histogram") == 0)
		put_histogram(b, kinds[kind].name, p);
	else
		buf_fmt(b, "%s{%s} %lld\n", kinds[kind].name, p->key,
		    (long long)value(&p->count));
}

static bool
is_of(const struct meter_place *p, enum meter_kind kind)
{
	return atomic_load(&p->state) == METER_MADE &&
	    p->kind == (uint32_t)kind;
}

static void
put_kind(struct buf *b, const struct meter_file *file, enum meter_kind kind)
{
	bool	any = false;

	for (size_t i = 0; i < METER_PLACES; i++) {
		const struct meter_place	*p = &file->places[i];

		if (!is_of(p, kind))
			continue;
		if (!any)
			buf_fmt(b, "# HELP %s %s\n# TYPE %s %s\n",
			    kinds[kind].name, kinds[kind].help,
			    kinds[kind].name, kinds[kind].type);
		any = true;
		put_place(b, kind, p);
	}
}

/* Who went away has left its place. */
static bool
lives(int64_t pid)
{
	return pid > 0 && (kill((pid_t)pid, 0) == 0 || errno == EPERM);
}

struct pool {
	char	name[METER_KEY];
	int	workers, busy;
};

/* The pool of program="x",worker="2"; a new one when it was not met. */
static struct pool *
pool_of(struct pool *pools, size_t *n, const char *key)
{
	const size_t	len = strcspn(key, ",");
	size_t		i = 0;

	while (i < *n && (strlen(pools[i].name) != len ||
	    strncmp(pools[i].name, key, len) != 0))
		i++;
	if (i == *n) {
		memcpy(pools[i].name, key, len);
		(*n)++;
	}
	return &pools[i];
}

static void
put_workers(struct buf *b, const struct meter_file *file)
{
	struct pool	*pools = mem_zero(METER_PLACES * sizeof(*pools));
	size_t		 n = 0;

	for (size_t i = 0; i < METER_PLACES; i++) {
		const struct meter_place	*p = &file->places[i];
		struct pool			*pool;

		if (!is_of(p, METER_WORKER) || !lives(value(&p->sum_us)))
			continue;
		pool = pool_of(pools, &n, p->key);
		pool->workers++;
		pool->busy += value(&p->count) != 0;
	}
	if (n > 0)
		buf_puts(b, "# HELP hirewire_pool_workers Workers of a pool.\n"
		    "# TYPE hirewire_pool_workers gauge\n");
	for (size_t i = 0; i < n; i++)
		buf_fmt(b, "hirewire_pool_workers{%s} %d\n", pools[i].name,
		    pools[i].workers);
	if (n > 0)
		buf_puts(b, "# HELP hirewire_pool_busy Those of them that have "
		    "a request in hand.\n# TYPE hirewire_pool_busy gauge\n");
	for (size_t i = 0; i < n; i++)
		buf_fmt(b, "hirewire_pool_busy{%s} %d\n", pools[i].name,
		    pools[i].busy);
	free(pools);
}

void
meter_emit(const struct meter *meter, struct buf *b)
{
	if (meter == NULL)
		return;
	for (enum meter_kind kind = 0; kind < METER_WORKER; kind++)
		put_kind(b, meter->file, kind);
	put_workers(b, meter->file);
}
