#include "webhook/queue.h"

#include "base/clock.h"
#include "base/err.h"
#include "webhook/delivery.h"

int
webhook_queue_run(struct db *db, const struct webhook_queue *q, bool linger,
    struct err *err)
{
	const int64_t	end = clock_mono_ms() + q->run_ms;
	bool		over = !linger;
	int		done;

	for (;;) {
		if ((done = q->look(q->arg, err)) == -1)
			return -1;
		if (done == 0 && over)
			return 0;
		if (linger && clock_mono_ms() > end) {
			linger = false;
			if (delivery_watch_drop(db, q->provider, err) == -1)
				return -1;
		}
		if (linger && done > 0 && delivery_watch_keep(db, q->provider,
		    q->watch_ms, err) == -1)
			return -1;
		over = !linger;
		if (linger && done == 0 && (delivery_watch_over(db,
		    q->provider, &over, err) == -1 ||
		    (!over && clock_sleep_ms(q->look_ms) == -1)))
			return err->kind != ERR_NONE ? -1 : 0;
	}
}
