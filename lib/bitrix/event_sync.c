#include "bitrix/event_sync.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/api.h"
#include "bitrix/event.h"
#include "bitrix/event_ask.h"
#include "bitrix/event_copy.h"
#include "io/db.h"
#include "io/field.h"
#include "service/provider_sync.h"

#define DAY_MS		INT64_C(86400000)
#define BEFORE_MS	(31 * DAY_MS)
#define AFTER_MS	(366 * DAY_MS)
#define TOGETHER	10	/* calendars in one call: a year of each is long */

/* What one calendar has. */
struct window {
	struct provider_run		*r;
	const struct bitrix_calendar	*calendar;
	int64_t				 from, to;
	struct bitrix_event		*v;
	size_t				 n;
	struct provider_run		 now;	/* counters behind it */
};

static void
window_close(struct window *w)
{
	for (size_t i = 0; i < w->n; i++)
		bitrix_event_clear(&w->v[i]);
	free(w->v);
}

static int
store(struct db *db, void *arg, struct err *err)
{
	struct window			*w = arg;
	struct bitrix_event_counts	 n;

	w->now = *w->r;
	if (bitrix_event_put(db, w->calendar, w->from, w->to, w->v, w->n, &n,
	    err) == -1)
		return -1;
	w->now.run.processed += (int64_t)w->n;
	w->now.run.created += n.created;
	w->now.run.updated += n.updated;
	w->now.run.deleted += n.deleted;
	return provider_run_step(&w->now, err);
}

static int
take(struct provider_run *r, const struct bitrix_calendar *calendar,
    int64_t now, const json_t *list, struct err *err)
{
	cleanup(window_close) struct window	w = { .r = r,
		.calendar = calendar, .from = now - BEFORE_MS,
		.to = now + AFTER_MS };
	json_t	*one;
	size_t	 i;

	if (!json_is_array(list))
		return err_code(err, ERR_REMOTE, "bitrix.shape",
		    "calendar.event.get");
	w.v = mem_zero((json_array_size(list) + 1) * sizeof(*w.v));
	json_array_foreach(list, i, one)
		if (w.n < BITRIX_EVENTS_MAX &&
		    bitrix_event_read(one, &w.v[w.n]))
			w.n++;
	if (db_tx_run(r->who->db, store, &w, err) == -1)
		return -1;
	r->run = w.now.run;
	return 0;
}

/* One calendar that is closed to us does not hold up the others; without the scope all are. */
static int
take_or_tell(struct provider_run *r, const struct bitrix_calendar *calendar,
    int64_t now, const struct bitrix_command *c, struct err *err)
{
	char	record[60];

	if (c->why == NULL)
		return take(r, calendar, now, c->result, err);
	if (strcmp(c->why->code, "bitrix.scope") == 0) {
		*err = *c->why;
		return -1;
	}
	snprintf(record, sizeof(record), "calendar %" PRId64,
	    calendar->owner_id);
	provider_run_failed(r, record, c->why);
	return 0;
}

static int
read_some(struct provider_run *r, const struct bitrix_calendar *v, size_t n,
    int64_t now, struct err *err)
{
	struct bitrix_command	 command[TOGETHER] = { 0 };
	int			 rc;

	for (size_t i = 0; i < n; i++)
		command[i] = (struct bitrix_command){
			.method = "calendar.event.get",
			.params = bitrix_event_window(&v[i],
			now - BEFORE_MS, now + AFTER_MS) };
	rc = bitrix_batch(r->api, command, n, err);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = take_or_tell(r, &v[i], now, &command[i], err);
	bitrix_commands_clear(command, n);
	for (size_t i = 0; i < n; i++)
		json_decref(command[i].params);
	return rc;
}

int
bitrix_event_sync(struct provider_run *r, struct err *err)
{
	struct bitrix_calendar	*all = NULL;
	const int64_t		 now = clock_ms();
	size_t			 n = 0;
	int64_t			 forgotten = 0;
	int			 rc;

	if (bitrix_event_forget(r->who->db, r->account.con.id, &forgotten,
	    err) == -1)
		return -1;
	r->run.deleted += forgotten;
	rc = bitrix_calendar_list(r->who->db, r->who->company_id,
	    r->account.con.id, &all, &n, err);
	for (size_t i = 0; i < n && rc == 0; i += TOGETHER)
		rc = read_some(r, all + i, n - i < TOGETHER ? n - i :
		    TOGETHER, now, err);
	free(all);
	return rc;
}
