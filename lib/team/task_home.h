/* task_home: the team's tasks for a service that mirrors them (service/task_home.h). Programs that
 * hand it on have WEB_STARTS, or run by themselves. */
#ifndef TEAM_TASK_HOME_H
#define TEAM_TASK_HOME_H

struct task_home;

extern const struct task_home	team_task_home;

#endif
