/* view_form: a saved view as people send and see it, with how many of their tasks it shows. */
#ifndef CLICKUP_VIEW_FORM_H
#define CLICKUP_VIEW_FORM_H

#include <jansson.h>
#include <stdint.h>

struct buf;
struct caller;
struct err;
struct saved_view;

/*
 * {name, shared, filter, columns, sort}: those that body has go into view, which
 * holds the rest. A view without an id must get a name. ERR_INPUT.
 */
int	view_form_read(const json_t *body, struct saved_view *, struct err *);

/*
 * As an object, with count (up to 10 000, else 10 001) and counts by status: of the caller's
 * tasks at that connection; 0: there are none.
 */
int	view_form_write(const struct caller *, int64_t connection_id,
	    const struct saved_view *, struct buf *, struct err *);

#endif
