#include "bitrix/operating.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "bitrix/bitrix.h"
#include "io/budget.h"

#define GUESS_MS	60000
#define RESET_MAX_MS	(BUDGET_WAIT_MAX_S * 1000LL)

static double
number(const json_t *time, const char *name)
{
	return json_number_value(json_object_get(time, name));
}

/* By the portal's own clock: its "finish" is now. */
static int64_t
reset_ms(const json_t *time)
{
	const double	 at = number(time, "operating_reset_at");
	double		 now = number(time, "finish");

	if (at <= 0)
		return 0;
	if (now <= 0)
		now = (double)clock_ms() / 1000;
	if (at <= now)
		return 0;
	return (at - now) * 1000 < (double)RESET_MAX_MS ?
	    (int64_t)((at - now) * 1000) : RESET_MAX_MS;
}

int64_t
bitrix_operating_ms(const json_t *time)
{
	return number(time, "operating") >= BITRIX_OPERATING_MAX_S ?
	    reset_ms(time) : 0;
}

/* A budget of its own that only knows "wait until". */
static struct budget
budget_of(const char *key)
{
	return (struct budget){ .provider = BITRIX_PROVIDER,
	    .credential = key };
}

static void
pause(struct db *db, const char *portal, const char *method, int64_t ms)
{
	own_str char		*key = mem_fmt("%s %s", portal, method);
	const struct budget	 budget = budget_of(key);
	struct err		 err = { 0 };

	if (db != NULL && budget_learn(db, &budget, 0, -1, clock_ms() + ms,
	    &err) == -1)
		log_err(LOG_WARN, "bitrix: operating time", &err);
}

int
bitrix_operating_wait(struct db *db, const char *portal, const char *method,
    int64_t wait_ms, struct err *err)
{
	own_str char		*key = mem_fmt("%s %s", portal, method);
	const struct budget	 budget = budget_of(key);
	int			 after_s;

	if (db == NULL || budget_take(db, &budget, wait_ms, err) == 0)
		return 0;
	if (err->kind != ERR_BUSY)
		return -1;
	after_s = err->retry_after_s;
	*err = (struct err){ 0 };
	err_code(err, ERR_BUSY, "bitrix.operating", "%s", method);
	err->retry_after_s = after_s;
	return -1;
}

void
bitrix_operating_learn(struct db *db, const char *portal, const char *method,
    const json_t *time)
{
	const int64_t	 ms = bitrix_operating_ms(time);

	if (ms > 0)
		pause(db, portal, method, ms);
}

void
bitrix_operating_over(struct db *db, const char *portal, const char *method,
    const json_t *time, struct err *err)
{
	int64_t	 ms = reset_ms(time);

	if (ms == 0)
		ms = GUESS_MS;
	pause(db, portal, method, ms);
	err->retry_after_s = (int)((ms + 999) / 1000);
}
