/* project_record: what a change of a project or of its members leaves: the history, and the live
 * event to those who may see the project. In the transaction of the change. */
#ifndef TEAM_PROJECT_RECORD_H
#define TEAM_PROJECT_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct actor;
struct db;
struct err;
struct live_audience;
struct live_people;
struct project;
struct project_member;

/* Who sees a project. */
extern const struct live_audience project_audience;

/* The fields that differ, for the history: "create" (was NULL) or "change". *changes: their values
 * now, a new object; none: NULL. */
int	project_record(struct db *, const struct actor *,
	    const struct project *was, const struct project *now,
	    json_t **changes, struct err *);
/* The same of a member: was NULL: added; now NULL: removed. changed is set when they differ. */
int	project_record_member(struct db *, const struct actor *, int64_t id,
	    const struct project_member *was, const struct project_member *now,
	    bool *changed, struct err *);
/* It is deleted; its tasks went to another project, or to none (0). */
int	project_record_drop(struct db *, const struct actor *,
	    const struct project *, int64_t moved_to, struct err *);
/* Event "team_project" (event.h); what: "create", "change", "delete". */
int	project_record_post(struct db *, const struct actor *,
	    const struct project *, const char *what, const json_t *changes,
	    const struct live_people *saw, struct err *);

#endif
