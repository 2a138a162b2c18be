/* task: what bots show of the team's tasks and do with them: the rules are those of the page
 * (team/right.h). A bot of a person's own knows their own tasks alone. */
#ifndef BOT_TASK_H
#define BOT_TASK_H

#include <stdbool.h>
#include <stdint.h>

struct bot_person;
struct buf;
struct db;
struct db_rows;
struct err;
struct task;

#define BOT_TASK_COMMENTS	20	/* of a card, the newest */

/* Open ones that are assigned to the person or made by them, by deadline; today: due on their day.
 * Then task_next. */
int	bot_task_list(struct db *, const struct bot_person *, bool today,
	    int64_t limit, int64_t skip, struct db_rows **, struct err *);
/* ERR_ABSENT: it is not seen. */
int	bot_task_get(struct db *, const struct bot_person *, int64_t id,
	    struct db_rows **, struct task *out, struct err *);
/* As its card, of one that was got: the task and its comments, the oldest first. */
int	bot_task_emit(struct db *, const struct bot_person *,
	    const struct task *, struct buf *out, struct err *);
/* {total, by_status} of their own tasks, done ones too. */
int	bot_task_stats(struct db *, const struct bot_person *,
	    struct buf *out, struct err *);

/* status as people say it (word.h), else ERR_INPUT on the field "status"; *now: what it is then. */
int	bot_task_set_status(struct db *, const struct bot_person *,
	    int64_t id, const char *status, const char **now, struct err *);
/* ERR_INPUT on the field "text": blank or too long. */
int	bot_task_comment(struct db *, const struct bot_person *, int64_t id,
	    const char *text, int64_t *comment_id, struct err *);

struct bot_task_new {
	int64_t		 project_id;	/* 0: a personal one */
	const char	*title, *description;	/* description NULL: none */
	const char	*assigned_to;	/* as people_find knows them; NULL: nobody */
};
/* ERR_INPUT on "title", "description". ERR_ABSENT: no such project; "team.no_user". */
int	bot_task_add(struct db *, const struct bot_person *,
	    const struct bot_task_new *, int64_t *id, struct err *);

#endif
