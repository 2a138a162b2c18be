/* api_place: where the tasks are: workspaces (teams), spaces, folders, lists. Source: vendor
 * reference, "Teams", "Spaces", "Folders", "Lists". */
#ifndef CLICKUP_API_PLACE_H
#define CLICKUP_API_PLACE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct clickup;
struct err;

struct clickup_place {
	char	*id, *name;
	int64_t	 task_count;		/* of a list; -1: not given */
	struct clickup_place *lists;	/* of a folder */
	size_t	 nlists;
};
struct clickup_places {
	struct clickup_place *v;
	size_t	 n;
};
void	clickup_places_clear(struct clickup_places *);
#define own_clickup_places cleanup(clickup_places_clear)
/* The place of this id, or NULL. */
const struct clickup_place *clickup_place_find(const struct clickup_places *,
	    const char *id);

enum clickup_level {
	CLICKUP_TEAMS,		/* in: NULL */
	CLICKUP_SPACES,		/* of a team */
	CLICKUP_FOLDERS,	/* of a space, with their lists */
	CLICKUP_FOLDER_LISTS,
	CLICKUP_SPACE_LISTS	/* those in no folder */
};
/* in: the id of the place above. */
int	clickup_place_fetch(struct clickup *, enum clickup_level,
	    const char *in, struct clickup_places *out, struct err *);
/* member: "teams", "spaces", "folders", "lists". */
int	clickup_place_parse(const json_t *, const char *member,
	    struct clickup_places *out, struct err *);

#endif
