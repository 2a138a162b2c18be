#include "team/followed.h"

#include "clickup/follow.h"
#include "team/task_follow.h"

const struct index_source *const followed[] = { &clickup_follow,
	&task_follow, NULL };
