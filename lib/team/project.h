/* project: what tasks belong to ("list" of a task), and its members. Tables project and
 * project_member. */
#ifndef TEAM_PROJECT_H
#define TEAM_PROJECT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "team/right.h"

struct actor;
struct buf;
struct cursor;
struct db;
struct db_rows;
struct err;

#define PROJECT_NAME_MAX	200	/* characters */
#define PROJECT_TEXT_MAX	20000	/* characters of a description */
#define PROJECT_MEMBERS_MAX	500	/* of one; at the next one "team.members_full" */

extern const char *const project_statuses[];
extern const char *const project_roles[];	/* rising: viewer is 1 (right.h) */

/* Ids and times 0, texts NULL: none. Texts of a row live until the next one. */
struct project {
	int64_t		 id, company_id, client_id, created_by, version;
	int64_t		 deadline, created_at, updated_at;
	int64_t		 tasks, done, open;	/* not in the bin; of them done, to do */
	const char	*name, *description, *status, *source, *external_id;
	const char	*client_name, *created_by_name;
	enum right_role	 role;		/* of the one who asks */
};

/* What to look for; NULL and 0: any. */
struct project_filter {
	const char	*status, *q;	/* q: a part of the name, or of its client's */
	int64_t		 client_id;
	const char	*order;		/* of project_orders; NULL: by name */
};
extern const char *const project_orders[];
/* Those that are seen, in that order; without a deadline: last. from: by name alone, its id 0 or
 * NULL: from the first one. */
int	project_list(struct db *, const struct right_who *,
	    const struct project_filter *, const struct cursor *from,
	    int64_t limit, int64_t skip, struct db_rows **, struct err *);
bool	project_next(struct db_rows *, struct project *out);
int	project_count(struct db *, const struct right_who *,
	    const struct project_filter *, int64_t *, struct err *);
/* One that is seen: ERR_ABSENT. out lives as long as the rows. */
int	project_get(struct db *, const struct right_who *, int64_t id,
	    struct db_rows **, struct project *out, struct err *);
/* The same for one who has just changed it, even when it is not seen any more. */
int	project_get_written(struct db *, const struct right_who *, int64_t id,
	    struct db_rows **, struct project *out, struct err *);
/* project_get within a transaction: nobody else changes it meanwhile. */
int	project_lock(struct db *, const struct right_who *, int64_t id,
	    struct db_rows **, struct project *out, struct err *);

/* Within the caller's transaction. */
int	project_add(struct db *, const struct project *, int64_t *id,
	    struct err *);
/* Its version and updated_at go on. */
int	project_save(struct db *, const struct project *, struct err *);
/* Some of its tasks go to another project (0: they become personal), those of the bin among them:
 * no more than one transaction should have. more: others may be left. */
int	project_move_tasks(struct db *, const struct actor *, int64_t id,
	    int64_t to_id, bool *more, struct err *);
/* ERR_CONFLICT "team.project_used": it has tasks. */
int	project_drop(struct db *, const struct actor *, int64_t id,
	    struct err *);

/* --- members --- */

struct project_member {
	int64_t		 user_id;
	const char	*name, *email;
	enum right_role	 role;
	bool		 is_active, user_active;
	int64_t		 created_at;
};
int	project_members(struct db *, int64_t id, struct db_rows **,
	    struct err *);
bool	project_member_next(struct db_rows *, struct project_member *out);
/* One of them: ERR_ABSENT. */
int	project_member_get(struct db *, int64_t id, int64_t user_id,
	    struct db_rows **, struct project_member *out, struct err *);
/* Made or changed. The user is of the company, which the caller knows. */
int	project_member_put(struct db *, const struct project *,
	    int64_t user_id, enum right_role, bool is_active, struct err *);
/* What they watched in the project they watch no more. */
int	project_member_unwatch(struct db *, const struct actor *, int64_t id,
	    int64_t user_id, struct err *);
/* ERR_ABSENT. That, too. */
int	project_member_drop(struct db *, const struct actor *, int64_t id,
	    int64_t user_id, struct err *);

#endif
