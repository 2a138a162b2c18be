/* name: what an applicant is called: one rule for the preview, the transfer and the list before a
 * bulk import. */
#ifndef TRANSFER_NAME_H
#define TRANSFER_NAME_H

#include <jansson.h>
#include <stdbool.h>

#include "person/name.h"

struct err;

/* Where the name came from. */
enum transfer_name_from {
	TRANSFER_NAME_GIVEN,
	TRANSFER_NAME_TITLE,
	TRANSFER_NAME_CV,
	TRANSFER_NAME_PART	/* one of both names is "-": it is not known */
};
extern const char *const transfer_name_words[];	/* "given", "title", "cv", "part" */

struct transfer_name_ask {
	const char	*title;
	const json_t	*cv;			/* what the parser found, or NULL */
	const char	*first, *last, *middle;	/* given by a person; NULL: not */
};
/* What a preview says of it, which has not read the CV (cv: there is one): "given", "title" or
 * "cv". */
const char	*transfer_name_told(enum transfer_name_from, bool cv);
/*
 * The names that are given, else the title's when it has both (a recruiter wrote it, and it is
 * known before anything is sent), else the CV's, else what there is of either. Huntflow wants both
 * names: a missing one is "-", and a title that names nobody becomes the last name as a whole.
 * position: the title's. ERR_INPUT, code "transfer.name_empty": there is nothing.
 */
int	transfer_name_read(const struct transfer_name_ask *,
	    struct person_name *out, enum transfer_name_from *from,
	    struct err *);

#endif
