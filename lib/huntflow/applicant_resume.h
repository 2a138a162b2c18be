/* applicant_resume: one résumé of an applicant, changed by a person. */
#ifndef HUNTFLOW_APPLICANT_RESUME_H
#define HUNTFLOW_APPLICANT_RESUME_H

#include <jansson.h>
#include <stdint.h>

struct err;
struct huntflow_org;

/*
 * {body?, files?: [ids to add], source_id?} -> {id, body, body_nodes, files}. Errors as of
 * applicant_edit_person.
 */
int	applicant_resume_set(struct huntflow_org *, int64_t id,
	    int64_t external, const json_t *body, json_t **out, struct err *);

#endif
