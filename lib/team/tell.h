/* tell: what a change of a task means for other people: notices to those whom it concerns, its
 * reminders, and the live event to all who may see it. In the transaction of the change, after
 * it. */
#ifndef TEAM_TELL_H
#define TEAM_TELL_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "notice/kind.h"

struct actor;
struct db;
struct err;
struct live_people;
struct task;

/* What many changes at once mean for people: of a kind each person is told once. */
struct tell_sum {
	struct tell_one {
		enum notice_kind	 kind;
		int64_t			 person_id;
		int64_t			 task_id, last_id;	/* the first one, the last */
		char			*title;		/* of the first */
		size_t			 n;		/* tasks */
	}	*v;
	size_t	 n;
};
void	tell_sum_clear(struct tell_sum *);
#define own_tell_sum	cleanup(tell_sum_clear)

/* A change that was written. Event: "team_task" (event.h). */
struct told {
	const char		*what;		/* as in the task's history */
	const struct task	*was;		/* NULL: it is new */
	const struct task	*now;
	unsigned		 bits;		/* that may differ */
	const json_t		*changes;	/* fields and their values now, or NULL */
	const struct live_people *saw;		/* before; NULL: those who see it now */
	struct tell_sum		*sum;		/* people are told by it, later; NULL: now */
};
int	tell_task(struct db *, const struct actor *, const struct told *,
	    struct err *);
/* Tells them what was put there: the first task, and how many more. */
int	tell_sum(struct db *, const struct actor *, const struct tell_sum *,
	    struct err *);
/* Tasks around it have new positions, too: an event whose what is "spread". */
int	tell_spread(struct db *, const struct actor *, const struct task *,
	    struct err *);

/* A comment of a task. mentions: ids of those whom it names; before: of those whom it named. */
struct told_words {
	int64_t		 id;
	const char	*text;
	const json_t	*mentions, *before;	/* NULL: nobody */
};
/* It is new: for those who are mentioned, and all who have to do with the task. */
int	tell_words(struct db *, const struct actor *, const struct task *,
	    const struct told_words *, struct err *);
/* Its text is another one, "" when it is deleted: what was told of it says that now, and who is
 * mentioned for the first time is told. */
int	tell_new_words(struct db *, const struct actor *, const struct task *,
	    const struct told_words *, struct err *);

#endif
