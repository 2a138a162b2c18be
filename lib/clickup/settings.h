/* clickup_settings: where a person's tasks lie in ClickUp and how they are synced:
 * the settings form, held against ClickUp before it is stored. */
#ifndef CLICKUP_SETTINGS_H
#define CLICKUP_SETTINGS_H

#include <jansson.h>

struct caller;
struct err;

/* The document of GET /clickup/settings, also before anything is set. */
int	clickup_settings_get(const struct caller *, json_t **out,
	    struct err *);
/*
 * team_id, space_id, folder_id (or null), list_id, auto_sync, sync_interval (1 to
 * 1440), max_tasks, include_closed, subtasks, mark, mark_status; what is absent stays. A new path
 * is walked in ClickUp: each step must hold the next, and their names are kept.
 * ERR_INPUT with the fields; the codes of clickup/api.h and clickup/link.h.
 */
int	clickup_settings_save(const struct caller *, const json_t *form,
	    struct err *);

#endif
