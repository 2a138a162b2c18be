/* applicant_answers: the questionary of an applicant, filled in by a person. */
#ifndef HUNTFLOW_APPLICANT_ANSWERS_H
#define HUNTFLOW_APPLICANT_ANSWERS_H

#include <jansson.h>
#include <stdint.h>

struct err;
struct huntflow_org;

/* Answers by the names of the questions -> {values}. Errors as of applicant_edit_person. */
int	applicant_answers_set(struct huntflow_org *, int64_t id,
	    const json_t *body, json_t **out, struct err *);

#endif
