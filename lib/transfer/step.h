/* step: the steps of a transfer in their order. Whatever shows, counts or records them reads
 * this table. */
#ifndef TRANSFER_STEP_H
#define TRANSFER_STEP_H

/* The order of the column transfer.steps: a step that is done is the bit 1 << step. */
enum transfer_step {
	STEP_FETCH,		/* the task and its comments are read */
	STEP_FILE,		/* the CV is downloaded, uploaded, parsed */
	STEP_MAKE,		/* the applicant is created, or found */
	STEP_TAG,
	STEP_ATTACH,	/* put on the vacancy */
	STEP_COMMENT,
	STEPS
};

/* "fetch", "file", "create", "tag", "attach", "comment"; pages have words for each. */
extern const char *const transfer_step_names[STEPS];
/* The step of this name; the first one when there is none. */
enum transfer_step transfer_step_of(const char *name);

#endif
