/* event: a live event of the team's things, for all who may see the thing that changed. */
#ifndef TEAM_EVENT_H
#define TEAM_EVENT_H

#include <jansson.h>
#include <stdint.h>

struct actor;
struct db;
struct err;
struct live_audience;
struct live_people;

struct event {
	const struct live_audience *seen_by;
	const char		*type;		/* "team_task", "team_project" */
	int64_t			 company_id, id;
	int64_t			 version;	/* the thing's own now */
	const char		*what;		/* as in its history */
	const json_t		*changes;	/* fields and their values now; NULL: none */
	const struct live_people *saw;		/* before; NULL: those who see it now */
};
/*
 * In the transaction of the change, after it: {id, what, by, version, changes}. Those who saw it
 * and see it no longer hear {id, what: "gone"}, and nothing more.
 */
int	event_post(struct db *, const struct actor *, const struct event *,
	    struct err *);

#endif
