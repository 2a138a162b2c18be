/* filter: which tasks and events of portals the API lists. */
#ifndef BITRIX_FILTER_H
#define BITRIX_FILTER_H

#include <stdint.h>

/* Times are ms, 0: no bound. */
struct bitrix_filter {
	int64_t		 company_id, account_id;	/* account_id 0: any */
	int64_t		 from, to;		/* a task's deadline, from <= it < to; an event
						 * touches the span */
	int64_t		 updated_since;		/* changed there since; events: in our store */
	const char	*projects;		/* tasks of these mappings: "1,2"; NULL: any */
};

#endif
