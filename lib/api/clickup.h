/* clickup: spaces, lists, tasks, comments, attachments of ClickUp. Source: vendor
 * reference, "ClickUp API v2". Asking (x_fetch) and understanding (x_parse) are
 * two functions; the second touches no network. */
#ifndef API_CLICKUP_H
#define API_CLICKUP_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLICKUP_URL		"https://api.clickup.com/api/v2"
#define CLICKUP_PAGE_SIZE	100	/* tasks in a full page */
#define CLICKUP_COMMENT_PAGE	25
#define CLICKUP_COMMENTS_MAX	200	/* comments of one task that are read */
#define CLICKUP_ID_SIZE		40	/* longest id that is accepted, in bytes */

struct clickup;
struct err;
struct fetch_conf;
struct fetch_req;
struct fetch_res;

/*
 * The link's provider must be "clickup", auth the bare personal key. Every failing
 * x_fetch sets one of these codes beside the kind of fetch.h: "clickup_token" (401,
 * ERR_REMOTE_AUTH), "clickup_denied" (403, or a workspace that the key was not given:
 * ERR_DENIED), "clickup_absent" (404; "clickup_list_absent" for a list), "clickup_limit"
 * (429, ERR_BUSY), "clickup_down" (unreachable, 5xx, time-out), "clickup_answer" (an
 * answer of another shape, ERR_REMOTE).
 */
struct clickup *clickup_open(const struct fetch_conf *, struct err *);
void	 clickup_close(struct clickup *);
void	 clickup_close_p(struct clickup **);
#define own_clickup cleanup(clickup_close_p)
/* Calls made through this handle so far, retries not counted. */
int	 clickup_calls(const struct clickup *);
/* How long a call may wait for the budget before it is "clickup_limit"; 0: a minute. */
void	 clickup_set_patience(struct clickup *, int budget_wait_ms);
/* One call for the other files of this noun: the codes above; absent: the code of a 404. */
int	 clickup_ask(struct clickup *, const struct fetch_req *,
	    const char *absent, json_t **out, struct err *err);

/* An id from outside: 1 to 40 letters, digits, '-' or '_'. */
bool	 clickup_id_ok(const char *);

struct clickup_user {
	int64_t	 id;
	char	*username, *email;
};
void	 clickup_user_clear(struct clickup_user *);
int	 clickup_user_fetch(struct clickup *, struct clickup_user *out,
	    struct err *);
int	 clickup_user_parse(const json_t *, struct clickup_user *out,
	    struct err *);

/* A workspace, space, folder or list. */
struct clickup_place {
	char	*id, *name;
	int64_t	 task_count;		/* of a list; -1: not told */
	struct clickup_place *lists;	/* of a folder */
	size_t	 nlists;
};
struct clickup_places {
	struct clickup_place *v;
	size_t	 n;
};
void	 clickup_places_clear(struct clickup_places *);
/* The place of this id, or NULL. */
const struct clickup_place *clickup_place_find(const struct clickup_places *,
	    const char *id);
int	 clickup_teams_fetch(struct clickup *, struct clickup_places *out,
	    struct err *);
int	 clickup_spaces_fetch(struct clickup *, const char *team_id,
	    struct clickup_places *out, struct err *);
int	 clickup_folders_fetch(struct clickup *, const char *space_id,
	    struct clickup_places *out, struct err *);	/* with their lists */
int	 clickup_folder_lists_fetch(struct clickup *, const char *folder_id,
	    struct clickup_places *out, struct err *);
/* Lists of the space that stand in no folder. */
int	 clickup_space_lists_fetch(struct clickup *, const char *space_id,
	    struct clickup_places *out, struct err *);
/* member: "teams", "spaces", "folders", "lists". */
int	 clickup_places_parse(const json_t *, const char *member,
	    struct clickup_places *out, struct err *);

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
	int	 priority_rank;		/* 1 urgent .. 4 low, 5 none */
	char	*url;
	int64_t	 date_created, date_updated, date_closed, due_date;
	char	*assignees, *tags, *custom_fields, *attachments;
	char	**tag_names, **assignee_names;	/* for filters */
	size_t	 ntags, nassignees;
	bool	 archived;
};
void	 clickup_task_clear(struct clickup_task *);
#define own_clickup_task cleanup(clickup_task_clear)

/* One task with its attachments. ERR_ABSENT: deleted, or not for this key. */
int	 clickup_task_fetch(struct clickup *, const char *task_id,
	    struct clickup_task *out, struct err *);
int	 clickup_task_parse(const json_t *, struct clickup_task *out,
	    struct err *);

/* A page of a list's tasks. */
struct clickup_ask {
	const char	*list_id;
	int		 page;			/* from 0 */
	bool		 include_closed, subtasks;
	int64_t		 updated_gt;		/* ms; 0: all */
};
struct clickup_page {
	struct clickup_task *v;
	size_t	 n;
	size_t	 skipped;	/* entries that made no sense (no id) */
	bool	 last;
};
void	 clickup_page_clear(struct clickup_page *);
#define own_clickup_page cleanup(clickup_page_clear)
int	 clickup_page_fetch(struct clickup *, const struct clickup_ask *,
	    struct clickup_page *out, struct err *);
int	 clickup_page_parse(const json_t *, struct clickup_page *out,
	    struct err *);

/*
 * All comments of a task, oldest first, as [{"id": s, "user": name, "date": ISO, "text": s}];
 * at most CLICKUP_COMMENTS_MAX (the newest). max: stop after so many (0: that many).
 */
int	 clickup_comments_fetch(struct clickup *, const char *task_id, size_t max,
	    json_t **out, struct err *);
/* One page, newest first as sent; n: how many the service sent. */
int	 clickup_comments_parse(const json_t *, json_t **out, size_t *n,
	    struct err *);

/*
 * One page of comments, newest first: those before the comment (start: its time in ms,
 * start_id), or NULL: the newest. next, next_id: the place of the following page, the
 * caller's, or NULL.
 */
int	 clickup_comments_page(struct clickup *, const char *task_id,
	    const char *start, const char *start_id, json_t **out, char **next,
	    char **next_id, struct err *err);

/* maybe: after -1, the comment may have been made all the same (a lost answer). */
int	 clickup_comment_add(struct clickup *, const char *task_id,
	    const char *text, bool notify_all, bool *maybe, struct err *err);

/*
 * The bytes of an attachment (id and url out of attachments above), without the key. A 403 or 404
 * (the signed URL is over) asks the task for a fresh URL once. ERR_DENIED code
 * "private_address", ERR_REMOTE
 * code "remote_too_large" above max_bytes, and the codes above.
 */
int	 clickup_file_fetch(struct clickup *, const char *task_id,
	    const char *attachment_id, const char *url, size_t max_bytes,
	    struct fetch_res *out, struct err *);

#endif
