/*
 * task_follow: the index of a company's tasks follows its rows (docs/index.md): each change leaves
 * a row of history with a number of its own (task_turn.h), and the tasks of those that came since
 * are read and put.
 */
#ifndef TEAM_TASK_FOLLOW_H
#define TEAM_TASK_FOLLOW_H

#include <stdint.h>

#include "index/follow.h"

struct web_more;
struct web_req;

/* The tasks of all companies; an owner is a company. */
extern const struct index_source task_follow;

/* What a request knows of its company's tasks; on a route with WEB_MORE of a program that has this
 * as web_auth.more, it was read with the session. */
extern const struct web_more task_follow_more;
int	task_follow_home(struct db *, const struct web_req *,
	    struct index_home *, struct err *);
#endif
