/* mention: whom a text names as "@Анна Петрова" or "@anna@firm.by". */
#ifndef TEAM_MENTION_H
#define TEAM_MENTION_H

#include <jansson.h>

struct db;
struct err;
struct task;

#define MENTION_MAX	50	/* people of one text */

/*
 * Those of ids (an array, or NULL) and of the names in the text who may see the task, as an array
 * of ids: nobody hears of a task that they do not see.
 */
int	mention_find(struct db *, const struct task *, const char *text,
	    const json_t *ids, json_t **out, struct err *);

#endif
