/* run: one item of a source becomes one Huntflow applicant, step by recorded step
 * (transfer/step.h). However often it is begun anew (a crash, a lost answer, another process, a
 * colleague), there is one applicant. */
#ifndef TRANSFER_RUN_H
#define TRANSFER_RUN_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

struct err;
struct origin;
struct transfer_context;

/* What is done when somebody like this is in Huntflow already (same e-mail, phone or link). */
enum transfer_duplicate {
	TRANSFER_CREATE,	/* another applicant; Huntflow marks doubles by itself */
	TRANSFER_ASK,		/* nothing: "huntflow.duplicate_found", a person decides */
	TRANSFER_ATTACH,	/* the task is added to the existing applicant */
	TRANSFER_SKIP		/* nothing, and that is well */
};
/* "create", "ask", "attach", "skip", NULL-ended, in this order. */
extern const char *const transfer_duplicates[];
/* word: one of them; NULL, and any other: it stays as it was. */
void	 transfer_duplicate_read(const char *word, enum transfer_duplicate *);

struct transfer_ask {
	const char	*task_id, *task_name;	/* the item's; name: for the row, may be "" */
	int64_t		 vacancy_id, status_id;	/* 0: none; stage 0: the first */
	bool		 name_only;		/* no file is sent */
	bool		 no_parse;		/* the CV is sent, but not parsed */
	bool		 resend;		/* an unsure one: a person says it is not there */
	const char	*first, *last, *middle;	/* NULL: found out */
	enum transfer_duplicate duplicate;
	int64_t		 applicant_id;		/* whom to attach to; 0: the one found */
};
/* After -1 duplicates, and what was made so far, are filled as well. */
struct transfer_done {
	int64_t		 transfer_id;	/* 0: there is none any more */
	int64_t		 applicant_id;	/* 0: there is none */
	bool		 created;	/* now; false: it was there */
	bool		 attached;	/* to a vacancy or stage, now */
	bool		 skipped;	/* nothing was done: it is there already */
	json_t		*duplicates;	/* those found, as of duplicate_find; NULL: none */
	char		*url;
	json_t		*doubles;	/* ids that Huntflow calls the same person */
	json_t		*steps;		/* names of those that were done */
	json_t		*files;		/* of transfer/upload.h; NULL: not known */
};
void	 transfer_done_clear(struct transfer_done *);
#define own_transfer_done cleanup(transfer_done_clear)

/*
 * 0: the applicant is there, with all that was asked for; one who was there is put on the vacancy.
 * -1 with the codes of the source and huntflow/api.h and these: "origin.busy" (another
 * process has the task), "transfer.unsure" (ERR_BUSY: the answer to the new applicant was lost; it
 * is looked for, in retry_after_s and then ever more rarely, and never sent again by itself: a
 * person asks for attach with an applicant_id, or for resend), "huntflow.vacancy",
 * "huntflow.stage" (ERR_CONFLICT, nothing was made), "huntflow.file_too_large",
 * "transfer.file_absent", "transfer.file_broken", "transfer.upload_refused", "io.private_address"
 * (no CV could be sent), "transfer.name_empty", "huntflow.duplicate_found" (ERR_CONFLICT),
 * "transfer.same_busy" (ERR_BUSY: an item of the same person is under way). What is
 * done stays recorded: call it again.
 */
int	 transfer_run(struct transfer_context *, const struct transfer_ask *,
	    struct transfer_done *out, struct err *);
/*
 * Goes on with a row of origin_due as it was asked for: looks for a lost applicant and finishes
 * what is found, finishes what a dead process left, or sees whether a second one came.
 */
int	 transfer_go_on(struct transfer_context *, const struct origin *,
	    struct transfer_done *out, struct err *);

#endif
