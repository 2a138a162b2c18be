/* path: the way to a list: team, space, folder (or none), list. A form gives the ids, ClickUp the
 * names; both stand in the settings of a connection. */
#ifndef CLICKUP_PATH_H
#define CLICKUP_PATH_H

#include <jansson.h>
#include <stdbool.h>

struct caller;
struct err;

/* What was sent, borrowed from the form; NULL ids: not sent. */
struct clickup_path {
	const char	*team_id, *space_id, *folder_id, *list_id;
	bool		 sent;		/* one of the ids was */
};
/* Every wrong field is named in err. Names that come along are not asked about. */
void	clickup_path_read(const json_t *form, struct clickup_path *out,
	    struct err *);
/*
 * Puts the ids and names into kept (an object of the settings), and task_count when ClickUp gives
 * it. ClickUp is asked only about a path that differs from the kept one. ERR_INPUT names the id
 * that is not there.
 */
int	clickup_path_walk(const struct caller *, const struct clickup_path *,
	    json_t *kept, struct err *);
/* The kept ids and names into out, and path: "Nova / Hiring / Inbox", "" before one is chosen. */
void	clickup_path_put(json_t *out, const json_t *kept);

/* The lists beside the first. Reads "lists" of a form; NULL: not sent. */
int	clickup_path_lists_check(const json_t *form, const json_t **out,
	    struct err *);
/* Into settings; those that were kept already are not asked about again. */
int	clickup_path_lists_walk(const struct caller *, const json_t *sent,
	    json_t *settings, struct err *);
/* "lists" as clickup_path_put, and "list_tasks": how many tasks all lists have, or null. */
void	clickup_path_lists_put(json_t *out, const json_t *settings);

#endif
