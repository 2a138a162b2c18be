/* work_int: a worker process of imports, between the files that do its work. */
#ifndef IMPORT_WORK_INT_H
#define IMPORT_WORK_INT_H

#include <stdbool.h>
#include <stdint.h>

#include "import/work.h"

struct conf;
struct db;
struct err;
struct import_job;
struct transfer_context;

#define IMPORT_ITEM_MAX_S	900	/* a worker that hangs longer is killed */

struct import_worker {
	const struct conf		*conf;
	struct db			*db;
	const struct origin_listener	*listeners;
	struct import_slot		*slot;
	int				 lease_s;
	struct transfer_context		*ctx;		/* of ctx_job */
	int64_t				 ctx_job, ctx_version;
	bool				 ctx_fresh;	/* opened for this item */
	int64_t				 undo_run;	/* its undo was found to be possible */
	int64_t				 logged_ms;	/* of an undo, clock_mono_ms */
	unsigned			 turns;
};

/* --- work.c --- */

/* w->ctx for the job's tasks. A key that was taken away or replaced is used for no further one. */
int	import_work_open(struct import_worker *, const struct import_job *,
	    struct err *);
void	import_work_close(struct import_worker *);
/* The job's figures are counted anew, and its owner's pages see them. */
void	import_work_tell(struct import_worker *, int64_t job_id);

/* --- one thing each, when there is one; got: there was --- */

/* work_item.c: an item of one of the due jobs, each in its turn. */
int	import_work_item(struct import_worker *, bool *got, struct err *);
/* work_undo.c: one applicant of an import that is taken back. */
int	import_work_undo(struct import_worker *, bool *got, struct err *);
/* work_look.c: a transfer that was lost or left, of an import or of a person. */
int	import_work_look(struct import_worker *, bool *got, struct err *);

#endif
