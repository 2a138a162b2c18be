/* api_comment: what people wrote under a task. Source: vendor reference, "Comments". */
#ifndef CLICKUP_API_COMMENT_H
#define CLICKUP_API_COMMENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct clickup;
struct err;

#define CLICKUP_COMMENT_PAGE	25
#define CLICKUP_COMMENTS_MAX	200	/* comments of one task that are read */

/*
 * All comments of a task, oldest first, as [{"id": s, "user": name or e-mail address, "date": ISO,
 * "text": s}]; replies follow the one that they answer and have "reply_to": its id;
 * at most CLICKUP_COMMENTS_MAX (the newest). max: stop after so many (0: that many).
 */
int	 clickup_comments_fetch(struct clickup *, const char *task_id, size_t max,
	    json_t **out, struct err *);
/* One page, newest first as sent; n: how many the service sent. */
int	 clickup_comments_parse(const json_t *, json_t **out, size_t *n,
	    struct err *);

/*
 * One page of comments, newest first (replies before what they answer): those before the comment
 * (start: its time in ms, start_id), or NULL: the newest. next, next_id: the place of the
 * following page, the caller's, or NULL.
 */
int	 clickup_comments_page(struct clickup *, const char *task_id,
	    const char *start, const char *start_id, json_t **out, char **next,
	    char **next_id, struct err *err);

/* maybe: after -1, the comment may have been made all the same (a lost answer). */
int	 clickup_comment_add(struct clickup *, const char *task_id,
	    const char *text, bool notify_all, bool *maybe, struct err *err);

#endif
