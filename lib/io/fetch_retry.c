#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/fetch_int.h"
#include "io/secret.h"

#define TRIES		4
#define REFUSED_MAX	20		/* 429s in one call, budget permitting */
#define BACKOFF_MS	500		/* doubles with each try */
#define BACKOFF_MAX_MS	8000
#define GUESS_PART	8		/* of the period, when 429 names no time */
#define GUESS_DOUBLES	6

static int64_t
backoff_ms(int try)
{
	int64_t	 most = (int64_t)BACKOFF_MS << (try - 1);

	if (most > BACKOFF_MAX_MS)
		most = BACKOFF_MAX_MS;
	return secret_random((uint32_t)most) + 1;
}

/*
 * A refusal that names no time. Where calls are spread it means that some came
 * close together: a part of the period is enough at first, and doubles with each.
 */
static int64_t
guessed_wait_ms(const struct fetch_run *run)
{
	int64_t	 least = run->link->period_s * 1000LL / GUESS_PART;
	int	 doubled = run->try - 1 < GUESS_DOUBLES ? run->try - 1 :
		    GUESS_DOUBLES;

	if (least == 0)
		return backoff_ms(run->try);
	least <<= doubled;
	return least + secret_random((uint32_t)least);
}

static bool
passes_by_itself(const struct fetch_run *run)
{
	const int	 status = run->res->status;

	for (size_t i = 0; i < nitems(run->req->retry_also) &&
	    run->req->retry_also[i] != 0; i++)
		if (run->req->retry_also[i] == status)
			return true;
	return status == 500 || (status >= 502 && status <= 504);
}

static bool
worth_another(const struct fetch_run *run)
{
	switch (run->last.end) {
	case FETCH_ANSWERED:
		return run->repeatable && passes_by_itself(run);
	case FETCH_PRIVATE:
	case FETCH_LARGE:
	case FETCH_CERTIFICATE:
	case FETCH_BAD_URL:
	case FETCH_HELD:
		return false;
	default:
		return run->repeatable || !run->last.reached;
	}
}

static int
busy(const struct fetch_run *run, struct err *err)
{
	err_code(err, ERR_BUSY, "io.remote_busy", "%s: asked to wait",
	    run->link->provider);
	err->remote_status = run->res->status;
	err->retry_after_s = run->res->retry_after_s > 0 ?
	    run->res->retry_after_s : 1;
	return -1;
}

/*
 * Wait before the next try. 1: it may begin; 0: less than half of the call's time is left, and
 * the outcome is how the last one ended; -1: the service asks for more time than this call has.
 */
static int
back_off(struct fetch_run *run, struct err *err)
{
	int64_t	 asked = fetch_budget_asked_ms(run);
	int64_t	 pause = backoff_ms(run->try);

	if (run->res->status == 429 && asked == 0)
		asked = guessed_wait_ms(run);
	fetch_budget_learn(run, asked);
	if (asked > run->wait_left_ms)
		return busy(run, err);
	if (asked > 0) {
		if (fetch_budget_waits(run->link))
			return 1;
		run->wait_left_ms -= asked;
		pause = asked;
	} else if ((run->left_ms -= pause) < run->timeout_ms / 2)
		return 0;
	if (clock_sleep_ms(pause) == -1)
		return busy(run, err);
	return 1;
}

int
fetch_retry_judge(struct fetch_run *run, int refused, struct err *err)
{
	int	 status = run->res->status;
	bool	 again = run->left_ms > 0 && (status == 429 ?
		    refused < REFUSED_MAX && run->req->ready == NULL &&
		    !run->req->own_429 :
		    run->try - refused < TRIES && worth_another(run));
	int	 rc = again ? back_off(run, err) : 0;

	if (rc != 0)
		return rc;
	if (!again)
		fetch_budget_learn(run, status == 503 || status == 429 ?
		    fetch_budget_asked_ms(run) : 0);
	if (run->last.end != FETCH_ANSWERED)
		return fetch_log_transfer(run, err);
	return status >= 300 ? fetch_log_status(run, err) : 0;
}
