/* api_task: tasks as ClickUp sends them, one or a page of a list. Source: vendor reference,
 * "Tasks". */
#ifndef CLICKUP_API_TASK_H
#define CLICKUP_API_TASK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct clickup;
struct err;

#define CLICKUP_PAGE_SIZE	100	/* tasks in a full page */

/*
 * One task, made small: what a page of the interface needs and no more. Texts are never
 * NULL unless said; times are ms since the epoch, 0: none. JSON texts:
 *   assignees      [{"id": n, "username": s, "initials": s, "color": s?}]
 *   tags           [{"name": s, "color": s?}]
 *   custom_fields  [{"id","name","type","display": text,"href": url|null,"value": as sent|null}]
 *   attachments    [{"id","title","extension","mimetype","size": n,"date": ISO,"url"}],
 *                  newest last; NULL: the answer carried none (lists do not)
 */
struct clickup_task {
	char	*task_id, *list_id, *parent_id;
	char	*name, *description;	/* description: plain text */
	char	*markdown;		/* the same, formatted; NULL: lists have none */
	char	*status, *status_type, *status_color;
	char	*priority;		/* urgent, high, normal, low, or "" */
	char	*url;
	int64_t	 date_created, date_updated, date_closed, due_date;
	char	*assignees, *tags, *custom_fields, *attachments;
	char	**assignee_names;
	size_t	 nassignees;
	bool	 archived;
	int64_t	 asked_at;		/* clock_mono_ms, before it was asked for; 0: not known */
};
void	 clickup_task_clear(struct clickup_task *);
#define own_clickup_task cleanup(clickup_task_clear)

/* One task with its attachments. ERR_ABSENT: deleted, or not for this key. */
int	 clickup_task_fetch(struct clickup *, const char *task_id,
	    struct clickup_task *out, struct err *);
/* ahead_ms: as clickup_field_emit. */
int	 clickup_task_parse(const json_t *, int64_t ahead_ms,
	    struct clickup_task *out, struct err *);

/* A page of a list's tasks. */
struct clickup_task_ask {
	const char	*list_id;
	int		 page;			/* from 0 */
	bool		 include_closed, subtasks;
	bool		 newest_first;		/* by their last change; else by creation */
	int64_t		 updated_gt;		/* ms; 0: all */
};
struct clickup_task_page {
	struct clickup_task *v;
	size_t	 n;
	size_t	 skipped;	/* entries that made no sense (no id) */
	size_t	 bytes;		/* of the descriptions */
	bool	 last, odd;	/* odd: more than a page can hold */
};
void	 clickup_task_page_clear(struct clickup_task_page *);
#define own_clickup_task_page cleanup(clickup_task_page_clear)
int	 clickup_task_page_fetch(struct clickup *, const struct clickup_task_ask *,
	    struct clickup_task_page *out, struct err *);
int	 clickup_task_page_parse(const json_t *, int64_t ahead_ms,
	    struct clickup_task_page *out, struct err *);

#endif
