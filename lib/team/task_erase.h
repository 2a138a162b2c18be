/* task_erase: what tasks keep of a candidate who is erased. */
#ifndef TEAM_TASK_ERASE_H
#define TEAM_TASK_ERASE_H

#include "candidate/erase.h"

/* The erasers of the team's tables; the tasks themselves stay. */
extern const struct candidate_eraser task_erasers[];

#endif
