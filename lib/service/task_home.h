/* task_home: the team's tasks as a service sees them that has copies of its own: a program hands
 * them to it, since neither room knows the other. */
#ifndef SERVICE_TASK_HOME_H
#define SERVICE_TASK_HOME_H

#include <jansson.h>
#include <stdint.h>

struct conf;
struct db;
struct err;

/* For whom: all that the service does here is this person's doing, through the service. */
struct task_home_by {
	struct db		*db;
	const struct conf	*conf;
	int64_t			 company_id, user_id;
	const char		*source;	/* of tasks that come from there: "bitrix24" */
};

/* What somebody wrote to a task there. */
struct task_home_words {
	const char	*external_id, *text;
	int64_t		 user_id;	/* who of ours it was; 0: whoever task_home_by is */
	int64_t		 at;		/* ms; 0: now */
};

/* A task is {id, version, updated_at (ms), deleted, list, title, description, status, assigned_to,
 * due_date, tags, comments (how many)}. */
struct task_home {
	/* Those of a project that were written since then, by id, behind after_id; binned, too. */
	int	(*written)(const struct task_home_by *, int64_t project_id,
		    int64_t since_ms, int64_t after_id, int64_t limit,
		    json_t **tasks, struct err *);
	int	(*get)(const struct task_home_by *, int64_t id, json_t **task,
		    struct err *);
	/* One that came from there, once: the same external_id again is the same task. */
	int	(*add)(const struct task_home_by *, int64_t project_id,
		    const char *external_id, const json_t *task, int64_t *id,
		    struct err *);
	/* ERR_CONFLICT "team.version": somebody changed it meanwhile. */
	int	(*change)(const struct task_home_by *, int64_t id,
		    int64_t version, const json_t *changes, struct err *);
	int	(*bin)(const struct task_home_by *, int64_t id, struct err *);
	/* Its comments, oldest first: [{id, user_id, user_name, text, deleted, brought}]; brought:
	 * it came by say. ERR_ABSENT. */
	int	(*comments)(const struct task_home_by *, int64_t task_id,
		    json_t **list, struct err *);
	/* One that came from there, once: the same external_id again is the same comment. */
	int	(*say)(const struct task_home_by *, int64_t task_id,
		    const struct task_home_words *, int64_t *id,
		    struct err *);
	/* Whosever it is, and however old; one that is deleted stays so. */
	int	(*say_again)(const struct task_home_by *, int64_t task_id,
		    int64_t id, const char *text, struct err *);
	int	(*unsay)(const struct task_home_by *, int64_t task_id,
		    int64_t id, struct err *);
	/* Is it there, of the company? ERR_ABSENT. */
	int	(*check_project)(const struct task_home_by *,
		    int64_t project_id, struct err *);
};

#endif
