/* applicant_edit: the members of an applicant, changed by a person. */
#ifndef HUNTFLOW_APPLICANT_EDIT_H
#define HUNTFLOW_APPLICANT_EDIT_H

#include <jansson.h>
#include <stdint.h>

struct err;
struct huntflow_org;

/*
 * {first_name, last_name, middle_name, phone, email, position, company, money, skype, telegram,
 * birthday, photo}, any of them -> the item of huntflow/applicant_view.h. "" or null removes.
 * ERR_INPUT names the members, also those that Huntflow refuses; "huntflow.unsure": no answer
 * came, it may be done all the same.
 */
int	applicant_edit_person(struct huntflow_org *, int64_t id,
	    const json_t *body, json_t **out, struct err *);

#endif
