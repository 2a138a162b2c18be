/* applicant_edit: changes to an applicant of Huntflow: read from a person's request, checked,
 * made, told to the cache and the pages. */
#ifndef HUNTFLOW_APPLICANT_EDIT_H
#define HUNTFLOW_APPLICANT_EDIT_H

#include <jansson.h>
#include <stdint.h>

struct err;
struct huntflow_org;

/*
 * Each takes the request's body and gives the answer's document. ERR_INPUT names the members, also
 * those that Huntflow refuses; "huntflow_unsure": no answer came, it may be done all the same.
 */

/*
 * {first_name, last_name, middle_name, phone, email, position, company, money, skype, telegram,
 * birthday, photo}, any of them -> the item of huntflow/applicant_view.h. "" or null removes.
 */
int	applicant_edit_person(struct huntflow_org *, int64_t id,
	    const json_t *body, json_t **out, struct err *);
/* {comment, vacancy_id?, status_id?, files?: [ids]} -> the entry of the log. With another
 * stage than the present one the applicant is moved there. */
int	applicant_edit_comment(struct huntflow_org *, int64_t id,
	    const json_t *body, json_t **out, struct err *);
/* {vacancy_id, status_id, comment?, rejection_reason_id?, files?} -> {vacancy, status, changed} */
int	applicant_edit_status(struct huntflow_org *, int64_t id,
	    const json_t *body, json_t **out, struct err *);
/* {add?: [ids], remove?: [ids]} or {tags: [ids]} -> {tags: [{id, name, color}]} */
int	applicant_edit_tags(struct huntflow_org *, int64_t id,
	    const json_t *body, json_t **out, struct err *);
/* Answers by the names of the questions -> {values} */
int	applicant_edit_questionary(struct huntflow_org *, int64_t id,
	    const json_t *body, json_t **out, struct err *);
/* {body?, files?: [ids to add], source_id?} -> {id, body, body_nodes, files} */
int	applicant_edit_resume(struct huntflow_org *, int64_t id,
	    int64_t external, const json_t *body, json_t **out, struct err *);

#endif
