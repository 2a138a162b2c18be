/* salary: what vacancies offer and people ask, as figures. Sums of different currencies are never
 * mixed: the most frequent currency is analysed, the others are counted. Pure. */
#ifndef PLATFORM_SALARY_H
#define PLATFORM_SALARY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

/* sum: of a range its middle, else the one end that is named. */
struct salary {
	double	 sum;
	char	 currency[4];
	bool	 of_resume;
};
struct salaries {
	struct salary	*list;
	size_t		 n;
	int64_t		 seen[2];	/* vacancies, resumes: also those that name no sum */
};
void	salaries_clear(struct salaries *);
#define own_salaries	cleanup(salaries_clear)

/* Adds those of an array of found people or vacancies (platform/found.h). */
void	salaries_add(struct salaries *, const json_t *found, bool of_resumes);

/*
 * {currency, sample_size, median, quartiles: [q1, median, q3], histogram: [{from, to, vacancies,
 * resumes}], vacancies: {seen, sample_size, median}, resumes: the same, other_currencies:
 * [{currency, count}]}; currency and the figures are null when there is no sum.
 */
json_t	*salaries_json(const struct salaries *);

#endif
