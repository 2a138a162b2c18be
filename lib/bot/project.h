/* project: what bots show of the team's projects and do with them: the rules are those of the page
 * (team/project_edit.h). A bot of a person's own knows the projects where they are a member. */
#ifndef BOT_PROJECT_H
#define BOT_PROJECT_H

#include <stdint.h>

struct bot_person;
struct db;
struct err;

struct bot_project_new {
	const char	*name;
	const char	*client, *description, *source;	/* NULL, "": none */
};
/* The client of that name is made when there is none; the source becomes a line of the description.
 * ERR_DENIED "team.denied": not a manager. ERR_INPUT on "name", "client", "description". */
int	bot_project_add(struct db *, const struct bot_person *,
	    const struct bot_project_new *, int64_t *id, struct err *);
/* status as people say it (word.h), else ERR_INPUT on the field "status"; *now: what it is then. */
int	bot_project_set_status(struct db *, const struct bot_person *,
	    int64_t id, const char *status, const char **now, struct err *);

#endif
