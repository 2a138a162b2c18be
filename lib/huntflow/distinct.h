/* distinct: pairs of applicants that look like one and are different people, as somebody of the
 * company found. Table distinct_pair. */
#ifndef HUNTFLOW_DISTINCT_H
#define HUNTFLOW_DISTINCT_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;

struct distinct {
	int64_t		 company_id, account_id;
	const char	*environment;	/* "PROD", "SANDBOX" */
	int64_t		 applicant_id, other_id;	/* in either order */
	int64_t		 user_id;	/* who says so */
};
/* Both may be repeated: the first answer is kept. */
int	distinct_add(struct db *, const struct distinct *, struct err *);
int	distinct_drop(struct db *, const struct distinct *, struct err *);

/* Whom the applicant is known not to be; other_id is not looked at. */
int	distinct_list(struct db *, const struct distinct *, struct db_rows **,
	    struct err *);
bool	distinct_next(struct db_rows *, int64_t *other_id);

#endif
