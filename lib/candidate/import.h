/* import: a candidate becomes a user with the role candidate, who cannot come in until invited
 * (CandidateImport). Table candidate_import. */
#ifndef CANDIDATE_IMPORT_H
#define CANDIDATE_IMPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "transfer/run.h"

struct buf;
struct candidate_by;
struct db;
struct err;

#define CANDIDATE_IMPORT_NOTES	5000	/* characters */

struct candidate_import_ask {
	int64_t		 source_id;	/* external_candidate_id; 0: candidate_id */
	int64_t		 candidate_id;
	const char	*notes;		/* "": none */
	int64_t		 account_id, vacancy_id, project_id;	/* 0: not asked for */
	int64_t		 status_id;	/* the stage on the vacancy; 0: the first */
	enum transfer_duplicate duplicate;	/* of one who is in Huntflow already */
	const char	*locale;	/* of the user that is made */
};
/* {external_candidate_id, import_notes?, account_id?, vacancy_id?, status_id?,
 * duplicate? ("ask"), project_id?} */
int	candidate_import_read(const json_t *body, struct candidate_import_ask *,
	    struct err *);

struct candidate_import {
	int64_t	 id, candidate_id, user_id;
	bool	 created;	/* now; false: it was there */
};
/*
 * Once for each person, however often, by however many, from whatever of its sources: the first
 * import is answered. ERR_ABSENT; ERR_CONFLICT "candidate.colleague": the e-mail is one of a
 * colleague's; "candidate.email_other": of a candidate who is imported already;
 * "candidate.forbidden": blacklisted, or not to be contacted.
 */
int	candidate_import(struct db *, const struct candidate_by *,
	    const struct candidate_import_ask *, struct candidate_import *out,
	    struct err *);
/*
 * Takes an import back: the user whom it made goes, one who was there before stays, and the
 * candidate is not imported. candidate_id: whose it was. ERR_ABSENT; ERR_CONFLICT
 * "candidate.import_invited", "candidate.import_task": its task is there, "candidate.import_work":
 * the user has tasks or projects.
 */
int	candidate_import_undo(struct db *, const struct candidate_by *,
	    int64_t id, int64_t *candidate_id, struct err *);
/* The import as JSON; ERR_ABSENT. */
int	candidate_import_emit(struct db *, struct buf *, const char *name,
	    int64_t company_id, int64_t id, struct err *);
/* The same of a person and those joined to it; null: not imported. */
int	candidate_import_emit_of(struct db *, struct buf *, const char *name,
	    int64_t candidate_id, struct err *);

/* Has the import a task to be made, and is it for the caller to make? */
int	candidate_import_take_task(struct db *, int64_t id,
	    int64_t *project_id, bool *got, struct err *);
/* It is made; task_id 0: it could not be. */
int	candidate_import_set_task(struct db *, int64_t id, int64_t task_id,
	    struct err *);

/*
 * Lets the person in from now on. email: NULL, as it is. ERR_CONFLICT "candidate.not_imported",
 * "candidate.no_email", "candidate.forbidden", "account.email_taken".
 */
int	candidate_import_invite(struct db *, const struct candidate_by *,
	    int64_t candidate_id, const char *email, int64_t *user_id,
	    struct err *);

#endif
