/* saved_view_form: a saved view as people send and see it, whatever list it is of. */
#ifndef ACCOUNT_SAVED_VIEW_FORM_H
#define ACCOUNT_SAVED_VIEW_FORM_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct err;
struct saved_view;

/* What views of one list may hold. */
struct saved_view_rules {
	/* An object: 0, or -1 with the fields inside it that are wrong. */
	int	(*filter)(const json_t *, struct err *);
	const char *const *columns, *const *sorts;	/* NULL-ended */
};

/*
 * {name, shared, filter, columns, sort}: those that body has go into view, which
 * holds the others. A view without an id must get a name. ERR_INPUT.
 */
int	saved_view_form_read(const json_t *body,
	    const struct saved_view_rules *, struct saved_view *, struct err *);
/*
 * A filter that is a list's query: its members are of these names (two lists, NULL-ended; more may
 * be NULL), each a text, or texts, at most so many. ERR_INPUT with the member. A list's "lang" is
 * no part of a view.
 */
int	saved_view_form_query(const json_t *filter, const char *const *names,
	    const char *const *more, size_t most, struct err *);
/* Its members, into an open object. user_id: who sees it. */
void	saved_view_form_put(const struct saved_view *, int64_t user_id,
	    struct buf *);

#endif
