/* import: carries out the bulk imports that run, then ends. cron runs it each minute, a program
 * starts it when a person starts an import. A second one on a machine goes home at once. */
#include <stdio.h>
#include <stdlib.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "candidate/sent.h"
#include "candidate/step.h"
#include "clickup/cache.h"
#include "import/run.h"
#include "io/confine.h"
#include "origin/origin.h"

static const struct origin_listener listeners[] = {
	{ clickup_cache_sent, clickup_cache_unsent, clickup_cache_let_go },
	{ NULL, candidate_sent_removed, candidate_sent_released },
	{ NULL, NULL, candidate_step_released },
	{ NULL, NULL, NULL }
};

int
main(int argc, char **argv)
{
	struct conf	*conf;
	struct err	 err = { 0 };
	int		 rc = -1;

	if (argc > 1) {
		fprintf(stderr, "usage: %s, without arguments\n", argv[0]);
		return 2;
	}
	log_open("import");
	if ((conf = conf_open(&err)) != NULL && confine(conf, false, &err) == 0) {
		conf_set_background(conf);
		rc = import_run(conf, listeners, &err);
	}
	if (rc == -1)
		log_err(LOG_ERROR, "import", &err);
	conf_close(conf);
	return rc == -1 ? EXIT_FAILURE : EXIT_SUCCESS;
}
