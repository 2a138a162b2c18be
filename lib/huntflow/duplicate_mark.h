/* duplicate_mark: two applicants look like one; somebody says that they are different people,
 * or takes it back. The company remembers. */
#ifndef HUNTFLOW_DUPLICATE_MARK_H
#define HUNTFLOW_DUPLICATE_MARK_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct huntflow_org;

/* ERR_ABSENT when Huntflow knows one of the two no more; ERR_INPUT for one with oneself. */
int	duplicate_mark_set(struct huntflow_org *, int64_t id, int64_t other,
	    bool different, struct err *);

/* Whom an applicant is known not to be. */
#define DUPLICATE_MARKS	100
struct duplicate_marks {
	int64_t	 ids[DUPLICATE_MARKS];
	int	 n;
};
/* Marks that cannot be read are logged, and none are there. */
void	duplicate_mark_read(struct huntflow_org *, int64_t id,
	    struct duplicate_marks *);
bool	duplicate_mark_has(const struct duplicate_marks *, int64_t other);

#endif
