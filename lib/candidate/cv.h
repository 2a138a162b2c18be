/* cv: a file of a CV (document/document.h) becomes a candidate: as it was understood, or as
 * somebody corrected it; a new person, or one who is there. */
#ifndef CANDIDATE_CV_H
#define CANDIDATE_CV_H

#include <jansson.h>
#include <stdint.h>

#include "base/mem.h"

struct candidate_by;
struct candidate_viewer;
struct candidate_ids;
struct conf;
struct db;
struct err;

struct candidate_cv {
	int64_t	 document_id;
	int64_t	 candidate_id;	/* somebody says it is this one; 0: whoever shares a contact */
	json_t	*found;		/* as corrected; NULL: as it was understood */
	const char *profile_url; /* borrowed: it is what was written with this link; NULL: a file */
};
void	candidate_cv_clear(struct candidate_cv *);
#define own_candidate_cv cleanup(candidate_cv_clear)

/* {first_name, ..., candidate_id?} as candidate_form_read_new reads a new person. */
int	candidate_cv_read(const json_t *body, struct candidate_cv *out,
	    struct err *);

/*
 * Who may be the one that a guess of document/guess.h tells of, those who share a contact, else
 * those of the same name: [{id, name, position, state, shared, platforms, known}], few. guess NULL:
 * nobody. The caller's.
 */
int	candidate_cv_duplicates(struct db *, const struct candidate_viewer *,
	    const char *guess, json_t **out, struct err *);

/*
 * However often, by however many: one source of one person. One that is made already stays, unless
 * it is corrected; source_id is 0 then. ERR_ABSENT: no such document, or candidate; ERR_CONFLICT
 * "candidate.cv_unread", "candidate.cv_nobody", and those of candidate_join.
 */
int	candidate_cv_make(struct db *, const struct conf *,
	    const struct candidate_by *, const struct candidate_cv *,
	    struct candidate_ids *out, struct err *);

#endif
