/* poll: asks Telegram for what people say to the bots that have no webhook, and ends when there is
 * no such bot. tick starts it where nobody asks; any number may run, each bot is asked by one. */
#include <signal.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "io/confine.h"
#include "io/db.h"
#include "io/db_schema.h"
#include "telegram/poll.h"

static volatile sig_atomic_t	stopped;

static void
stop(int signal)
{
	(void)signal;
	stopped = 1;
}

static void
close_conf(struct conf **conf)
{
	conf_close(*conf);
}

/* A new program may have been put in place meanwhile: the next one is that. */
static int
hand_on(struct db *db, const struct conf *conf, struct err *err)
{
	static const char *const args[] = { NULL };
	bool			 wanted;

	if (stopped || telegram_poll_wanted(db, &wanted, err) == -1)
		return stopped ? 0 : -1;
	return wanted ? proc_start(conf, "poll", args, err) : 0;
}

int
main(void)
{
	cleanup(close_conf) struct conf	*conf = NULL;
	own_db struct db		*db = NULL;
	struct err			 err = { 0 };
	const struct sigaction		 act = { .sa_handler = stop };

	log_open("poll");
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
	if ((conf = conf_open(&err)) == NULL ||
	    (db = db_open(conf, &err)) == NULL ||
	    db_schema_check(db, &err) == -1 ||
	    confine(conf, true, &err) == -1) {
		log_err(LOG_ERROR, "start", &err);
		return EXIT_FAILURE;
	}
	conf_set_background(conf);
	if (telegram_poll_run(db, conf, clock_mono_ms() + TELEGRAM_POLL_MS,
	    &stopped, &err) == 0 && hand_on(db, conf, &err) == 0)
		return EXIT_SUCCESS;
	log_err(LOG_ERROR, "poll", &err);
	return EXIT_FAILURE;
}
