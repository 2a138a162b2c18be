/* undo: a finished import taken back, applicant by applicant. Tables import_undo and
 * import_undo_item. */
#ifndef IMPORT_UNDO_H
#define IMPORT_UNDO_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct db;
struct err;
struct import_job;
struct origin_listener;

#define IMPORT_UNDO_ATTEMPTS	4	/* failed ones until an applicant is left as it is */

struct import_undo {
	int64_t		 job_id, vacancy_id, status_id, reason_id;	/* 0: none */
	char		 mode[8];	/* reject, remove */
	int64_t		 run;		/* this one; an earlier one of the import has another */
};

/*
 * Queue all applicants that the POSTs of this job made and that were not taken back yet.
 * ERR_CONFLICT: "import.state" (it is not over), "import.undo_running", "import.undo_empty" (there
 * are none).
 */
int	import_undo_start(struct db *, const struct import_job *,
	    const struct import_undo *, struct err *);
/* {mode, state, total, done, failed, ...} as a member "undo", or null. lang: of the texts. */
int	import_undo_emit(struct db *, int64_t job_id, const char *lang,
	    struct buf *, struct err *);

/* --- for the importer --- */

struct import_undo_item {
	int64_t			 id, item_id, transfer_id, applicant_id, attempts;
	int64_t			 claims;	/* workers that took it without a word since */
	struct import_undo	 undo;
};
int	import_undo_claim(struct db *, const char *lease, int lease_s,
	    struct import_undo_item *out, bool *got, struct err *);
int	import_undo_beat(struct db *, int64_t id, const char *lease, int lease_s,
	    struct err *);
/*
 * It is over: code NULL: taken back, the import's item becomes "undone" (removed: the task may be
 * transferred anew); else why not. Ends the whole when it was the last. "service.lease_lost".
 */
int	import_undo_end(struct db *, const struct origin_listener *,
	    const struct import_undo_item *, const char *lease, const char *code, const char *text,
	    struct err *);
int	import_undo_back(struct db *, const struct import_undo_item *,
	    const char *lease, int64_t after_ms, bool failed, struct err *);
/* What a dead worker held (by its lease), or what nobody holds any more (lease NULL). */
int	import_undo_free(struct db *, int64_t id, const char *lease,
	    struct err *);
/* Is nothing left to do? */
int	import_undo_over(struct db *, int64_t job_id, bool *out, struct err *);
/* It cannot go on without a person. Nothing, when another was begun meanwhile. */
int	import_undo_halt(struct db *, const struct import_undo *,
	    const char *code, const char *text, struct err *);

#endif
