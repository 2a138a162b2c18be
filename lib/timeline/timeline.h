/* timeline: all that happened about a candidate, the newest first: on job boards, in ClickUp and
 * Huntflow, by the team, in files and messages. Each line only for those who may see it. Its tables
 * are those of other rooms. */
#ifndef TIMELINE_TIMELINE_H
#define TIMELINE_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct cursor;
struct db;
struct err;
struct right_who;

/* "platform", "join", "change", "note", "import", "export", "task", "clickup", "huntflow", "file",
 * "message"; NULL-ended. */
extern const char *const timeline_kinds[];

struct timeline_ask {
	int64_t			 candidate_id;	/* of the person, whom others are joined to */
	const char		*kind;		/* NULL: all */
	const struct cursor	*from;		/* CURSOR_BY_NUMBER */
	int64_t			 size;
};
/*
 * Writes an array of {id, kind, action, at, user_name, via, title, href, data}; last, more: where
 * the next page begins, and whether there is one.
 */
int	timeline_emit(struct db *, struct buf *, const struct right_who *,
	    const struct timeline_ask *, struct cursor *last, bool *more,
	    struct err *);

#endif
