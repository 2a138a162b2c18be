/* run: talks with several job boards at once, each at its own rate: one that fails or is slow never
 * holds up the others. An expired token is renewed once, under the integration's lease. */
#ifndef PLATFORM_RUN_H
#define PLATFORM_RUN_H

#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "platform/platform.h"

struct conf;
struct db;
struct platform_link;
struct platform_run;

/* How a talk ended. */
struct platform_done {
	void			*arg;		/* as it was added with */
	int			 rc;		/* 0, or -1 with err: got has what came before */
	struct err		 err;
	struct platform_got	 got;
	int64_t			 took_ms;
	int			 calls;
};

/* A talk that lasts longer than deadline_ms (0: any time) ends with ERR_TIMEOUT "platform.slow". */
struct platform_run *platform_run_open(struct db *, const struct conf *,
	    int64_t deadline_ms, struct err *);
void	platform_run_close(struct platform_run *);
void	platform_run_close_p(struct platform_run **);
#define own_platform_run	cleanup(platform_run_close_p)

/* link is taken. What ask points at outlives the run. */
void	platform_run_add(struct platform_run *, struct platform_link *link,
	    const struct platform_talk *, const struct platform_ask *ask,
	    void *arg);
/* The next that ended, which lives as long as the run; NULL: there are no more. */
struct platform_done *platform_run_next(struct platform_run *);

#endif
