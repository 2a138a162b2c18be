/* vacancy_view: vacancies of Huntflow as our documents: the list, one with its stages and
 * additional fields, and changes to it. */
#ifndef HUNTFLOW_VACANCY_VIEW_H
#define HUNTFLOW_VACANCY_VIEW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct err;
struct huntflow_org;

struct vacancy_ask {
	const char	*search, *state;	/* NULL: not asked */
	bool		 mine;
	int64_t		 page, size;
};
/* total -1: not given; more: there is another page. */
struct vacancy_list {
	json_t	*items;
	int64_t	 total;
	bool	 more;
};
int	vacancy_view_list(struct huntflow_org *, const struct vacancy_ask *,
	    struct vacancy_list *out, struct err *);
/* How many vacancies ask would list in each state, whatever its own: {OPEN, HOLD, CLOSED}; null:
 * not reported. */
int	vacancy_view_states(struct huntflow_org *, const struct vacancy_ask *,
	    json_t **, struct err *);
/* With stages (how many applicants are at each), additional fields, texts. */
int	vacancy_view_get(struct huntflow_org *, int64_t id, bool fresh,
	    json_t **out, struct err *);
/*
 * {position?, company?, money?, priority?, body?, requirements?, conditions?, additional fields by
 * their names} -> the vacancy as it is now. ERR_INPUT names the members.
 */
int	vacancy_view_change(struct huntflow_org *, int64_t id,
	    const json_t *body, json_t **out, struct err *);

#endif
