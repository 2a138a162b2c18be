/* sync_work: who carries out the waiting syncs: a few workers, each a process; a run that
 * lasts makes room for the next ones. */
#ifndef CLICKUP_SYNC_WORK_H
#define CLICKUP_SYNC_WORK_H

struct clickup_listeners;
struct conf;
struct db;
struct err;

/*
 * Carry out waiting runs until there are none, with help from more processes when there
 * are several. Passes by when SYNC_WORKERS (4) processes do it already. A run of more than
 * 20 s (SYNC_LONG_MS) is counted no longer among them but among SYNC_LONG (16): it mostly
 * waits for its own key's budget, and must not make others wait.
 */
int	sync_work_run(struct db *, const struct conf *,
	    const struct clickup_listeners *, struct err *);

#endif
