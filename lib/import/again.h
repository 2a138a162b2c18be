/* again: an import goes on because a person says so: a stopped one, or one whose failed tasks are
 * tried again. One import of a person runs at a time (import/alone.h). */
#ifndef IMPORT_AGAIN_H
#define IMPORT_AGAIN_H

#include <jansson.h>

struct conf;
struct db;
struct err;
struct import_job;

/* As import_job_resume; no wait that a service asked for holds it up. */
int	import_again_resume(struct db *, const struct conf *,
	    const struct import_job *, struct err *);

/* Which failed tasks. ERR_CONFLICT "import.state": there are none. */
struct import_wish {
	const char	*code;		/* NULL: whatever failed them */
	const json_t	*ids;		/* at most 1000; NULL: all */
	unsigned	 options;	/* of import/item.h */
};
int	import_again_failed(struct db *, const struct import_job *,
	    const struct import_wish *, struct err *);

#endif
