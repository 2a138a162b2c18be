#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "io/db_meter.h"
#include "io/meter.h"
#include "io/web_int.h"

#define LABELS	300
#define LONGEST_MS	600000	/* nginx waits no longer; beyond it the clock was set */

void
web_meter_open(struct web_meter *m, struct db *db, const char *program)
{
	const char	*worker = getenv("HIREWIRE_WORKER");
	char		 labels[LABELS];

	*m = (struct web_meter){ .meter = db_meter(db), .program = program };
	snprintf(labels, sizeof(labels), "program=\"%s\"", program);
	m->wait = meter_find(m->meter, METER_WAIT, labels);
	if (worker == NULL)
		return;
	snprintf(labels, sizeof(labels), "program=\"%s\",worker=\"%ld\"",
	    program, strtol(worker, NULL, 10));
	m->worker = meter_find(m->meter, METER_WORKER, labels);
	meter_busy(m->worker, false);
}

/* at: when nginx handed it on, "1700000000.123". */
static void
count_wait(const struct web_meter *m, const char *at)
{
	char	*end;
	int64_t	 s, ms;

	if (at == NULL || m->wait == NULL)
		return;
	s = strtoll(at, &end, 10);
	ms = *end == '.' ? strtoll(end + 1, NULL, 10) : 0;
	ms = clock_ms() - s * 1000 - ms;
	if (ms < LONGEST_MS)
		meter_time(m->wait, ms > 0 ? ms * 1000 : 0);
}

void
web_meter_begin(struct web_meter *m, char *const *env)
{
	m->began_us = meter_now_us();
	meter_busy(m->worker, true);
	count_wait(m, web_env(env, "REQUEST_AT"));
}

void
web_meter_end(struct web_meter *m, const struct web_call *c, int status)
{
	char	labels[LABELS];

	if (m->meter == NULL)
		return;
	snprintf(labels, sizeof(labels), "program=\"%s\",method=\"%s\","
	    "route=\"%s\",status=\"%d\"", m->program, c->route == NULL ? "" :
	    c->route->method, c->route == NULL ? "" : c->route->path, status);
	meter_time(meter_find(m->meter, METER_REQUEST, labels),
	    meter_now_us() - m->began_us);
	meter_busy(m->worker, false);
}
