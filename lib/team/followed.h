/* followed: all that the index follows: ClickUp's lists, the team's tasks, the candidates. */
#ifndef TEAM_FOLLOWED_H
#define TEAM_FOLLOWED_H

#include "index/follow.h"

extern const struct index_source *const followed[];	/* ended by NULL */

#endif
