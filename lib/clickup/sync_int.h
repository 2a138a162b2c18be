/* sync_int: one run under way, for the files of sync: sync.c carries it out, sync_store.c puts what
 * it read into the cache, sync_missing.c takes out what is gone. */
#ifndef CLICKUP_SYNC_INT_H
#define CLICKUP_SYNC_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clickup/cache.h"
#include "clickup/set.h"
#include "clickup/sync.h"
#include "clickup/sync_changes.h"
#include "clickup/sync_place.h"
#include "service/sync_run.h"

struct clickup;
struct clickup_task_page;

struct sync {
	struct db		*db;
	const struct conf	*conf;
	const struct clickup_listeners	*listeners;
	struct sync_run		 run;
	struct clickup_set	 set;
	struct sync_cursor	 cursor;
	char			 lang[8];
	bool			 limited;	/* more is there than the run may read */

	/* of the list that is being read */
	const char		*list_id;
	char			 stream[61];	/* of its cursor */
	struct sync_place	 place;
	bool			 complete;
	int64_t			 newest;	/* date_updated that was seen, ms */
	struct clickup		*api;		/* asked about its budget alone */
	int64_t			 webhook_id;	/* of the connection; 0: none */
	struct sync_changes	 changes;
	int64_t			*seen;		/* row ids */
	size_t			 nseen, seen_cap;
	int64_t			 began_at, beat_at, push_at;	/* clock_mono_ms */
	int64_t			 followed_at;	/* by the index; clock_mono_ms */
	sync_lasts		*lasts;
	void			*lasts_arg;

	/* of the page that is being stored */
	struct clickup_cache_new	 row[CLICKUP_CACHE_BATCH];
	bool			 unwanted[CLICKUP_CACHE_BATCH];
	size_t			 nrows;
	struct clickup_cache_stored stored;
	size_t			 dropped;
};

/* Is the cache being emptied just now? A run would store what is removed under its hands. */
int	sync_clear_waits(struct db *, int64_t connection_id, bool *out,
	    struct err *);
/* Tell pages, whoever wants to know how long it lasts, and now and then the lease. */
int	sync_beat(struct sync *, struct err *);
/* The tasks of a page; the cursor moves with the last part of it. */
int	sync_store_page(struct sync *, const struct clickup_task_page *,
	    struct err *);
/* After a whole pass: the tasks of the list that it did not meet leave the cache. */
int	sync_missing_drop(struct sync *, struct err *);

#endif
