/* followed: all that the index follows: ClickUp's lists and the team's tasks. */
#ifndef TEAM_FOLLOWED_H
#define TEAM_FOLLOWED_H

#include "index/follow.h"

extern const struct index_source *const followed[];	/* ended by NULL */

#endif
