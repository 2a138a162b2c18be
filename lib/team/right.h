/* right: who may see and do what with the team's tasks and projects: the one place that knows.
 *
 * A task is seen by who created it, is assigned to it or watches it, and by the active members of
 * its project; a project by its active members. Managers and admins see and change all of their
 * company. A task is changed by its creator and assignee, but not by a viewer of its project, and
 * by the managers of its project. What one may not see is absent. */
#ifndef TEAM_RIGHT_H
#define TEAM_RIGHT_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_build;
struct err;
struct index_ask;
struct task;
struct web_req;

/* A member's role in a project, rising; none: not an active member. */
enum right_role { RIGHT_ROLE_NONE, RIGHT_ROLE_VIEWER, RIGHT_ROLE_EXECUTOR,
	RIGHT_ROLE_MANAGER };

/* Who asks. */
struct right_who {
	int64_t	company_id, user_id;
	bool	all;		/* a manager or an admin of the company */
	bool	recruits;	/* sees candidates */
};
struct right_who right_who_of(const struct web_req *);

/* What one may do with a task that is seen: bits. */
enum {
	RIGHT_COMMENT	= 1,
	RIGHT_CHANGE	= 2,	/* also files, and moving it */
	RIGHT_DELETE	= 4,	/* into the bin and out of it */
	RIGHT_MODERATE	= 8	/* delete what others wrote and sent there */
};
unsigned right_of_task(const struct right_who *, const struct task *);
/* ERR_DENIED "team.denied" when not all of these bits are there. */
int	right_need(const struct right_who *, const struct task *,
	    unsigned bits, struct err *);

/* May tasks be made in a project of this role, or moved there? */
bool	right_fills(const struct right_who *, enum right_role);
/* May the project itself be changed, its members too? */
bool	right_leads(const struct right_who *, enum right_role);

/* Puts the condition of the tasks t, or the projects p, that are seen: "t.company_id = ? AND ...".
 */
void	right_sees_tasks(struct db_build *, const struct right_who *);
/* The same asked of the index: of the documents of tasks (task_doc.h) those that are seen. */
int	right_sees_ask(struct db *, const struct right_who *,
	    struct index_ask *, struct err *);
void	right_sees_projects(struct db_build *, const struct right_who *);

/* For statements about many people: does the user u see the task t? Roles as enum web_role has
 * them. */
#define RIGHT_USER_SEES_TASK "u.active AND u.company_id = t.company_id AND "	\
	"(u.role >= 4 OR (u.role >= 2 AND (u.id = t.created_by OR "		\
	"u.id <=> t.assigned_to OR EXISTS (SELECT 1 FROM project_member m "	\
	"WHERE m.project_id = t.list_id AND m.user_id = u.id AND "		\
	"m.is_active) OR EXISTS (SELECT 1 FROM task_watcher w WHERE "		\
	"w.task_id = t.id AND w.user_id = u.id))))"

/* Does the user u see the project p? */
#define RIGHT_USER_SEES_PROJECT "u.active AND u.company_id = p.company_id AND "	\
	"(u.role >= 4 OR (u.role >= 2 AND EXISTS (SELECT 1 FROM "		\
	"project_member m WHERE m.project_id = p.id AND m.user_id = u.id AND "	\
	"m.is_active)))"

/* The role in a project: 0 and its role; ERR_ABSENT: it is not seen. */
int	right_in_project(struct db *, const struct right_who *,
	    int64_t project_id, enum right_role *, struct err *);

#endif
