/* person: applicants of Huntflow that were read or heard of, and by which contacts they are known
 * again. Table huntflow_person. */
#ifndef HUNTFLOW_PERSON_H
#define HUNTFLOW_PERSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;

#define HUNTFLOW_PERSONS	200	/* at once */

/* Of one organisation. */
struct huntflow_place {
	int64_t		 company_id, account_id;
	const char	*environment;	/* "PROD", "SANDBOX" */
};
/*
 * items: applicants as lists show them or as events have them: {id, email, phone, social, status:
 * {type}}. newest: the status is that of the newest stage; a status without type, and any other,
 * leaves it as it was whether they were refused. The first HUNTFLOW_PERSONS are taken. What is
 * stored already is not written again.
 */
int	huntflow_person_seen(struct db *, const struct huntflow_place *,
	    const json_t *items, bool newest, struct err *);
/* Of the row; 0: the applicant was not seen. */
int	huntflow_person_id(struct db *, const struct huntflow_place *,
	    int64_t applicant_id, int64_t *id, struct err *);
/* Was the applicant seen? */
int	huntflow_person_is_known(struct db *, const struct huntflow_place *,
	    int64_t applicant_id, bool *known, struct err *);
/* It is there no more. */
int	huntflow_person_gone(struct db *, const struct huntflow_place *,
	    int64_t applicant_id, struct err *);

#endif
