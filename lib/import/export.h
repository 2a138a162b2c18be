/* export: what became of each task of a bulk import, as a table for spreadsheets, in
 * parts. */
#ifndef IMPORT_EXPORT_H
#define IMPORT_EXPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "import/job.h"

struct buf;
struct db;
struct err;

/* Filled by the caller down to lang; closed with it. */
struct import_export {
	struct import_job	 job;		/* owned */
	const char		*zone;		/* borrowed */
	char			 separator;
	const char		*lang;		/* outlives it */
	/* how far it is */
	bool			 begun;
	int64_t			 after_id;
};
void	import_export_close(struct import_export *);
/* As clickup_export_next. */
int	import_export_next(struct db *, struct import_export *, struct buf *,
	    struct err *);

#endif
