/*
 * said: what a person says of all items of an import: cancel, resume, retry. It holds for the
 * import at once, and reaches its items a thousand in a transaction. Who dies in that leaves it to
 * the importer, or to whoever looks at the import next. Columns said of import_job.
 */
#ifndef IMPORT_SAID_H
#define IMPORT_SAID_H

#include <stdint.h>

struct db;
struct err;
struct import_job;

enum import_said_what { IMPORT_CANCEL, IMPORT_RESUME, IMPORT_RETRY };
struct import_said {
	enum import_said_what	 what;
	/* Of retry, which items: */
	const char		*code;		/* that failed so; NULL: all that failed */
	const char		*ids;		/* JSON, at most 1000; NULL: all */
	unsigned		 options;	/* of import/item.h */
};

/*
 * It is said, and the first part has it: in the transaction that changes the job. ERR_CONFLICT
 * "import.state": there is nothing to retry.
 */
int	import_said_begin(struct db *, int64_t job_id,
	    const struct import_said *, struct err *);
/* All the others, if there are any. What fails is logged: it is said, the importer goes on. */
void	import_said_rest(struct db *, int64_t job_id);
/* The job as it is when all of its items have what was said. */
int	import_said_whole(struct db *, struct import_job *, struct err *);
/* The importer's: one whose items do not all have it. */
int	import_said_next(struct db *, struct err *);

#endif
