/* applicant_comment: a person's comment on an applicant. */
#ifndef HUNTFLOW_APPLICANT_COMMENT_H
#define HUNTFLOW_APPLICANT_COMMENT_H

#include <jansson.h>
#include <stdint.h>

struct err;
struct huntflow_org;

/*
 * {comment, vacancy_id?, status_id?, files?: [ids]} -> the entry of the log. With another stage
 * than the present one the applicant is moved there. Errors as of applicant_edit_person.
 */
int	applicant_comment_add(struct huntflow_org *, int64_t id,
	    const json_t *body, json_t **out, struct err *);

#endif
