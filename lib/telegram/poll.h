/* poll: asks Telegram for the updates of all bots that have no webhook: each by one process over
 * all machines, all of a process at once. An update is stored before it is confirmed. */
#ifndef TELEGRAM_POLL_H
#define TELEGRAM_POLL_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

struct conf;
struct db;
struct err;

#define TELEGRAM_POLL_MS	900000	/* a process asks no longer; then the next one does */

/* Is there a bot to be asked that no process has? */
int	telegram_poll_wanted(struct db *, bool *wanted, struct err *);
/*
 * Until clock_mono_ms is end, *stop is set, or no bot is left. Bots that fail are left for a while:
 * their rows say why.
 */
int	telegram_poll_run(struct db *, const struct conf *, int64_t end,
	    const volatile sig_atomic_t *stop, struct err *);

#endif
