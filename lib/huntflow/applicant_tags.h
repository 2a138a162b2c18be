/* applicant_tags: the tags of an applicant. The service only replaces the whole list, so it is
 * read, changed and written under one lock, whoever changes it. */
#ifndef HUNTFLOW_APPLICANT_TAGS_H
#define HUNTFLOW_APPLICANT_TAGS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "huntflow/api_applicant.h"

struct db;
struct err;
struct huntflow;
struct huntflow_org;

struct applicant_tags {
	const struct huntflow_tag_ids	*all;		/* NULL: those that are set now */
	const struct huntflow_tag_ids	*remove, *add;	/* NULL: none */
	struct huntflow_tag_ids		 now;		/* filled: what is set then */
	bool				 sent;		/* filled: the list was sent */
};
/* ERR_BUSY: another change holds the lock for too long. */
int	applicant_tags_change(struct db *, struct huntflow *, int64_t account,
	    int64_t id, struct applicant_tags *, struct err *);

/*
 * {add?: [ids], remove?: [ids]} or {tags: [ids]} -> {tags: [{id, name, color}]}. Errors as of
 * applicant_edit_person.
 */
int	applicant_tags_set(struct huntflow_org *, int64_t id,
	    const json_t *body, json_t **out, struct err *);

#endif
