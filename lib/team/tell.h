/* tell: what a change of a task means for other people: notices to those whom it concerns, its
 * reminders, and the live event to all who may see it. In the transaction of the change, after
 * it. */
#ifndef TEAM_TELL_H
#define TEAM_TELL_H

#include <jansson.h>

struct actor;
struct db;
struct err;
struct live_people;
struct task;

/* A change that was written. Event: "team_task" (event.h). */
struct told {
	const char		*what;		/* as in the task's history */
	const struct task	*was;		/* NULL: it is new */
	const struct task	*now;
	unsigned		 bits;		/* that may differ */
	const json_t		*changes;	/* fields and their values now, or NULL */
	const struct live_people *saw;		/* before; NULL: those who see it now */
};
int	tell_task(struct db *, const struct actor *, const struct told *,
	    struct err *);
/* Tasks around it have new positions, too: an event whose what is "spread". */
int	tell_spread(struct db *, const struct actor *, const struct task *,
	    struct err *);
/* What was written to a task: for those who are mentioned (ids), and all who have to do with it. */
int	tell_words(struct db *, const struct actor *, const struct task *,
	    const char *text, const json_t *mentions, struct err *);

#endif
