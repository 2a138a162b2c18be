/* sync_place: where a sync begins and what it leaves to the next one; pure. */
#ifndef CLICKUP_SYNC_PLACE_H
#define CLICKUP_SYNC_PLACE_H

#include <stdbool.h>
#include <stdint.h>

struct sync_cursor;
struct sync_run;

#define SYNC_OVERLAP_MS		60000			/* of two incremental runs */
#define SYNC_FULL_EACH_MS	INT64_C(86400000)	/* removed tasks are found this often */

struct sync_place {
	bool	resumed;	/* goes on where it was interrupted, one page before */
	bool	incremental;	/* asks for what changed since the last run alone */
};
/* The cursor as it was stored becomes that of this run; run->processed loses the page that is read
 * again. */
struct sync_place sync_place_begin(struct sync_cursor *, struct sync_run *,
	    int64_t now_ms);
/*
 * After the last page of a list: page 0 under the run's own id says that it has read it.
 * complete: all pages were read; newest: date_updated of the newest task seen. Only a run that
 * is complete and was not interrupted may be built upon by the next one.
 */
void	sync_place_end(struct sync_cursor *, const struct sync_place *,
	    bool complete, int64_t newest, int64_t now_ms);

#endif
