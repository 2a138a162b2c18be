#include "live/send.h"

#include <stdint.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "live/channel.h"
#include "live/event.h"
#include "live/publish.h"

#define NAMES_MAX	20000	/* channels that are read at once for several events */

static void
send_one(const struct conf *conf, const struct live_event *v, size_t n,
    int64_t seq, const struct publish_to *to)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].seq == seq)
			live_event_send(conf, to, &v[i]);
}

/* The rows go event by event; what fails keeps nothing from the others. */
static void
send_rows(const struct conf *conf, const struct live_event *v, size_t n,
    struct db_rows *rows)
{
	struct publish_to	to = { 0 };
	char			name[PUBLISH_NAME_SIZE];
	int64_t			seq, last = 0;

	while (live_channel_next(rows, &seq, name)) {
		if (to.n > 0 && (seq != last || to.n == PUBLISH_MAX)) {
			send_one(conf, v, n, last, &to);
			to.n = 0;
		}
		last = seq;
		memcpy(to.v[to.n++], name, sizeof(name));
	}
	if (to.n > 0)
		send_one(conf, v, n, last, &to);
}

/* Of 5 000 readers the names are read event by event, of few for all events at once. */
int
live_send(struct db *db, const struct conf *conf, const struct live_event *v,
    size_t n, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 seqs[LIVE_SEND_MAX];
	const int64_t		 limit = n == 1 ? INT64_MAX : NAMES_MAX;

	for (size_t i = 0; i < n; i++)
		seqs[i] = v[i].seq;
	if (live_channel_readers(db, seqs, n, limit, &rows, err) == -1)
		return -1;
	if ((int64_t)db_rows_count(rows) < limit) {
		send_rows(conf, v, n, rows);
		return 0;
	}
	return live_send(db, conf, v, n / 2, err) == -1 ? -1 :
	    live_send(db, conf, v + n / 2, n - n / 2, err);
}
