/* api_vacancy: vacancies of Huntflow. Source: "Huntflow API v2", vacancies. */
#ifndef HUNTFLOW_API_VACANCY_H
#define HUNTFLOW_API_VACANCY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "huntflow/api_get.h"

struct err;
struct huntflow;

/* One page. state NULL: any ("OPEN", "CLOSED", "HOLD"); mine: only those this key works on. */
void	huntflow_vacancy_list(struct huntflow_get *, int64_t account,
	    const char *state, bool mine, int64_t page, int64_t count);
void	huntflow_vacancy_get(struct huntflow_get *, int64_t account,
	    int64_t id);
/* The additional fields of vacancies: an object, name -> {id, type, title, required, ...}. */
void	huntflow_vacancy_fields(struct huntflow_get *, int64_t account);
/* Changes the members that change has; out: the vacancy as it is now. */
int	huntflow_vacancy_update(struct huntflow *, int64_t account, int64_t id,
	    const json_t *change, json_t **out, struct err *);

#endif
