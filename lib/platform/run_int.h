/* run_int: what the files of run share: a talk under way. */
#ifndef PLATFORM_RUN_INT_H
#define PLATFORM_RUN_INT_H

#include <stdbool.h>
#include <stdint.h>

#include "platform/ignored.h"
#include "platform/request.h"
#include "platform/run.h"
#include "service/lease.h"

struct fetch_done;
struct fetch_many;

enum run_phase {
	RUN_NEXT,	/* its next request is not known yet */
	RUN_BUDGET,	/* the request waits for its turn */
	RUN_SENT,
	RUN_RENEW,	/* the token is over: who renews it? */
	RUN_TRADED,	/* the request for a new pair is sent */
	RUN_ENDED,
	RUN_TOLD	/* and was given by platform_run_next */
};

struct run_part {
	struct platform_done		 done;
	struct platform_link		*link;
	const struct platform_talk	*talk;
	struct platform_ask		 ask;
	void				*state;
	enum run_phase			 phase;
	struct platform_request		 req, trade;
	json_t				*kept;		/* of the request's dictionary */
	char				 kept_etag[128];
	char				 lease[LEASE_SIZE];
	struct ignored			 ignored;	/* of a search */
	bool				 renewed, retried;
	bool				 doubt;		/* of RUN_RENEW: PLATFORM_DOUBT */
	int64_t				 began_ms, waits_ms, asked_ms;	/* clock_mono_ms */
	struct run_part			*next;
};

struct platform_run {
	struct db		*db;
	const struct conf	*conf;
	struct fetch_many	*many;
	struct run_part		*parts;
	int64_t			 deadline_ms;
};

void	run_end(struct run_part *, int rc);
/* The request was refused, as done.err says: the talk goes on without, or ends. */
void	run_refused(struct run_part *);
/* Sends req, whose answer belongs to the part: it is phase now. */
void	run_send(struct platform_run *, struct run_part *,
	    struct platform_request *req, enum run_phase phase);

/* --- run_kept.c: answers that are good for a while --- */

/* The answer of the part's request, the caller's; NULL: there is none. */
json_t	*run_kept_get(struct platform_run *, const struct run_part *);
void	run_kept_put(struct platform_run *, const struct run_part *,
	    const json_t *doc);

/* --- run_renew.c: a token that is over --- */

void	run_renew_ask(struct platform_run *, struct run_part *);
void	run_renew_take(struct platform_run *, struct run_part *,
	    const struct fetch_done *);

#endif
