/* saved_view_serve: the saved views of one list over HTTP: list, add, change, drop. */
#ifndef ACCOUNT_SAVED_VIEW_SERVE_H
#define ACCOUNT_SAVED_VIEW_SERVE_H

#include "account/saved_view_form.h"

struct buf;
struct db;
struct err;
struct saved_view;
struct web_req;
struct web_res;

/* One list's views. */
struct saved_view_kind {
	const char		*name;		/* as in the table */
	struct saved_view_rules	 rules;
	/* Puts what the view counts for the one who asks into the open object. */
	int	(*count)(struct db *, const struct web_req *,
		    const struct saved_view *, struct buf *, struct err *);
};

/* Each as a handler. 200 [view]: the own ones first */
int	saved_view_serve_list(struct db *, const struct web_req *,
	    struct web_res *, const struct saved_view_kind *, struct err *);
/* {name, shared?, filter?, columns?, sort?} -> 201 | 400 | 409 */
int	saved_view_serve_add(struct db *, const struct web_req *,
	    struct web_res *, const struct saved_view_kind *, struct err *);
/* The address ends with its id. -> 200 | 400 | 403 | 404 | 409 */
int	saved_view_serve_change(struct db *, const struct web_req *,
	    struct web_res *, const struct saved_view_kind *, struct err *);
/* -> 204 | 403 | 404 */
int	saved_view_serve_drop(struct db *, const struct web_req *,
	    const struct saved_view_kind *, struct err *);

#endif
