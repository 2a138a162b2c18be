/* applicant_change: what all changes to an applicant share: reading ids, asking dictionaries, and
 * saying what came of it. */
#ifndef HUNTFLOW_APPLICANT_CHANGE_H
#define HUNTFLOW_APPLICANT_CHANGE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "huntflow/api_dictionary.h"

struct err;
struct huntflow_org;

#define APPLICANT_FILES_MAX	15	/* of one entry, as the service says */
#define APPLICANT_COMMENT_MAX	20000	/* characters */

/* ERR_INPUT unless the body is an object that says something. */
int	applicant_change_object(const json_t *body, struct err *);
/* An array of at most max ids, borrowed; NULL when it is not given. */
int	applicant_change_ids(const json_t *body, const char *name, size_t max,
	    json_t **out, struct err *);
/* An entry of a dictionary that must be there; ERR_INPUT names the field. */
int	applicant_change_entry(struct huntflow_org *, enum huntflow_dictionary,
	    int64_t id, const char *field, const json_t **out, struct err *);

/* Why the change was not made, or that nobody knows. Always -1. */
int	applicant_change_failed(const struct huntflow_org *, struct err *);
/* It was made: caches and pages hear of it. below: what of the applicant, "/tags". */
void	applicant_change_done(struct huntflow_org *, int64_t id,
	    const char *action, const char *below);

#endif
