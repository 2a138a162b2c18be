/* task_copy: a task as both sides see it: Bitrix24's in our words, and the reverse. Pure.
 *
 * A copy is what the API takes for a task of the team: {title, description, status, assigned_to,
 * due_date, tags}; due_date is an ISO 8601 time of whole seconds, or null, tags are sorted.
 * Source: b24restdocs, "Task fields". */
#ifndef BITRIX_TASK_COPY_H
#define BITRIX_TASK_COPY_H

#include <jansson.h>
#include <stdbool.h>

#include "base/mem.h"

struct err;

/* A status 6 there is this tag here. */
#define BITRIX_DEFERRED		"отложено"
/* Our mark, by which what we made there is found: this, then so many letters, digits, "-" and "_".
 * Anything else that begins so is somebody's own word. */
#define BITRIX_MARK		"hirewire-"
#define BITRIX_MARK_SIGNS	22
/* The bytes of the mark that text begins with; 0: it begins with none. */
size_t	bitrix_mark_len(const char *text);

/* Members of a copy, ended by NULL. */
extern const char *const bitrix_copy_fields[];

/* How the tasks of one project are told in the other's words. */
struct bitrix_words {
	const json_t	*statuses;	/* {"2": "todo", ...}; NULL: the usual ones */
	const json_t	*people;	/* {"Bitrix24's id": our id}; NULL: nobody is linked */
};
/* {"2": "todo", "3": "in_progress", "4": "review", "5": "done", "6": "todo"}; the caller's. */
json_t	*bitrix_words_usual(void);
/* Every status 2 to 6 has a word of ours, and no other is named; ERR_INPUT on statuses. */
int	 bitrix_words_check(const json_t *statuses, struct err *);

/* Of a task of tasks.task.list or tasks.task.get; the caller's. */
json_t	*bitrix_copy_read(const json_t *task, const struct bitrix_words *);
/* Of a task of ours, in whatever shape its members came: as they will come back from there. */
json_t	*bitrix_copy_ours(const json_t *task);
/* The mark among a task's tags, or NULL; of the task. */
const char *bitrix_copy_mark(const json_t *task);

/*
 * fields of tasks.task.update: what of the whole copy changed. What cannot be said there is left
 * out: cancelled, a person who is not linked, nobody. mark: NULL, or the task's. Empty: nothing.
 */
json_t	*bitrix_copy_fields_of(const json_t *changed, const json_t *whole,
	    const char *mark, const struct bitrix_words *);

/*
 * What the copy of theirs is once those fields were taken: changed over before (NULL: a new task),
 * but for what was not sent. The caller's.
 */
json_t	*bitrix_copy_after(const json_t *before, const json_t *changed,
	    const json_t *fields, const struct bitrix_words *);

/* What to write where, and where both changed one field. All are owned. */
struct bitrix_merge {
	json_t	*ours, *theirs;		/* fields with their new values */
	json_t	*conflicts;		/* [{field, ours, theirs, kept: "ours"|"theirs"}] */
};
void	bitrix_merge_clear(struct bitrix_merge *);
#define own_bitrix_merge cleanup(bitrix_merge_clear)
/*
 * Field by field: what one side changed since it was last seen there goes to the other; of two
 * changes the later side's holds (ours_last). Each side is held against its own last copy, so that
 * what a side cannot keep is no change; was NULL: all of theirs is new. Only named fields count.
 */
void	bitrix_merge(const json_t *ours_was, const json_t *ours,
	    const json_t *theirs_was, const json_t *theirs,
	    const json_t *fields, bool ours_last, struct bitrix_merge *out);

#endif
