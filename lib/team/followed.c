#include "team/followed.h"

#include "clickup/follow.h"

const struct index_source *const followed[] = { &clickup_follow, NULL };
