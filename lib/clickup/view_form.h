/* view_form: a saved view as people send and see it, with how many of their tasks it shows. */
#ifndef CLICKUP_VIEW_FORM_H
#define CLICKUP_VIEW_FORM_H

#include <jansson.h>
#include <stdint.h>

struct buf;
struct db;
struct err;
struct saved_view;

/*
 * {name, shared, filter, columns, sort}: those that body has go into view, which
 * holds the rest. A view without an id must get a name. ERR_INPUT.
 */
int	view_form_read(const json_t *body, struct saved_view *, struct err *);

/* Whose tasks are counted; connection_id 0: there are none. */
struct view_eye {
	int64_t	user_id, connection_id;
};
/* As an object, with count (up to 10 000, else 10 001) and counts by status. */
int	view_form_write(struct db *, const struct view_eye *,
	    const struct saved_view *, struct buf *, struct err *);

#endif
