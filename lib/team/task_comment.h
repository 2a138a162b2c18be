/* task_comment: what people write to a task. Each deed is one transaction with its history and what
 * others are told. Table task_comment. */
#ifndef TEAM_TASK_COMMENT_H
#define TEAM_TASK_COMMENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct actor;
struct buf;
struct db;
struct db_rows;
struct err;
struct right_who;
struct task;

#define TASK_COMMENT_MAX	20000	/* characters */
#define TASK_COMMENT_MINUTES	15	/* in which its author may change it */

/* Texts live until the next row; times and ids 0: none. */
struct task_comment {
	int64_t		 id, user_id, created_at, edited_at, deleted_at;
	int64_t		 deleted_by;
	const char	*text, *mentions, *user_name, *deleted_by_name;
	bool		 fresh;		/* TASK_COMMENT_MINUTES are not over */
	bool		 brought;	/* by a service */
};

/* Newest first, those before an id (0: all), then row by row. A deleted one has no text. */
int	task_comment_list(struct db *, int64_t task_id, int64_t before_id,
	    int64_t limit, int64_t skip, struct db_rows **, struct err *);
bool	task_comment_next(struct db_rows *, struct task_comment *out);
/* Deleted ones too. */
int	task_comment_count(struct db *, int64_t task_id, int64_t *,
	    struct err *);
/* ERR_ABSENT. */
int	task_comment_get(struct db *, int64_t task_id, int64_t id,
	    struct db_rows **, struct task_comment *out, struct err *);
void	task_comment_emit(struct buf *, const struct right_who *,
	    const struct task *, const struct task_comment *);

/* mentions: ids of those who are meant besides those that the text names, or NULL. */
int	task_comment_add(struct db *, const struct actor *, int64_t task_id,
	    const char *text, const json_t *mentions, int64_t *id,
	    struct err *);
/* One that was written elsewhere, once: the same external_id again is the same comment. People are
 * told of it when it is new, at: ms; 0: now. */
struct task_comment_brought {
	const char	*external_id, *text;
	int64_t		 at;
};
int	task_comment_bring(struct db *, const struct actor *, int64_t task_id,
	    const struct task_comment_brought *, int64_t *id, struct err *);
/* ERR_DENIED "team.comment_other", "team.comment_late"; a service (actor's via) may always. */
int	task_comment_change(struct db *, const struct actor *,
	    int64_t task_id, int64_t id, const char *text,
	    const json_t *mentions, struct err *);
/* ERR_DENIED "team.comment_other": neither theirs, nor are they a manager. */
int	task_comment_drop(struct db *, const struct actor *, int64_t task_id,
	    int64_t id, struct err *);

#endif
