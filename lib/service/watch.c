#include "service/watch.h"

#include "base/clock.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/slot.h"

#define UNTIL		"until_at = NOW(3) + INTERVAL ? MICROSECOND"
#define RUN_MS		60000	/* a process watches no longer */
#define PROMISE_MS	1000	/* the promise is renewed as often */
#define IDLE_MS		2000	/* nothing came for so long: it ends */
#define LOOK_MS		100	/* between two looks */

int
watch_wake(struct db *db, const char *queue, bool *wake, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 changed;

	if (db_query(db, "SELECT 1 FROM inbound_watch WHERE provider = ? "
	    "AND until_at >= NOW(3)", DB_ARGS(db_str(queue)), &rows, err) == -1)
		return -1;
	*wake = false;
	if (db_rows_next(rows))
		return 0;
	if (db_exec(db, "UPDATE inbound_watch SET " UNTIL ", holder = '' "
	    "WHERE provider = ? AND until_at < NOW(3)", DB_ARGS(
	    db_int(WATCH_MS * 1000), db_str(queue)), &changed, err) == -1)
		return -1;
	*wake = changed == 1;
	return 0;
}

int
watch_take(struct db *db, const char *queue, const char *name, bool *ours,
    struct err *err)
{
	int64_t	changed;

	if (db_exec(db, "UPDATE inbound_watch SET " UNTIL ", holder = ? "
	    "WHERE provider = ? AND (until_at < NOW(3) OR holder IN ('', ?))",
	    DB_ARGS(db_int(WATCH_MS * 1000), db_str(name), db_str(queue),
	    db_str(name)), &changed, err) == -1)
		return -1;
	*ours = changed == 1;
	return 0;
}

int
watch_drop(struct db *db, const char *queue, const char *name,
    struct err *err)
{
	return db_exec(db, "UPDATE inbound_watch SET until_at = '2000-01-01' "
	    "WHERE provider = ? AND holder = ?", DB_ARGS(db_str(queue),
	    db_str(name)), NULL, err);
}

void
watch_open(struct watch *w, struct db *db, const char *queue)
{
	*w = (struct watch){ .db = db, .queue = queue };
	lease_name(w->name);
}

int
watch_leave(struct watch *w, struct err *err)
{
	if (!w->promised)
		return 0;
	w->promised = false;
	return watch_drop(w->db, w->queue, w->name, err);
}

/* ours: the promise is ours, made or renewed. */
static int
promise(struct watch *w, bool *ours, struct err *err)
{
	*ours = w->promised;
	if (w->promised && clock_mono_ms() - w->promised_at < PROMISE_MS)
		return 0;
	if (watch_take(w->db, w->queue, w->name, ours, err) == -1)
		return -1;
	w->promised = *ours;
	w->promised_at = clock_mono_ms();
	return 0;
}

int
watch_on(struct watch *w, watch_work *work, void *arg, struct err *err)
{
	const int64_t	end = clock_mono_ms() + RUN_MS;
	int64_t		busy_at = clock_mono_ms();
	bool		ours;
	int		n;

	for (;;) {
		if (promise(w, &ours, err) == -1 ||
		    (n = work(arg, end, err)) == -1)
			return -1;
		if (n != 1 && !ours)
			return 0;
		if (n > 0)
			busy_at = clock_mono_ms();
		if (clock_mono_ms() > end ||
		    clock_mono_ms() - busy_at > IDLE_MS ||
		    (n != 1 && clock_sleep_ms(LOOK_MS) == -1))
			break;
	}
	/* What was stored before the promise ended has woken nobody. */
	return watch_leave(w, err) == -1 || work(arg, INT64_MAX, err) == -1 ?
	    -1 : 0;
}

int
watch_run(struct watch *w, const struct watch_slots *slots, bool watching,
    watch_work *work, void *arg, struct err *err)
{
	char	slot[SLOT_SIZE];
	int	rc = slot_take(w->db, slots->work, slots->most, slot, err);

	if (rc != 1)
		return rc;
	rc = watching ? watch_on(w, work, arg, err) :
	    work(arg, clock_mono_ms() + slots->lasts_ms, err);
	db_unlock(w->db, slot);
	return rc == -1 ? -1 : 0;
}

const struct db_deadline watch_deadlines[] = {
	{ "inbound_watch", "until_at" },
	{ 0 }
};
