#include "clickup/sync_place.h"

#include <string.h>

#include "clickup/api_task.h"
#include "service/sync_run.h"

struct sync_place
sync_place_begin(struct sync_cursor *c, struct sync_run *run, int64_t now_ms)
{
	const bool	 own = strcmp(run->reason, "auto") == 0 ||
			    strcmp(run->reason, "webhook") == 0;
	const struct sync_place	 out = {
		.resumed = c->run_id == run->id && c->page > 0,
		.incremental = own && c->updated_gt > SYNC_OVERLAP_MS &&
		    now_ms - c->full_at < SYNC_FULL_EACH_MS,
	};

	c->page = out.resumed ? c->page - 1 : 0;
	c->run_id = run->id;
	if (out.resumed)
		run->processed -= run->processed < CLICKUP_PAGE_SIZE ?
		    run->processed : CLICKUP_PAGE_SIZE;
	return out;
}

void
sync_place_end(struct sync_cursor *c, const struct sync_place *place,
    bool complete, int64_t newest, int64_t now_ms)
{
	c->page = 0;
	if (!complete || place->resumed) {
		c->updated_gt = place->incremental ? c->updated_gt : 0;
		c->full_at = place->incremental ? c->full_at : 0;
	} else {
		c->updated_gt = newest;
		if (!place->incremental)
			c->full_at = now_ms;
	}
}
