/* applicant_stage: an applicant put on a vacancy, or brought to another stage of it. */
#ifndef HUNTFLOW_APPLICANT_STAGE_H
#define HUNTFLOW_APPLICANT_STAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct err;
struct huntflow_org;

/*
 * {vacancy_id, status_id, comment?, rejection_reason_id?, files?} -> {vacancy, status, changed}.
 * Errors as of applicant_edit_person.
 */
int	applicant_stage_set(struct huntflow_org *, int64_t id,
	    const json_t *body, json_t **out, struct err *);

/* --- what a comment that moves the applicant needs too --- */

struct applicant_move {
	int64_t		 vacancy, status;
	const char	*comment;	/* NULL: none */
	json_t		*files;		/* NULL: none */
	bool		 has_reason;
	int64_t		 reason;	/* 0: "other", which has no id */
};
/* The member rejection_reason_id. */
int	applicant_stage_reason(const json_t *body, struct applicant_move *,
	    struct err *);
/* The stage is one, and a rejection has its reason. */
int	applicant_stage_check(struct huntflow_org *,
	    const struct applicant_move *, struct err *);
/* The stage of the applicant on this vacancy now; 0: not on it. */
int	applicant_stage_now(struct huntflow_org *, int64_t id, int64_t vacancy,
	    int64_t *out, struct err *);
/* is_there: on the vacancy already. */
int	applicant_stage_move(struct huntflow_org *, int64_t id,
	    const struct applicant_move *, bool is_there, struct err *);
json_t	*applicant_stage_json(struct huntflow_org *,
	    const struct applicant_move *, bool is_changed);

#endif
