/* body: an applicant as it is sent: names, contacts, what the parser found, the résumé. Touches no
 * network. Source: "Huntflow API v2", create applicant. */
#ifndef TRANSFER_BODY_H
#define TRANSFER_BODY_H

#include <jansson.h>
#include <stdint.h>

#include "person/name.h"

struct transfer_contact;
struct transfer_text;

struct transfer_body {
	const struct person_name	*name;
	const struct transfer_contact	*contact;
	const struct transfer_text	*text;
	const json_t			*cv;		/* of transfer/upload.h; NULL: none */
	int64_t				 source_id;	/* 0: not given */
};
/*
 * A member is what the task's field for it says, else what the CV says, else the title's position
 * and the phone and e-mail in the task's texts. Only one résumé can be sent: further links and
 * files go with the comment.
 */
json_t	*transfer_body_json(const struct transfer_body *);

#endif
