/* vacancy_count: how many applicants vacancies of Huntflow have, how many of them are new, when one
 * moved. */
#ifndef HUNTFLOW_VACANCY_COUNT_H
#define HUNTFLOW_VACANCY_COUNT_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct huntflow_org;

#define VACANCY_COUNT_MAX	50
/*
 * ids: of vacancies -> [{id, applicants_count, new_count, moved_at}]: how many people, how many at
 * the first stage, when the last of them came or moved. null: the service does not report it, or
 * not in time; moved_at also where there are too many people to be read for it. An error when it
 * did not answer for the first.
 */
int	vacancy_count_several(struct huntflow_org *, const int64_t *ids, size_t n,
	    json_t **, struct err *);
/* How many are at a stage now, a number; null when the service does not report it, or
 * gives no answer, which is logged. */
json_t	*vacancy_count_at(struct huntflow_org *, int64_t vacancy,
	    int64_t stage);

#endif
