#include <stdlib.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "io/budget.h"
#include "io/fetch_int.h"

#define FEW_PART	20	/* of the limit: then every answer is stored */

bool
fetch_budget_waits(const struct fetch *link)
{
	return link->db != NULL && link->base != NULL;
}

static struct budget
budget_of(const struct fetch *link)
{
	return (struct budget){ .provider = link->provider,
	    .credential = link->budget != NULL ? link->budget :
	    link->auth != NULL ? link->auth : link->base,
	    .limit = link->limit, .period_s = link->period_s,
	    .burst = link->burst,
	    .background = conf_background(link->conf) };
}

int
fetch_budget_take(struct fetch_run *run, struct err *err)
{
	const struct fetch	*link = run->link;
	const struct budget	 budget = budget_of(link);
	int64_t			 began = clock_mono_ms();

	if (!fetch_budget_waits(link))
		return 0;
	if (budget_take(link->db, &budget, run->wait_left_ms, err) == -1)
		return -1;
	run->wait_left_ms -= clock_mono_ms() - began;
	if (run->wait_left_ms < 0)
		run->wait_left_ms = 0;
	return 0;
}

/* The end of the service's window by our clock; 0: not given. */
static int64_t
reset_at_ms(const struct fetch_rate *rate)
{
	if (rate->reset_s <= 0 || rate->reset_s > INT32_MAX * 4LL)
		return 0;
	return (rate->reset_s + rate->skew_s) * 1000;
}

int64_t
fetch_budget_asked_ms(struct fetch_run *run)
{
	struct fetch_res	*res = run->res;
	int64_t			 ms = (int64_t)res->retry_after_s * 1000;

	if (ms == 0 && res->status == 429 && run->last.rate.reset_s > 0) {
		ms = reset_at_ms(&run->last.rate) - clock_ms();
		if (ms > FETCH_RETRY_AFTER_MAX_S * 1000LL)
			ms = FETCH_RETRY_AFTER_MAX_S * 1000LL;
	}
	if (ms <= 0)
		return 0;
	res->retry_after_s = (int)((ms + 999) / 1000);
	return ms;
}

/* Another limit or window than known, or few calls left. */
static bool
is_news(const struct fetch *link, const struct fetch_rate *rate)
{
	return rate->limit > 0 && rate->remaining >= 0 && rate->reset_s > 0 &&
	    link->limit > 0 && (rate->limit != link->known_limit ||
	    rate->remaining <= rate->limit / FEW_PART ||
	    llabs(rate->reset_s - link->known_reset_s) > 1);
}

void
fetch_budget_learn(struct fetch_run *run, int64_t wait_ms)
{
	struct fetch			*link = run->link;
	const struct fetch_rate		*rate = &run->last.rate;
	const struct budget		 budget = budget_of(link);
	struct err			 err = { 0 };
	int				 rc = 0;

	if (!fetch_budget_waits(link))
		return;
	if (is_news(link, rate)) {
		link->known_limit = rate->limit;
		link->known_reset_s = rate->reset_s;
		rc = budget_learn(link->db, &budget, rate->limit,
		    rate->remaining, reset_at_ms(rate), &err);
	}
	if (rc == 0 && wait_ms > 0)
		rc = budget_learn(link->db, &budget, 0, -1,
		    clock_ms() + wait_ms, &err);
	if (rc == -1)
		log_err(LOG_WARN, "fetch: budget", &err);
}

int
fetch_waits(struct fetch *link, int64_t *until_ms, struct err *err)
{
	const struct budget	 budget = budget_of(link);

	return budget_waits(link->db, &budget, until_ms, err);
}

int
fetch_lift(struct fetch *link, struct err *err)
{
	const struct budget	 budget = budget_of(link);

	return budget_lift(link->db, &budget, err);
}

int
fetch_pause(struct fetch *link, int64_t ms, struct err *err)
{
	const struct budget	 budget = budget_of(link);

	if (!fetch_budget_waits(link))
		return 0;
	return budget_learn(link->db, &budget, 0, -1, clock_ms() + ms, err);
}
