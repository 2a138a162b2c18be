/* run: carries bulk imports out: a parent that keeps leases alive and counts, and as many
 * worker processes as there is work for. Ends when no import runs. */
#ifndef IMPORT_RUN_H
#define IMPORT_RUN_H

#include "origin/origin.h"

struct conf;
struct err;

/*
 * IMPORT_WORKERS (8) workers at most; IMPORT_LEASE_S (60): how long a dead machine's item waits;
 * IMPORT_BACKOFF_MS (5000): after a first failure; IMPORT_DB_WAIT_S (600): how long an
 * absent database is waited for. Another importer on this machine that does the work
 * already is no error. SIGTERM: items in hand are finished first.
 */
int	import_run(const struct conf *, const struct origin_listener *, struct err *);

#endif
