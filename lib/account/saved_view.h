/* saved_view: views of a list that people keep under a name. Table saved_view. */
#ifndef ACCOUNT_SAVED_VIEW_H
#define ACCOUNT_SAVED_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

struct db;
struct db_rows;
struct err;

#define SAVED_VIEW_MAX	50	/* of one user and list */
#define SAVED_VIEW_SEEN	200	/* own and shared ones that a list shows */

/* Texts are never NULL in a row that was read. */
struct saved_view {
	int64_t	 id, company_id, user_id;
	const char *kind;		/* "clickup", "team": of which list; borrowed */
	char	*name, *owner;		/* owner: the user's name */
	char	*filter, *columns;	/* JSON object, JSON array */
	char	*sort;			/* "": the usual one */
	bool	 shared;
	int64_t	 created_at, updated_at;
};
void	saved_view_clear(struct saved_view *);
#define own_saved_view cleanup(saved_view_clear)

/* Of a kind: the own ones, then the shared ones of the company, each by name. */
int	saved_view_list(struct db *, const char *kind, int64_t company_id,
	    int64_t user_id, struct db_rows **, struct err *);
/* Clears out first. */
bool	saved_view_next(struct db_rows *, struct saved_view *out);
/* One of a kind that the user may see; ERR_ABSENT. */
int	saved_view_get(struct db *, const char *kind, int64_t company_id,
	    int64_t user_id, int64_t id, struct saved_view *out, struct err *);
/* Within a transaction, before it is read to be saved: nobody else changes it meanwhile. */
int	saved_view_lock(struct db *, int64_t id, struct err *);
/*
 * ERR_CONFLICT: "account.view_name" (the user has one of that name and kind), "account.views_limit"
 * (SAVED_VIEW_MAX).
 */
int	saved_view_add(struct db *, const struct saved_view *, int64_t *id,
	    struct err *);
int	saved_view_save(struct db *, const struct saved_view *, struct err *);
int	saved_view_drop(struct db *, int64_t id, struct err *);

#endif
