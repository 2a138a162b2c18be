#include "team/followed.h"

#include "candidate/follow.h"
#include "clickup/follow.h"
#include "team/task_follow.h"

const struct index_source *const followed[] = { &clickup_follow,
	&task_follow, &candidate_follow, NULL };
