/* verdict: what a failure means for an item of an import: over, again, later, or the whole import
 * waits for a person; and how long is waited. Pure. */
#ifndef IMPORT_VERDICT_H
#define IMPORT_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

struct err;

enum import_verdict {
	VERDICT_FAIL,	/* this task will not get better: parked with its reason */
	VERDICT_AGAIN,	/* counts as an attempt */
	VERDICT_WAIT,	/* later, counts for nothing */
	VERDICT_UNSURE,	/* the applicant may be there: it is looked for apart from the import */
	VERDICT_HALT,	/* the job needs a person */
	VERDICT_LOST	/* somebody else has the item */
};

enum import_verdict import_verdict_of(const struct err *);
/* Does the failure mean the whole service, so that the others wait as well? */
bool		 import_verdict_outage(const struct err *);
/* Whose failure it is: "clickup", "huntflow". */
const char	*import_verdict_service(const struct err *);
/*
 * ms until the next try: what the service asked for; else base_ms, four times longer with each
 * attempt that failed, 5 min at most, and a quarter more or less (chance: 0 to 1).
 */
int64_t		 import_verdict_pause(const struct err *, int64_t base_ms,
		    int64_t attempts, double chance);

#endif
