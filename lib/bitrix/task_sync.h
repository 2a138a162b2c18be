/* task_sync: tasks of a portal's workgroups and of the team's projects are kept alike: a part of
 * the portal's sync. One that is broken off goes on: nothing is made twice, nothing is lost. */
#ifndef BITRIX_TASK_SYNC_H
#define BITRIX_TASK_SYNC_H

struct err;
struct provider_run;

#define BITRIX_TASKS	"tasks"

/* provider_part.work; its api is a struct bitrix, its arg a struct task_home. A run that
 * a webhook caused reads the tasks that it told of alone. */
int	bitrix_task_sync(struct provider_run *, struct err *);

#endif
